import App
import Foundation
import Testing

struct SealedFilesTests {
  @Test func `a kept file comes back whole and lies sealed on the disk`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let text = String(repeating: "11010519491231002X,张三\n", count: 100_000)
    let sent = folder.appending(path: "sent.csv")
    try Data(text.utf8).write(to: sent)
    let files = SealedFiles(in: folder, keys: try Keys(master: Array(0..<32)))
    let name = try files.keep(sent)
    #expect(try files.keep(sent) == name)
    let stored = try Data(contentsOf: folder.appending(path: "files/\(name)"))
    #expect(stored.range(of: Data("11010519491231002X".utf8)) == nil)
    #expect(try files.open(name) { try String(contentsOf: $0, encoding: .utf8) } == text)
    let left = try FileManager.default.contentsOfDirectory(
      atPath: folder.appending(path: "files").path)
    #expect(left == [name])
  }

  @Test func `another key opens nothing`() throws {
    let sealed = try Keys(master: Array(0..<32)).seal("11010519491231002X")
    let other = try Keys(master: Array(1..<33))
    #expect(throws: (any Error).self) { try other.unseal(sealed) }
    #expect(
      try Keys(master: Array(0..<32)).blindIndex("A") != other.blindIndex("A"))
  }
}
