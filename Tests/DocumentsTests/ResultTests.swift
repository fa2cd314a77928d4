import Documents
import Foundation
import Testing

struct ResultTests {
  private let column = ResultColumn(title: "办理结果", firstRows: [0: 2]) { sheet, row in
    [2: RowMark("新增", isBad: false), 3: RowMark("=拒收：<缺姓名>", isBad: true)][sheet == 0 ? row : 0]
  }

  private func result(of bytes: some Sequence<UInt8>, _ column: ResultColumn? = nil) throws -> Data
  {
    let target = TestFiles.path("result")
    _ = try SheetFile.add(column ?? self.column, to: TestFiles.file(bytes), in: target)
    return try Data(contentsOf: URL(filePath: target))
  }

  @Test(arguments: [
    (
      "\u{FEFF}姓名;\"号;码\"\r\n\"张\"\"三\";=\"001\"\r\n\r\n李四\r\n",
      "\u{FEFF}姓名;\"号;码\";办理结果\r\n\"张\"\"三\";=\"001\";新增\r\n\r\n李四\r\n"
    ),
    (
      "姓名\t号码\n张三\t1\n李四\t=cmd()",
      "姓名\t号码\t办理结果\n张三\t1\t新增\n李四\t'=cmd()\t'=拒收：<缺姓名>"
    ),
    (
      "姓名,号码,办理结果\n张三,1,旧\n李四,2\n合计,2,,\n",
      "姓名,号码,办理结果\n张三,1,新增\n李四,2,'=拒收：<缺姓名>\n合计,2,,\n"
    ),
    ("name,id\na,1\n", "\u{FEFF}name,id,办理结果\na,1,新增\n"),
  ])
  func `a csv keeps separator, quotes and line ends`(text: String, expected: String) throws {
    #expect(String(decoding: try result(of: text.utf8), as: UTF8.self) == expected)
  }

  @Test func `a csv keeps its encoding`() throws {
    let national: [UInt8] = [
      0xD0, 0xD5, 0xC3, 0xFB, 0x2C, 0x61, 0x0A, 0xD5, 0xC5, 0xC8, 0xFD, 0x0A,
    ]
    let made = [UInt8](try result(of: national))
    #expect(made.prefix(6) == national.prefix(6))
    #expect(try TestFiles.rows(TestFiles.file(made)) == [["姓名", "a", "办理结果"], ["张三", "", "新增"]])
    // A line in UTF-8 among those in GB18030 keeps its own.
    let mixed = national + Array("李四,钟福寿\n".utf8)
    let read = try TestFiles.rows(TestFiles.file(result(of: mixed)))
    #expect(read.last == ["李四", "钟福寿", "'=拒收：<缺姓名>"])
    let wide = [0xFF, 0xFE] + Array("姓名,a\r\n张三,b\r\n".utf16).flatMap(bytes)
    let wideResult = [UInt8](try result(of: wide))
    #expect(wideResult.prefix(wide.count / 2).starts(with: [0xFF, 0xFE]))
    #expect(
      wideResult == [0xFF, 0xFE] + Array("姓名,a,办理结果\r\n张三,b,新增\r\n".utf16).flatMap(bytes))
  }

  private func bytes(_ unit: UInt16) -> [UInt8] { [UInt8(unit & 0xFF), UInt8(unit >> 8)] }

  private let sheet = """
    <x:dimension ref="A1"/><x:sheetData><x:row r="1" spans="1:2" ht="30"><x:c r="A1" t="inlineStr">
    <x:is><x:t>姓名</x:t></x:is></x:c><x:c r="B1" s="0" t="s"><x:v>0</x:v></x:c></x:row><!-- c -->
    <x:row r="2"><x:c r="A2"><x:v>1</x:v></x:c><x:c r="B2"><x:f>A2*2</x:f><x:v>2</x:v></x:c></x:row>
    <x:row r="3"><x:c r="A3" s="0"><x:v>5</x:v></x:c><x:c r="C3" s="0"/><x:c r="D3" s="0"/></x:row>
    </x:sheetData><x:mergeCells><x:mergeCell ref="A9:B9"/></x:mergeCells>
    """

  private let other = """
    <sheetData><row r='2'><c t="str"><f>DDE("cmd";"/c calc")</f><v>9</v></c></row></sheetData>
    <extLst><x14:sparkline><xm:f>A1</xm:f></x14:sparkline></extLst>
    """

  @Test func `an xlsx keeps every part but the sheet, and of that all but one cell a row`() throws {
    var zip = TestZip.workbook(
      [("甲", sheet), ("乙", other)],
      strings: "<si><t>号码</t></si>",
      styles: """
        <fills count="1"><fill/></fills><cellXfs count="1"><xf numFmtId="0"/></cellXfs>
        """)
    zip.add("xl/media/picture.png", (0..<200).map { UInt8($0) })
    zip.add("xl/calcChain.xml", Array("<calcChain/>".utf8))
    let types = #"<Types><Override PartName="/xl/calcChain.xml"/><Default Extension="a"/></Types>"#
    zip.add("[Content_Types].xml", Array(types.utf8))
    let made = try result(of: zip.bytes)
    let path = try TestFiles.file(made, "xlsx")
    let sheets = try TestFiles.sheets(path)
    #expect(
      sheets[0].rows == [
        ["姓名", "号码", "办理结果"], ["1", "2", "新增"], ["5", "", "=拒收：<缺姓名>", ""],
      ])
    #expect(sheets[1].rows == [["9"]])
    let parts = try unpacked(path)
    let before = try unpacked(TestFiles.file(zip.bytes, "xlsx"))
    let changed = before.keys.filter { before[$0] != parts[$0] }.sorted()
    #expect(
      changed == [
        "[Content_Types].xml", "xl/calcChain.xml", "xl/styles.xml", "xl/worksheets/s0.xml",
        "xl/worksheets/s1.xml",
      ])
    #expect(parts["[Content_Types].xml"] == #"<Types><Default Extension="a"/></Types>"#)
    #expect(parts["xl/calcChain.xml"] == nil)
    #expect(
      parts["xl/worksheets/s1.xml"]
        == before["xl/worksheets/s1.xml"]?.replacing(#"<f>DDE("cmd";"/c calc")</f>"#, with: ""))
    let text = try #require(parts["xl/worksheets/s0.xml"])
    #expect(text.contains(#"<x:row r="1" ht="30"><x:c r="A1" t="inlineStr">"#))
    #expect(!text.contains("<x:f>") && text.contains("<x:v>2</x:v>"))
    #expect(
      text.contains(#"<x:c r="C3" s="1" t="inlineStr"><x:is><x:t xml:space="preserve">=拒收：&lt;"#))
    #expect(text.contains("</x:is></x:c><x:c r=\"D3\" s=\"0\"/></x:row>"))
    let bare = text.replacing(#/<x:c r="C\d"[^>]*>.*?</x:is></x:c>/#, with: "")
    #expect(
      bare
        == before["xl/worksheets/s0.xml"]?.replacing(#" spans="1:2""#, with: "")
        .replacing("<x:f>A2*2</x:f>", with: "")
        .replacing(#"<x:c r="C3" s="0"/>"#, with: ""))
    #expect(parts["xl/styles.xml"]?.contains("fillId=\"1\"") == true)
  }

  /// Every part of a package by its name, unpacked by a program that is not ours.
  private func unpacked(_ path: String) throws -> [String: String] {
    let folder = TestFiles.path("parts")
    let unzip = Process()
    unzip.executableURL = URL(filePath: "/usr/bin/python3")
    unzip.arguments = ["-m", "zipfile", "-e", path, folder]
    try unzip.run()
    unzip.waitUntilExit()
    #expect(unzip.terminationStatus == 0)
    var parts: [String: String] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
      let url = URL(filePath: folder).appending(path: name)
      guard !url.hasDirectoryPath, let data = FileManager.default.contents(atPath: url.path) else {
        continue
      }
      parts[name] = String(decoding: data, as: UTF8.self)
    }
    return parts
  }

  @Test func `a file that came back with results has them replaced`() throws {
    let zip = TestZip.workbook([("甲", sheet)], strings: "<si><t>号码</t></si>")
    let once = try result(of: zip.bytes)
    let later = ResultColumn(title: "办理结果", firstRows: [0: 2]) { _, row in
      row == 2 ? RowMark("未变", isBad: false) : nil
    }
    let twice = try TestFiles.file(result(of: once, later), "xlsx")
    #expect(try TestFiles.rows(twice)[1] == ["1", "2", "未变"])
  }

  @Test func `an old workbook comes back as xlsx with all its sheets`() throws {
    let old = LayoutTests.folder.appending(path: "Corpus/old.xls").path
    let target = TestFiles.path("xlsx")
    let column = ResultColumn(title: "办理结果", firstRows: [1: 3]) { sheet, row in
      sheet == 1 && row == 4 ? RowMark("新增", isBad: true) : nil
    }
    #expect(try SheetFile.add(column, to: old, in: target) == .xlsx)
    let (before, after) = (try TestFiles.sheets(old), try TestFiles.sheets(target))
    #expect(after.map(\.name) == before.map(\.name))
    #expect(after[0].rows == before[0].rows)
    #expect(after[1].rows[2] == before[1].rows[2] + ["新增"])
    var reader = try SheetFile.book(target).reader(1)
    _ = try reader.next()
    #expect(try reader.next()?.number == 3)
  }
}
