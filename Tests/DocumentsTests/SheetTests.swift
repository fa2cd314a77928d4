import Documents
import Foundation
import Testing

struct SheetTests {
  @Test(arguments: [
    ("a,b\r\n1,\"x,\"\"y\"\"\nz\"\r\n", [["a", "b"], ["1", "x,\"y\"\nz"]]),
    (
      "\u{FEFF}姓名\t证件号码\n张三\t=\"360732199001010012\"\n",
      [["姓名", "证件号码"], ["张三", "360732199001010012"]]
    ),
    ("a;b\n\n;;\n1;2", [["a", "b"], ["1", "2"]]),
    ("only\rmac\r", [["only"], ["mac"]]),
  ])
  func `separated text is read as people mean it`(text: String, expected: [[String]]) throws {
    #expect(try TestFiles.rows(TestFiles.file(text.utf8)) == expected)
  }

  @Test func `text in GB18030 is read across the pieces it is cut into`() throws {
    // 张三 in GB18030, one odd byte first so that characters are cut at the piece's end.
    let line: [UInt8] = [0xD5, 0xC5, 0xC8, 0xFD, 0x2C, 0xC0, 0xEE, 0x0A]
    let count = 100_000
    let bytes = [0x61, 0x0A] + [UInt8](repeatElement(line, count: count).joined())
    let found = try TestFiles.rows(TestFiles.file(bytes))
    #expect(found.count == count + 1)
    #expect(found.dropFirst().allSatisfy { $0 == ["张三", "李"] })
  }

  @Test func `a workbook reads back as it was written, formulas dead`() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).xlsx")
      .path
    let writer = try SheetFile.create(path, .xlsx)
    try writer.add(["姓名", "证件号码", "说明"])
    for number in 1...5_000 {
      try writer.add(["张\(number)", "36073219900101001X", "=1+1 & <b>"], marked: [1])
    }
    try writer.close()
    #expect(try SheetFile.format(of: path) == .xlsx)
    let found = try TestFiles.rows(path)
    #expect(found.count == 5_001)
    #expect(found[5_000] == ["张5000", "36073219900101001X", "=1+1 & <b>"])
  }

  @Test func `a csv that is written never carries a live formula`() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).csv")
      .path
    let writer = try SheetFile.create(path, .csv)
    try writer.add(["=cmd()", "-12.5", "a\"b"])
    try writer.close()
    #expect(try TestFiles.rows(path) == [["'=cmd()", "-12.5", "a\"b"]])
  }

  @Test(arguments: [
    ([UInt8]("%PDF-1.7".utf8), SheetFault.noSheet), ([], .empty),
    ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0], .broken("文件不完整，可能没有传完")),
    ([0x09, 0x04, 0x06, 0, 0, 4, 0x10, 0], .oldExcel),
    (
      [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
        + [UInt8]("EncryptedPackage".utf8.map { [$0, 0] }.joined()),
      .encrypted
    ),
    ([0x50, 0x4B, 0x03, 0x04, 0, 0], .broken("文件不完整，可能没有传完")),
  ])
  func `what is no sheet is refused for what it is`(bytes: [UInt8], fault: SheetFault) throws {
    let path = try TestFiles.file(bytes)
    #expect(throws: fault) { _ = try TestFiles.rows(path) }
  }

  @Test func `a truncated workbook is refused`() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).xlsx")
      .path
    let writer = try SheetFile.create(path, .xlsx)
    for _ in 1...2_000 { try writer.add(["张三"]) }
    try writer.close()
    let whole = try Data(contentsOf: URL(filePath: path))
    let cut = try TestFiles.file(whole.prefix(whole.count / 2))
    #expect(throws: SheetFault.self) { _ = try TestFiles.rows(cut) }
  }
}
