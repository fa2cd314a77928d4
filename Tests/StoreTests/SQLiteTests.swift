import Foundation
import Testing

@testable import Store

struct SQLiteTests {
  /// A database in a file of its own, which goes with its folder when `body` ends.
  private func withFile(_ body: (SQLiteDatabase) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
    try await body(try SQLiteDatabase(path: folder.appending(path: "test.sqlite").path))
  }

  // traps.md 1: the database layer sets NORMAL by itself, which loses acknowledged writes.
  @Test func `every commit waits for the disk`() async throws {
    try await withFile { database in
      #expect(try database.synchronousLevel() == 2)
      try await database.write { try $0.script("CREATE TABLE t (id BIGINT PRIMARY KEY)") }
      #expect(try database.synchronousLevel() == 2)
      let mode = try await database.write {
        try $0.run("PRAGMA journal_mode").first?.text(at: 0)
      }
      #expect(mode == "wal")
    }
  }

  @Test func `a reader sees what was there when it began, while another writes`() async throws {
    try await withFile { database in
      try await database.write { db in
        try db.script("CREATE TABLE t (id BIGINT PRIMARY KEY)")
        try db.run("INSERT INTO t (id) VALUES (\(1))")
      }
      let (hasRead, mayGoOn) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
      async let counts = database.read { db in
        let before = try db.run("SELECT id FROM t").count
        hasRead.signal()
        mayGoOn.wait()
        return [before, try db.run("SELECT id FROM t").count]
      }
      try await withCheckedThrowingContinuation { continuation in
        Thread {
          hasRead.wait()
          continuation.resume(returning: ())
        }.start()
      }
      try await database.write { _ = try $0.run("INSERT INTO t (id) VALUES (\(2))") }
      mayGoOn.signal()
      #expect(try await counts == [1, 1])
    }
  }

  // With the county first in every key, a planner that knows nothing reads a whole county to find
  // one row: a push of 20,000 rows took hours instead of seconds.
  @Test func `after an import every connection looks rows up by what tells them apart`()
    async throws
  {
    try await withFile { database in
      try await database.write { db in
        try db.script(
          """
          CREATE TABLE a (county BIGINT, id BIGINT, village BIGINT, head TEXT,
            PRIMARY KEY (county, id));
          CREATE INDEX a_village ON a (county, village, id);
          CREATE TABLE b (county BIGINT, number BIGINT, a_id BIGINT);
          CREATE INDEX b_number ON b (county, number);
          """)
      }
      let query: SQL = """
        SELECT b.a_id FROM b JOIN a ON a.county = b.county AND a.id = b.a_id
        WHERE b.county = 1 AND b.number = 7 AND a.county = 1 AND a.village BETWEEN 0 AND 99
        """
      // The reader knows the tables before there is anything in them.
      _ = try await database.read { try $0.run(query) }
      try await database.write { db in
        try db.bulk(into: "a", ["county", "id", "village"]) { writer in
          for id in 0..<6_000 {
            try writer.add([.integer(1), .integer(Int64(id)), .integer(Int64(id % 100))])
          }
        }
        try db.bulk(into: "b", ["county", "number", "a_id"]) { writer in
          for id in 0..<6_000 {
            try writer.add([.integer(1), .integer(Int64(id)), .integer(Int64(id))])
          }
        }
      }
      let first = try await database.read { db in
        // EXPLAIN alone does not look whether the tables have changed.
        try db.run(query)
        return try db.run("EXPLAIN QUERY PLAN \(query)").first?.text("detail") ?? ""
      }
      #expect(first.contains("b_number"))
    }
  }

  @Test func `a folder that is not there is told as such`() {
    #expect(throws: StoreUnavailable.self) {
      try SQLiteDatabase(path: "/nowhere/at/all/test.sqlite")
    }
  }

  // With a sample of the rows, the county was taken for a thousand of them, and a list of fifty
  // household heads read the whole county: 80 ms instead of 3.
  @Test func `a few rows by number in a large region are found by number`() async throws {
    try await withFile { database in
      try await database.write { db in
        try db.script(
          """
          CREATE TABLE a (county BIGINT, id BIGINT, village BIGINT, head TEXT,
            PRIMARY KEY (county, id));
          CREATE INDEX a_village ON a (county, village, id)
          """)
        try db.bulk(into: "a", ["county", "id", "village"]) { writer in
          for id in 0..<12_000 {
            try writer.add([.integer(1), .integer(Int64(id)), .integer(Int64(id % 100))])
          }
        }
      }
      let wanted = (1...50).map { Int64($0) }
      let plan = try await database.read { db in
        try db.run(
          """
          EXPLAIN QUERY PLAN SELECT id, head FROM a
          WHERE county = \(1) AND village BETWEEN \(0) AND \(99) AND id IN (\(list: wanted))
          """
        ).first?.text("detail") ?? ""
      }
      #expect(plan.contains("id=?"))
    }
  }
}
