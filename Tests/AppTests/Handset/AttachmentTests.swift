import App
import Casework
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Store
import Testing

/// Photos, signatures and voice notes arrive piece by piece, by the hash of their bytes.
struct AttachmentTests {
  private static let photo: [UInt8] =
    [0xFF, 0xD8, 0xFF, 0xDA, 0, 2] + (0..<200_000).map { UInt8($0 % 251) } + [0xFF, 0xD9]

  /// The same as a telephone's camera writes it, with where and when it was taken.
  private static let taken: [UInt8] = {
    let place = Array("Exif\0\0MM\0*\0\0\0\u{8}\0\0 GPS 26.33N 115.36E 2026:11:20".utf8)
    return [0xFF, 0xD8, 0xFF, 0xE1, 0, UInt8(place.count + 2)] + place + photo.dropFirst(2)
  }()

  /// As files are named by their contents.
  private static func hash(_ bytes: [UInt8]) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "shouwang-tests/\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "file")
    try Data(bytes).write(to: file)
    return try SealedFiles(in: folder, keys: Keys(master: Array(0..<32))).keep(file)
  }

  /// A piece of a file, as the phone sends it.
  private struct Piece {
    let hash: String
    let bytes: ArraySlice<UInt8>
    let size: Int
    var kind = "photo"
  }

  private func patch(
    _ client: any TestClientProtocol, _ piece: Piece, cookie: String
  ) async throws -> TestResponse {
    var fields: HTTPFields = [.origin: "http://localhost"]
    fields[.cookie] = cookie
    if let name = HTTPField.Name("Upload-Offset") { fields[name] = String(piece.bytes.startIndex) }
    return try await client.execute(
      uri: "/api/v1/handset/attachments/\(piece.hash)?kind=\(piece.kind)&size=\(piece.size)",
      method: .patch, headers: fields, body: ByteBuffer(bytes: piece.bytes))
  }

  @Test(arguments: TestStore.available)
  func `half a photo goes on where it stopped and opens only with its record`(
    store: TestStore
  ) async throws {
    let phone = try await TestHandset(store)
    let (photo, hash) = (Self.photo, try Self.hash(Self.photo))
    let cookie = try await phone.county.signIn(phone.officer)
    try await phone.county.test { client in
      func send(_ part: Range<Int>) async throws -> TestResponse {
        try await patch(
          client, Piece(hash: hash, bytes: photo[part], size: photo.count), cookie: cookie)
      }
      #expect(try await send(0..<65_536).status == .noContent)
      let lost = try await send(0..<65_536)
      #expect(lost.status == .conflict && lost.text.contains("65536"))
      #expect(try await send(65_536..<photo.count).status == .noContent)
      #expect(try await send(0..<65_536).status == .noContent, "here already")
      #expect(try await client.open("/attachments/\(hash)", cookie: cookie).status == .notFound)
    }
    var record = try await phone.record(kind: "household")
    record["attachments"] = [hash: "photo"]
    #expect(try await phone.send(record).status == 201)
    let foreign = try await phone.county.signIn(
      try await phone.county.officer(.informationOfficer, at: TestCounty.neighbour))
    try await phone.county.test { client in
      let opened = try await client.open("/attachments/\(hash)", cookie: cookie)
      #expect(Array(buffer: opened.body) == photo)
      #expect(opened.headers[.contentType] == "image/jpeg")
      #expect(try await client.open("/attachments/\(hash)", cookie: foreign).status == .notFound)
    }
  }

  @Test(arguments: TestStore.available, [false, true])
  func `where and when a photo was taken is not kept, unless the county's rules ask for it`(
    store: TestStore, isKept: Bool
  ) async throws {
    let phone = try await TestHandset(store)
    if isKept {
      try await phone.county.decide(
        "jiangxi-2026@99", "keepsTimeAndPlace: false", "keepsTimeAndPlace: true")
      try await phone.county.parts.shelf.refresh()
    }
    let (photo, hash) = (Self.taken, try Self.hash(Self.taken))
    let cookie = try await phone.county.signIn(phone.officer)
    try await phone.county.test { client in
      let sent = try await patch(
        client, Piece(hash: hash, bytes: photo[...], size: photo.count), cookie: cookie)
      #expect(sent.status == .noContent, "the hash is that of what was sent")
    }
    var record = try await phone.record(kind: "household")
    record["attachments"] = [hash: "photo"]
    #expect(try await phone.send(record).status == 201)
    try await phone.county.test { client in
      let opened = try await client.open("/attachments/\(hash)", cookie: cookie)
      #expect(Array(buffer: opened.body) == (isKept ? photo : Self.photo))
    }
  }

  @Test(arguments: TestStore.available)
  func `what is no photo, too large or not what it was said to be is refused`(
    store: TestStore
  ) async throws {
    let phone = try await TestHandset(store)
    let cookie = try await phone.county.signIn(phone.officer)
    let (pdf, photo) = (Array("%PDF-1.7 …".utf8), Self.photo)
    try await phone.county.test { client in
      func says(
        _ bytes: [UInt8], _ hash: String, size: Int? = nil, kind: String = "photo"
      ) async throws -> String {
        let answer = try await patch(
          client, Piece(hash: hash, bytes: bytes[...], size: size ?? bytes.count, kind: kind),
          cookie: cookie)
        return answer.status == .unprocessableContent ? answer.text : "\(answer.status)"
      }
      // 40,000 × 40,000 pixels in a few bytes.
      let bomb: [UInt8] =
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]
        + [0, 0, 0x9C, 0x40, 0, 0, 0x9C, 0x40] + Array(repeating: 0, count: 40)
      let cases: [(bytes: [UInt8], hash: String, size: Int?, kind: String, words: String)] = [
        (pdf, try Self.hash(pdf), nil, "photo", "不是照片"),
        (bomb, try Self.hash(bomb), nil, "photo", "像素太多"),
        (photo, try Self.hash([1]), 3 << 20, "photo", "2 MB"),
        (photo, try Self.hash([2]), 100 << 20, "voice", "8 MB"),
        (photo, "etc-passwd", nil, "photo", "SHA-256"),
        (photo, try Self.hash([3]), nil, "photo", "对不上"),
        // Nothing was left behind by the one before.
        (photo, try Self.hash(photo), nil, "photo", "204"),
      ]
      for one in cases {
        let said = try await says(one.bytes, one.hash, size: one.size, kind: one.kind)
        #expect(said.contains(one.words), "\(said)")
      }
    }
  }

  @Test(arguments: TestStore.available)
  func `a voice note of half an hour is refused with what to do, one of three minutes is kept`(
    store: TestStore
  ) async throws {
    let phone = try await TestHandset(store)
    let cookie = try await phone.county.signIn(phone.officer)
    // As large as the phone's own recording of that length, and less than what may be sent.
    let long = TestVoice.webM(1_800, claiming: 20, bytes: 3_000)
    #expect(long.count < 8 << 20)
    try await phone.county.test { client in
      func says(_ bytes: [UInt8]) async throws -> (status: Int, text: String) {
        let hash = try Self.hash(bytes)
        var last: TestResponse?
        for start in stride(from: 0, to: bytes.count, by: 1 << 20) {
          let end = min(start + 1 << 20, bytes.count)
          last = try await patch(
            client, Piece(hash: hash, bytes: bytes[start..<end], size: bytes.count, kind: "voice"),
            cookie: cookie)
        }
        return (Int(last?.status.code ?? 0), last?.text ?? "")
      }
      let refused = try await says(long)
      #expect(refused.status == 422 && refused.text.contains("约 30 分钟"), "\(refused)")
      #expect(refused.text.contains("一段最长 3 分钟") && refused.text.contains("分段重新录制"))
      let cut = try await says(Array(TestVoice.webM(10).prefix(60)))
      #expect(cut.status == 422 && cut.text.contains("重新录一段"), "\(cut)")
      for voice in [TestVoice.webM(180), TestVoice.ogg(30), TestVoice.mp4(30), TestVoice.mp3(30)] {
        let kept = try await says(voice)
        #expect(kept.status == 204, "\(kept)")
      }
    }
    let left = try await phone.county.database.read { db in
      try db.run("SELECT hash FROM handset_attachment").count
    }
    #expect(left == 4, "nothing is left of what was refused")
  }
}
