/// The 12-digit statistical code of a province, city, county, township or village.
package struct PlaceCode: Hashable, Comparable, Sendable {
  package let number: Int64

  package init(number: Int64) { self.number = number }

  /// Nil unless the text is 12 digits.
  package init?(_ text: String) {
    guard text.utf8.count == 12, let number = Int64(text), number > 0 else { return nil }
    self.number = number
  }

  /// How much of the country the code covers, by its trailing zeros.
  package var level: PlaceLevel {
    if number % 10_000_000_000 == 0 { return .province }
    if number % 100_000_000 == 0 { return .city }
    if number % 1_000_000 == 0 { return .county }
    return number % 1_000 == 0 ? .township : .village
  }

  /// The code of the wider place; a code that is that wide already is returned as it is.
  package func within(_ level: PlaceLevel) -> PlaceCode {
    PlaceCode(number: number - number % level.span)
  }

  /// Every code inside the place, itself included.
  package var range: ClosedRange<Int64> { number...(number + level.span - 1) }

  /// The first six digits, which lead the key of every large table.
  package var county: Int64 { number / 1_000_000 }

  package static func < (left: PlaceCode, right: PlaceCode) -> Bool { left.number < right.number }
}

extension PlaceCode: CustomStringConvertible {
  package var description: String { String(number) }
}

/// The rank of a place, widest first.
package enum PlaceLevel: Int, CaseIterable, Comparable, Sendable {
  case province = 1
  case city, county, township, village

  /// How many 12-digit codes one place of this rank spans.
  package var span: Int64 {
    switch self {
    case .province: 10_000_000_000
    case .city: 100_000_000
    case .county: 1_000_000
    case .township: 1_000
    case .village: 1
    }
  }

  package static func < (left: PlaceLevel, right: PlaceLevel) -> Bool {
    left.rawValue < right.rawValue
  }
}
