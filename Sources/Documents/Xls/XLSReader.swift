/// Reads the rows of one sheet of an old workbook.
///
/// A class, because it keeps its place in the stream.
final class XLSReader: SheetReader {
  let sheet: SheetInfo
  private let records: BIFFRecords
  private let shared: XLSXShared
  private var (at, depth) = (0, 0)
  /// The number of the row read last.
  private var last = 0
  private var isOver = false
  private var value: [UInt8] = []
  /// The column of a formula whose text follows in a record of its own.
  private var awaited: Int?

  init(_ sheet: SheetInfo, _ records: BIFFRecords, from offset: Int, _ shared: XLSXShared) {
    (self.sheet, self.records, self.shared, at) = (sheet, records, shared, offset)
  }

  func read(into row: inout RowBuffer) throws -> Bool {
    row.begin(0)
    var stated = 0
    while !isOver {
      guard let record = try records.record(at: at) else { throw CompoundFile.damage }
      if XLSReader.isCell(record.kind), depth == 1 {
        let number = record.number(0, 2) + 1
        if number != stated {
          if !row.isEmpty { return true }
          stated = number
          last = RowNumber.next(number, after: last)
          row.begin(last)
        }
      }
      at = record.next
      switch record.kind {
      case 0x809: depth += 1
      case 0x0A:
        depth -= 1
        isOver = depth <= 0
      default: if depth == 1 { try take(record, &row) }
      }
    }
    return !row.isEmpty
  }

  private static func isCell(_ kind: Int) -> Bool {
    switch kind {
    case 0x203, 0x27E, 0xBD, 0xFD, 0x204, 0xD6, 0x205, 0x06: true
    default: false
    }
  }

  private func take(_ record: BIFFRecords.Record, _ row: inout RowBuffer) throws {
    let column = record.number(2, 2)
    switch record.kind {
    case 0x203: try put(record.double(6), style: record.number(4, 2), at: column, &row)
    case 0x27E: try put(record.compact(6), style: record.number(4, 2), at: column, &row)
    case 0xBD:
      for (index, start) in stride(from: 4, to: record.bytes.count - 7, by: 6).enumerated() {
        try put(
          record.compact(start + 2), style: record.number(start, 2), at: column + index, &row)
      }
    case 0xFD: try row.put(shared.strings[record.number(6, 4)], at: column)
    case 0x204, 0xD6:
      let text = try XLSBook.text(records.whole(record), 6)
      try row.put(text.utf8, at: column)
    case 0x205: try put(truth: record.number(6, 1), isFault: record.number(7, 1) == 1, column, &row)
    case 0x06: try takeFormula(record, at: column, &row)
    case 0x207:
      guard let column = awaited, row.number > 0 else { return }
      awaited = nil
      let text = try XLSBook.text(records.whole(record), 0)
      try row.put(text.utf8, at: column)
    default: break
    }
  }

  private func takeFormula(
    _ record: BIFFRecords.Record, at column: Int, _ row: inout RowBuffer
  ) throws {
    guard record.number(12, 2) == 0xFFFF else {
      return try put(record.double(6), style: record.number(4, 2), at: column, &row)
    }
    switch record.number(6, 1) {
    case 0: awaited = column
    case 1: try put(truth: record.number(8, 1), isFault: false, column, &row)
    case 2: try put(truth: record.number(8, 1), isFault: true, column, &row)
    default: break
    }
  }

  private func put(
    truth: Int, isFault: Bool, _ column: Int, _ row: inout RowBuffer
  ) throws {
    let faults = [
      0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
      0x24: "#NUM!", 0x2A: "#N/A",
    ]
    let text = isFault ? faults[truth] ?? "#N/A" : truth == 1 ? "是" : "否"
    try row.put(text.utf8, at: column)
  }

  private func put(
    _ number: Double, style: Int, at column: Int, _ row: inout RowBuffer
  ) throws {
    value.removeAll(keepingCapacity: true)
    let look = shared.styles[style]
    if look == .plain {
      NumberText.append(number, to: &value)
    } else {
      NumberText.append(
        serial: number, look, startsIn1904: shared.startsIn1904, to: &value)
    }
    try row.put(value, at: column)
  }
}

extension BIFFRecords.Record {
  fileprivate func double(_ start: Int) -> Double {
    guard start + 8 <= bytes.count else { return 0 }
    return Double(
      bitPattern: (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[start + $1]) << (8 * UInt64($1)) })
  }

  /// A number squeezed into thirty bits, perhaps a hundredth of a whole one.
  fileprivate func compact(_ start: Int) -> Double {
    let raw = UInt32(number(start, 4))
    let whole =
      raw & 2 == 2
      ? Double(Int32(bitPattern: raw) >> 2)
      : Double(bitPattern: UInt64(raw & 0xFFFF_FFFC) << 32)
    return raw & 1 == 1 ? whole / 100 : whole
  }
}
