import Documents
import Foundation
import Testing

/// The files of the ten layouts that lie beside the tests of `Documents`, and their persons.
enum LayoutFile {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "DocumentsTests/Layouts")

  static func data(_ name: String) throws -> Data {
    try Data(contentsOf: folder.appending(path: name))
  }

  /// One made-up person of the layouts.
  struct Person {
    let (code, name, number, relation): (String, String, String, String)
  }

  static func persons() throws -> [Person] {
    let lines = String(decoding: try data("persons.csv"), as: UTF8.self).split(separator: "\n")
    return lines.dropFirst().map { line in
      let cells = line.split(separator: ",").map(String.init)
      return Person(code: cells[0], name: cells[2], number: cells[4], relation: cells[5])
    }
  }

  /// Some of them as the county's register has them.
  static func registry(_ persons: some Sequence<Person>) -> [[String]] {
    persons.map { TestCounty.person($0.code, $0.name, $0.number, $0.relation) }
  }

  static func book(_ data: Data) throws -> any SheetBook {
    let place = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try data.write(to: place)
    return try SheetFile.book(place.path)
  }

  /// The rows of a sheet, with the empty ones between them.
  private static func rows(_ book: any SheetBook, _ sheet: Int) throws -> [[String]] {
    var (reader, rows): (any SheetReader, [[String]]) = (try book.reader(sheet), [])
    while let row = try reader.next() {
      while rows.count < row.number - 1 { rows.append([]) }
      rows.append(row.cells)
    }
    return rows
  }

  /// All sheets as the XML that Excel 2003 wrote.
  static func spreadsheetML(_ book: any SheetBook) throws -> Data {
    var xml = """
      <?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
      <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
       xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
      """
    for sheet in book.sheets {
      xml += "<Worksheet ss:Name=\"\(sheet.name)\"><Table>"
      for row in try rows(book, sheet.index) {
        let cells = row.map { "<Cell><Data ss:Type=\"String\">\(escaped($0))</Data></Cell>" }
        xml += "<Row>\(cells.joined())</Row>"
      }
      xml += "</Table></Worksheet>"
    }
    return Data("\(xml)</Workbook>".utf8)
  }

  /// One sheet as a page that a system saved as `.xls`.
  static func page(_ book: any SheetBook, sheet: Int) throws -> Data {
    let lines = try rows(book, sheet).map { row in
      "<tr>\(row.map { "<td style='vnd.ms-excel.numberformat:@'>\(escaped($0))</td>" }.joined())</tr>"
    }
    return Data("<html><body><table border=1>\(lines.joined())</table></body></html>".utf8)
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
  }
}
