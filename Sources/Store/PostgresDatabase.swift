internal import Dispatch
internal import Synchronization

/// The served database, by way of libpq: a bounded pool of connections, each used by one caller
/// at a time on threads of its own.
package final class PostgresDatabase: Database {
  // A class, because the connections are shared and counted.
  package let engine = Engine.postgres
  private let pool: PostgresPool
  // libpq blocks; Swift's own threads must not wait for it.
  private let queue = DispatchQueue(label: "postgres", attributes: .concurrent)

  /// - Parameters:
  ///   - url: `postgres://user:password@host:port/name`, or libpq's `key=value` form.
  ///   - connections: the most that are open at once.
  ///   - patience: seconds to wait for a free connection before `StoreUnavailable`.
  ///   - schema: the schema to work in, for tests that share one server.
  /// - Throws: `StoreUnavailable` when the server does not answer.
  package init(url: String, connections: Int = 16, patience: Int = 10, schema: String? = nil) throws
  {
    pool = PostgresPool(url: url, schema: schema, bound: connections, patience: patience)
    pool.giveBack(try pool.take())
  }

  package func read<Value: Sendable>(
    timeout: Int?, _ body: @escaping @Sendable (any Connection) throws -> Value
  ) async throws -> Value {
    try await transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", timeout, body)
  }

  package func write<Value: Sendable>(
    _ body: @escaping @Sendable (any Connection) throws -> Value
  ) async throws -> Value {
    try await transaction("BEGIN", nil, body)
  }

  private func transaction<Value: Sendable>(
    _ begin: String, _ timeout: Int?, _ body: @escaping @Sendable (any Connection) throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      queue.async { [pool] in
        continuation.resume(
          with: Result {
            let connection = try pool.take()
            defer { pool.giveBack(connection) }
            return try connection.transaction(begin, timeout: timeout, body)
          })
      }
    }
  }
}

/// Connections that wait for the next caller.
private final class PostgresPool: Sendable {
  private let url: String
  private let schema: String?
  private let free = Mutex<[PostgresConnection]>([])
  private let places: DispatchSemaphore
  private let patience: Int

  init(url: String, schema: String?, bound: Int, patience: Int) {
    (self.url, self.schema, self.patience) = (url, schema, patience)
    places = DispatchSemaphore(value: bound)
  }

  func take() throws -> PostgresConnection {
    guard places.wait(timeout: .now() + .seconds(patience)) == .success else {
      throw StoreUnavailable(description: "no connection came free in \(patience) s")
    }
    if let waiting = free.withLock({ $0.popLast() }) { return waiting }
    do {
      return try PostgresConnection(url: url, schema: schema)
    } catch {
      places.signal()
      throw error
    }
  }

  /// A connection that lost its server is dropped; the next caller opens a new one.
  func giveBack(_ connection: PostgresConnection) {
    if connection.isAlive { free.withLock { $0.append(connection) } }
    places.signal()
  }
}
