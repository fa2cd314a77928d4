/// A workbook of Excel 97 to 2003 (BIFF8), read in Swift: no C code sees the file.
struct XLSBook: SheetBook {
  private(set) var sheets: [SheetInfo] = []
  private var offsets: [Int] = []
  private let records: BIFFRecords
  private var shared = XLSXShared(
    strings: SharedStrings(), styles: CellStyles(), startsIn1904: false)

  init(_ path: String) throws {
    if try XLSBook.isEncrypted(path) { throw SheetFault.encrypted }
    let file = try CompoundFile(path)
    guard let entry = file.entry("Workbook") ?? file.entry("Book") else {
      throw SheetFault.noSheet
    }
    records = BIFFRecords(stream: try file.stream(entry))
    try readGlobals()
    guard !sheets.isEmpty else { throw SheetFault.noSheet }
  }

  func reader(_ index: Int, spreadingMerged: Bool) throws -> any SheetReader {
    guard offsets.indices.contains(index) else { throw SheetFault.broken("没有这个工作表") }
    let reader = XLSReader(sheets[index], records, from: offsets[index], shared)
    guard spreadingMerged else { return reader }
    let merges = try XLSBook.merges(records, from: offsets[index])
    return merges.isEmpty ? reader : SpreadReader(reader, merges)
  }

  /// An encrypted xlsx is a compound file that names its package in UTF-16.
  private static func isEncrypted(_ path: String) throws -> Bool {
    let mark = "EncryptedPackage".utf16.map { UInt8($0) }
    let head = try ByteFile.head(of: path, count: 1 << 20)
    var from = 0
    while let start = head[from...].firstIndex(of: mark[0]) {
      let found = stride(from: start, to: min(start + 32, head.count), by: 2).map { head[$0] }
      if found == mark { return true }
      from = start + 1
    }
    return false
  }

  private mutating func readGlobals() throws {
    guard let head = try records.record(at: 0), head.kind == 0x809, head.number(0, 2) == 0x600
    else { throw SheetFault.oldExcel }
    var (at, formats, looks): (Int, [Int: NumberLook], [Int]) = (head.next, [:], [])
    var (strings, startsIn1904) = (SharedStrings(), false)
    while let record = try records.record(at: at), record.kind != 0x0A {
      at = record.next
      switch record.kind {
      case 0x2F: throw SheetFault.encrypted
      case 0x22: startsIn1904 = record.number(0, 2) == 1
      case 0x85: addSheet(record)
      case 0xE0: looks.append(record.number(2, 2))
      case 0x41E: formats[record.number(0, 2)] = NumberLook(code: XLSBook.text(record, 2))
      case 0xFC:
        let whole = try records.whole(record)
        strings = try XLSBook.strings(whole)
        at = whole.next
      default: break
      }
    }
    shared = XLSXShared(
      strings: strings,
      styles: CellStyles(looks: looks.map { formats[$0] ?? NumberLook(builtIn: $0) }),
      startsIn1904: startsIn1904)
  }

  /// Charts and macros are no sheets.
  private mutating func addSheet(_ record: BIFFRecords.Record) {
    guard record.number(5, 1) == 0 else { return }
    var (text, name) = (BIFFText(record, from: 6), [UInt8]())
    text.append(lengthBytes: 1, to: &name)
    offsets.append(record.number(0, 4))
    sheets.append(
      SheetInfo(
        index: sheets.count, name: String(decoding: name, as: UTF8.self),
        isHidden: record.number(4, 1) & 3 != 0))
  }

  static func text(_ record: BIFFRecords.Record, _ start: Int) -> String {
    var (text, bytes) = (BIFFText(record, from: start), [UInt8]())
    text.append(lengthBytes: 2, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func strings(_ record: BIFFRecords.Record) throws -> SharedStrings {
    var (text, strings) = (BIFFText(record, from: 8), SharedStrings())
    while !text.isOver { try strings.add { text.append(lengthBytes: 2, to: &$0) } }
    return strings
  }

  private static func merges(_ records: BIFFRecords, from offset: Int) throws -> MergedCells {
    var (at, depth, ranges): (Int, Int, [MergedCells.Range]) = (offset, 0, [])
    while let record = try records.record(at: at) {
      at = record.next
      if record.kind == 0x809 { depth += 1 }
      if record.kind == 0x0A { depth -= 1 }
      if depth == 0 { break }
      guard record.kind == 0xE5, ranges.count < 100_000 else { continue }
      for start in stride(from: 2, to: record.bytes.count - 7, by: 8) {
        let (top, bottom) = (record.number(start, 2), record.number(start + 2, 2))
        let (left, right) = (record.number(start + 4, 2), record.number(start + 6, 2))
        guard top <= bottom, left <= right, right < 256 else { continue }
        ranges.append(.init(rows: (top + 1)...(bottom + 1), columns: left...right))
      }
    }
    return MergedCells(ranges)
  }
}
