/// Cuts separated text into records and cells, by RFC 4180 and by what Excel makes of the rest.
///
/// It works on bytes: in UTF-8 as in GB18030 no letter holds a separator, a quote or a line end.
struct CSVScan {
  private let source: any ByteSource
  private(set) var bytes: [UInt8] = []
  private(set) var separator: UInt8 = 0x2C
  private(set) var number = 0
  /// Where the record just read lies in `bytes`, and how long its line end is.
  private(set) var record = 0..<0
  private(set) var lineEnd = 0
  /// What stands before the first record: a byte order mark, a stated separator.
  private(set) var preamble: [UInt8] = []
  private var (position, isOver) = (0, false)
  private static var longestCell: Int { 1 << 20 }
  private static var longestRow: Int { 64 << 20 }

  init(_ source: any ByteSource) throws {
    self.source = source
    guard let head = try source.next() else { throw SheetFault.empty }
    bytes = head
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    record = position..<position
    separator = CSVScan.separator(of: bytes[position...])
    skipStatedSeparator()
    preamble = Array(bytes[..<position])
  }

  /// Reads the next record, an empty one too; false at the end.
  mutating func next(into row: inout RowBuffer) throws -> Bool {
    if position == bytes.count { try refill() }
    guard position < bytes.count else { return false }
    number += 1
    while true {
      row.begin(number)
      let (from, separator, isOver) = (position, separator, isOver)
      let found = try bytes.withUnsafeBufferPointer {
        try CSVRecord(bytes: $0, separator: separator, isOver: isOver).read(from, into: &row)
      }
      if let found {
        (record, lineEnd) = (position..<found.end, found.end - found.contentEnd)
        position = found.end
        return true
      }
      guard bytes.count - position < CSVScan.longestRow else {
        throw SheetFault.tooLarge("第 \(number) 行过长，可能缺少引号")
      }
      try refill()
    }
  }

  /// Doubles what lies at hand, so that a long record is not looked through again and again.
  private mutating func refill() throws {
    bytes.removeSubrange(0..<position)
    position = 0
    let wanted = max(bytes.count * 2, 1)
    while bytes.count < wanted {
      guard let piece = try source.next() else {
        isOver = true
        return
      }
      bytes += piece
    }
  }

  /// Excel writes `sep=;` above the first row.
  private mutating func skipStatedSeparator() {
    let line = bytes[position...].prefix(8)
    guard line.starts(with: "sep=".utf8), line.count > 5 else { return }
    separator = line[position + 4]
    let end = line[(position + 5)...].prefix { $0 == 0x0D || $0 == 0x0A }.count
    guard end > 0 else { return }
    position += 5 + min(end, 2)
    number = 1
  }

  /// The separator that occurs most often in the first lines, outside quotes.
  static func separator(of bytes: ArraySlice<UInt8>) -> UInt8 {
    var counts: [UInt8: Int] = [0x2C: 0, 0x09: 0, 0x3B: 0]
    var isQuoted = false
    for byte in bytes.prefix(8_192) {
      if byte == 0x22 { isQuoted.toggle() }
      if !isQuoted { counts[byte]? += 1 }
    }
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 0x2C
  }

  static func checkCell(_ length: Int, _ number: Int) throws {
    guard length < longestCell else {
      throw SheetFault.tooLarge("第 \(number) 行有超过 1 MB 的单元格，可能缺少引号")
    }
  }
}

/// One record among the bytes at hand.
private struct CSVRecord {
  let bytes: UnsafeBufferPointer<UInt8>
  let separator: UInt8
  let isOver: Bool
  // Computed, because a stored one is looked up anew for every byte.
  private static var quote: UInt8 { UInt8(ascii: "\"") }
  private static var equals: UInt8 { UInt8(ascii: "=") }

  init(bytes: UnsafeBufferPointer<UInt8>, separator: UInt8, isOver: Bool) {
    (self.bytes, self.separator, self.isOver) = (bytes, separator, isOver)
  }

  /// Where the record ends, without and with its line end; nil while its end is not at hand.
  func read(
    _ start: Int, into row: inout RowBuffer
  ) throws -> (contentEnd: Int, end: Int)? {
    var at = start
    while true {
      guard let end = try cell(at, into: &row) else { return nil }
      guard end < bytes.count else { return (end, end) }
      if bytes[end] == separator {
        at = end + 1
        guard row.count < RowBuffer.mostColumns else {
          throw SheetFault.tooLarge("第 \(row.number) 行超过 \(RowBuffer.mostColumns) 列")
        }
        continue
      }
      guard bytes[end] == 0x0D else { return (end, end + 1) }
      if end + 1 == bytes.count, !isOver { return nil }
      return (end, end + 1 < bytes.count && bytes[end + 1] == 0x0A ? end + 2 : end + 1)
    }
  }

  /// Adds one cell and returns where it ends; nil while its end is not at hand.
  private func cell(_ start: Int, into row: inout RowBuffer) throws -> Int? {
    var at = start
    while at < bytes.count {
      let byte = bytes[at]
      if byte == separator || byte == 0x0A || byte == 0x0D { break }
      if byte == CSVRecord.quote, isOpening(at, since: start) {
        return try quoted(at + 1, into: &row)
      }
      at += 1
    }
    try CSVScan.checkCell(at - start, row.number)
    if at == bytes.count, !isOver { return nil }
    row.append(trimmed(start, at))
    return at
  }

  /// Only blanks, or the `=` of `="0012"`, may stand before an opening quote.
  private func isOpening(_ at: Int, since start: Int) -> Bool {
    var before = start
    while before < at, bytes[before] == 0x20 { before += 1 }
    return before == at || (before == at - 1 && bytes[before] == CSVRecord.equals)
  }

  private func quoted(_ start: Int, into row: inout RowBuffer) throws -> Int? {
    var (at, from, text) = (start, start, [UInt8]())
    while at < bytes.count {
      guard bytes[at] == CSVRecord.quote else {
        at += 1
        continue
      }
      if at + 1 == bytes.count, !isOver { return nil }
      let isDoubled = at + 1 < bytes.count && bytes[at + 1] == CSVRecord.quote
      text.append(contentsOf: bytes[from..<(isDoubled ? at + 1 : at)])
      at += isDoubled ? 2 : 1
      from = at
      if !isDoubled { return try rest(at, after: text, into: &row) }
    }
    try CSVScan.checkCell(at - start, row.number)
    guard isOver else { return nil }
    row.append(text + bytes[from...])
    return at
  }

  /// What stands between the closing quote and the separator belongs to the cell.
  private func rest(_ start: Int, after text: [UInt8], into row: inout RowBuffer) throws -> Int? {
    var at = start
    while at < bytes.count, bytes[at] != separator, bytes[at] != 0x0A, bytes[at] != 0x0D { at += 1 }
    try CSVScan.checkCell(text.count + at - start, row.number)
    if at == bytes.count, !isOver { return nil }
    row.append(CSVRecord.withoutTabs(text[...]) + trimmed(start, at))
    return at
  }

  /// Some programs put a tab beside a long number so that Excel leaves it alone.
  private static func withoutTabs(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = text.drop { $0 == 0x09 }
    while text.last == 0x09 { text.removeLast() }
    return text
  }

  private func trimmed(_ start: Int, _ end: Int) -> Slice<UnsafeBufferPointer<UInt8>> {
    var (start, end) = (start, end)
    while start < end, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
    while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
    return bytes[start..<end]
  }
}
