/// A CSV with results, in its own encoding, separator, quotes and line ends.
struct CSVResult {
  private let source: String
  private let place: ResultPlace
  private let encoding: TextEncoding?

  init(_ source: String, _ results: ResultColumn) throws {
    self.source = source
    place = try ResultPlace(CSVBook(source), 0, results)
    encoding = try TextFile(source).encoding
  }

  func write(to target: String) throws {
    let sink = try FileSink(target)
    var (scan, row) = (try CSVScan(TextFile(source).source), RowBuffer())
    switch encoding {
    case .utf16LittleEndian?: try sink.append([0xFF, 0xFE])
    case .utf16BigEndian?: try sink.append([0xFE, 0xFF])
    // Plain letters would be taken for the national encoding once Chinese stands among them.
    case nil: if scan.preamble.isEmpty { try sink.append([0xEF, 0xBB, 0xBF]) }
    default: break
    }
    try sink.append(encoded(scan.preamble))
    var decoder = RowDecoder(encoding)
    while try scan.next(into: &row) {
      var decoded = row
      decoder.decode(&decoded)
      try sink.append(encoded(line(row, scan, isOdd: decoded.note == .otherEncoding)))
    }
    try sink.close()
  }

  /// A record with its result; `isOdd` where its letters are not in the file's encoding.
  private func line(_ row: RowBuffer, _ scan: CSVScan, isOdd: Bool) -> [UInt8] {
    let record = scan.bytes[scan.record]
    let mark = row.isEmpty ? nil : place.mark(row.number)
    let isNational = (encoding == .gb18030) != isOdd
    let isLive = (0..<row.count).contains { CSVLine.isLive(row.utf8($0)) }
    if mark == nil, !isLive { return Array(record) }
    let content = record.dropLast(scan.lineEnd)
    var line = CSVLine(separator: scan.separator)
    let isReplaced = mark != nil && place.column < row.count
    if isLive || isReplaced {
      for column in 0..<row.count {
        if column == place.column, let mark {
          line.append(bytes(mark.text, isNational))
        } else {
          line.append(row.utf8(column))
        }
      }
    } else {
      line.append(raw: content)
    }
    if let mark, !isReplaced {
      for _ in row.count..<max(place.column, row.count) { line.append([]) }
      line.append(bytes(mark.text, isNational))
    }
    return line.bytes + record.suffix(scan.lineEnd)
  }

  /// A result in the encoding that the rest of its line is in.
  private func bytes(_ text: String, _ isNational: Bool) -> [UInt8] {
    isNational ? GB18030.bytes(text) : Array(text.utf8)
  }

  private func encoded(_ bytes: [UInt8]) -> [UInt8] {
    guard encoding == .utf16LittleEndian || encoding == .utf16BigEndian else { return bytes }
    return String(decoding: bytes, as: UTF8.self).utf16.flatMap { unit -> [UInt8] in
      let unit = encoding == .utf16LittleEndian ? unit : unit.byteSwapped
      return [UInt8(unit & 0xFF), UInt8(unit >> 8)]
    }
  }
}
