/// How a column of any table is compared.
package enum FieldKind: String, CaseIterable, Sendable {
  /// Words, in which a slip or another spelling still speaks for the same.
  case text
  /// A number, a day or a code, in which only one slip does.
  case code
}

/// How two values of a column agree, best first.
package enum FieldLevel: Int, CaseIterable, Sendable {
  case same
  /// One letter wrong, missing, too many or swapped with its neighbour.
  case near
  /// Up to three such slips, of at most every third letter.
  case far
  /// The value stands in another column of its kind.
  case elsewhere
  case missing
  case differs

  private static let titles = allCases.map { "\($0)" }
  package var title: String { FieldLevel.titles[rawValue] }
}

/// The levels of up to 32 columns in one number, four bits each.
package struct FieldPattern: Hashable, Sendable {
  package static let most = 32
  private var packed: UInt128 = 0

  subscript(_ column: Int) -> FieldLevel {
    get { FieldLevel(rawValue: Int(packed >> UInt128(column * 4) & 0xF)) ?? .missing }
    set {
      let shift = UInt128(column * 4)
      packed = packed & ~(0xF << shift) | UInt128(newValue.rawValue) << shift
    }
  }

  package func labels(_ columns: Int) -> [String] { (0..<columns).map { self[$0].title } }
}

/// The least number of slips that turn one word into another: a letter wrong, missing, too many,
/// or two neighbours swapped (the restricted distance of Damerau and Levenshtein).
enum Slips {
  /// nil when there are more than `most`.
  static func between(_ left: [UInt32], _ right: [UInt32], most: Int) -> Int? {
    guard abs(left.count - right.count) <= most else { return nil }
    var before = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    var line = last
    for row in 0..<left.count {
      line[0] = row + 1
      var least = line[0]
      for column in 0..<right.count {
        var slips = min(last[column + 1], line[column]) + 1
        slips = min(slips, last[column] + (left[row] == right[column] ? 0 : 1))
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          slips = min(slips, before[column - 1] + 1)
        }
        line[column + 1] = slips
        least = min(least, slips)
      }
      if least > most { return nil }
      (before, last, line) = (last, line, before)
    }
    return last[right.count] <= most ? last[right.count] : nil
  }
}
