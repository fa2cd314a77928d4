internal import CLibPQ
internal import Glibc

/// One libpq connection; whoever took it from the pool is its only user.
final class PostgresConnection: Connection, @unchecked Sendable {
  // A class, because it owns the connection and closes it. Unchecked, because the pool lends it
  // to one caller at a time.
  private let handle: OpaquePointer
  /// The names of statements this connection has prepared, by their text.
  private var prepared: [String: String] = [:]

  init(url: String, schema: String?) throws {
    guard let handle = PQconnectdb(url) else {
      throw StoreUnavailable(description: "out of memory")
    }
    self.handle = handle
    guard PQstatus(handle) == CONNECTION_OK else {
      throw StoreUnavailable(description: lastMessage)
    }
    // A notice ("table exists, skipping") is no concern of whoever watches the program's output.
    PQsetNoticeProcessor(handle, { _, _ in }, nil)
    if let schema { try script("SET search_path TO \(schema)") }
  }

  deinit { PQfinish(handle) }

  var isAlive: Bool { PQstatus(handle) == CONNECTION_OK }

  func transaction<Value>(
    _ begin: String, timeout: Int?, _ body: (any Connection) throws -> Value
  ) throws -> Value {
    do {
      try script(begin)
    } catch let failure where !isAlive {
      // The server went away while the connection lay idle: one fresh start, nothing was done yet.
      PQreset(handle)
      prepared = [:]
      guard isAlive else { throw failure }
      try script(begin)
    }
    do {
      if let timeout { try script("SET LOCAL statement_timeout = \(timeout * 1_000)") }
      let value = try body(self)
      try script("COMMIT")
      return value
    } catch {
      if isAlive { try script("ROLLBACK") }
      throw error
    }
  }

  func run(_ sql: SQL) throws -> [Row] {
    let result = try execute(sql)
    defer { PQclear(result) }
    let reader = PostgresResult(result)
    return (0..<PQntuples(result)).map { reader.row($0) }
  }

  func each(_ sql: SQL, _ body: (Row) throws -> Void) throws {
    let name = try statement(for: sql)
    try Parameters(sql.values).use { count, values, lengths, formats in
      guard PQsendQueryPrepared(handle, name, count, values, lengths, formats, 0) == 1 else {
        throw failure(nil)
      }
    }
    PQsetSingleRowMode(handle)
    var fault: (any Error)?
    while let result = PQgetResult(handle) {
      defer { PQclear(result) }
      guard fault == nil else { continue }
      switch PQresultStatus(result) {
      case PGRES_SINGLE_TUPLE:
        do { try body(PostgresResult(result).row(0)) } catch {
          fault = error
          cancel()
        }
      case PGRES_TUPLES_OK, PGRES_COMMAND_OK: continue
      default: fault = failure(result)
      }
    }
    if let fault { throw fault }
  }

  func script(_ text: String) throws {
    let result = PQexec(handle, text)
    defer { PQclear(result) }
    try check(result)
  }

  func bulk(
    into table: StaticString, _ columns: [StaticString], _ fill: (any BulkWriter) throws -> Void
  ) throws {
    let names = columns.map { "\($0)" }.joined(separator: ", ")
    let result = PQexec(handle, "COPY \(table) (\(names)) FROM STDIN")
    defer { PQclear(result) }
    guard PQresultStatus(result) == PGRES_COPY_IN else { throw failure(result) }
    let writer = CopyWriter(send: { [handle] bytes in
      let sent = bytes.withUnsafeBufferPointer { buffer in
        buffer.withMemoryRebound(to: CChar.self) { chars in
          PQputCopyData(handle, chars.baseAddress, Int32(chars.count))
        }
      }
      guard sent == 1 else { throw StoreUnavailable(description: "COPY was cut off") }
    })
    do {
      try fill(writer)
      try writer.flush()
    } catch {
      PQputCopyEnd(handle, "stopped by the sender")
      while let rest = PQgetResult(handle) { PQclear(rest) }
      throw error
    }
    PQputCopyEnd(handle, nil)
    var fault: (any Error)?
    while let end = PQgetResult(handle) {
      if PQresultStatus(end) != PGRES_COMMAND_OK, fault == nil { fault = failure(end) }
      PQclear(end)
    }
    if let fault { throw fault }
  }

  private func execute(_ sql: SQL) throws -> OpaquePointer? {
    let name = try statement(for: sql)
    let result = Parameters(sql.values).use { count, values, lengths, formats in
      PQexecPrepared(handle, name, count, values, lengths, formats, 0)
    }
    do { try check(result) } catch {
      PQclear(result)
      throw error
    }
    return result
  }

  private func statement(for sql: SQL) throws -> String {
    let types = sql.values.map(\.postgresType)
    let text = sql.text(placeholder: "$")
    // The same text with a NULL in another place asks for other parameter types.
    let key = text + types.map { "\u{1}\($0)" }.joined()
    if let name = prepared[key] { return name }
    let name = "s\(prepared.count + 1)"
    let result = PQprepare(handle, name, text, Int32(types.count), types)
    defer { PQclear(result) }
    try check(result)
    prepared[key] = name
    return name
  }

  private func check(_ result: OpaquePointer?) throws {
    switch PQresultStatus(result) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: return
    default: throw failure(result)
    }
  }

  private func cancel() {
    guard let request = PQgetCancel(handle) else { return }
    defer { PQfreeCancel(request) }
    var message = [CChar](repeating: 0, count: 256)
    PQcancel(request, &message, Int32(message.count))
  }

  private func failure(_ result: OpaquePointer?) -> any Error {
    let text = result.map { String(cString: PQresultErrorMessage($0)) } ?? lastMessage
    guard isAlive else { return StoreUnavailable(description: text) }
    let code = PQresultErrorField(result, Int32(UInt8(ascii: "C"))).map { String(cString: $0) }
    switch code {
    case "23505": return UniqueViolation(description: text)
    case "57P01", "57P02", "57P03", "53300": return StoreUnavailable(description: text)
    default: return StoreFailure(description: "\(code ?? "-") \(text)")
    }
  }

  private var lastMessage: String { String(cString: PQerrorMessage(handle)) }
}

/// An answer of the server and how its columns are read.
private struct PostgresResult {
  private let result: OpaquePointer?
  private let names: [String]
  private let types: [Oid]

  init(_ result: OpaquePointer?) {
    self.result = result
    let columns = 0..<PQnfields(result)
    names = columns.map { String(cString: PQfname(result, $0)) }
    types = columns.map { PQftype(result, $0) }
  }

  func row(_ row: Int32) -> Row {
    Row(names: names, values: types.indices.map { value(row: row, field: Int32($0)) })
  }

  private func value(row: Int32, field: Int32) -> SQLValue {
    if PQgetisnull(result, row, field) == 1 { return .null }
    let text = PQgetvalue(result, row, field)
    guard let text else { return .null }
    switch types[Int(field)] {
    case 20, 21, 23, 26: return .integer(Int64(atoll(text)))
    case 700, 701: return .real(atof(text))
    case 1082: return .day(PostgresDay.number(String(cString: text)))
    case 17: return .blob(PostgresBytes.decoded(text))
    default: return .text(String(cString: text))
    }
  }
}
