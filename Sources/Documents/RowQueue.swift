/// The rows of one sheet, inflated and scanned on demand.
///
/// A class, because it holds the open file and the unread rest of it.
final class RowQueue {
  private let workbook: Workbook
  private let source: EntryReader
  private var buffer: [UInt8] = []
  private var position = 0
  private var first: SheetRow?
  private var number = 0
  private static let longestRow = 64 << 20
  private static let rowEnd = Array("</row>".utf8)
  private static let rowStart = Array("<row".utf8)

  init(_ path: String, _ entry: String, _ workbook: Workbook) throws {
    self.workbook = workbook
    source = try EntryReader(path, entry)
    first = try scan()
  }

  var isEmpty: Bool { first == nil }

  func next() throws -> SheetRow? {
    if let row = first {
      first = nil
      return row
    }
    return try scan()
  }

  private func scan() throws -> SheetRow? {
    while true {
      guard let start = XMLScan.firstIndex(of: RowQueue.rowStart, in: buffer[position...]) else {
        if try !refill(keeping: max(position, buffer.count - 4)) { return nil }
        continue
      }
      position = start
      guard let tagEnd = buffer[start...].firstIndex(of: UInt8(ascii: ">")) else {
        if try !refill(keeping: start) { return nil }
        continue
      }
      let attributes = XMLScan.attributes(buffer[(start + 4)..<tagEnd])
      number = attributes["r"].flatMap(Int.init) ?? number + 1
      if buffer[tagEnd - 1] == UInt8(ascii: "/") {
        position = tagEnd
        continue
      }
      guard let end = XMLScan.firstIndex(of: RowQueue.rowEnd, in: buffer[tagEnd...]) else {
        number -= 1
        guard buffer.count - start < RowQueue.longestRow else {
          throw SheetFault.tooLarge("第 \(number + 1) 行过长")
        }
        if try !refill(keeping: start) { throw SheetFault.broken("工作表不完整") }
        continue
      }
      position = end + RowQueue.rowEnd.count
      let row = SheetRow(
        number: number, cells: try CellScan(workbook).cells(buffer[(tagEnd + 1)..<end]))
      if !row.isEmpty { return row }
    }
  }

  private func refill(keeping start: Int) throws -> Bool {
    guard let piece = try source.next() else { return false }
    buffer.removeFirst(start)
    position = 0
    buffer += piece
    return true
  }
}

/// Reads the cells of one row's XML.
struct CellScan {
  private let workbook: Workbook
  private static let mostColumns = 16_384

  init(_ workbook: Workbook) { self.workbook = workbook }

  func cells(_ xml: ArraySlice<UInt8>) throws -> [String] {
    var cells: [String] = []
    var at = xml.startIndex
    let open = Array("<c".utf8)
    let close = Array("</c>".utf8)
    while let start = XMLScan.firstIndex(of: open, in: xml[at...]) {
      guard let tagEnd = xml[start...].firstIndex(of: UInt8(ascii: ">")) else { break }
      let attributes = XMLScan.attributes(xml[(start + 2)..<tagEnd])
      let column = attributes["r"].flatMap(CellScan.column) ?? cells.count
      guard column < CellScan.mostColumns else { throw SheetFault.tooLarge("超过 16384 列") }
      while cells.count <= column { cells.append("") }
      if xml[tagEnd - 1] == UInt8(ascii: "/") {
        at = tagEnd
        continue
      }
      guard let end = XMLScan.firstIndex(of: close, in: xml[tagEnd...]) else { break }
      cells[column] = value(xml[(tagEnd + 1)..<end], attributes)
      at = end + close.count
    }
    return cells
  }

  private func value(_ xml: ArraySlice<UInt8>, _ attributes: [String: String]) -> String {
    let type = attributes["t"] ?? "n"
    if type == "inlineStr" { return XMLScan.elements("t", in: xml).map(XMLScan.text).joined() }
    guard let raw = XMLScan.elements("v", in: xml).first.map(XMLScan.text) else { return "" }
    switch type {
    case "s":
      return Int(raw).flatMap { workbook.strings.indices.contains($0) ? workbook.strings[$0] : nil }
        ?? ""
    case "b": return raw == "1" ? "是" : "否"
    case "str", "e", "d": return raw
    default: return number(raw, style: attributes["s"].flatMap(Int.init))
    }
  }

  private func number(_ raw: String, style: Int?) -> String {
    if let style, workbook.dateFormats.indices.contains(style), workbook.dateFormats[style],
      let serial = Double(raw), serial >= 1, serial < 2_958_466
    {
      return CellScan.day(serial: Int(serial) + (workbook.startsIn1904 ? 1_462 : 0))
    }
    // 12.0 is how some programs write 12.
    return raw.hasSuffix(".0") ? String(raw.dropLast(2)) : raw
  }

  /// `B7` is column 1.
  private static func column(_ reference: String) -> Int? {
    var column = 0
    for byte in reference.utf8 {
      guard (0x41...0x5A).contains(byte) else { break }
      column = column * 26 + Int(byte - 0x40)
    }
    return column > 0 ? column - 1 : nil
  }

  /// Excel counts 1900-02-29, which never was, so days after it are one too many.
  private static func day(serial: Int) -> String {
    let shifted = serial - 25_569 + 719_468 + (serial < 60 ? 1 : 0)
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return [year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1]
      .map { $0 < 10 ? "0\($0)" : String($0) }.joined(separator: "-")
  }
}
