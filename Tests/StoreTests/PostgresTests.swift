import Foundation
import Testing

@testable import Store

/// What only a served database can do wrong: run out of connections, or go away.
struct PostgresTests {
  @Test(arguments: TestStore.served)
  func `who finds no free connection in time is told so, and the next one gets it`(
    store: TestStore
  ) async throws {
    let database = try await store.open(connections: 2, patience: 1)
    let (isTaken, mayEnd) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let holders = (0..<2).map { _ in
      Task {
        try await database.read { _ in
          isTaken.signal()
          mayEnd.wait()
        }
      }
    }
    try await waiting(for: isTaken, times: 2)
    await #expect(throws: StoreUnavailable.self) {
      try await database.read { _ = try $0.run("SELECT 1 AS one") }
    }
    for _ in holders { mayEnd.signal() }
    for holder in holders { try await holder.value }
    #expect(try await database.read { try $0.run("SELECT 1 AS one").count } == 1)
  }

  @Test(arguments: TestStore.served)
  func `more callers than connections all get their turn`(store: TestStore) async throws {
    let database = try await store.open(connections: 3)
    let sum = try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 0..<200 {
        group.addTask {
          try await database.read {
            try $0.run("SELECT CAST(\(number) AS BIGINT) AS n").first?.int("n") ?? 0
          }
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(sum == (0..<200).reduce(0, +))
  }

  @Test(arguments: TestStore.served)
  func `a connection cut in the middle is told, and the next call has a new one`(
    store: TestStore
  ) async throws {
    let database = try await store.open(connections: 1)
    try await database.write { try $0.script("CREATE TABLE t (id BIGINT)") }
    let killer = try await store.open(connections: 1)
    await #expect(throws: StoreUnavailable.self) {
      try await database.write { db in
        try db.run("INSERT INTO t (id) VALUES (\(1))")
        try db.run("SELECT pg_terminate_backend(pg_backend_pid())")
        try db.run("INSERT INTO t (id) VALUES (\(2))")
      }
    }
    #expect(try await database.read { try $0.run("SELECT id FROM t").count } == 0)

    // Cut while idle: nobody even notices.
    let backend = try await database.read {
      try #require(try $0.run("SELECT pg_backend_pid() AS pid").first).int("pid")
    }
    try await killer.write {
      _ = try $0.run("SELECT pg_terminate_backend(CAST(\(backend) AS INTEGER), 5000)")
    }
    #expect(try await database.read { try $0.run("SELECT id FROM t").count } == 0)
  }

  @Test(arguments: TestStore.served)
  func `an error that was passed over does not count as success`(store: TestStore) async throws {
    let database = try await store.open()
    try await database.write { try $0.script("CREATE TABLE t (id BIGINT PRIMARY KEY)") }
    await #expect(throws: StoreFailure.self) {
      try await database.write { db in
        try db.run("INSERT INTO t (id) VALUES (\(1))")
        do { try db.run("INSERT INTO t (id) VALUES (\(1))") } catch is UniqueViolation {}
      }
    }
    #expect(try await database.read { try $0.run("SELECT id FROM t").count } == 0)
  }

  @Test func `a server that is not there is told at once`() {
    #expect(throws: StoreUnavailable.self) {
      try PostgresDatabase(url: "host=127.0.0.1 port=1 user=nobody dbname=none")
    }
  }

  private func waiting(for signal: DispatchSemaphore, times: Int) async throws {
    try await withCheckedThrowingContinuation { continuation in
      Thread {
        for _ in 0..<times { signal.wait() }
        continuation.resume(returning: ())
      }.start()
    }
  }

  @Test(arguments: TestStore.served)
  func `a table that was changed in bulk is settled at once`(store: TestStore) async throws {
    let database = try await store.open()
    try await database.write { db in
      try db.script("CREATE TABLE t (id BIGINT PRIMARY KEY)")
      try db.bulk(into: "t", ["id"]) { for id in 0..<5_000 { try $0.add([.integer(Int64(id))]) } }
    }
    try await database.settle("t")
    let table = try await database.read { db in
      try db.run(
        """
        SELECT CAST(reltuples AS BIGINT) AS n FROM pg_class WHERE oid = CAST('t' AS regclass)
        """)
    }
    #expect(try table.first?.int("n") == 5_000)
  }
}
