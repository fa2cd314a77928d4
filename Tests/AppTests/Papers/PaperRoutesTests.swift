import Casework
import Documents
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Store
import Testing

@testable import App

/// What officers print: blank and filled, PDF and Word.
struct PaperRoutesTests {
  @Test(arguments: PaperKind.allCases)
  func `every paper can be had blank, and a blank one names nobody`(
    kind: PaperKind
  ) async throws {
    let one = try await TestCase(.sqlite)
    try await one.county.test { client in
      let cookie = try await one.cookie("village")
      for format in PaperFormat.allCases {
        let answer = try await client.open(
          "/papers/\(kind.rawValue)?blank=1&as=\(format.rawValue)", cookie: cookie)
        #expect(answer.status == .ok)
        #expect(answer.headers[.contentType] == format.type)
        let text = try PrintedText(answer, format).text
        #expect(text.contains(kind.title) && !text.contains("刘长根"))
        #expect(!text.contains("360732"))
      }
    }
  }

  @Test(arguments: TestStore.available)
  func `a case's papers say what is known, each to those who deal with it`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      let person = try await one.adult
      let path = "/cases/\(one.id)/papers"
      let letter = try await client.open(
        "\(path)/letter?person=\(person)", cookie: try await one.cookie("village"))
      let text = try PrintedText(letter, .pdf).text
      #expect(text.contains("刘长根") && text.contains(TestCounty.id(1)))
      #expect(text.contains("360732-2026-00000\(one.id)-1") && text.contains("12 个月"))
      // A reviewer reads, but has no letter to print.
      let other = try await client.open(
        "\(path)/letter?person=\(person)", cookie: try await one.cookie("county"))
      #expect(other.status == .forbidden)
      let stranger = try await client.open(
        "\(path)/letter?person=999", cookie: try await one.cookie("village"))
      #expect(stranger.status == .unprocessableContent && stranger.text.contains("成年成员"))
      let neighbour = try await one.county.officer(
        .informationOfficer, at: TestCounty.neighbour)
      let foreign = try await client.open(
        "\(path)/application", cookie: try await one.county.signIn(neighbour))
      #expect(foreign.status == .notFound)
      let early = try await client.open(
        "\(path)/notice", cookie: try await one.cookie("village"))
      #expect(early.status == .unprocessableContent && early.text.contains("还没有生成公示"))
    }
  }

  @Test(arguments: TestStore.available)
  func `papers of every step can be printed when it was taken`(store: TestStore) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      try await one.bringToMonitored(client)
      let expected: [(PaperKind, String, [String])] = [
        (.application, "village", ["刘长根", TestCounty.id(1), "☑因病"]),
        (.commission, "keeper", ["核对中心", TestCounty.id(1)]),
        (.minutes, "village", ["20 人", "赞成"]),
        (.notice, "village", ["刘长根", "公示期", "江背村防返贫公示〔2026〕"]),
        (.announcement, "county", ["刘长根", "江背镇人民政府"]),
        (.plan, "village", ["刘长根", "因病"]),
        (.removal, "township", ["消除条件", "不符合"]),
        (.visitSheet, "village", ["刘长根", "☑有保障"]),
      ]
      for (kind, who, words) in expected {
        let cookie = try await one.cookie(who)
        for format in PaperFormat.allCases {
          let answer = try await client.open(
            "/cases/\(one.id)/papers/\(kind.rawValue)?as=\(format.rawValue)", cookie: cookie)
          #expect(answer.status == .ok, "\(kind)")
          let text = try PrintedText(answer, format).text
          for word in words { #expect(text.contains(word), "\(kind) \(format): \(word)") }
        }
      }
      let page = try await client.open("/cases/\(one.id)", cookie: try await one.cookie("village"))
      #expect(page.text.contains("/cases/\(one.id)/papers/announcement?as=pdf"))
      let list = try await client.open(
        "/papers/approvalList", cookie: try await one.cookie("county"))
      #expect(try PrintedText(list, .pdf).text.contains("刘长根"))
    }
  }

  @Test(arguments: TestStore.available)
  func `that a paper left is in the audit log`(store: TestStore) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      _ = try await client.open(
        "/cases/\(one.id)/papers/application", cookie: try await one.cookie("village"))
    }
    let notes = try await one.county.database.read { db in
      try db.run("SELECT action, subject, detail FROM audit_entry WHERE action = 'export.left'")
        .map { try $0.text("subject") + " " + (try $0.text("detail")) }
    }
    #expect(notes == ["case/\(one.id) personal/申请书-SQ-\(one.id).pdf"])
  }

  @Test func `a public paper's source has no field for anything that must not be said`() {
    func fields(_ value: Any) -> Set<String> {
      Set(Mirror(reflecting: value).children.compactMap(\.label))
    }
    let subject = NoticeSubject(headName: "甲", size: 3, kind: .marginal)
    #expect(fields(subject) == ["headName", "size", "kind"])
    let listed = ListedHousehold(village: "", subject: subject)
    #expect(fields(listed) == ["village", "subject"])
    let day = Day(year: 2026, month: 11, day: 23)
    let posted = day.map {
      PostedText(text: "", township: "", village: "", postedOn: $0, until: nil)
    }
    #expect(
      posted.map(fields) == ["text", "township", "village", "postedOn", "until"])
  }
}

extension TestCase {
  /// The only adult of the household.
  var adult: Int64 {
    get async throws {
      let (access, id) = (village, id)
      return try #require(
        try await county.register.read(as: access) { open in
          try open.consents(open.householdCase(id)).first?.person
        })
    }
  }
}

/// The words of a paper that came as an answer, as poppler or the ZIP's own text gives them.
struct PrintedText {
  let text: String

  init(_ answer: TestResponse, _ format: PaperFormat) throws {
    try self.init(Array(answer.body.readableBytesView), format)
  }

  init(_ bytes: [UInt8], _ format: PaperFormat) throws {
    let file = FileManager.default.temporaryDirectory.appending(
      path: "printed-\(UUID().uuidString).\(format.rawValue)")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(bytes).write(to: file)
    let (process, pipe) = (Process(), Pipe())
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      switch format {
      case .pdf: ["pdftotext", "-layout", file.path, "-"]
      case .docx: ["unzip", "-p", file.path, "word/document.xml", "word/footer1.xml"]
      }
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let bytes = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    let raw = String(decoding: bytes, as: UTF8.self)
    text = raw.replacing(/<[^>]*>/, with: "").replacing(/\n\s*/, with: "")
  }
}
