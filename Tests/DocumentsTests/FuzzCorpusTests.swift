import Documents
import Foundation
import Testing

/// Every input that the fuzzer keeps (`docs/fuzzing.md`): its seeds, and what once broke a reader.
struct FuzzCorpusTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fuzz/Corpus")

  @Test func `writing a workbook again leaves no file open`() throws {
    let xml = """
      <?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">
      <Worksheet Name="一"><Table/></Worksheet><Worksheet Name="二"><Table/></Worksheet></Workbook>
      """
    let path = try TestFiles.file(xml.utf8, "xls")
    try leavesNoFileOpen { _ = try FuzzTarget.read(path, writingTo: TestFiles.path("result")) }
  }

  @Test func `a new workbook without rows, or one left unfinished, leaves no file open`() throws {
    try leavesNoFileOpen { try SheetFile.create(TestFiles.path("none"), .xlsx).close() }
    try leavesNoFileOpen {
      try SheetFile.create(TestFiles.path("half"), .xlsx).add(["姓名", "证件号码"])
    }
  }

  private func leavesNoFileOpen(_ body: () throws -> Void) throws {
    let temporary = {
      try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count { place in
        let link = "/proc/self/fd/\(place)"
        let target = try? FileManager.default.destinationOfSymbolicLink(atPath: link)
        return target?.contains("/tmp.") == true && target?.hasSuffix("(deleted)") == true
      }
    }
    let before = try temporary()
    for _ in 0..<20 { try body() }
    // Other tests may have a few of their own open.
    #expect(try temporary() < before + 20)
  }

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
