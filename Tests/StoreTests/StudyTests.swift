import Testing

@testable import Store

struct StudyTests {
  private func study<Value: Sendable>(
    _ database: any Database, _ body: @escaping @Sendable (any Connection) throws -> Value
  ) async throws -> Value {
    try await database.study { db in
      try db.scratch("pile", "id BIGINT")
      try db.bulk(into: "pile", ["id"]) { writer in
        for id in 1...3 { try writer.add([.integer(Int64(id))]) }
      }
    } _: {
      try body($0)
    }
  }

  @Test(arguments: TestStore.available)
  func `a scratch table is there for the study and gone after it`(store: TestStore) async throws {
    let database = try await store.open()
    for _ in 1...2 {
      let ids = try await study(database) { db in
        try db.run("SELECT id FROM pile ORDER BY id").map { try $0.integer("id") }
      }
      #expect(ids == [1, 2, 3])
    }
    await #expect(throws: StoreFailure.self) {
      try await database.read { try $0.run("SELECT id FROM pile") }
    }
  }

  @Test(
    arguments: TestStore.available, ["DELETE FROM pile RETURNING id", "CREATE TABLE x (a INT)"])
  func `a foreign statement cannot write`(store: TestStore, text: String) async throws {
    let database = try await store.open()
    await #expect(throws: StoreFailure.self) {
      try await study(database) { try $0.foreign(SQL(trusted: text), seconds: 5) { _ in } }
    }
    await #expect(throws: StoreFailure.self) {
      try await study(database) { try $0.run("CREATE TABLE lasting (a BIGINT)") }
    }
  }

  @Test(arguments: TestStore.available)
  func `a statement that takes too long is cut off, and the next one runs`(
    store: TestStore
  ) async throws {
    let database = try await store.open()
    let endless: SQL = """
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000)
      SELECT COUNT(*) AS many FROM n
      """
    let count = try await study(database) { db in
      #expect(throws: StoreFailure.self) { try db.foreign(endless, seconds: 1) { _ in } }
      var count = 0
      try db.foreign("SELECT id FROM pile", seconds: 5) { _ in count += 1 }
      return count
    }
    #expect(count == 3)
  }

  /// Ten thousand characters.
  private static let bomb =
    "replace(replace(replace('aaaaaaaaaa','a','aaaaaaaaaa'),'a','aaaaaaaaaa'),'a','aaaaaaaaaa')"

  @Test(arguments: [
    "SELECT id, replace(\(bomb), 'a', \(bomb)) AS x FROM pile",
    "SELECT a.id, \(bomb) || \(bomb) AS x FROM pile a, (\(many)) b",
  ])
  func `an answer that would fill the memory is refused`(text: String) async throws {
    let database = try await TestStore.sqlite.open()
    let message = try await study(database) { db in
      var message = ""
      do {
        try db.foreign(SQL(trusted: text), seconds: 20) { _ in }
      } catch let failure as StoreFailure { message = failure.description }
      // Our own statements may hold long values again.
      _ = try db.run("SELECT length(hex(zeroblob(2000000))) AS long")
      return message
    }
    #expect(message.contains("too big") || message.contains("longer than"))
  }

  private static let many = """
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT i FROM n
    """
}
