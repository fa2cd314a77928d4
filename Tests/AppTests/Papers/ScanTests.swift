import Casework
import Documents
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Store
import Testing

@testable import App

/// Signed papers that come back as pictures.
struct ScanTests {
  private let name = "IMG.jpg"

  /// The page as a telephone would photograph it.
  private func photo(_ path: String, _ one: TestCase, _ client: any TestClientProtocol) async throws
    -> [UInt8]
  {
    let paper = try await client.open(path, cookie: try await one.cookie("village"))
    return try TestPicture.of(Array(paper.body.readableBytesView))
  }

  private func scans(_ one: TestCase) async throws -> [String] {
    try await one.county.database.read { db in
      try db.run("SELECT kind, person_id, way, case_id FROM paper_scan ORDER BY id").map {
        "\(try $0.optionalText("kind") ?? "?") \(try $0.optionalInteger("person_id") ?? 0) "
          + "\(try $0.text("way")) \(try $0.optionalInteger("case_id") ?? 0)"
      }
    }
  }

  @Test(arguments: TestStore.available)
  func `a photographed letter files itself to its case and person`(store: TestStore) async throws {
    let one = try await TestCase(store)
    let person = try await one.adult
    try await one.county.test { client in
      let letter = try await photo("/cases/\(one.id)/papers/letter?person=\(person)", one, client)
      let minutes = try await photo("/cases/\(one.id)/papers/minutes", one, client)
      for _ in 1...2 {
        let answer = try await client.send(
          [("a.jpg", letter), ("b.jpg", minutes)], to: "/cases/\(one.id)/scans",
          cookie: try await one.cookie("village"))
        #expect(answer.status == .seeOther)
      }
      let expected = ["letter \(person) code \(one.id)", "minutes 0 code \(one.id)"]
      #expect(try await scans(one) == expected)
      let cookie = try await one.cookie("village")
      let page = try await client.open("/cases/\(one.id)", cookie: cookie)
      #expect(page.text.contains("承诺授权书 刘长根") && page.text.contains("按二维码归档"))
      // Whoever looked at the picture has only to agree.
      #expect(page.text.contains("name=\"given.\(person)\" value=\"1\" checked"))
      let shown = try await client.open("/cases/\(one.id)/scans/1", cookie: cookie)
      #expect(Array(shown.body.readableBytesView) == letter)
      #expect(shown.headers[.contentType] == "image/jpeg")
      let neighbour = try await one.county.officer(.informationOfficer, at: TestCounty.neighbour)
      let foreign = try await client.open(
        "/cases/\(one.id)/scans/1", cookie: try await one.county.signIn(neighbour))
      #expect(foreign.status == .notFound)
      // On the disk it is sealed.
      let folder = one.county.parts.files.folder
      for file in try FileManager.default.contentsOfDirectory(
        at: folder, includingPropertiesForKeys: nil)
      {
        #expect(try Data(contentsOf: file).range(of: Data(letter.prefix(64))) == nil)
      }
    }
  }

  @Test(arguments: TestStore.available)
  func `a scan is kept without where and when it was taken`(store: TestStore) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      let minutes = try await photo("/cases/\(one.id)/papers/minutes", one, client)
      let words = Array("Exif\0\0MM\0*\0\0\0\u{8}\0\0 GPS 26.33N 115.36E HUAWEI".utf8)
      let taken =
        Array(minutes[..<2]) + [0xFF, 0xE1, 0, UInt8(words.count + 2)] + words + minutes[2...]
      let cookie = try await one.cookie("village")
      let path = "/cases/\(one.id)/scans"
      for _ in 1...2 {
        let answer = try await client.send([("a.jpg", taken)], to: path, cookie: cookie)
        #expect(answer.status == .seeOther)
      }
      #expect(try await scans(one) == ["minutes 0 code \(one.id)"], "known by what was sent")
      let shown = try await client.open("\(path)/1", cookie: cookie)
      #expect(Array(shown.body.readableBytesView) == minutes)
    }
  }

  @Test(arguments: TestStore.available)
  func `an officer sends pictures sixty times an hour`(store: TestStore) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      let (path, cookie) = ("/cases/\(one.id)/scans", try await one.cookie("village"))
      for _ in 1...60 {
        #expect(try await client.send([], to: path, cookie: cookie).text.contains("没有选择图片"))
      }
      let over = try await client.send([], to: path, cookie: cookie)
      #expect(over.status == .unprocessableContent && over.text.contains("一小时内上传的次数太多"))
      let other = try await client.send([], to: path, cookie: try await one.cookie("keeper"))
      #expect(!other.text.contains("次数太多"), "another officer has their own")
      one.county.clock.move(to: one.county.clock.now.adding(seconds: 3_600))
      let later = try await client.send([], to: path, cookie: try await one.cookie("village"))
      #expect(later.text.contains("没有选择图片"))
    }
  }

  @Test(arguments: TestStore.available)
  func `a signed visit sheet comes to its clue, with a code or without`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      let clue = try #require(try await one.found.clue)
      let sheet = try await photo("/clues/\(clue)/papers/visitSheet", one, client)
      let plain = try TestPicture.of(Paper("没有码").bytes(as: .pdf))
      let cookie = try await one.cookie("village")
      let sent = try await client.send(
        [("a.jpg", sheet)], to: "/cases/\(one.id)/scans", cookie: cookie)
      #expect(sent.status == .seeOther)
      let own = try await client.send(
        [("b.jpg", plain)], to: "/clues/\(clue)/scans", cookie: cookie)
      #expect(own.status == .seeOther)
      let page = try await client.open("/clues/\(clue)", cookie: cookie)
      #expect(page.text.contains("按二维码归档") && page.text.contains("人工归档"))
      let shown = try await client.open("/clues/\(clue)/scans/1", cookie: cookie)
      #expect(Array(shown.body.readableBytesView) == sheet)
    }
  }

  @Test(arguments: TestStore.available)
  func `without a readable code a person says what it is`(store: TestStore) async throws {
    let one = try await TestCase(store)
    let person = try await one.adult
    try await one.county.test { client in
      let path = "/cases/\(one.id)/scans"
      let blank = try TestPicture.of(Paper("没有码").bytes(as: .pdf))
      let cookie = try await one.cookie("village")
      #expect(try await client.send([(name, blank)], to: path, cookie: cookie).status == .seeOther)
      let page = try await client.open("/cases/\(one.id)", cookie: cookie)
      #expect(page.text.contains("IMG.jpg") && page.text.contains("是哪一份"))
      try await one.send("paper=letter.\(person)", to: "scans/1", client)
      #expect(try await scans(one) == ["letter \(person) hand \(one.id)"])
      let none = try await client.send([("", [])], to: path, cookie: cookie)
      #expect(none.status == .unprocessableContent && none.text.contains("没有选择图片"))
      let text = try await client.send(
        [("a.pdf", Array("%PDF-1.7 x".utf8))], to: path, cookie: cookie)
      #expect(text.status == .unprocessableContent && text.text.contains("不要存成 PDF"))
    }
  }

  @Test(arguments: TestStore.available)
  func `a code that is wrong is refused with its reason, and the others are filed`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    let person = try await one.adult
    try await one.county.test { client in
      let good = try await photo("/cases/\(one.id)/papers/minutes", one, client)
      let strange = try Keys(master: Array(repeating: 9, count: 32))
      let keys = one.county.register.keys
      let (id, county) = (one.id, TestCounty.county.county)
      let codes: [(String, String)] = [
        (PaperCode(.minutes, of: id, in: county).text(strange), "不是本系统打印的"),
        (PaperCode(.minutes, of: id, in: 360_733).text(keys), "属于别的县"),
        (PaperCode(.minutes, of: 999, in: county).text(keys), "属于别的县或您管辖以外"),
        (PaperCode(.letter, of: id, person: 999, in: county).text(keys), "已不在户内"),
        ("L-\(county)-\(id)-\(person)-AAAAAAAAAA", "不是本系统打印的"),
      ]
      for (code, reason) in codes {
        var paper = Paper("纸")
        paper.code = "http://localhost/p/\(code)"
        let picture = try TestPicture.of(paper.bytes(as: .pdf))
        let answer = try await client.send(
          [("坏.jpg", picture), ("好.jpg", good)], to: "/cases/\(id)/scans",
          cookie: try await one.cookie("village"))
        #expect(answer.status == .unprocessableContent && answer.text.contains(reason), "\(code)")
        #expect(answer.text.contains("其余 1 张已归档"))
      }
      #expect(try await scans(one) == ["minutes 0 code \(id)"])
    }
  }

  @Test(arguments: TestStore.available)
  func `who died meanwhile has no letter, and a closed case takes no paper`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    let person = try await one.adult
    try await one.county.test { client in
      let letter = try await photo("/cases/\(one.id)/papers/letter?person=\(person)", one, client)
      let (access, today) = (one.village, one.county.clock.now.day)
      try await one.county.register.write(as: access) { open in
        _ = try open.db.run("UPDATE person SET left_on = \(today) WHERE id = \(person)")
      }
      let gone = try await client.send(
        [(name, letter)], to: "/cases/\(one.id)/scans", cookie: try await one.cookie("village"))
      #expect(gone.status == .unprocessableContent && gone.text.contains("刘长根的，此人已不在户内"))
      try await one.county.register.write(as: access) { open in
        _ = try open.db.run("UPDATE household_case SET stage = 'dismissed' WHERE id = \(one.id)")
      }
      let closed = try await client.send(
        [(name, letter)], to: "/cases/\(one.id)/scans", cookie: try await one.cookie("village"))
      #expect(closed.status == .unprocessableContent && closed.text.contains("已经办结"))
      #expect(try await scans(one).isEmpty)
    }
  }

  @Test(arguments: TestStore.available)
  func `a letter signed on the screen is given, with its signature on file`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    let person = try await one.adult
    try await one.county.test { client in
      let cookie = try await one.cookie("village")
      let signature = try TestPicture.of(Paper("签").bytes(as: .pdf))
      let path = "/cases/\(one.id)/signatures"
      let empty = try await client.send([], ["person": "\(person)"], to: path, cookie: cookie)
      #expect(empty.status == .unprocessableContent && empty.text.contains("还没有签字"))
      let signed = try await client.send(
        [("签字.png", signature)], ["person": "\(person)"], to: path, cookie: cookie)
      #expect(signed.status == .seeOther)
      let page = try await client.open("/cases/\(one.id)", cookie: cookie)
      #expect(page.text.contains("已授权") && page.text.contains("屏幕签字"))
      #expect(try await scans(one) == ["letter \(person) screen \(one.id)"])
    }
  }
}

/// What a telephone's camera makes of a paper.
enum TestPicture {
  static func of(_ pdf: [UInt8]) throws -> [UInt8] {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "photo-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "a.pdf")
    try Data(pdf).write(to: file)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "pdftoppm", "-r", "120", "-jpeg", "-singlefile", file.path, folder.appending(path: "a").path,
    ]
    try process.run()
    process.waitUntilExit()
    return Array(try Data(contentsOf: folder.appending(path: "a.jpg")))
  }
}

extension TestClientProtocol {
  /// Sends files as a browser's form does.
  func send(
    _ files: [(name: String, bytes: [UInt8])], _ fields: [String: String] = [:], to path: String,
    cookie: String
  ) async throws -> TestResponse {
    var body = ByteBuffer()
    for (name, value) in fields {
      body.writeString(
        "--cut\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n")
    }
    for file in files {
      body.writeString(
        "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(file.name)\"\r\n\r\n")
      body.writeBytes(file.bytes)
      body.writeString("\r\n")
    }
    body.writeString("--cut--\r\n")
    return try await execute(
      uri: path, method: .post,
      headers: [
        .origin: "http://localhost", .cookie: cookie,
        .contentType: "multipart/form-data; boundary=cut",
      ], body: body)
  }
}
