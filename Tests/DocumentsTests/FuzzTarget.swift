import Documents

/// What the fuzzer does with its bytes: reads them as a file, each sheet twice, and writes them back
/// with results. Whatever they are, they are read or refused.
enum FuzzTarget {
  /// Reads a file whatever it is; true where nothing in it was refused.
  @discardableResult
  static func read(_ path: String, writingTo target: String) throws -> Bool {
    do {
      let book = try SheetFile.book(path)
      for sheet in book.sheets.prefix(4) {
        for spreading in [false, true] {
          try drain(book.reader(sheet.index, spreadingMerged: spreading))
        }
      }
      let column = ResultColumn(title: "办理结果", firstRows: [0: 2, 1: 1]) { _, row in
        row % 3 == 0 ? nil : RowMark("新增<&>", isBad: row % 2 == 0)
      }
      _ = try SheetFile.add(column, to: path, in: target)
      return true
    } catch is SheetFault {
      return false
    }
  }

  private static func drain(_ reader: any SheetReader) throws {
    var (reader, row, last) = (reader, RowBuffer(), 0)
    while try reader.read(into: &row) {
      precondition(row.count <= 16_384, "a row wider than any sheet")
      for column in 0..<row.count { last &+= row.utf8(column).count }
    }
  }

  /// A workbook whose parts are given, so that its checksums are right whatever they hold: the
  /// workbook, its links, the sheet, the shared strings and the formats, with 0xFF between them.
  static func workbook(_ bytes: [UInt8]) -> [UInt8] {
    let names = [
      "xl/worksheets/s.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml",
      "xl/_rels/workbook.xml.rels",
    ]
    var parts = bytes.split(separator: 0xFF, maxSplits: 4, omittingEmptySubsequences: false)
      .map(Array.init)
    while parts.count < 3 { parts.append([]) }
    if parts.count < 5 { parts = parts.prefix(3) + [book, links] }
    var zip = TestZip()
    for (name, part) in Swift.zip(names, parts) { zip.add(name, part) }
    return zip.bytes
  }

  private static let book = Array(
    #"<workbook><sheets><sheet name="a" r:id="a"/></sheets></workbook>"#.utf8)
  private static let links = Array(
    """
    <Relationships><Relationship Id="a" Type="x/worksheet" Target="worksheets/s.xml"/>
    <Relationship Id="b" Type="x/sharedStrings" Target="sharedStrings.xml"/>
    <Relationship Id="c" Type="x/styles" Target="styles.xml"/></Relationships>
    """.utf8)
}
