/// One database, embedded or served; the rest of the program cannot tell which.
package protocol Database: Sendable {
  var engine: Engine { get }

  /// Runs `body` on one unchanging view of the data; with `timeout` seconds its statements are
  /// cut off after that time.
  func read<Value: Sendable>(
    timeout: Int?, _ body: @escaping @Sendable (any Connection) throws -> Value
  ) async throws -> Value

  /// Runs `prepare`, which may fill scratch tables, and then `body`, which may only read, both on
  /// one unchanging view of the data; the scratch tables are gone afterwards.
  func study<Value: Sendable>(
    prepare: @escaping @Sendable (any Connection) throws -> Void,
    _ body: @escaping @Sendable (any Connection) throws -> Value
  ) async throws -> Value

  /// Runs `body` in one transaction: all of it is kept, or none of it.
  func write<Value: Sendable>(
    _ body: @escaping @Sendable (any Connection) throws -> Value
  ) async throws -> Value

  /// After a bulk change: lets the engine learn at once how the table's rows are spread and which
  /// of its pages everybody sees. A server would come to it in a minute or two, an embedded
  /// database knows.
  func settle(_ table: StaticString) async throws
}

extension Database {
  package func read<Value: Sendable>(
    _ body: @escaping @Sendable (any Connection) throws -> Value
  ) async throws -> Value {
    try await read(timeout: nil, body)
  }
}

/// Which of the two a database is; for the migrator, the doctor and reports only.
package enum Engine: String, Sendable {
  case sqlite, postgres
}

/// A connection inside a transaction. It blocks, so code that uses it reads from top to bottom
/// with no suspension between one statement and the next.
package protocol Connection {
  /// Runs one statement; rows of a SELECT or of RETURNING come back.
  @discardableResult
  func run(_ sql: SQL) throws -> [Row]

  /// Hands over one row after the other, without keeping them.
  func each(_ sql: SQL, _ body: (Row) throws -> Void) throws

  /// Adds many rows at once, in the engine's fastest way.
  func bulk(
    into table: StaticString, _ columns: [StaticString], _ fill: (any BulkWriter) throws -> Void
  ) throws

  /// Runs a whole script of statements without values.
  func script(_ text: String) throws

  /// Ends a SELECT whose row is then written, so that two who look for the next free row take two
  /// different ones. SQLite has one writer at a time and needs nothing.
  var takingFree: SQL { get }

  /// Tells of rows that a statement, not `bulk`, has added, for the planner's statistics.
  func grew(_ table: StaticString, by count: Int)

  /// Makes a table that nobody else sees and that ends with the study it was made for.
  func scratch(_ table: StaticString, _ columns: StaticString) throws
  /// Takes a scratch table away before the study ends.
  func dropScratch(_ table: StaticString) throws

  /// Runs a SELECT that did not come from this program, cut off after `seconds`. What it throws
  /// leaves the transaction as it was, so that the next one can run.
  func foreign(_ sql: SQL, seconds: Int) throws -> any ForeignRows
}

extension Connection {
  package func foreign(_ sql: SQL, seconds: Int, _ body: (Row) throws -> Void) throws {
    try foreign(sql, seconds: seconds).each(body)
  }
}

/// What a foreign SELECT gave, apart from the connection, so that it can be read while the next one
/// runs.
package protocol ForeignRows: Sendable {
  func each(_ body: (Row) throws -> Void) throws
}

/// Takes the rows of a bulk insert, one by one.
package protocol BulkWriter {
  func add(_ values: [SQLValue]) throws
}

/// A row with the same key exists already.
package struct UniqueViolation: Error, CustomStringConvertible {
  package let description: String
}

/// The database cannot be reached, or no connection came free in time.
package struct StoreUnavailable: Error, CustomStringConvertible {
  package let description: String
}

/// The database refused a statement: a fault in our own SQL, or of the disk.
package struct StoreFailure: Error, CustomStringConvertible {
  package let description: String
}
