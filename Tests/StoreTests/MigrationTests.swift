import Testing

@testable import Store

struct MigrationTests {
  private let first = Migration(
    name: "0001-households.sql",
    sql: """
      -- A household; its former versions in household_history.
      CREATE TABLE household (
        county BIGINT NOT NULL,
        id BIGINT NOT NULL,
        name TEXT NOT NULL,
        since_on DATE,
        detail JSON NOT NULL,
        changed_at BIGINT NOT NULL,
        PRIMARY KEY (county, id)
      );
      -- @history household
      CREATE INDEX household_name ON household (county, name);
      """)
  private let second = Migration(
    name: "0002-size.sql", sql: "ALTER TABLE household ADD COLUMN size BIGINT;")

  @Test(arguments: TestStore.available)
  func `each migration runs once, in its order`(store: TestStore) async throws {
    let database = try await store.open()
    try await database.migrate([first])
    try await database.migrate([first, second])
    try await database.migrate([first, second])
    let names = try await database.read {
      try $0.run("SELECT name FROM migration ORDER BY name").map { try $0.text("name") }
    }
    #expect(names == ["0001-households.sql", "0002-size.sql"])
  }

  @Test(arguments: TestStore.available)
  func `a file that was edited after it ran is refused`(store: TestStore) async throws {
    let database = try await store.open()
    try await database.migrate([first])
    let edited = Migration(name: first.name, sql: first.sql + "\n-- edited")
    await #expect(throws: ChangedMigration.self) { try await database.migrate([edited]) }
  }

  @Test(arguments: TestStore.available)
  func `an older program refuses newer tables`(store: TestStore) async throws {
    let database = try await store.open()
    try await database.migrate([first, second])
    await #expect(throws: UnknownMigration.self) { try await database.migrate([first]) }
  }

  @Test(arguments: TestStore.available)
  func `a migration that fails leaves nothing behind`(store: TestStore) async throws {
    let database = try await store.open()
    let broken = Migration(
      name: "0001.sql", sql: "CREATE TABLE a (id BIGINT); CREATE TABLE a (id BIGINT);")
    await #expect(throws: StoreFailure.self) { try await database.migrate([broken]) }
    try await database.migrate([Migration(name: "0001.sql", sql: "CREATE TABLE a (id BIGINT);")])
  }

  @Test(arguments: TestStore.available)
  func `an update keeps the version before it with the moment it ended`(
    store: TestStore
  ) async throws {
    let database = try await store.open()
    try await database.migrate([first])
    try await database.write { db in
      try db.run(
        """
        INSERT INTO household (county, id, name, since_on, detail, changed_at)
        VALUES (\(1), \(1), \("old"), \(SQLValue.day(20_000)), \("{}"), \(100))
        """)
      for (name, moment) in [("new", 200), ("newer", 300)] {
        try db.run("UPDATE household SET name = \(name), changed_at = \(moment) WHERE id = \(1)")
      }
    }
    let kept = try await database.read {
      try $0.run(
        "SELECT name, since_on, changed_at, until_at FROM household_history ORDER BY until_at")
    }
    #expect(try kept.map { try $0.text("name") } == ["old", "new"])
    #expect(try kept.map { try $0.integer("changed_at") } == [100, 200])
    #expect(try kept.map { try $0.integer("until_at") } == [200, 300])
    #expect(try kept.map { try $0.dayNumber("since_on") } == [20_000, 20_000])
  }
}
