/// Reads the rows of one sheet, inflated and scanned on demand.
///
/// A class, because it holds the open file and the unread rest of it.
final class XLSXReader: SheetReader {
  let sheet: SheetInfo
  private var rows: XLSXRows

  init(_ sheet: SheetInfo, _ source: any ByteSource, _ shared: XLSXShared) {
    (self.sheet, rows) = (sheet, XLSXRows(source, shared))
  }

  func read(into row: inout RowBuffer) throws -> Bool { try rows.read(into: &row) }
}

/// The walk through a sheet's XML.
private struct XLSXRows {
  private var scan: MarkupScan
  private let shared: XLSXShared
  private var number = 0
  private var isOver = false
  private var cell = XLSXCell()
  private var isText = false
  private var isPhonetic = false
  private static let (row, c, v, t) = (
    MarkupName("row"), MarkupName("c"), MarkupName("v"), MarkupName("t")
  )
  private static let (rPh, sheetData) = (MarkupName("rPh"), MarkupName("sheetData"))

  init(_ source: any ByteSource, _ shared: XLSXShared) {
    (scan, self.shared) = (MarkupScan(source), shared)
  }

  mutating func read(into row: inout RowBuffer) throws -> Bool {
    // Cells that stand in no row are those of the next.
    row.begin(number + 1)
    while !isOver {
      let token = try scan.next()
      switch token.kind {
      case .text: if isText, !isPhonetic { scan.append(token, to: &cell.raw) }
      case .open: try open(token, &row)
      case .close: if try close(token, &row) { return true }
      case .end: throw SheetFault.broken("工作表不完整，可能没有传完")
      }
    }
    return false
  }

  private mutating func open(_ token: MarkupScan.Token, _ row: inout RowBuffer) throws {
    switch token.name {
    case XLSXRows.c:
      cell.begin(scan, token, after: row.count)
      if token.isClosed { try row.put([], at: cell.column) }
    case XLSXRows.v, XLSXRows.t: isText = !token.isClosed
    case XLSXRows.row:
      number = RowNumber.next(rowNumber(token), after: number)
      row.begin(number)
    case XLSXRows.rPh: isPhonetic = !token.isClosed
    case XLSXRows.sheetData: isOver = token.isClosed
    default: break
    }
  }

  /// Takes a closing tag; true when it finished a row that holds anything.
  private mutating func close(_ token: MarkupScan.Token, _ row: inout RowBuffer) throws -> Bool {
    switch token.name {
    case XLSXRows.c: try cell.put(into: &row, shared)
    case XLSXRows.v, XLSXRows.t: isText = false
    case XLSXRows.row:
      number = row.number
      return !row.isEmpty
    case XLSXRows.rPh: isPhonetic = false
    case XLSXRows.sheetData: isOver = true
    default: break
    }
    return false
  }

  private func rowNumber(_ token: MarkupScan.Token) -> Int? {
    var found: Int?
    scan.eachAttribute(of: token) { name, value in
      if name == XLSXCell.r { found = scan.bytes[value].wholeNumber }
    }
    return found
  }
}

/// One cell as its XML says it.
private struct XLSXCell {
  enum Kind { case number, shared, truth, text }

  private(set) var column = 0
  private var kind = Kind.number
  private var style = 0
  /// The characters between its tags.
  var raw: [UInt8] = []
  private var value: [UInt8] = []
  static let r = MarkupName("r")
  private static let (s, t) = (MarkupName("s"), MarkupName("t"))

  mutating func begin(_ scan: MarkupScan, _ token: MarkupScan.Token, after count: Int) {
    (column, kind, style) = (count, .number, 0)
    raw.removeAll(keepingCapacity: true)
    scan.eachAttribute(of: token) { name, value in
      switch name {
      case XLSXCell.r: column = XLSXCell.column(scan.bytes[value]) ?? count
      case XLSXCell.s: style = scan.bytes[value].wholeNumber ?? 0
      case XLSXCell.t: kind = XLSXCell.kind(scan.bytes[value])
      default: break
      }
    }
  }

  mutating func put(into row: inout RowBuffer, _ shared: XLSXShared) throws {
    switch kind {
    case .text: try row.put(raw, at: column)
    case .shared:
      try row.put(raw[...].wholeNumber.map { shared.strings[$0] } ?? [], at: column)
    case .truth: try row.put((raw == [0x31] ? "是" : raw.isEmpty ? "" : "否").utf8, at: column)
    case .number:
      value.removeAll(keepingCapacity: true)
      let look = shared.styles[style]
      if look != .plain, let serial = Double(String(decoding: raw, as: UTF8.self)) {
        NumberText.append(
          serial: serial, look, startsIn1904: shared.startsIn1904, to: &value)
      } else {
        NumberText.append(plain: raw, to: &value)
      }
      try row.put(value, at: column)
    }
  }

  private static func kind(_ type: ArraySlice<UInt8>) -> Kind {
    guard let first = type.first else { return .number }
    // s, but not str; n; b; the rest is text: str, inlineStr, e, d.
    if first == UInt8(ascii: "s"), type.count == 1 { return .shared }
    if first == UInt8(ascii: "n") { return .number }
    return first == UInt8(ascii: "b") ? .truth : .text
  }

  /// `B7` is column 1.
  private static func column(_ reference: ArraySlice<UInt8>) -> Int? {
    var column = 0
    for byte in reference.prefix(4) {
      let letter = byte & 0xDF
      guard (0x41...0x5A).contains(letter) else { break }
      column = column * 26 + Int(letter - 0x40)
    }
    return column > 0 ? column - 1 : nil
  }
}

extension ArraySlice<UInt8> {
  /// A whole number written in digits, at most nine of them.
  var wholeNumber: Int? {
    guard !isEmpty, count <= 9 else { return nil }
    var number = 0
    for byte in self {
      guard (0x30...0x39).contains(byte) else { return nil }
      number = number * 10 + Int(byte - 0x30)
    }
    return number
  }
}
