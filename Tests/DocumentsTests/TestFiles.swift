import Documents
import Foundation

/// Files that tests make and read.
enum TestFiles {
  static func path(_ suffix: String) -> String {
    FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).\(suffix)").path
  }

  static func file(_ bytes: some Sequence<UInt8>, _ suffix: String = "csv") throws -> String {
    let path = path(suffix)
    try Data(bytes).write(to: URL(filePath: path))
    return path
  }

  static func rows(_ path: String) throws -> [[String]] { try rows(SheetFile.open(path)) }

  static func rows(_ reader: any SheetReader) throws -> [[String]] {
    var reader = reader
    var rows: [[String]] = []
    while let row = try reader.next() { rows.append(row.cells) }
    return rows
  }

  /// The contents of every sheet, by its name.
  static func sheets(_ path: String) throws -> [(name: String, rows: [[String]])] {
    let book = try SheetFile.book(path)
    return try book.sheets.map { ($0.name, try rows(book.reader($0.index))) }
  }
}

/// A ZIP file written entry by entry, unpacked, so that a test says every byte of it.
struct TestZip {
  private var body: [UInt8] = []
  private var directory: [UInt8] = []
  private var count = 0

  init(_ entries: [(String, String)] = []) {
    for (name, text) in entries { add(name, Array(text.utf8)) }
  }

  mutating func add(
    _ name: String, _ bytes: [UInt8], method: Int = 0, size: Int? = nil, flags: Int = 0
  ) {
    let start = body.count
    var shared: [UInt8] = []
    for (number, length) in [
      (20, 2), (flags, 2), (method, 2), (0, 4), (Int(TestZip.checksum(bytes)), 4),
      (bytes.count, 4), (size ?? bytes.count, 4), (name.utf8.count, 2),
    ] { shared += le(number, length) }
    body += [0x50, 0x4B, 3, 4]
    body += shared + le(0, 2) + Array(name.utf8)
    body += bytes
    directory += [0x50, 0x4B, 1, 2]
    directory += le(20, 2) + shared + le(0, 12)
    directory += le(start, 4) + Array(name.utf8)
    count += 1
  }

  var bytes: [UInt8] {
    var end: [UInt8] = [0x50, 0x4B, 5, 6]
    for (number, length) in [
      (0, 4), (count, 2), (count, 2), (directory.count, 4), (body.count, 4), (0, 2),
    ] { end += le(number, length) }
    return body + directory + end
  }

  /// A workbook of some sheets, each of them the XML between `<worksheet>` and its end.
  static func workbook(
    _ sheets: [(name: String, xml: String)], strings: String = "", styles: String = "",
    bookExtra: String = ""
  ) -> TestZip {
    let links = sheets.indices.map {
      #"<Relationship Id="rId\#($0)" Type="http://x/worksheet" Target="worksheets/s\#($0).xml"/>"#
    }
    let tabs = sheets.enumerated().map {
      #"<sheet name="\#($1.name)" sheetId="\#($0 + 1)" r:id="rId\#($0)"/>"#
    }
    return TestZip(
      [
        (
          "xl/workbook.xml",
          "<workbook>\(bookExtra)<sheets>\(tabs.joined())</sheets></workbook>"
        ),
        (
          "xl/_rels/workbook.xml.rels",
          """
          <Relationships>\(links.joined())
          <Relationship Id="a" Type="http://x/sharedStrings" Target="sharedStrings.xml"/>
          <Relationship Id="b" Type="http://x/styles" Target="/xl/styles.xml"/></Relationships>
          """
        ),
        ("xl/sharedStrings.xml", "<sst>\(strings)</sst>"),
        ("xl/styles.xml", "<styleSheet>\(styles)</styleSheet>"),
      ]
        + sheets.enumerated().map {
          ("xl/worksheets/s\($0).xml", "<worksheet>\($1.xml)</worksheet>")
        })
  }

  private func le(_ number: Int, _ length: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    for place in 0..<length {
      bytes.append(place < 8 ? UInt8(truncatingIfNeeded: number >> (8 * place)) : 0)
    }
    return bytes
  }

  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var sum = ~UInt32(0)
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? (sum >> 1) ^ 0xEDB8_8320 : sum >> 1 }
    }
    return ~sum
  }
}
