import Foundation
import Testing

@testable import App

struct UploadTests {
  /// A body with a field, a file and a field, its file holding something like a boundary.
  private static let contents = "a,b\r\n--XY\r\n\r\n--not the end\r\n"
  private static let body = Array(
    ("--XYZ\r\nContent-Disposition: form-data; name=\"item\"\r\n\r\n住院自付\r\n"
      + "--XYZ\r\nContent-Disposition: form-data; name=\"file\"; filename=\"三月.csv\"\r\n"
      + "Content-Type: text/csv\r\n\r\n\(contents)\r\n"
      + "--XYZ\r\nContent-Disposition: form-data; name=\"after\"\r\n\r\n\r\n--XYZ--\r\n").utf8)

  private func path() -> URL {
    FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  }

  @Test(arguments: [1, 2, 3, 7, 64, 100_000])
  func `an upload is the same however it is cut into pieces`(size: Int) throws {
    let path = path()
    var reader = MultipartReader(boundary: "XYZ", file: path)
    for start in stride(from: 0, to: Self.body.count, by: size) {
      try reader.take(Self.body[start..<min(start + size, Self.body.count)])
    }
    let upload = try reader.finish()
    defer { upload.discard() }
    #expect(upload.form["item"] == "住院自付")
    #expect(upload.fileName == "三月.csv")
    #expect(try String(contentsOf: path, encoding: .utf8) == Self.contents)
  }

  @Test func `an upload that is cut off is refused and leaves no file`() throws {
    let path = path()
    var reader = MultipartReader(boundary: "XYZ", file: path)
    try reader.take(Self.body.dropLast(20))
    #expect(throws: (any Error).self) { try reader.finish() }
    reader.abandon()
    #expect(!FileManager.default.fileExists(atPath: path.path))
  }
}
