internal import Foundation
internal import GRDB

/// A GRDB connection inside its transaction.
struct SQLiteConnection: Connection {
  let db: GRDB.Database

  func run(_ sql: SQL) throws -> [Row] {
    var rows: [Row] = []
    try each(sql) { rows.append($0) }
    return rows
  }

  func each(_ sql: SQL, _ body: (Row) throws -> Void) throws {
    let statement = try db.cachedStatement(sql: sql.text(placeholder: "?"))
    let names = Array(statement.columnNames)
    let arguments = StatementArguments(sql.values.map(\.databaseValue))
    let cursor = try GRDB.Row.fetchCursor(statement, arguments: arguments)
    while let row = try cursor.next() {
      let values = (0..<names.count).map { SQLValue(row[$0] as DatabaseValue) }
      try body(Row(names: names, values: values))
    }
  }

  func bulk(
    into table: StaticString, _ columns: [StaticString], _ fill: (any BulkWriter) throws -> Void
  ) throws {
    let places = Array(repeating: "?", count: columns.count).joined(separator: ", ")
    let names = columns.map { "\($0)" }.joined(separator: ", ")
    let statement = try db.cachedStatement(
      sql: "INSERT INTO \(table) (\(names)) VALUES (\(places))")
    try fill(PreparedInsert(statement: statement))
  }

  func script(_ text: String) throws { try db.execute(sql: text) }

  private struct PreparedInsert: BulkWriter {
    let statement: Statement

    func add(_ values: [SQLValue]) throws {
      statement.setUncheckedArguments(StatementArguments(values.map(\.databaseValue)))
      try statement.execute()
    }
  }

  /// GRDB's errors in the words of this module.
  static func translated<Value>(_ body: () async throws -> Value) async throws -> Value {
    do {
      return try await body()
    } catch let error as DatabaseError {
      let text = "\(error.extendedResultCode): \(error.message ?? "")"
      switch error.extendedResultCode {
      case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY:
        throw UniqueViolation(description: text)
      case _ where [.SQLITE_BUSY, .SQLITE_CANTOPEN].contains(error.resultCode):
        throw StoreUnavailable(description: text)
      default: throw StoreFailure(description: text)
      }
    }
  }
}

extension SQLValue {
  var databaseValue: DatabaseValue {
    switch self {
    case .null: .null
    case .integer(let value): value.databaseValue
    case .real(let value): value.databaseValue
    case .text(let text): text.databaseValue
    case .blob(let bytes): Data(bytes).databaseValue
    case .day(let value), .days(let value): value.databaseValue
    }
  }

  init(_ value: DatabaseValue) {
    self =
      switch value.storage {
      case .null: .null
      case .int64(let integer): .integer(integer)
      case .double(let real): .real(real)
      case .string(let text): .text(text)
      case .blob(let data): .blob(Array(data))
      }
  }
}
