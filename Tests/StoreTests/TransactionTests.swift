import Foundation
import Testing

@testable import Store

struct TransactionTests {
  private struct Stopped: Error {}

  private func table(on store: TestStore) async throws -> any Database {
    let database = try await store.open()
    try await database.write {
      try $0.script("CREATE TABLE t (id BIGINT PRIMARY KEY, s TEXT UNIQUE)")
    }
    return database
  }

  private func count(_ database: any Database) async throws -> Int {
    try await database.read {
      try #require(try $0.run("SELECT COUNT(*) AS n FROM t").first).int("n")
    }
  }

  @Test(arguments: TestStore.available)
  func `an error undoes everything the transaction wrote`(store: TestStore) async throws {
    let database = try await table(on: store)
    await #expect(throws: Stopped.self) {
      try await database.write { db in
        try db.run("INSERT INTO t (id, s) VALUES (\(1), \("a"))")
        throw Stopped()
      }
    }
    #expect(try await count(database) == 0)
  }

  @Test(arguments: TestStore.available)
  func `a key twice is told apart from other faults`(store: TestStore) async throws {
    let database = try await table(on: store)
    _ = try await database.write { try $0.run("INSERT INTO t (id, s) VALUES (\(1), \("a"))") }
    await #expect(throws: UniqueViolation.self) {
      _ = try await database.write { try $0.run("INSERT INTO t (id, s) VALUES (\(1), \("b"))") }
    }
    await #expect(throws: UniqueViolation.self) {
      try await database.write { db in
        try db.bulk(into: "t", ["id", "s"]) { try $0.add([.integer(2), .text("a")]) }
      }
    }
    await #expect(throws: StoreFailure.self) {
      _ = try await database.write { try $0.run("INSERT INTO nowhere (id) VALUES (\(1))") }
    }
    #expect(try await count(database) == 1)
  }

  @Test(arguments: TestStore.available)
  func `a statement run again takes new values`(store: TestStore) async throws {
    let database = try await table(on: store)
    let names = try await database.write { db in
      for id in 1...3 {
        let name: String? = id == 2 ? nil : "n\(id)"
        try db.run("INSERT INTO t (id, s) VALUES (\(id), \(name))")
      }
      return try db.run("SELECT s FROM t ORDER BY id").map { try $0.optionalText("s") }
    }
    #expect(names == ["n1", nil, "n3"])
  }

  @Test(arguments: TestStore.available)
  func `an insert returns what it made`(store: TestStore) async throws {
    let database = try await table(on: store)
    let rows = try await database.write {
      try $0.run(
        """
        INSERT INTO t (id, s) VALUES (\(1), \("a"))
        ON CONFLICT (id) DO UPDATE SET s = excluded.s RETURNING id, s
        """)
    }
    #expect(try rows.map { try $0.text("s") } == ["a"])
  }

  @Test(arguments: TestStore.available)
  func `many rows go in, and come out one by one`(store: TestStore) async throws {
    let database = try await table(on: store)
    let odd = "tab\t line\n return\r back\\slash \\N"
    let total = try await database.write { db in
      try db.bulk(into: "t", ["id", "s"]) { writer in
        for id in 0..<5_000 {
          try writer.add([.integer(Int64(id)), id == 7 ? .null : .text("\(odd)\(id)")])
        }
      }
      var total: Int64 = 0
      try db.each("SELECT id, s FROM t WHERE id >= \(2_000)") { row in
        total += try row.integer(at: 0)
        let expected = "\(odd)\(try row.integer("id"))"
        #expect(try row.text("s") == expected)
      }
      return total
    }
    #expect(total == (2_000..<5_000).reduce(0, +))
    #expect(try await count(database) == 5_000)
  }

  @Test(arguments: TestStore.available)
  func `a loop over rows may use the connection, even for the same statement`(
    store: TestStore
  ) async throws {
    let database = try await table(on: store)
    let pairs = try await database.write { db in
      try db.bulk(into: "t", ["id", "s"]) { writer in
        for id in 1...3 { try writer.add([.integer(Int64(id)), .text("a\(id)")]) }
        #expect(try db.run("SELECT 1 AS one").count == 1)
      }
      var pairs = 0
      try db.each("SELECT id FROM t") { _ in try db.each("SELECT id FROM t") { _ in pairs += 1 } }
      try db.each("SELECT id FROM t WHERE id < \(3)") { row in
        try db.run("UPDATE t SET s = \("b") WHERE id = \(try row.integer("id") + 10)")
      }
      return pairs
    }
    #expect(pairs == 9)
  }

  @Test(arguments: TestStore.available)
  func `whoever adds many rows may ask something in between, and none is lost`(
    store: TestStore
  ) async throws {
    let database = try await table(on: store)
    let seen = try await database.write { db in
      var seen: [Int] = []
      try db.bulk(into: "t", ["id", "s"]) { writer in
        for id in 1...60_000 {
          try writer.add([.integer(Int64(id)), .text("row \(id)")])
          guard id.isMultiple(of: 20_000) else { continue }
          seen.append(try db.run("SELECT COUNT(*) AS n FROM t").first?.int("n") ?? 0)
        }
      }
      return seen
    }
    // How many are in by then is the engine's affair.
    #expect(seen == seen.sorted() && seen.last ?? 0 > 0)
    #expect(try await count(database) == 60_000)
  }

  @Test(arguments: TestStore.available)
  func `a key twice among many rows is told and undoes them all`(store: TestStore) async throws {
    let database = try await table(on: store)
    for last in [2, 60_000] {
      await #expect(throws: UniqueViolation.self) {
        try await database.write { db in
          try db.bulk(into: "t", ["id", "s"]) { writer in
            for id in [1] + Array(1...last) {
              try writer.add([.integer(Int64(id)), .text("\(UUID())")])
            }
          }
        }
      }
    }
    await #expect(throws: Stopped.self) {
      try await database.write { db in
        try db.bulk(into: "t", ["id", "s"]) { writer in
          for id in 1...20_000 { try writer.add([.integer(Int64(id)), .text("row \(id)")]) }
          throw Stopped()
        }
      }
    }
    #expect(try await count(database) == 0)
  }

  @Test(arguments: TestStore.available)
  func `a loop that is left early leaves the connection usable`(store: TestStore) async throws {
    let database = try await table(on: store)
    let found = try await database.write { db in
      try db.run("INSERT INTO t (id) VALUES (\(1)), (\(2))")
      do { try db.each("SELECT id FROM t") { _ in throw Stopped() } } catch is Stopped {}
      return try db.run("SELECT id FROM t").count
    }
    #expect(found == 2)
  }

  @Test(arguments: TestStore.available)
  func `a read changes nothing`(store: TestStore) async throws {
    let database = try await table(on: store)
    await #expect(throws: StoreFailure.self) {
      _ = try await database.read { try $0.run("INSERT INTO t (id) VALUES (\(1))") }
    }
    #expect(try await count(database) == 0)
  }

  @Test(arguments: TestStore.available)
  func `a read that takes too long is cut off`(store: TestStore) async throws {
    let database = try await table(on: store)
    await #expect(throws: StoreFailure.self) {
      try await database.read(timeout: 1) { db in
        try db.run(
          """
          WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 2000000000)
          SELECT COUNT(*) AS c FROM n
          """)
      }
    }
    #expect(try await count(database) == 0)
  }
}
