internal import GRDB
internal import GRDBSQLite

/// A prepared statement, bound and stepped without GRDB's own values in between: an import
/// binds some thirty values for every person.
struct SQLiteStatement {
  private let statement: Statement
  private let connection: OpaquePointer?
  private let names: [String]
  private var handle: OpaquePointer { statement.sqliteStatement }

  init(_ text: String, in db: GRDB.Database) throws {
    do {
      let cached = try db.cachedStatement(sql: text)
      // The same text inside its own loop needs a place of its own.
      let isBusy = sqlite3_stmt_busy(cached.sqliteStatement) != 0
      statement = isBusy ? try db.makeStatement(sql: text) : cached
    } catch { throw SQLiteConnection.translated(error) }
    names = statement.columnNames
    connection = db.sqliteConnection
  }

  func bind(_ values: [SQLValue]) throws {
    guard values.count == Int(sqlite3_bind_parameter_count(handle)) else {
      throw StoreFailure(description: "\(values.count) values for another number of places")
    }
    for (index, value) in values.enumerated() { try check(bind(value, at: Int32(index + 1))) }
  }

  /// Whether there is a row to read.
  func step() throws -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw failure
    }
  }

  /// Makes the statement ready for its next use.
  func rewind() {
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
  }

  var row: Row {
    Row(names: names, values: (0..<Int32(names.count)).map(value(at:)))
  }

  private func bind(_ value: SQLValue, at place: Int32) -> Int32 {
    switch value {
    case .null: return sqlite3_bind_null(handle, place)
    case .integer(let value): return sqlite3_bind_int64(handle, place, value)
    case .real(let value): return sqlite3_bind_double(handle, place, value)
    case .day(let value), .days(let value): return sqlite3_bind_int64(handle, place, Int64(value))
    case .text(var text):
      return text.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) {
          sqlite3_bind_text(handle, place, $0.baseAddress, Int32($0.count), Self.copied)
        }
      }
    case .integers(let values):
      return bind(.text("[\(values.map(String.init).joined(separator: ","))]"), at: place)
    case .texts(let values):
      return bind(.text(JSONArray.text(of: values)), at: place)
    case .blob(let bytes):
      // No bytes have no address, which would read as NULL.
      if bytes.isEmpty { return sqlite3_bind_zeroblob(handle, place, 0) }
      return bytes.withUnsafeBytes {
        sqlite3_bind_blob(handle, place, $0.baseAddress, Int32($0.count), Self.copied)
      }
    }
  }

  private func value(at column: Int32) -> SQLValue {
    switch sqlite3_column_type(handle, column) {
    case SQLITE_INTEGER: .integer(sqlite3_column_int64(handle, column))
    case SQLITE_FLOAT: .real(sqlite3_column_double(handle, column))
    case SQLITE_TEXT:
      sqlite3_column_text(handle, column).map { .text(String(cString: $0)) } ?? .null
    case SQLITE_BLOB:
      .blob(
        Array(
          UnsafeRawBufferPointer(
            start: sqlite3_column_blob(handle, column),
            count: Int(sqlite3_column_bytes(handle, column)))))
    default: .null
    }
  }

  private func check(_ code: Int32) throws {
    if code != SQLITE_OK { throw failure }
  }

  private var failure: any Error {
    SQLiteConnection.failure(
      code: sqlite3_extended_errcode(connection),
      message: String(cString: sqlite3_errmsg(connection)))
  }

  /// `SQLITE_TRANSIENT`: SQLite makes a copy before the call returns.
  private static var copied: sqlite3_destructor_type {
    unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  }
}

/// A list of texts as JSON, which SQLite takes apart again.
enum JSONArray {
  static func text(of values: [String]) -> String {
    var bytes: [UInt8] = [UInt8(ascii: "[")]
    for (index, value) in values.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.append(UInt8(ascii: "\""))
      for byte in value.utf8 {
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
          bytes += [UInt8(ascii: "\\"), byte]
        } else if byte < 0x20 {
          bytes += Array("\\u00".utf8) + [hex[Int(byte >> 4)], hex[Int(byte & 15)]]
        } else {
          bytes.append(byte)
        }
      }
      bytes.append(UInt8(ascii: "\""))
    }
    bytes.append(UInt8(ascii: "]"))
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let hex = Array("0123456789abcdef".utf8)
}
