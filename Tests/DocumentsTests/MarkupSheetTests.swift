import Documents
import Foundation
import Testing

struct MarkupSheetTests {
  private func rows(_ text: String, spreading: Bool = false) throws -> [[String]] {
    let book = try SheetFile.book(TestFiles.file(text.utf8, "xls"))
    return try TestFiles.rows(book.reader(0, spreadingMerged: spreading))
  }

  private let page = """
    <html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
    <style>td > p { content: "<" }</style><script>if (a<b) { "'" }</script></head>
    <body><TABLE border=1><tr><th colspan=2 rowspan=1>户主</th><th rowspan=2>备注</th></tr>
    <tr><td>姓名</td><td>证件<br>号码</tr><!-- <tr><td>x</td></tr> -->
    <tr><td> 张&nbsp;三 &amp; 李 <td x:num="360732199001010012">3.6E+17<td/>&#20013;
    </table></body></html>
    """

  @Test func `a page saved as a sheet is read with its spans`() throws {
    #expect(
      try rows(page) == [
        ["户主", "", "备注"], ["姓名", "证件 号码"],
        ["张 三 & 李", "360732199001010012", ""],
      ])
    #expect(
      try rows(page, spreading: true)[0...1] == [
        ["户主", "户主", "备注"], ["姓名", "证件 号码", "备注"],
      ])
  }

  @Test func `a page in GB18030 or UTF-16 is read alike`() throws {
    let text = "<table><tr><td>\u{5F20}\u{4E09}</td><td>1</td></tr></table>"
    var wide: [UInt8] = [0xFF, 0xFE]
    for unit in text.utf16 { wide += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
    #expect(try TestFiles.rows(TestFiles.file(wide)) == [["张三", "1"]])
    var national = Array("<meta charset=gb2312><table><tr><td>".utf8)
    national += [0xD5, 0xC5, 0xC8, 0xFD]
    national += Array("</td></tr></table>".utf8)
    #expect(try TestFiles.rows(TestFiles.file(national)) == [["张三"]])
  }

  @Test func `a page nested without end is read in constant memory`() throws {
    let deep = String(repeating: "<div><table><tr><td>", count: 200_000) + "底"
    #expect(try rows(deep) == [["底"]])
  }

  private let workbook = """
    <?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>
    <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
     xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="a"/></Styles>
    <Worksheet ss:Name="一"><Table/></Worksheet><Worksheet ss:Name="二"><Table>
    <Row><Cell ss:MergeAcross="1"><Data ss:Type="String">户主</Data></Cell>
    <Cell ss:MergeDown="1"><Data ss:Type="String">备注</Data>
    <Comment><ss:Data>批注</ss:Data></Comment></Cell></Row>
    <Row ss:Index="5"><Cell><Data ss:Type="Number">12</Data></Cell><Cell ss:Index="4">
    <Data ss:Type="DateTime">2026-03-05T00:00:00.000</Data></Cell>
    <Cell><ss:Data ss:Type="String">a<B>粗</B>&lt;</ss:Data></Cell></Row></Table>
    <x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet></Workbook>
    """

  @Test func `the XML of Excel 2003 is read sheet by sheet`() throws {
    let path = try TestFiles.file(workbook.utf8, "xls")
    let book = try SheetFile.book(path)
    #expect(book.sheets.map(\.name) == ["一", "二"])
    #expect(book.sheets.map(\.isHidden) == [false, true])
    var reader = try book.reader(1)
    #expect(try reader.next()?.cells == ["户主", "", "备注"])
    let row = try reader.next()
    #expect(row?.number == 5)
    #expect(row?.cells == ["12", "", "", "2026-03-05", "a粗<"])
    #expect(
      try TestFiles.rows(book.reader(1, spreadingMerged: true)).first == ["户主", "户主", "备注"])
  }

  @Test func `its entities cannot be made to grow or to read files`() throws {
    let bomb = workbook.replacing(
      "<?mso-application progid=\"Excel.Sheet\"?>",
      with: "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>")
    #expect(throws: SheetFault.broken("文件里有不允许的 XML 声明（DTD）")) { _ = try rows(bomb) }
    let zip = TestZip.workbook([("a", "<!DOCTYPE x><sheetData/>")])
    #expect(throws: SheetFault.self) { _ = try TestFiles.rows(TestFiles.file(zip.bytes)) }
  }
}
