internal import GRDB

/// The embedded database, by way of GRDB.
package struct SQLiteDatabase: Database {
  package let engine = Engine.sqlite
  private let writer: any DatabaseWriter
  private let growth = TableGrowth()

  /// Opens or makes the file, in WAL mode and with every commit on the disk before it is told.
  package init(path: String) throws {
    do {
      var configuration = SQLiteDatabase.configuration
      configuration.maximumReaderCount = 4
      let pool = try DatabasePool(path: path, configuration: configuration)
      // GRDB sets NORMAL when it opens the pool, which loses acknowledged writes in a power cut.
      try pool.writeWithoutTransaction {
        // What a bulk change touches stays at hand; the memory is taken only while it is needed.
        try $0.execute(sql: "PRAGMA synchronous = FULL; PRAGMA cache_size = -64000")
      }
      writer = pool
      let level = try synchronousLevel()
      guard level == 2 else {
        throw StoreFailure(description: "synchronous is \(level ?? -1), not FULL")
      }
    } catch { throw SQLiteConnection.translated(error) }
  }

  /// An empty database that lives as long as this value.
  package static func inMemory() throws -> SQLiteDatabase {
    .init(writer: try DatabaseQueue(configuration: configuration))
  }

  private init(writer: any DatabaseWriter) { self.writer = writer }

  /// How the writing connection waits for the disk: 2 is FULL.
  func synchronousLevel() throws -> Int? {
    try writer.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    configuration.foreignKeysEnabled = true
    configuration.prepareDatabase { db in
      // The log of an import is cut back once it is in the database.
      try db.execute(
        sql: """
          PRAGMA cache_size = -16000;
          PRAGMA temp_store = MEMORY;
          PRAGMA journal_size_limit = 16000000;
          """)
      SQLiteFunctions.add(to: db)
    }
    return configuration
  }

  package func read<Value: Sendable>(
    timeout: Int?, _ body: @escaping @Sendable (any Connection) throws -> Value
  ) async throws -> Value {
    do {
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
    } catch { throw SQLiteConnection.translated(error) }
  }

  package func study<Value: Sendable>(
    prepare: @escaping @Sendable (any Connection) throws -> Void,
    _ body: @escaping @Sendable (any Connection) throws -> Value
  ) async throws -> Value {
    do {
      return try await writer.read { db in
        let connection = SQLiteConnection(db: db)
        try connection.script("PRAGMA query_only = 0")
        do {
          try prepare(connection)
          try connection.script("PRAGMA query_only = 1")
          let value = try body(connection)
          try connection.endStudy()
          return value
        } catch {
          try connection.endStudy()
          throw error
        }
      }
    } catch { throw SQLiteConnection.translated(error) }
  }

  package func write<Value: Sendable>(
    _ body: @escaping @Sendable (any Connection) throws -> Value
  ) async throws -> Value {
    do {
      return try await writer.write { db in
        let connection = SQLiteConnection(db: db, growth: growth)
        let value = try body(connection)
        try connection.refreshStatistics()
        return value
      }
    } catch { throw SQLiteConnection.translated(error) }
  }

  package func settle(_ table: StaticString) async throws {}
}
