/// The served database, by way of libpq: a bounded pool of connections, each used by one caller
/// at a time on a thread of its own.
package final class PostgresDatabase: Database {
  // A class, because it owns the pool and closes it.
  package let engine = Engine.postgres
  private let pool: PostgresPool

  /// - Parameters:
  ///   - url: `postgres://user:password@host:port/name`, or libpq's `key=value` form.
  ///   - connections: the most that are open at once.
  ///   - patience: seconds to wait for a free connection before `StoreUnavailable`.
  ///   - schema: the schema to work in, for tests that share one server.
  /// - Throws: `StoreUnavailable` when the server does not answer.
  package init(url: String, connections: Int = 16, patience: Int = 10, schema: String? = nil) throws
  {
    let address = PostgresAddress(url: url, schema: schema)
    pool = PostgresPool(
      first: try PostgresConnection(address), address: address, bound: connections,
      patience: patience)
  }

  deinit { pool.close() }

  package func read<Value: Sendable>(
    timeout: Int?, _ body: @escaping @Sendable (any Connection) throws -> Value
  ) async throws -> Value {
    try await transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") { connection in
      if let timeout { try connection.script("SET LOCAL statement_timeout = \(timeout * 1_000)") }
      return try body(connection)
    }
  }

  package func study<Value: Sendable>(
    prepare: @escaping @Sendable (any Connection) throws -> Void,
    _ body: @escaping @Sendable (any Connection) throws -> Value
  ) async throws -> Value {
    try await transaction("BEGIN ISOLATION LEVEL REPEATABLE READ") { connection in
      // Scratch tables are read right after they were filled, by large joins and sums.
      try connection.script("SET LOCAL temp_buffers = '256MB'; SET LOCAL work_mem = '128MB'")
      try prepare(connection)
      try connection.script("SET TRANSACTION READ ONLY")
      return try body(connection)
    }
  }

  package func write<Value: Sendable>(
    _ body: @escaping @Sendable (any Connection) throws -> Value
  ) async throws -> Value {
    try await transaction("BEGIN ISOLATION LEVEL READ COMMITTED", body)
  }

  package func settle(_ table: StaticString) async throws {
    try await withCheckedThrowingContinuation {
      (continuation: CheckedContinuation<Void, any Error>) in
      // It may not run inside a transaction.
      pool.take(
        begin: "VACUUM (ANALYZE) \(table)", body: { _ in continuation.resume() },
        refuse: { continuation.resume(throwing: $0) })
    }
  }

  private func transaction<Value: Sendable>(
    _ begin: String, _ body: @escaping @Sendable (any Connection) throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      pool.take(
        begin: begin,
        body: { connection in
          continuation.resume(with: Result { try connection.transaction(body) })
        },
        refuse: { continuation.resume(throwing: $0) })
    }
  }
}

/// Where the server is, and which schema of it to work in.
struct PostgresAddress: Sendable {
  let url: String
  let schema: String?
}
