import Casework
import Documents
import Foundation
import HTTPTypes
import HummingbirdTesting
import Store
import Testing

@testable import App

/// Nothing leaves that must not, and nothing leaves by another way.
struct ExportTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "shouwang-exports")

  private func sheet(_ rows: [[String]], _ format: SheetFormat) throws -> [UInt8] {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "\(UUID().uuidString).\(format.rawValue)")
    let writer = try SheetFile.create(file.path, format)
    for row in rows { try writer.add(row) }
    try writer.close()
    return Array(try Data(contentsOf: file))
  }

  @Test(arguments: [SheetFormat.csv, .xlsx])
  func `a masked sheet with a number in it says which cell`(format: SheetFormat) throws {
    let samples: [(String, LeakScan.Finding)] = [
      (TestCounty.id(1), .identity), ("6222 0213 0200 0000 018", .bankAccount),
      ("电话１３８００００００００", .phone), ("360732800101001", .identity),
    ]
    for (text, finding) in samples {
      let rows = [["姓名", "说明"], ["甲", "好"], ["乙", text]]
      let export = Export(
        .sheet(try sheet(rows, format), format), name: "x", .masked, of: "test")
      let leak = try #require(try export.leak(in: folder))
      #expect(leak.findings == [finding], "\(text)")
      #expect(leak.place.hasSuffix("第 3 行第 2 列“说明”"))
      let own = Export(
        .sheet(try sheet(rows, format), format), name: "x", .ownFile, of: "test")
      #expect(try own.leak(in: folder) == nil)
    }
    let clean = [["姓名", "证件号码", "日期"], ["甲", "3607**********1234", "2026-11-23"]]
    let export = Export(
      .sheet(try sheet(clean, format), format), name: "x", .masked, of: "test")
    #expect(try export.leak(in: folder) == nil)
  }

  @Test func `a public paper with a telephone is not drawn, and a picture is never public`() throws
  {
    var paper = Paper("公示")
    paper.parts = [.text("请拨打 13800000000", .body)]
    let export = Export(.paper(paper, .pdf), name: "公示.pdf", .published, of: "test")
    let leak = try #require(try export.leak(in: folder))
    let refusal = ExportRefusal(name: export.name, leak: leak)
    #expect(refusal.sentence.hasPrefix("《公示.pdf》没有导出：第 1 段含有电话号码"))
    let picture = Export(.picture([0xFF, 0xD8], type: "image/jpeg"), name: "x", .masked, of: "t")
    #expect(try picture.leak(in: folder) != nil)
  }

  @Test(arguments: TestStore.available)
  func `a stopped list gives nothing and is on record`(store: TestStore) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      try await one.bringToMonitored(client)
      // Somebody wrote a telephone beside the head's name.
      let access = one.village
      let household = try await one.found.household
      try await one.county.register.write(as: access) { open in
        _ = try open.db.run(
          "UPDATE household SET head_name = '刘长根13800000000' WHERE id = \(household)")
      }
      let list = try await client.open(
        "/papers/approvalList", cookie: try await one.cookie("county"))
      #expect(list.status == .unprocessableContent && !list.text.contains("13800000000"))
      #expect(list.text.contains("表格 1 第 1 行第 3 列含有电话号码"))
    }
    let notes = try await one.county.database.read { db in
      try db.run("SELECT detail FROM audit_entry WHERE action = 'export.stopped'").map {
        try $0.text("detail")
      }
    }
    #expect(notes == ["published/表格 1 第 1 行第 3 列"])
  }

  /// A file can leave only with a content type of its own or as an attachment; both are written in
  /// the gate and nowhere else.
  @Test func `no source but the gate gives a file`() throws {
    let sources = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Sources/App")
    let types = [
      "contentDisposition", "text/csv", "octet-stream", "application/pdf", "officedocument",
    ]
    var (writers, senders): (Set<String>, Set<String>) = ([], [])
    let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
    for case let file as URL in try #require(files) where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      if types.contains(where: text.contains) { writers.insert(file.lastPathComponent) }
      if text.contains("letOut(") { senders.insert(file.lastPathComponent) }
    }
    #expect(writers == ["Export.swift", "ExportGate.swift"])
    // Every way out of the program; a new one is written down here with its right.
    #expect(
      senders == [
        "ExportGate.swift", "CheckFileRoutes.swift", "HandsetDesk.swift", "ItemRoutes.swift",
        "SubmissionRoutes.swift", "FreshnessRoutes.swift", "PaperRoutes.swift", "ScanRoutes.swift",
        "FormRoutes.swift", "WorkbenchRoutes.swift",
      ])
  }
}
