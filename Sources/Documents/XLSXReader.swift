/// Reads the first sheet of an xlsx workbook that holds anything, row by row.
///
/// The sheet's XML is scanned byte by byte as it is inflated; nothing but the shared strings is
/// kept. `<dimension>` is not looked at: exports of the national system state it wrongly.
package struct XLSXReader: SheetReader {
  package let sheetName: String
  private let rows: RowQueue
  private var position = 0

  package init(_ path: String) throws {
    let archive = try ZipArchive(path)
    let workbook = try Workbook(path, archive)
    for sheet in workbook.sheets {
      let rows = try RowQueue(path, sheet.path, workbook)
      if !rows.isEmpty {
        (sheetName, self.rows) = (sheet.name, rows)
        return
      }
    }
    throw SheetFault.empty
  }

  package mutating func next() throws -> SheetRow? { try rows.next() }
}

/// What the parts of a workbook beside its sheets say.
struct Workbook: Sendable {
  let sheets: [(name: String, path: String)]
  let strings: [String]
  /// Cell formats, by number: whether they show a date.
  let dateFormats: [Bool]
  let startsIn1904: Bool

  init(_ path: String, _ archive: borrowing ZipArchive) throws {
    func contents(_ name: String, _ limit: Int) throws -> [UInt8]? {
      try EntryReader.contents(path, name, in: archive, limit: limit)
    }
    guard let book = try contents("xl/workbook.xml", 1 << 22),
      let links = try contents("xl/_rels/workbook.xml.rels", 1 << 22)
    else { throw SheetFault.noSheet }
    var targets: [String: String] = [:]
    for tag in XMLScan.tags("Relationship", in: links) {
      let target = tag["Target"] ?? ""
      targets[tag["Id"] ?? ""] = target.hasPrefix("/") ? String(target.dropFirst()) : "xl/\(target)"
    }
    sheets = XMLScan.tags("sheet", in: book).compactMap { tag in
      targets[tag["r:id"] ?? ""].map { (tag["name"] ?? "", $0) }
    }
    startsIn1904 = XMLScan.tags("workbookPr", in: book).contains {
      ["1", "true"].contains($0["date1904"])
    }
    strings =
      try contents("xl/sharedStrings.xml", 1 << 28)
      .map(Workbook.sharedStrings) ?? []
    dateFormats =
      try contents("xl/styles.xml", 1 << 24)
      .map(Workbook.dateFormats) ?? []
  }

  private static func sharedStrings(_ xml: [UInt8]) -> [String] {
    XMLScan.elements("si", in: xml[...]).map { item in
      // Phonetic readings are not part of the text.
      let text =
        XMLScan.elements("rPh", in: item).isEmpty ? [item] : XMLScan.elements("r", in: item)
      return text.flatMap { XMLScan.elements("t", in: $0) }.map(XMLScan.text).joined()
    }
  }

  private static func dateFormats(_ xml: [UInt8]) -> [Bool] {
    var custom: Set<Int> = []
    for tag in XMLScan.tags("numFmt", in: xml) {
      let code = (tag["formatCode"] ?? "").lowercased()
      let plain = code.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
        .filter { $0.offset.isMultiple(of: 2) }.map(\.element).joined()
      if plain.contains("yy") || plain.contains("m/d") || plain.contains("d"),
        let id = Int(tag["numFmtId"] ?? "")
      {
        custom.insert(id)
      }
    }
    guard let formats = XMLScan.elements("cellXfs", in: xml[...]).first else { return [] }
    return XMLScan.tags("xf", in: Array(formats)).map { tag in
      let id = Int(tag["numFmtId"] ?? "") ?? 0
      return (14...17).contains(id) || id == 22 || (27...36).contains(id) || custom.contains(id)
    }
  }
}
