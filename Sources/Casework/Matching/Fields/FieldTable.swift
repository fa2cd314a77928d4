/// The values of two tables, each held once: a value is a number, its letters stand here.
package struct FieldValues: Sendable {
  private var numbers: [String: Int32] = [:]
  private(set) var letters: [[UInt32]] = []
  /// One bit for each letter of a value.
  private(set) var marks: [UInt64] = []

  package init() {}

  /// One row: a number for each cell, -1 where it says nothing.
  package mutating func row(_ cells: [String]) -> [Int32] { cells.map { number(of: $0) } }

  /// Case, width, blanks and signs do not tell two values apart.
  private mutating func number(of cell: String) -> Int32 {
    let plain = FieldValues.plain(cell)
    guard !plain.isEmpty else { return -1 }
    if let known = numbers[plain] { return known }
    let number = Int32(letters.count)
    numbers[plain] = number
    letters.append(plain.unicodeScalars.map(\.value))
    marks.append(plain.unicodeScalars.reduce(0) { $0 | 1 << UInt64($1.value % 64) })
    return number
  }

  private static func plain(_ cell: String) -> String {
    var plain = String.UnicodeScalarView()
    for scalar in cell.unicodeScalars {
      let isWide = (0xFF01...0xFF5E).contains(scalar.value)
      guard let half = isWide ? Unicode.Scalar(scalar.value - 0xFEE0) : scalar else { continue }
      if half.properties.isAlphabetic || half.properties.numericType != nil { plain.append(half) }
    }
    return String(plain).lowercased()
  }
}

/// The rows of a table with the rows of each value, and how often each is borne.
package struct FieldTable: Sendable {
  let kinds: [FieldKind]
  let values: FieldValues
  package let rows: [[Int32]]
  private let bearers: [[Int32: [UInt32]]]
  private let filled: [Double]
  /// How often two rows drawn by chance share the value of a column.
  let chances: [Double]
  /// A value that more rows than these share finds nobody.
  private static let widest = 1_000

  package init(_ kinds: [FieldKind], _ values: FieldValues, rows: [[Int32]]) {
    (self.kinds, self.values, self.rows) = (kinds, values, rows)
    var bearers = [[Int32: [UInt32]]](repeating: [:], count: kinds.count)
    for (place, row) in rows.enumerated() {
      for (column, value) in row.enumerated() where value >= 0 {
        bearers[column][value, default: []].append(UInt32(place))
      }
    }
    self.bearers = bearers
    filled = bearers.map { max(1, $0.values.reduce(0) { $0 + Double($1.count) }) }
    chances = zip(bearers, filled).map { lists, total in
      let sum = lists.values.reduce(0) { $0 + Double($1.count) * Double($1.count) }
      return max(sum, 0.5) / total / total
    }
  }

  /// The rows that share a value of a column with this one.
  func candidates(of row: [Int32]) -> [UInt32] {
    var found = Set<UInt32>()
    for (column, value) in row.enumerated() where value >= 0 {
      if let list = bearers[column][value], list.count <= FieldTable.widest {
        found.formUnion(list)
      }
    }
    return found.sorted()
  }

  /// The share of the rows that bear a value.
  func share(_ column: Int, _ value: Int32) -> Double {
    Double(max(1, bearers[column][value]?.count ?? 0)) / filled[column]
  }

  package func pattern(_ row: [Int32], _ other: [Int32]) -> FieldPattern {
    var pattern = FieldPattern()
    for column in kinds.indices { pattern[column] = level(column, row, other) }
    return pattern
  }

  private func level(_ column: Int, _ row: [Int32], _ other: [Int32]) -> FieldLevel {
    let (left, right) = (row[column], other[column])
    if left < 0 || right < 0 { return .missing }
    if left == right { return .same }
    if let slips = slips(column, Int(left), Int(right)) { return slips == 1 ? .near : .far }
    for place in kinds.indices where place != column && kinds[place] == kinds[column] {
      if left == other[place] || right == row[place] { return .elsewhere }
    }
    return .differs
  }

  /// nil when there are too many for a slip of the pen.
  private func slips(_ column: Int, _ left: Int, _ right: Int) -> Int? {
    let longest = max(values.letters[left].count, values.letters[right].count)
    guard longest > 1 else { return nil }
    let most = kinds[column] == .text ? min(3, longest / 3) : 1
    // A slip adds at most one letter to what the two do not share, and takes at most one away.
    guard (values.marks[left] ^ values.marks[right]).nonzeroBitCount <= 2 * most else { return nil }
    return Slips.between(values.letters[left], values.letters[right], most: most)
  }
}
