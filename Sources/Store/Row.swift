/// One row of an answer; its columns are read by name or, in long loops, by position.
package struct Row: Sendable {
  /// Shared by all rows of a statement, so that a row is an array and nothing more.
  let names: [String]
  let values: [SQLValue]

  package func value(at index: Int) throws -> SQLValue {
    guard values.indices.contains(index) else { throw UnreadableColumn("#\(index)") }
    return values[index]
  }

  package func value(_ column: String) throws -> SQLValue {
    guard let index = names.firstIndex(of: column) else { throw UnreadableColumn(column) }
    return values[index]
  }
}

extension Row {
  /// Where a column stands, for long loops; nil where the row has none of that name.
  package func index(of column: String) -> Int? { names.firstIndex(of: column) }
}

/// The row lacks the column, or it holds another type: a fault in our own SQL.
package struct UnreadableColumn: Error, CustomStringConvertible {
  package let column: String
  package init(_ column: String) { self.column = column }
  package var description: String { "unreadable column \(column)" }
}

extension SQLValue {
  /// PostgreSQL gives sums of integers as numerics, which arrive as text.
  var asInteger: Int64? {
    switch self {
    case .integer(let value): value
    case .day(let value), .days(let value): Int64(value)
    case .text(let text): Int64(text) ?? Double(text).flatMap(Int64.init(exactly:))
    case .real(let value): Int64(exactly: value)
    case .null, .blob, .integers, .texts: nil
    }
  }

  var asReal: Double? {
    switch self {
    case .real(let value): value
    case .integer(let value): Double(value)
    case .text(let text): Double(text)
    default: nil
    }
  }

  var asText: String? {
    switch self {
    case .text(let text): text
    // `->>` gives a JSON number as a number in SQLite and as text in PostgreSQL.
    case .integer(let value): String(value)
    case .real(let value): String(value)
    default: nil
    }
  }

  /// Yes or no: 1 or 0, PostgreSQL's `t` or `f`, or a JSON truth.
  var asFlag: Bool? {
    switch self {
    case .integer(let value): value != 0
    case .text("t"), .text("true"), .text("1"): true
    case .text("f"), .text("false"), .text("0"): false
    default: nil
    }
  }

  var asBlob: [UInt8]? {
    switch self {
    case .blob(let bytes): bytes
    // SQLite gives an empty blob no type of its own.
    case .text(let text) where text.isEmpty: []
    default: nil
    }
  }
}

extension Row {
  package func integer(_ column: String) throws -> Int64 {
    try needed(value(column).asInteger, column)
  }
  package func integer(at index: Int) throws -> Int64 {
    try needed(value(at: index).asInteger, "#\(index)")
  }
  package func optionalInteger(_ column: String) throws -> Int64? {
    try optional(value(column), column, \.asInteger)
  }
  package func optionalInteger(at index: Int) throws -> Int64? {
    try optional(value(at: index), "#\(index)", \.asInteger)
  }
  package func int(_ column: String) throws -> Int { Int(try integer(column)) }
  package func int(at index: Int) throws -> Int { Int(try integer(at: index)) }

  package func text(_ column: String) throws -> String {
    try needed(value(column).asText, column)
  }
  package func text(at index: Int) throws -> String {
    try needed(value(at: index).asText, "#\(index)")
  }
  package func optionalText(_ column: String) throws -> String? {
    try optional(value(column), column, \.asText)
  }
  package func optionalText(at index: Int) throws -> String? {
    try optional(value(at: index), "#\(index)", \.asText)
  }

  package func real(_ column: String) throws -> Double { try needed(value(column).asReal, column) }
  package func optionalReal(at index: Int) throws -> Double? {
    try optional(value(at: index), "#\(index)", \.asReal)
  }
  package func optionalReal(_ column: String) throws -> Double? {
    try optional(value(column), column, \.asReal)
  }

  package func flag(_ column: String) throws -> Bool { try needed(value(column).asFlag, column) }
  package func optionalFlag(_ column: String) throws -> Bool? {
    try optional(value(column), column, \.asFlag)
  }

  package func blob(_ column: String) throws -> [UInt8] {
    try needed(value(column).asBlob, column)
  }
  package func optionalBlob(_ column: String) throws -> [UInt8]? {
    try optional(value(column), column, \.asBlob)
  }
  package func optionalBlob(at index: Int) throws -> [UInt8]? {
    try optional(value(at: index), "#\(index)", \.asBlob)
  }

  package func dayNumber(_ column: String) throws -> Int { try int(column) }
  package func dayNumber(at index: Int) throws -> Int { try int(at: index) }
  package func optionalDayNumber(_ column: String) throws -> Int? {
    try optionalInteger(column).map(Int.init)
  }
  package func optionalDayNumber(at index: Int) throws -> Int? {
    try optionalInteger(at: index).map(Int.init)
  }

  private func needed<Value>(_ value: Value?, _ column: String) throws -> Value {
    guard let value else { throw UnreadableColumn(column) }
    return value
  }

  private func optional<Value>(
    _ value: SQLValue, _ column: String, _ read: (SQLValue) -> Value?
  ) throws -> Value? {
    if value == .null { return nil }
    return try needed(read(value), column)
  }
}
