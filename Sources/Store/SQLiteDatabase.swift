internal import GRDB

/// The embedded database, by way of GRDB.
package struct SQLiteDatabase: Database {
  package let engine = Engine.sqlite
  private let writer: any DatabaseWriter

  /// Opens or makes the file, in WAL mode and with every commit on the disk before it is told.
  package init(path: String) throws {
    var configuration = SQLiteDatabase.configuration
    configuration.maximumReaderCount = 4
    let pool = try DatabasePool(path: path, configuration: configuration)
    // GRDB sets NORMAL when it opens the pool, which loses acknowledged writes in a power cut.
    let level = try pool.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA synchronous = FULL")
      return try Int.fetchOne(db, sql: "PRAGMA synchronous")
    }
    guard level == 2 else {
      throw StoreFailure(description: "synchronous is \(level ?? -1), not FULL")
    }
    writer = pool
  }

  /// An empty database that lives as long as this value.
  package static func inMemory() throws -> SQLiteDatabase {
    .init(writer: try DatabaseQueue(configuration: configuration))
  }

  private init(writer: any DatabaseWriter) { self.writer = writer }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY")
      db.add(function: extreme("GREATEST", keepsLeft: { $0 >= $1 }))
      db.add(function: extreme("LEAST", keepsLeft: { $0 <= $1 }))
    }
    return configuration
  }

  /// PostgreSQL's `GREATEST` and `LEAST`, which leave NULL out.
  private static func extreme(
    _ name: String, keepsLeft: @escaping @Sendable (Double, Double) -> Bool
  ) -> DatabaseFunction {
    DatabaseFunction(name, pure: true) { values in
      values.reduce(DatabaseValue.null) { kept, value in
        guard let right = Double.fromDatabaseValue(value) else { return kept }
        guard let left = Double.fromDatabaseValue(kept) else { return value }
        return keepsLeft(left, right) ? kept : value
      }
    }
  }

  package func read<Value: Sendable>(
    timeout: Int?, _ body: @escaping @Sendable (any Connection) throws -> Value
  ) async throws -> Value {
    try await SQLiteConnection.translated {
      guard let timeout else { return try await writer.read { try body(SQLiteConnection(db: $0)) } }
      // GRDB interrupts the statement of a task that is cancelled.
      return try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask { try await writer.read { try body(SQLiteConnection(db: $0)) } }
        group.addTask {
          try await Task.sleep(for: .seconds(timeout))
          throw StoreFailure(description: "statement took longer than \(timeout) s")
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() else { throw CancellationError() }
        return value
      }
    }
  }

  package func write<Value: Sendable>(
    _ body: @escaping @Sendable (any Connection) throws -> Value
  ) async throws -> Value {
    try await SQLiteConnection.translated {
      try await writer.write { try body(SQLiteConnection(db: $0)) }
    }
  }
}
