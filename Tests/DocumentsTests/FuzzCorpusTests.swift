import Documents
import Foundation
import Testing

/// Every input that the fuzzer keeps (`docs/fuzzing.md`): its seeds, and what once broke a reader.
struct FuzzCorpusTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fuzz/Corpus")

  @Test(arguments: ["whole", "parts"])
  func `what the fuzzer found is read or refused`(way: String) throws {
    let folder = Self.folder.appending(path: way)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names.count > 1)
    let target = TestFiles.path("result")
    var readCount = 0
    for name in names {
      let input = folder.appending(path: name)
      let bytes = [UInt8](try Data(contentsOf: input))
      let path =
        way == "parts" ? try TestFiles.file(FuzzTarget.workbook(bytes), "xlsx") : input.path
      if try FuzzTarget.read(path, writingTo: target) { readCount += 1 }
    }
    #expect(readCount > 0)
  }
}
