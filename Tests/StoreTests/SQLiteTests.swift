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

  @Test func `a folder that is not there is told as such`() {
    #expect(throws: StoreUnavailable.self) {
      try SQLiteDatabase(path: "/nowhere/at/all/test.sqlite")
    }
  }
}
