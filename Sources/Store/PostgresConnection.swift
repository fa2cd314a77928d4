internal import CLibPQ

/// One libpq connection; whoever took it from the pool is its only user.
final class PostgresConnection: Connection, @unchecked Sendable {
  // A class, because it owns the connection and closes it. Unchecked, because the pool lends it
  // to one caller at a time.
  private let handle: OpaquePointer
  /// The names of statements this connection has prepared, by their text.
  private var prepared: [String: String] = [:]
  private var cursors = 0
  /// Whether rows were sent of which the server has not said yet that they are in.
  private var isCopying = false
  /// Lists of many lengths make texts of many kinds; the server keeps each in memory.
  private static let mostPrepared = 500

  init(_ address: PostgresAddress) throws {
    // What stands before the address holds unless the address says otherwise.
    let settings: [(String, String)] = [
      ("connect_timeout", "5"), ("keepalives_idle", "10"), ("keepalives_interval", "5"),
      ("keepalives_count", "3"), ("tcp_user_timeout", "30000"), ("client_encoding", "UTF8"),
      ("fallback_application_name", "shouwang"), ("dbname", address.url),
    ]
    let names = Parameters(settings.map { .text($0.0) } + [.null])
    let values = Parameters(settings.map { .text($0.1) } + [.null])
    let handle = names.use { _, names, _, _ in
      values.use { _, values, _, _ in PQconnectdbParams(names, values, 1) }
    }
    guard let handle else { throw StoreUnavailable(description: "out of memory") }
    self.handle = handle
    guard isAlive else { throw StoreUnavailable(description: lastMessage) }
    // A notice ("table exists, skipping") is no concern of whoever watches the program's output.
    PQsetNoticeProcessor(handle, { _, _ in }, nil)
    // The text forms that are read here, plans for reading a query to its end, memory to sort what
    // a bulk change adds, and no compiling, which takes longer than such a statement gains by it.
    try script(
      """
      SET datestyle TO ISO; SET bytea_output TO hex; SET cursor_tuple_fraction TO 1;
      SET work_mem TO '64MB'; SET jit TO off
      """)
    if let schema = address.schema { try script("SET search_path TO \(schema)") }
  }

  deinit { PQfinish(handle) }

  var isAlive: Bool { PQstatus(handle) == CONNECTION_OK }

  /// Ends the transaction that has begun: kept if `body` returns, undone if it throws.
  func transaction<Value>(_ body: (any Connection) throws -> Value) throws -> Value {
    do {
      let value = try body(self)
      try endCopy()
      let result = PQexec(handle, "COMMIT")
      defer { PQclear(result) }
      try check(result)
      // After an error that `body` kept to itself the server undoes all and calls that success.
      guard String(cString: PQcmdStatus(result)) == "COMMIT" else {
        throw StoreFailure(description: "an error in the transaction was passed over")
      }
      return value
    } catch {
      // The first error is the one to tell; rows on their way are undone with the rest.
      _ = copyFault()
      if isAlive, PQtransactionStatus(handle) != PQTRANS_IDLE { try script("ROLLBACK") }
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
    try endCopy()
    // A cursor, so that `body` may use the connection as well.
    cursors += 1
    let cursor = "each_\(cursors)"
    let types = sql.values.map(\.postgresType)
    let text = "DECLARE \(cursor) NO SCROLL CURSOR FOR \(sql.text(placeholder: "$"))"
    let opened = Parameters(sql.values).use { count, values, lengths, formats in
      PQexecParams(handle, text, count, types, values, lengths, formats, 0)
    }
    defer { PQclear(opened) }
    try check(opened)
    while try fetch(from: cursor, body) {}
    try script("CLOSE \(cursor)")
  }

  private func fetch(from cursor: String, _ body: (Row) throws -> Void) throws -> Bool {
    try endCopy()
    let result = PQexec(handle, "FETCH 1000 FROM \(cursor)")
    defer { PQclear(result) }
    try check(result)
    let reader = PostgresResult(result)
    for row in 0..<PQntuples(result) { try body(reader.row(row)) }
    return PQntuples(result) == 1_000
  }

  func scratch(_ table: StaticString, _ columns: StaticString) throws {
    try script("CREATE TEMPORARY TABLE \(table) (\(columns)) ON COMMIT DROP")
  }

  func dropScratch(_ table: StaticString) throws { try script("DROP TABLE pg_temp.\(table)") }

  func foreign(_ sql: SQL, seconds: Int) throws -> any ForeignRows {
    try script("SAVEPOINT before_foreign; SET LOCAL statement_timeout = \(seconds * 1_000)")
    do {
      let types = sql.values.map(\.postgresType)
      // Inside a FROM nothing can write, not even to scratch tables.
      let text = """
        SELECT * FROM (\(sql.text(placeholder: "$"))) foreign_rows
        LIMIT \(ForeignBounds.mostRows + 1)
        """
      // Not prepared: scratch tables differ from study to study, and plans should fit them.
      let rows = PostgresRows(
        Parameters(sql.values).use { count, values, lengths, formats in
          PQexecParams(handle, text, count, types, values, lengths, formats, 0)
        })
      try check(rows.result)
      try ForeignBounds.check(rows: Int(PQntuples(rows.result)))
      try script("SET LOCAL statement_timeout = 0; RELEASE before_foreign")
      return rows
    } catch {
      if isAlive { try script("ROLLBACK TO before_foreign") }
      throw error
    }
  }

  func script(_ text: String) throws {
    try endCopy()
    let result = PQexec(handle, text)
    defer { PQclear(result) }
    try check(result)
  }

  func bulk(
    into table: StaticString, _ columns: [StaticString], _ fill: (any BulkWriter) throws -> Void
  ) throws {
    let names = columns.map { "\($0)" }.joined(separator: ", ")
    // Each piece is a COPY of its own, so that `fill` may use the connection between rows.
    let writer = CopyWriter { try self.copy($0, into: "\(table) (\(names))") }
    try fill(writer)
    try writer.flush()
    try endCopy()
  }

  var takingFree: SQL { "FOR UPDATE SKIP LOCKED" }

  // The server counts for itself.
  func grew(_ table: StaticString, by count: Int) {}

  /// Sends rows and does not wait until they are in, so that the next ones are made meanwhile.
  private func copy(_ bytes: [UInt8], into target: String) throws {
    try endCopy()
    let result = PQexec(handle, "COPY \(target) FROM STDIN")
    defer { PQclear(result) }
    guard PQresultStatus(result) == PGRES_COPY_IN else { throw failure(result) }
    let sent = bytes.withUnsafeBytes { buffer in
      PQputCopyData(
        handle, buffer.assumingMemoryBound(to: CChar.self).baseAddress, Int32(buffer.count))
    }
    PQputCopyEnd(handle, sent == 1 ? nil : "cut off")
    isCopying = true
  }

  /// Waits for the rows that were sent last; before every other use of the connection, since a
  /// new statement would throw away what the server says of them.
  private func endCopy() throws {
    if let fault = copyFault() { throw fault }
  }

  private func copyFault() -> (any Error)? {
    guard isCopying else { return nil }
    isCopying = false
    var fault: (any Error)?
    while let end = PQgetResult(handle) {
      if PQresultStatus(end) != PGRES_COMMAND_OK, fault == nil { fault = failure(end) }
      PQclear(end)
    }
    return fault
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
    try endCopy()
    let types = sql.values.map(\.postgresType)
    let text = sql.text(placeholder: "$")
    // The same text with a NULL in another place asks for other parameter types.
    let key = text + types.map { "\u{1}\($0)" }.joined()
    if let name = prepared[key] { return name }
    if prepared.count >= PostgresConnection.mostPrepared {
      try script("DEALLOCATE ALL")
      prepared = [:]
    }
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
