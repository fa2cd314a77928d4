internal import GRDB
internal import GRDBSQLite

/// Functions that PostgreSQL has and SQLite lacks.
enum SQLiteFunctions {
  static func add(to db: GRDB.Database) {
    let flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC
    sqlite3_create_function_v2(
      db.sqliteConnection, "GREATEST", -1, flags, nil,
      { SQLiteFunctions.pick(from: $2, count: $1, into: $0, sign: 1) }, nil, nil, nil)
    sqlite3_create_function_v2(
      db.sqliteConnection, "LEAST", -1, flags, nil,
      { SQLiteFunctions.pick(from: $2, count: $1, into: $0, sign: -1) }, nil, nil, nil)
  }

  /// The greatest (sign 1) or least (sign -1) number or day; as in PostgreSQL, NULL is left out.
  private static func pick(
    from values: UnsafeMutablePointer<OpaquePointer?>?, count: Int32, into context: OpaquePointer?,
    sign: Double
  ) {
    var kept: OpaquePointer?
    for index in 0..<Int(count) {
      guard let value = values?[index], sqlite3_value_type(value) != SQLITE_NULL else { continue }
      if kept.map({ sign * (sqlite3_value_double(value) - sqlite3_value_double($0)) > 0 }) ?? true {
        kept = value
      }
    }
    if let kept { sqlite3_result_value(context, kept) } else { sqlite3_result_null(context) }
  }
}
