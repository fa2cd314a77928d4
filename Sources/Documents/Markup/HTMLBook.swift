/// A web page with tables that was saved as a spreadsheet: one sheet, as Excel opens it.
struct HTMLBook: SheetBook {
  let path: String
  let sheets = [SheetInfo(index: 0, name: "Sheet1")]

  init(_ path: String) { self.path = path }

  func reader(_ index: Int, spreadingMerged: Bool) throws -> any SheetReader {
    guard index == 0 else { throw SheetFault.broken("没有这个工作表") }
    return HTMLReader(sheets[0], try MarkupFile.source(path), isSpreading: spreadingMerged)
  }
}

/// Reads the rows of all tables of a page, one below the other.
///
/// Tables within tables are not told apart: a row that begins ends the one before it. So nothing
/// nests, however deep the page is.
final class HTMLReader: SheetReader {
  let sheet: SheetInfo
  private var scan: MarkupScan
  private var spans: CellSpans
  private var number = 0
  private var isInRow = false
  private var column = 0
  private var isInCell = false
  private var hasBegun = false
  /// The whole number that the page keeps beside what it shows.
  private var pending: [UInt8]?
  private var text: [UInt8] = []
  private var span = (rows: 1, columns: 1)
  private static let (tr, td, th) = (MarkupName("tr"), MarkupName("td"), MarkupName("th"))
  private static let (br, table) = (MarkupName("br"), MarkupName("table"))
  private static let (rowspan, colspan) = (MarkupName("rowspan"), MarkupName("colspan"))
  private static let num = MarkupName("num")
  private static let longestCell = 1 << 20

  init(_ sheet: SheetInfo, _ source: any ByteSource, isSpreading: Bool) {
    self.sheet = sheet
    scan = MarkupScan(source, .html)
    spans = CellSpans(isSpreading: isSpreading)
  }

  func read(into row: inout RowBuffer) throws -> Bool {
    while true {
      let token = try scan.next()
      switch token.kind {
      case .text: if isInCell { try append(token) }
      case .open: if try open(token, &row) { return true }
      case .close: if try close(token, &row) { return true }
      case .end: return try endRow(&row)
      }
    }
  }

  private func append(_ token: MarkupScan.Token) throws {
    scan.append(token, to: &text)
    guard text.count < HTMLReader.longestCell else {
      throw SheetFault.tooLarge("第 \(number) 行有超过 1 MB 的单元格")
    }
  }

  /// Takes an opening tag; true when it ended a row that holds anything.
  private func open(_ token: MarkupScan.Token, _ row: inout RowBuffer) throws -> Bool {
    switch token.name {
    case HTMLReader.tr:
      let isFull = try endRow(&row)
      isInRow = true
      return isFull
    case HTMLReader.td, HTMLReader.th: try beginCell(token, &row)
    case HTMLReader.br: if isInCell { text.append(0x20) }
    default: break
    }
    return false
  }

  private func close(_ token: MarkupScan.Token, _ row: inout RowBuffer) throws -> Bool {
    switch token.name {
    case HTMLReader.tr: return try endRow(&row)
    case HTMLReader.td, HTMLReader.th: try endCell(&row)
    case HTMLReader.table:
      let isFull = try endRow(&row)
      spans.clear()
      return isFull
    default: break
    }
    return false
  }

  private func beginCell(_ token: MarkupScan.Token, _ row: inout RowBuffer) throws {
    try endCell(&row)
    if !hasBegun { begin(&row) }
    isInRow = true
    isInCell = !token.isClosed
    text.removeAll(keepingCapacity: true)
    span = (
      scan.number(HTMLReader.rowspan, of: token) ?? 1,
      scan.number(HTMLReader.colspan, of: token) ?? 1
    )
    // Excel keeps the whole number beside what it shows of it.
    if let whole = scan.attribute(HTMLReader.num, of: token), !whole.isEmpty {
      pending = Array(whole.utf8)
    }
    if token.isClosed { column = try spans.put([], at: spans.free(from: column), over: span, &row) }
  }

  private func begin(_ row: inout RowBuffer) {
    number += 1
    row.begin(number)
    (column, hasBegun) = (0, true)
  }

  private func endCell(_ row: inout RowBuffer) throws {
    guard isInCell else { return }
    isInCell = false
    let value = pending ?? HTMLReader.collapsed(text)
    pending = nil
    column = try spans.put(value, at: spans.free(from: column), over: span, &row)
  }

  /// Ends the row under way; true when it holds anything.
  private func endRow(_ row: inout RowBuffer) throws -> Bool {
    try endCell(&row)
    guard hasBegun || isInRow else { return false }
    if !hasBegun { begin(&row) }
    try spans.endRow(&row)
    (hasBegun, isInRow) = (false, false)
    return !row.isEmpty
  }

  /// Runs of blanks and line breaks are one blank, and none at the ends.
  private static func collapsed(_ text: [UInt8]) -> [UInt8] {
    var (shown, isBlank): ([UInt8], Bool) = ([], false)
    for byte in text {
      if byte <= 0x20 {
        isBlank = true
      } else {
        if isBlank, !shown.isEmpty { shown.append(0x20) }
        shown.append(byte)
        isBlank = false
      }
    }
    return shown
  }
}
