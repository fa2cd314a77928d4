import Testing

@testable import Store

struct ValueTests {
  /// A table with a column of every kind that migrations use.
  private func table(on store: TestStore) async throws -> any Database {
    let database = try await store.open()
    try await database.write {
      try $0.script(
        """
        CREATE TABLE t (id BIGINT PRIMARY KEY, n BIGINT, r DOUBLE PRECISION, s TEXT, b BYTEA,
          d DATE, j JSON)
        """)
    }
    return database
  }

  @Test(arguments: TestStore.available)
  func `every kind of value comes back as it went in`(store: TestStore) async throws {
    let database = try await table(on: store)
    let bytes = (0...255).map { UInt8($0) }
    let text = "守望相助 'quoted' \\ back\ttab\nline 😀"
    let row = try await database.write { db in
      try db.run(
        """
        INSERT INTO t (id, n, r, s, b, d, j)
        VALUES (\(1), \(Int64.min), \(0.1), \(text), \(bytes), \(SQLValue.day(20_780)), \(#"{"a":1}"#))
        """)
      return try #require(try db.run("SELECT * FROM t").first)
    }
    #expect(try row.integer("n") == .min)
    #expect(try row.real("r") == 0.1)
    #expect(try row.text("s") == text)
    #expect(try row.blob("b") == bytes)
    #expect(try row.dayNumber("d") == 20_780)
    #expect(try row.text("j") == #"{"a":1}"#)
    #expect(try row.integer(at: 1) == .min)
    #expect(try row.text(at: 3) == text)
  }

  @Test(arguments: TestStore.available)
  func `NULL comes back as nothing and is no number`(store: TestStore) async throws {
    let database = try await table(on: store)
    let nothing: String? = nil
    let row = try await database.write { db in
      try db.run("INSERT INTO t (id, s) VALUES (\(1), \(nothing))")
      return try #require(try db.run("SELECT * FROM t").first)
    }
    #expect(try row.optionalInteger("n") == nil)
    #expect(try row.optionalReal("r") == nil)
    #expect(try row.optionalText("s") == nil)
    #expect(try row.optionalBlob("b") == nil)
    #expect(try row.optionalDayNumber("d") == nil)
    #expect(try row.optionalFlag("n") == nil)
    #expect(throws: UnreadableColumn.self) { try row.integer("n") }
    #expect(throws: UnreadableColumn.self) { try row.text("nowhere") }
  }

  @Test(arguments: TestStore.available)
  func `an empty text and no bytes are not NULL`(store: TestStore) async throws {
    let database = try await table(on: store)
    let row = try await database.write { db in
      try db.run("INSERT INTO t (id, s, b) VALUES (\(1), \(""), \([UInt8]()))")
      return try #require(try db.run("SELECT s, b FROM t WHERE b IS NOT NULL").first)
    }
    #expect(try row.text("s").isEmpty)
    #expect(try row.blob("b").isEmpty)
  }

  @Test(arguments: TestStore.available)
  func `days are subtracted and counted in days`(store: TestStore) async throws {
    let database = try await table(on: store)
    let row = try await database.write { db in
      try db.run("INSERT INTO t (id, d) VALUES (\(1), \(SQLValue.day(20_500)))")
      return try #require(
        try db.run(
          """
          SELECT \(SQLValue.day(20_780)) - d AS age, d + \(days: 31) AS due FROM t
          WHERE d >= \(SQLValue.day(20_780)) - \(days: 280)
            AND d - \(SQLValue.day(20_499)) = \(days: 1)
          """
        ).first)
    }
    #expect(try row.int("age") == 280)
    #expect(try row.dayNumber("due") == 20_531)
  }

  @Test(arguments: TestStore.available, [-719_162, -1, 0, 59, 11_016, 20_780, 2_932_896])
  func `a day is the same day in the database`(store: TestStore, day: Int) async throws {
    let database = try await table(on: store)
    let back = try await database.write { db in
      try db.run("INSERT INTO t (id, d) VALUES (\(1), \(SQLValue.day(day)))")
      return try #require(try db.run("SELECT d FROM t").first).dayNumber("d")
    }
    #expect(back == day)
  }

  @Test(arguments: TestStore.available)
  func `sums of integers are integers and conditions are flags`(store: TestStore) async throws {
    let database = try await table(on: store)
    let row = try await database.write { db in
      try db.run("INSERT INTO t (id, n) VALUES (\(1), \(40)), (\(2), \(2))")
      return try #require(
        try db.run(
          """
          SELECT SUM(n) AS raw, CAST(SUM(n) AS BIGINT) AS total, COUNT(*) AS rows_,
            CASE WHEN SUM(n) = 42 THEN 1 ELSE 0 END AS is_right
          FROM t
          """
        ).first)
    }
    #expect(try row.integer("raw") == 42)
    #expect(try row.int("total") == 42)
    #expect(try row.int("rows_") == 2)
    #expect(try row.flag("is_right"))
  }

  @Test(arguments: TestStore.available)
  func `a detail is read out of JSON alike`(store: TestStore) async throws {
    let database = try await table(on: store)
    let json = #"{"name":"残联","grade":2,"share":1.5,"severe":true,"none":null}"#
    let row = try await database.write { db in
      try db.run("INSERT INTO t (id, j) VALUES (\(1), \(json))")
      return try #require(
        try db.run(
          """
          SELECT j ->> 'name' AS name, j ->> 'grade' AS grade, j ->> 'share' AS share,
            j ->> 'severe' AS severe, j ->> 'none' AS none,
            CAST(j ->> \("grade") AS BIGINT) + 1 AS next_grade
          FROM t WHERE CAST(j ->> 'grade' AS BIGINT) = \(2)
          """
        ).first)
    }
    #expect(try row.text("name") == "残联")
    #expect(try row.integer("grade") == 2)
    #expect(try row.text("grade") == "2")
    #expect(try row.real("share") == 1.5)
    #expect(try row.text("share") == "1.5")
    #expect(try row.flag("severe"))
    #expect(try row.optionalText("none") == nil)
    #expect(try row.int("next_grade") == 3)
  }

  @Test(arguments: TestStore.available)
  func `the greatest and the least leave NULL out`(store: TestStore) async throws {
    let database = try await table(on: store)
    let row = try await database.write { db in
      try db.run("INSERT INTO t (id, n, r) VALUES (\(1), \(3), \(2.5))")
      return try #require(
        try db.run(
          """
          SELECT GREATEST(n, r, b_) AS high, LEAST(n, r, b_) AS low, GREATEST(b_, b_) AS none,
            EXP(0.0) AS one, LN(1.0) AS zero, POWER(2.0, 3.0) AS eight
          FROM (SELECT n, r, CAST(NULL AS BIGINT) AS b_ FROM t) AS x
          """
        ).first)
    }
    #expect(try row.real("high") == 3)
    #expect(try row.real("low") == 2.5)
    #expect(try row.optionalReal("none") == nil)
    #expect(try row.real("one") == 1)
    #expect(try row.real("zero") == 0)
    #expect(try row.real("eight") == 8)
  }
}
