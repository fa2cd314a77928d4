import Store
import Testing

struct ListTests {
  @Test(arguments: TestStore.available)
  func `thousands of values are bound as one`(store: TestStore) async throws {
    let database = try await store.open()
    try await database.write { db in
      try db.script("CREATE TABLE shelf (id BIGINT PRIMARY KEY, title TEXT NOT NULL)")
      for (id, title) in [(1, "a"), (2, "\"b\\"), (3, "丙{,}"), (4, "d\ne")] {
        try db.run("INSERT INTO shelf (id, title) VALUES (\(id), \(title))")
      }
    }
    let many = Array(Int64(3)...Int64(70_000))
    let (ids, titles, none) = try await database.read { db in
      (
        try db.run("SELECT id FROM shelf WHERE id IN \(many: many) ORDER BY id"),
        try db.run(
          "SELECT id FROM shelf WHERE title IN \(many: ["\"b\\", "丙{,}", "d\ne", "x"]) ORDER BY id"),
        try db.run("SELECT id FROM shelf WHERE id IN \(many: [Int64]())")
      )
    }
    #expect(try ids.map { try $0.integer("id") } == [3, 4])
    #expect(try titles.map { try $0.integer("id") } == [2, 3, 4])
    #expect(none.isEmpty)
  }

  @Test(arguments: TestStore.available)
  func `two who look for a free row at once take two`(store: TestStore) async throws {
    let database = try await store.open()
    try await database.write { db in
      try db.script("CREATE TABLE task (id BIGINT PRIMARY KEY, taker TEXT)")
      for id in 1...40 { try db.run("INSERT INTO task (id) VALUES (\(id))") }
    }
    let taken = try await withThrowingTaskGroup(of: Int64?.self) { group in
      for taker in 1...40 {
        group.addTask {
          try await database.write { db in
            let free = try db.run(
              "SELECT id FROM task WHERE taker IS NULL ORDER BY id LIMIT 1 \(db.takingFree)")
            guard let id = try free.first?.integer("id") else { return nil }
            try db.run("UPDATE task SET taker = \(String(taker)) WHERE id = \(id)")
            return id
          }
        }
      }
      return try await group.reduce(into: []) { all, id in all.append(id) }.compactMap { $0 }
    }
    #expect(Set(taken).count == taken.count)
    #expect(taken.count >= 30)
  }
}
