import Documents
import Foundation
import Testing

struct WorkbookTests {
  private func rows(_ xml: String, strings: String = "", styles: String = "") throws -> [[String]] {
    let zip = TestZip.workbook([("表", xml)], strings: strings, styles: styles)
    return try TestFiles.rows(TestFiles.file(zip.bytes, "xlsx"))
  }

  @Test func `every sheet is read, by its place, name and whether it shows`() throws {
    let row = { (text: String) in
      "<sheetData><row><c t=\"inlineStr\"><is><t>\(text)</t></is></c></row></sheetData>"
    }
    var zip = TestZip.workbook([("说明", "<sheetData/>"), ("一&amp;二", row("甲")), ("三", row("乙"))])
    zip.add("xl/other.bin", [1, 2, 3])
    let path = try TestFiles.file(zip.bytes, "xls")
    let sheets = try TestFiles.sheets(path)
    #expect(sheets.map(\.name) == ["说明", "一&二", "三"])
    #expect(sheets.map(\.rows) == [[], [["甲"]], [["乙"]]])
    #expect(try SheetFile.open(path).sheet == SheetInfo(index: 1, name: "一&二"))
  }

  @Test func `hidden sheets are told apart and opened last`() throws {
    let cell = "<sheetData><row><c><v>1</v></c></row></sheetData>"
    let zip = TestZip([
      (
        "xl/workbook.xml",
        """
        <workbook><sheets><sheet name="藏" state="hidden" r:id="a"/>
        <sheet name="显" r:id="b"/></sheets></workbook>
        """
      ),
      (
        "xl/_rels/workbook.xml.rels",
        """
        <Relationships><Relationship Id="a" Type="x/worksheet" Target="/xl/1.xml"/>
        <Relationship Id="b" Type="x/worksheet" Target="./2.xml"/></Relationships>
        """
      ), ("xl/1.xml", cell), ("xl/2.xml", cell),
    ])
    let path = try TestFiles.file(zip.bytes, "xlsx")
    #expect(try SheetFile.book(path).sheets.map(\.isHidden) == [true, false])
    #expect(try SheetFile.open(path).sheetName == "显")
  }

  @Test func `shared strings keep rich text and leave phonetic readings out`() throws {
    let strings = """
      <si><t>张三</t></si><si><r><t>李</t></r><r><rPr><b/></rPr><t xml:space="preserve"> 四</t></r>
      <rPh sb="0" eb="1"><t>リ</t></rPh></si><si/><si><t>a&lt;b&#x4E2D;<![CDATA[&c]]></t></si>
      """
    let cells = (0...4).map { #"<c t="s"><v>\#($0)</v></c>"# }.joined()
    #expect(
      try rows("<sheetData><row>\(cells)</row></sheetData>", strings: strings) == [
        ["张三", "李 四", "", "a<b中&c", ""]
      ])
  }

  @Test(arguments: [
    (#"<c><v>12.0</v></c>"#, "12"), (#"<c><v>3.60732199001E+17</v></c>"#, "360732199001000000"),
    (#"<c><v>0.1</v></c>"#, "0.1"), (#"<c><v>12.300000000000001</v></c>"#, "12.3"),
    (#"<c><v>1.5E-5</v></c>"#, "0.000015"),
    (#"<c><v>360732199001010012</v></c>"#, "360732199001010012"),
    (#"<c s="1"><v>45000</v></c>"#, "2023-03-15"),
    (#"<c s="2"><v>45000.5</v></c>"#, "2023-03-15 12:00:00"),
    (#"<c s="3"><v>0.75</v></c>"#, "18:00:00"), (#"<c s="4"><v>45000</v></c>"#, "45000"),
    (#"<c s="1"><v>59</v></c>"#, "1900-02-28"), (#"<c s="1"><v>61</v></c>"#, "1900-03-01"),
    (#"<c s="5"><v>45000</v></c>"#, "2023-03-15"), (#"<c t="b"><v>1</v></c>"#, "是"),
    (#"<c t="e"><v>#N/A</v></c>"#, "#N/A"), (#"<c t="str"><f>A1&amp;"x"</f><v>=x</v></c>"#, "=x"),
    (#"<c t="d"><v>2026-01-02</v></c>"#, "2026-01-02"),
    (#"<c s="1"><v>-5</v></c>"#, "-5"), (#"<c s="1"><v>1E300</v></c>"#, ""),
  ])
  func `numbers, days and times are read as people see them`(cell: String, expected: String) throws
  {
    let styles = """
      <numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>
      <numFmt numFmtId="165" formatCode="0.00&quot;day&quot;"/></numFmts>
      <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
      <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="21"/>
      <xf numFmtId="165"/><xf numFmtId="164"/></cellXfs>
      """
    let xml = "<sheetData><row><c><v>7</v></c>\(cell)</row></sheetData>"
    #expect(try rows(xml, styles: styles) == [["7", expected]])
  }

  @Test func `days are counted from 1904 where the workbook says so`() throws {
    let zip = TestZip.workbook(
      [("a", #"<sheetData><row><c s="0"><v>43538</v></c></row></sheetData>"#)],
      styles: #"<cellXfs><xf numFmtId="14"/></cellXfs>"#,
      bookExtra: #"<workbookPr date1904="1"/>"#)
    #expect(try TestFiles.rows(TestFiles.file(zip.bytes)) == [["2023-03-15"]])
  }

  @Test func `prefixes, gaps, wrong dimensions and missing references do no harm`() throws {
    let xml = """
      <x:dimension ref="A1:A1"/><x:sheetData><x:row r="3"><x:c r="C3"><x:v>1</x:v></x:c>
      <x:c><x:v>2</x:v></x:c></x:row><x:row/><x:row spans='1:2'><x:c r='A5'><x:v>3</x:v></x:c>
      </x:row></x:sheetData>
      """
    let zip = TestZip.workbook([("a", xml)])
    var reader = try SheetFile.open(TestFiles.file(zip.bytes))
    let found = [try reader.next(), try reader.next(), try reader.next()]
    #expect(found.map { $0?.number } == [3, 5, nil])
    #expect(found.map { $0?.cells } == [["", "", "1", "2"], ["3"], nil])
  }

  @Test func `merged cells of a header can be read in every column`() throws {
    let xml = """
      <sheetData><row><c t="inlineStr"><is><t>户主</t></is></c><c/><c/>
      <c t="inlineStr"><is><t>备注</t></is></c></row>
      <row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row></sheetData>
      <mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="D1:D2"/></mergeCells>
      """
    let book = try SheetFile.book(TestFiles.file(TestZip.workbook([("a", xml)]).bytes))
    #expect(
      try TestFiles.rows(book.reader(0, spreadingMerged: true)) == [
        ["户主", "户主", "户主", "备注"], ["1", "2", "", "备注"], ["3"],
      ])
    #expect(try TestFiles.rows(book.reader(0)).first == ["户主", "", "", "备注"])
  }
}
