/// Reads comma-, tab- or semicolon-separated text by RFC 4180, in UTF-8 or GB18030.
package struct CSVReader: SheetReader {
  package let sheetName = "CSV"
  private var source: TextSource
  private let separator: UInt8
  private var buffer: [UInt8] = []
  private var position = 0
  private var number = 0
  private static let longestCell = 1 << 20
  private static let mostColumns = 16_384

  package init(_ path: String) throws {
    source = try TextSource(path)
    buffer = try source.next()
    if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    separator = CSVReader.separator(of: buffer[position...])
  }

  package mutating func next() throws -> SheetRow? {
    while true {
      if position >= buffer.count, try !refill() { return nil }
      number += 1
      let row = SheetRow(number: number, cells: try cells())
      if !row.isEmpty { return row }
    }
  }

  private mutating func cells() throws -> [String] {
    var cells: [String] = []
    while true {
      let (cell, isLast) = try cell()
      cells.append(cell)
      if isLast { return cells }
      guard cells.count < CSVReader.mostColumns else {
        throw SheetFault.tooLarge("第 \(number) 行超过 \(CSVReader.mostColumns) 列")
      }
    }
  }

  /// One cell and whether the row ends with it.
  private mutating func cell() throws -> (String, isLast: Bool) {
    let start = position
    var index = position
    // Almost every cell is plain and lies whole in the buffer.
    while index < buffer.count {
      let byte = buffer[index]
      if byte == separator || byte == 0x0A || byte == 0x0D {
        if byte == 0x0D, index + 1 >= buffer.count { break }
        position = index + 1
        let isLast = byte != separator
        if byte == 0x0D, buffer[position] == 0x0A { position += 1 }
        return (CSVReader.text(buffer[start..<index]), isLast)
      }
      if byte == 0x22 { break }
      index += 1
    }
    return try unusualCell()
  }

  /// A cell with quotes, or one that runs past the buffer.
  private mutating func unusualCell() throws -> (String, isLast: Bool) {
    var (bytes, isQuoted): ([UInt8], Bool) = ([], false)
    while let byte = try take() {
      if isQuoted {
        isQuoted = try takeQuoted(byte, into: &bytes)
      } else if byte == 0x22 {
        // Excel writes ="0012" to keep a number as text.
        if bytes == [0x3D] { bytes = [] }
        isQuoted = bytes.isEmpty
        if !isQuoted { bytes.append(byte) }
      } else if byte == separator {
        return (CSVReader.text(bytes[...]), false)
      } else if byte == 0x0A || byte == 0x0D {
        if byte == 0x0D, try peek() == 0x0A { position += 1 }
        return (CSVReader.text(bytes[...]), true)
      } else {
        bytes.append(byte)
      }
      guard bytes.count < CSVReader.longestCell else {
        throw SheetFault.tooLarge("第 \(number) 行有超过 1 MB 的单元格，可能缺少引号")
      }
    }
    return (CSVReader.text(bytes[...]), true)
  }

  /// Takes a byte between quotes; false when it was the closing one.
  private mutating func takeQuoted(_ byte: UInt8, into bytes: inout [UInt8]) throws -> Bool {
    if byte == 0x22 {
      guard try peek() == 0x22 else { return false }
      position += 1
    }
    bytes.append(byte)
    return true
  }

  private mutating func take() throws -> UInt8? {
    guard let byte = try peek() else { return nil }
    position += 1
    return byte
  }

  private mutating func peek() throws -> UInt8? {
    if position >= buffer.count, try !refill() { return nil }
    return buffer[position]
  }

  private mutating func refill() throws -> Bool {
    buffer = try source.next()
    position = 0
    return !buffer.isEmpty
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    var part = bytes
    while let last = part.last, last == 0x20 || last == 0x09 { part = part.dropLast() }
    while let first = part.first, first == 0x20 || first == 0x09 { part = part.dropFirst() }
    return String(decoding: part, as: UTF8.self)
  }

  /// The separator that occurs most often in the first lines.
  private static func separator(of bytes: ArraySlice<UInt8>) -> UInt8 {
    let head = bytes.prefix(8_192)
    let candidates: [UInt8] = [0x2C, 0x09, 0x3B]
    return candidates.max { left, right in
      head.count { $0 == left } < head.count { $0 == right }
    } ?? 0x2C
  }
}
