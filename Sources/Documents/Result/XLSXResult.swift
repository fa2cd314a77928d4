/// An xlsx with results: every part of the package as it was but for the results, one more format
/// for them, and the formulas, of which the values stay.
struct XLSXResult {
  private let book: XLSXBook
  private let results: ResultColumn

  init(_ source: String, _ results: ResultColumn) throws {
    (book, self.results) = (try XLSXBook(source), results)
  }

  func write(to target: String) throws {
    let writer = try ZipWriter(target)
    var places: [String: ResultPlace] = [:]
    for sheet in results.firstRows.keys where book.paths.indices.contains(sheet) {
      places[book.paths[sheet].lowercased()] = try ResultPlace(book, sheet, results)
    }
    let style = try warningStyle()
    let sheets = Set(book.paths.map { $0.lowercased() })
    for entry in book.archive.entries where !FormulaList.isOne(entry.name) {
      let name = entry.name.lowercased()
      if sheets.contains(name) {
        try writer.replace(entry) { sink in
          var edit = SheetEdit(
            try EntryReader(book.archive, entry), places[name], style: style?.number)
          try edit.run(sink)
        }
      } else if let style, name == book.stylesPath?.lowercased() {
        try writer.replace(entry) { try $0(style.xml[...]) }
      } else if FormulaList.isNamed(in: name) {
        let xml = try FormulaList.left(out: EntryReader(book.archive, entry))
        try writer.replace(entry) { try $0(xml[...]) }
      } else {
        try writer.copy(entry, from: book.archive)
      }
    }
    try writer.close()
  }

  private func warningStyle() throws -> WarningStyle? {
    guard let path = book.stylesPath, let entry = book.archive.entry(path) else { return nil }
    return try WarningStyle(EntryReader(book.archive, entry))
  }
}

/// The list of cell formats with one more, in warning colour, and that one's number.
private struct WarningStyle {
  private(set) var xml: [UInt8] = []
  private var (fills, formats) = (0, 0)
  private var list: MarkupName?
  private static let (fillList, fill) = (MarkupName("fills"), MarkupName("fill"))

  var number: Int { formats }

  /// Nil where the workbook lists no formats to add one to.
  init?(_ source: any ByteSource) throws {
    var scan = MarkupScan(source)
    while case let token = try scan.next(), token.kind != .end {
      let raw = scan.bytes[scan.whole]
      let isList = token.name == WarningStyle.fillList || token.name == XLSXNames.cellXfs
      switch token.kind {
      case .open where isList && !token.isClosed:
        list = token.name
        // How many there are may be left out.
        xml += SheetEdit.tag(raw, without: "count")
      case .close where isList:
        list = nil
        xml += Array(raw).prefixedTag(addition(to: token.name)) + raw
      default:
        if token.kind == .open { count(token.name) }
        xml += raw
      }
    }
    guard fills > 0, formats > 0 else { return nil }
  }

  private mutating func count(_ name: MarkupName) {
    if list == WarningStyle.fillList, name == WarningStyle.fill { fills += 1 }
    if list == XLSXNames.cellXfs, name == XLSXNames.xf { formats += 1 }
  }

  private func addition(to list: MarkupName) -> String {
    guard list == WarningStyle.fillList else {
      return """
        <#xf numFmtId="0" fontId="0" fillId="\(fills)" borderId="0" xfId="0" applyFill="1"/>
        """
    }
    return """
      <#fill><#patternFill patternType="solid"><#fgColor rgb="FFFFE5E0"/></#patternFill></#fill>
      """
  }
}

/// The part of a workbook that lists which cells hold formulas: it goes with them.
private enum FormulaList {
  static func isOne(_ name: String) -> Bool { name.lowercased().hasSuffix("calcchain.xml") }

  /// Whether a part may name it.
  static func isNamed(in part: String) -> Bool {
    part == "[content_types].xml" || part.hasSuffix("workbook.xml.rels")
  }

  /// A part's XML without the elements that name it.
  static func left(out source: any ByteSource) throws -> [UInt8] {
    var (scan, xml): (MarkupScan, [UInt8]) = (MarkupScan(source), [])
    let names = [XLSXNames.target, MarkupName("PartName")]
    while case let token = try scan.next(), token.kind != .end {
      let namesIt =
        token.kind == .open && token.isClosed
        && names.contains { scan.attribute($0, of: token).map(isOne) ?? false }
      if !namesIt { xml += scan.bytes[scan.whole] }
    }
    return xml + scan.bytes[scan.whole]
  }
}
