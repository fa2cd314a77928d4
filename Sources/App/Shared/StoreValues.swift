package import Casework
package import Store

extension Day: SQLConvertible {
  package var sqlValue: SQLValue { .day(number) }
}

extension Instant: SQLConvertible {
  package var sqlValue: SQLValue { .integer(microseconds) }
}

extension Money: SQLConvertible {
  package var sqlValue: SQLValue { .integer(fen) }
}

extension PlaceCode: SQLConvertible {
  package var sqlValue: SQLValue { .integer(number) }
}

extension Row {
  package func day(_ column: String) throws -> Day { Day(number: try dayNumber(column)) }

  package func optionalDay(_ column: String) throws -> Day? {
    try optionalDayNumber(column).map(Day.init(number:))
  }

  package func instant(_ column: String) throws -> Instant {
    Instant(microseconds: try integer(column))
  }

  package func optionalInstant(_ column: String) throws -> Instant? {
    try optionalInteger(column).map(Instant.init(microseconds:))
  }

  package func money(_ column: String) throws -> Money { Money(fen: try integer(column)) }

  package func optionalMoney(_ column: String) throws -> Money? {
    try optionalInteger(column).map(Money.init(fen:))
  }

  package func place(_ column: String) throws -> PlaceCode {
    PlaceCode(number: try integer(column))
  }

  /// A value of a vocabulary, stored as its raw text.
  package func raw<Value: RawRepresentable>(
    _ column: String, as type: Value.Type = Value.self
  ) throws -> Value where Value.RawValue == String {
    guard let value = Value(rawValue: try text(column)) else { throw UnreadableColumn(column) }
    return value
  }

  package func optionalRaw<Value: RawRepresentable>(
    _ column: String, as type: Value.Type = Value.self
  ) throws -> Value? where Value.RawValue == String {
    guard let text = try optionalText(column) else { return nil }
    guard let value = Value(rawValue: text) else { throw UnreadableColumn(column) }
    return value
  }
}
