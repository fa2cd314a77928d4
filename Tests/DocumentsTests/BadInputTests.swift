import Documents
import Foundation
import Testing

/// Files that are broken, hostile or simply odd: each is refused with a sentence that says what to
/// do, or read as people mean it.
struct BadInputTests {
  /// The sentence with which a file is refused; what was read where it is not.
  private func sentence(_ path: String) throws -> String {
    defer { try? FileManager.default.removeItem(atPath: path) }
    do {
      return "read: \(try TestFiles.sheets(path).map(\.rows))"
    } catch let fault as SheetFault {
      return fault.sentence
    }
  }

  private func sentence(of bytes: some Sequence<UInt8>, _ suffix: String = "xlsx") throws -> String
  {
    try sentence(TestFiles.file(bytes, suffix))
  }

  /// Lets Python write a file: its `zipfile` packs what a test says.
  private func python(_ script: String) throws -> String {
    let path = TestFiles.path("xlsx")
    let program = Process()
    program.executableURL = URL(filePath: "/usr/bin/python3")
    program.arguments = ["-c", "import sys, zipfile\npath = sys.argv[1]\n\(script)", path]
    try program.run()
    program.waitUntilExit()
    #expect(program.terminationStatus == 0)
    return path
  }

  /// A workbook with one sheet whose XML is what a Python generator `parts` gives.
  private func workbook(_ method: String, _ parts: String) throws -> String {
    let zip = TestZip.workbook([("表", "")])
    let frame = try TestFiles.file(zip.bytes, "xlsx")
    defer { try? FileManager.default.removeItem(atPath: frame) }
    return try python(
      """
      with zipfile.ZipFile(path, "w", zipfile.\(method)) as book, zipfile.ZipFile("\(frame)") as old:
          for name in old.namelist():
              if "sheet" not in name or "shared" in name: book.writestr(name, old.read(name))
          with book.open("xl/worksheets/s0.xml", "w", force_zip64=True) as sheet:
              for part in \(parts): sheet.write(part)
      """)
  }

  private let bomb = "文件内容异常：压缩比异常，可能是压缩炸弹，拒绝展开。请检查后重新导出。"
  private let damage = "文件已损坏：压缩目录损坏。请重新导出后上传。"
  private let cut = "文件已损坏：文件不完整，可能没有传完。请重新导出后上传。"

  @Test func `a zip bomb is refused by the size that it states`() throws {
    var stated = TestZip([])
    for (name, xml) in [
      ("xl/workbook.xml", "<workbook><sheets><sheet name='a' r:id='a'/></sheets></workbook>"),
      (
        "xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id='a' Type='x/worksheet' Target='s.xml'/></Relationships>"
      ),
    ] { stated.add(name, Array(xml.utf8)) }
    stated.add("xl/s.xml", [1, 2, 3], method: 8, size: 4_000_000_000)
    #expect(try sentence(of: stated.bytes) == bomb)
  }

  @Test func `a zip bomb is refused by what comes out of it`() throws {
    // 200 MB of rows in 200 KB; the directory states no more than it has to.
    let path = try workbook("ZIP_DEFLATED", "[b'<sheetData>'] + [b'<row/>' * 350_000] * 100")
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0 < 1 << 20)
    #expect(try sentence(path) == bomb)
  }

  @Test(arguments: [
    #"<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><sheetData/>"#,
    #"<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><sheetData/>"#,
    "<!ENTITY a 'b'><sheetData/>", "<!DOCTYPE x><sheetData/>",
  ])
  func `XML entities are never defined, whichever part tries to`(xml: String) throws {
    let said = "文件已损坏：文件里有不允许的 XML 声明（DTD）。请重新导出后上传。"
    #expect(try sentence(of: TestZip.workbook([("表", xml)]).bytes) == said)
    let plain = [("表", "<sheetData/>")]
    #expect(try sentence(of: TestZip.workbook(plain, strings: xml).bytes) == said)
    #expect(try sentence(of: TestZip.workbook(plain, styles: xml).bytes) == said)
    #expect(try sentence(of: TestZip.workbook(plain, bookExtra: xml).bytes) == said)
  }

  @Test func `an entity that is not defined stays as it was typed`() throws {
    let cell = "&a;&#0;&#x110000;&#x41;&amp;lt;&lol;&#;"
    let xml = "<sheetData><row><c t='str'><v>\(cell)</v></c></row></sheetData>"
    #expect(
      try TestFiles.rows(TestFiles.file(TestZip.workbook([("表", xml)]).bytes))
        == [["&a;\u{0}\u{FFFD}A&lt;&lol;\u{FFFD}"]])
  }

  @Test(arguments: [
    "=1+1", "+cmd|' /C calc'!A0", "-2+3+cmd", "@SUM(A1)", "\t=1", "=HYPERLINK(\"x\")",
  ])
  func `text that would run as a formula is written with a mark before it`(text: String) throws {
    let path = TestFiles.path("csv")
    let writer = try SheetFile.create(path, .csv)
    try writer.add([text, "-12.5", "+86"])
    try writer.close()
    let written = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    #expect(try #require(written.firstMatch(of: /'[=+\-@\t]/)).range.lowerBound < written.endIndex)
    #expect(written.contains(",-12.5,"))
    let book = TestFiles.path("xlsx")
    let other = try SheetFile.create(book, .xlsx)
    try other.add([text])
    try other.close()
    #expect(try TestFiles.rows(book) == [[text]])
    #expect(try sheetXML(book).contains("<f>") == false)
  }

  private func sheetXML(_ path: String) throws -> String {
    let folder = TestFiles.path("parts")
    let unzip = Process()
    unzip.executableURL = URL(filePath: "/usr/bin/python3")
    unzip.arguments = ["-m", "zipfile", "-e", path, folder]
    try unzip.run()
    unzip.waitUntilExit()
    return try String(contentsOfFile: "\(folder)/xl/worksheets/sheet1.xml", encoding: .utf8)
  }

  @Test func `a row of 16,384 columns is read, one more is refused`() throws {
    for count in [16_384, 16_385] {
      let cells = Array(repeating: "1", count: count)
      let files = [
        try TestFiles.file("x\n\(cells.joined(separator: ","))\n".utf8),
        try TestFiles.file(
          TestZip.workbook([
            (
              "表",
              "<sheetData><row r='2'>\(cells.map { "<c><v>\($0)</v></c>" }.joined())</row></sheetData>"
            )
          ]).bytes),
        try TestFiles.file(
          "<table><tr><td>x</tr><tr>\(cells.map { "<td>\($0)" }.joined())</tr></table>".utf8),
      ]
      for file in files {
        let said = try sentence(file)
        if count == 16_384 {
          #expect(said.hasPrefix("read:"))
        } else {
          #expect(said == "文件内容异常：第 2 行超过 16384 列。请检查后重新导出。")
        }
      }
    }
  }

  @Test func `a cell of 200 MB is refused before it is at hand`() throws {
    let text = try python(
      """
      with open(path, "wb") as file:
          file.write(b"a,b\\n1,")
          for _ in range(200): file.write(b"x" * (1 << 20))
      """)
    #expect(try sentence(text) == "文件内容异常：第 2 行有超过 1 MB 的单元格，可能缺少引号。请检查后重新导出。")
    let parts =
      "[b'<sheetData><row><c t=\"str\"><v>'] + [b'x' * (1 << 20)] * 200 + [b'</v></c></row></sheetData>']"
    #expect(
      try sentence(workbook("ZIP_STORED", parts)) == "文件内容异常：有超过 4 MB 的单元格。请检查后重新导出。")
    let page = try python(
      """
      with open(path, "wb") as file:
          file.write(b"<table><tr><td>")
          for _ in range(200): file.write(b"x" * (1 << 20))
      """)
    #expect(try sentence(page) == "文件内容异常：有超过 4 MB 的单元格。请检查后重新导出。")
  }

  @Test func `an open quote does not swallow the file`() throws {
    let lines = String(repeating: "张三,1\n", count: 200_000)
    #expect(
      try sentence(of: "a,b\n\"x,1\n\(lines)".utf8, "csv")
        == "文件内容异常：第 2 行有超过 1 MB 的单元格，可能缺少引号。请检查后重新导出。")
  }

  @Test func `a broken ZIP directory is refused wherever it is broken`() throws {
    let whole = TestZip.workbook([("表", "<sheetData/>")]).bytes
    let end = whole.count - 22
    let start = Int(whole[end + 16]) | Int(whole[end + 17]) << 8 | Int(whole[end + 18]) << 16
    func broken(_ place: Int, _ bytes: [UInt8]) throws -> String {
      var made = whole
      made.replaceSubrange(place..<(place + bytes.count), with: bytes)
      return try sentence(of: made)
    }
    // More entries than it has, none where it says, a record that is none, a name beyond its end,
    // an entry beyond the file, an entry whose own head is none, a length beyond the file.
    #expect(try broken(end + 10, [0xFF, 0]) == damage)
    #expect(try broken(end + 16, [0xFF, 0xFF, 0xFF, 0x7F]) == damage)
    #expect(try broken(start, [0, 0]) == damage)
    #expect(try broken(start + 28, [0xFF, 0xFF]) == damage)
    #expect(try broken(start + 42, [0xFF, 0xFF, 0xFF, 0x7F]) == damage)
    #expect(try broken(start + 42, [4, 0, 0, 0]) == damage)
    #expect(try broken(start + 20, [0xFF, 0xFF, 0xFF]) == damage)
    #expect(try sentence(of: whole).hasPrefix("read:"))
  }

  @Test func `a part that was changed on its way is found by its checksum`() throws {
    var bytes = TestZip.workbook([("表", "<sheetData><row><c><v>7</v></c></row></sheetData>")]).bytes
    let place = try #require(bytes.indices.first { bytes[$0...].starts(with: Array("<v>7".utf8)) })
    bytes[place + 3] = UInt8(ascii: "8")
    #expect(try sentence(of: bytes) == "文件已损坏：压缩内容校验不符。请重新导出后上传。")
  }

  @Test func `a file cut anywhere is refused or read up to there, never half a cell`() throws {
    let xml = "<sheetData><row><c><v>7</v></c></row></sheetData>"
    let book = TestZip.workbook([("表", xml)]).bytes
    for length in stride(from: 4, to: book.count, by: 41) {
      #expect(try sentence(of: book.prefix(length)) == cut)
    }
    let page = Array(
      """
      <?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">
      <Worksheet><Table><Row><Cell><Data>1</Data></Cell></Row>
      """.utf8)
    #expect(try sentence(of: page, "xls") == cut)
  }

  @Test func `a file with a password says how to go on`() throws {
    let said = "文件有密码保护，请先去掉密码再上传。"
    let frame: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    let mark: [UInt8] = "EncryptedPackage".utf8.flatMap { [UInt8($0), UInt8(0)] }
    #expect(try sentence(of: frame + [UInt8](repeating: 0, count: 600) + mark) == said)
    var zip = TestZip()
    zip.add("xl/workbook.xml", [1, 2, 3], flags: 1)
    #expect(try sentence(of: zip.bytes) == said)
  }

  @Test func `a million empty rows cost little and leave the others where they stand`() throws {
    let path = try workbook(
      "ZIP_DEFLATED",
      """
      [b'<sheetData><row r="1"><c r="A1" t="str"><v>a</v></c></row>'] + \
      [b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (n, n) for n in range(at, at + 1000)) \
      for at in range(2, 1_000_002, 1000)] + \
      [b'<row r="1048576"><c r="A1048576" t="str"><v>b</v></c></row></sheetData>']
      """)
    var reader = try SheetFile.open(path)
    let rows = [try reader.next(), try reader.next(), try reader.next()]
    #expect(rows.map { $0?.number } == [1, 1_048_576, nil])
    #expect(rows.map { $0?.cells } == [["a"], ["b"], nil])
    let text = try TestFiles.file("a,b\n\(String(repeating: ",\r\n", count: 1_000_000))c,d".utf8)
    var lines = try SheetFile.open(text)
    #expect([try lines.next()?.number, try lines.next()?.number] == [1, 1_000_002])
  }

  @Test func `rows are counted upwards whatever the file says`() throws {
    let xml =
      "<sheetData>"
      + ["3", "3", "0", "-7", "9223372036854775807", "x", "9"].map {
        "<row r='\($0)'><c><v>1</v></c></row>"
      }.joined() + "</sheetData>"
    var reader = try SheetFile.open(TestFiles.file(TestZip.workbook([("表", xml)]).bytes))
    #expect(try (0..<8).map { _ in try reader.next()?.number } == [3, 4, 5, 6, 7, 8, 9, nil])
    let page = """
      <?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet>
      <Table><Row Index="5"><Cell><Data>1</Data></Cell></Row><Row Index="-5"><Cell><Data>1</Data>
      </Cell></Row></Table></Worksheet></Workbook>
      """
    var other = try SheetFile.open(TestFiles.file(page.utf8, "xls"))
    #expect(try (0..<3).map { _ in try other.next()?.number } == [5, 6, nil])
  }

  @Test func `lines in another encoding than the file are read, and told`() throws {
    let national: [UInt8] = [0xD5, 0xC5, 0xC8, 0xFD, 0xC0, 0xEE, 0x2C, 0x31, 0x0A]
    let text = Array("姓名,号\n李四光,2\n".utf8)
    var reader = try SheetFile.open(TestFiles.file(text + national + [0xFF, 0x2C, 0x33]))
    let rows = try (0..<4).map { _ in try reader.next() }
    #expect(rows.map { $0?.cells.first } == ["姓名", "李四光", "张三李", "\u{FFFD}"])
    #expect(rows.map { $0?.note } == [nil, nil, .otherEncoding, .unreadable])
    #expect(RowNote.unreadable.sentence == "本行有无法识别的字符，请在原文件中改正后重新发送")
    // The same the other way round.
    let back = try TestFiles.file(national + national + text)
    #expect(try TestFiles.rows(back).map(\.first) == ["张三李", "张三李", "姓名", "李四光"])
  }
}
