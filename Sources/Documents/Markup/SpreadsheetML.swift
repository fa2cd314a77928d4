/// The XML that Excel 2003 and many programs after it wrote as `.xls`.
struct SpreadsheetMLBook: SheetBook {
  let path: String
  let sheets: [SheetInfo]

  init(_ path: String) throws {
    self.path = path
    var (scan, names): (MarkupScan, [(String, Bool)]) = (
      MarkupScan(try MarkupFile.source(path)), []
    )
    var isVisible = false
    while case let token = try scan.next(), token.kind != .end {
      switch token.kind {
      case .open where token.name == SpreadsheetMLReader.worksheet:
        names.append((scan.attribute(SpreadsheetMLReader.name, of: token) ?? "", false))
      case .open, .close:
        if token.name == MarkupName("Visible") { isVisible = token.kind == .open }
      default:
        if isVisible, !names.isEmpty { names[names.count - 1].1 = true }
      }
    }
    sheets = names.enumerated().map { SheetInfo(index: $0, name: $1.0, isHidden: $1.1) }
    guard !sheets.isEmpty else { throw SheetFault.noSheet }
  }

  func reader(_ index: Int, spreadingMerged: Bool) throws -> any SheetReader {
    guard sheets.indices.contains(index) else { throw SheetFault.broken("没有这个工作表") }
    return try SpreadsheetMLReader(
      sheets[index], MarkupFile.source(path), isSpreading: spreadingMerged)
  }
}

/// Reads the rows of one sheet of such a file.
///
/// A class, because it keeps its place in the file.
final class SpreadsheetMLReader: SheetReader {
  let sheet: SheetInfo
  private var scan: MarkupScan
  private var spans: CellSpans
  private var (number, column, nextColumn) = (0, 0, 0)
  private var span = (rows: 1, columns: 1)
  private var text: [UInt8] = []
  private var isData = false
  private var isDay = false
  private var isComment = false
  private var isOver = false
  static let (worksheet, name) = (MarkupName("Worksheet"), MarkupName("Name"))
  private static let (row, cell, data) = (MarkupName("Row"), MarkupName("Cell"), MarkupName("Data"))
  private static let (index, type) = (MarkupName("Index"), MarkupName("Type"))
  private static let (across, down) = (MarkupName("MergeAcross"), MarkupName("MergeDown"))
  private static let comment = MarkupName("Comment")

  init(_ sheet: SheetInfo, _ source: any ByteSource, isSpreading: Bool) throws {
    (self.sheet, scan) = (sheet, MarkupScan(source))
    spans = CellSpans(isSpreading: isSpreading)
    var left = sheet.index + 1
    while left > 0, case let token = try scan.next(), token.kind != .end {
      if token.kind == .open, token.name == SpreadsheetMLReader.worksheet { left -= 1 }
    }
  }

  func read(into row: inout RowBuffer) throws -> Bool {
    // Cells that stand in no row are those of the next.
    row.begin(number + 1)
    while !isOver {
      let token = try scan.next()
      switch token.kind {
      case .text: if isData, !isComment { scan.append(token, to: &text) }
      case .open: try open(token, &row)
      case .close: if try close(token, &row) { return true }
      case .end: throw SheetFault.broken("文件不完整，可能没有传完")
      }
    }
    return false
  }

  private func open(_ token: MarkupScan.Token, _ row: inout RowBuffer) throws {
    switch token.name {
    case SpreadsheetMLReader.row:
      number = RowNumber.next(scan.number(SpreadsheetMLReader.index, of: token), after: number)
      row.begin(number)
      nextColumn = 0
      if token.isClosed { try spans.endRow(&row) }
    case SpreadsheetMLReader.cell:
      let stated = scan.number(SpreadsheetMLReader.index, of: token).map { $0 - 1 }
      column = max(0, stated ?? spans.free(from: nextColumn))
      span = (
        SpreadsheetMLReader.reach(scan.number(SpreadsheetMLReader.down, of: token)),
        SpreadsheetMLReader.reach(scan.number(SpreadsheetMLReader.across, of: token))
      )
      text.removeAll(keepingCapacity: true)
      isDay = false
      if token.isClosed { nextColumn = try spans.put([], at: column, over: span, &row) }
    case SpreadsheetMLReader.data:
      isData = !token.isClosed
      if !isComment { isDay = scan.attribute(SpreadsheetMLReader.type, of: token) == "DateTime" }
    case SpreadsheetMLReader.comment: isComment = !token.isClosed
    case SpreadsheetMLReader.worksheet: isOver = true
    default: break
    }
  }

  /// How many cells one reaches over that states so many beside itself.
  private static func reach(_ stated: Int?) -> Int {
    min(max(stated ?? 0, 0), 1 << 20) + 1
  }

  private func close(_ token: MarkupScan.Token, _ row: inout RowBuffer) throws -> Bool {
    switch token.name {
    case SpreadsheetMLReader.cell:
      nextColumn = try spans.put(
        isDay ? SpreadsheetMLReader.day(text) : text, at: column, over: span, &row)
    case SpreadsheetMLReader.data: isData = false
    case SpreadsheetMLReader.comment: isComment = false
    case SpreadsheetMLReader.row:
      try spans.endRow(&row)
      number = row.number
      return !row.isEmpty
    case SpreadsheetMLReader.worksheet: isOver = true
    default: break
    }
    return false
  }

  /// `2026-03-05T00:00:00.000` is 2026-03-05.
  private static func day(_ text: [UInt8]) -> [UInt8] {
    let parts = text.split(separator: UInt8(ascii: "T"), maxSplits: 1)
    guard parts.count == 2 else { return text }
    let time = parts[1].prefix { $0 != UInt8(ascii: ".") }
    let isMidnight = time.allSatisfy { $0 == 0x30 || $0 == 0x3A }
    return Array(parts[0]) + (isMidnight ? [] : [0x20] + time)
  }
}
