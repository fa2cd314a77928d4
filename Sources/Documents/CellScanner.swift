internal import Glibc

/// The rows of a sheet as bytes, for files of millions of rows: no text is made.
///
/// A cell lies in the scanner's own memory and is gone with the next row.
package struct CellScanner {
  package typealias Cells = UnsafeBufferPointer<UnsafeBufferPointer<UInt8>>

  /// A part of a file that begins and ends with a whole row.
  package struct Part: Sendable {
    package let path: String
    let start: Int
    let end: Int
    let separator: UInt8
  }

  /// Cuts a UTF-8 text file into parts; nil when it is another kind of file.
  package static func parts(of path: String, size: Int) throws -> [Part]? {
    guard try SheetFile.format(of: path) == .csv else { return nil }
    let file = try ByteFile(path)
    let head = try file.read(1 << 16, at: 0)
    guard TextEncoding(wideHead: head) == nil, TextEncoding(head: head[...]) != .gb18030,
      !head.starts(with: "sep=".utf8)
    else { return nil }
    let separator = CSVScan.separator(of: head[...])
    var (starts, at, isQuoted) = ([head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0], 0, false)
    while true {
      let piece = try file.read(1 << 20, at: at)
      guard !piece.isEmpty else { break }
      piece.withUnsafeBufferPointer { bytes in
        cut(bytes, at, size, &starts, &isQuoted)
      }
      at += piece.count
    }
    return zip(starts, starts.dropFirst() + [at]).map {
      Part(path: path, start: $0, end: $1, separator: separator)
    }
  }

  /// Adds the row starts of a piece from which on a new part can begin.
  private static func cut(
    _ bytes: UnsafeBufferPointer<UInt8>, _ at: Int, _ size: Int, _ starts: inout [Int],
    _ isQuoted: inout Bool
  ) {
    var index = 0
    while index < bytes.count {
      let isDue = at + index >= (starts.last ?? 0) + size
      let byte = bytes[index]
      if byte == 0x22 {
        isQuoted.toggle()
      } else if byte == 0x0A, isDue, !isQuoted {
        starts.append(at + index + 1)
      }
      index += 1
    }
  }

  /// Hands each row of a part to `body`, from the first to the last.
  package static func scan(_ part: Part, _ body: (Cells) throws -> Void) throws {
    var rows = PartRows(part)
    let file = try ByteFile(part.path)
    var (buffer, kept, at) = ([UInt8](), 0, part.start)
    while at < part.end {
      let piece = try file.read(min(1 << 20, part.end - at), at: at)
      guard !piece.isEmpty else { break }
      buffer.removeFirst(buffer.count - kept)
      buffer += piece
      at += piece.count
      // The last row of a part may have no line end.
      if at >= part.end, buffer.last != 0x0A { buffer.append(0x0A) }
      kept = try buffer.withUnsafeMutableBufferPointer { try rows.scan($0, body) }
    }
  }

  /// Hands each row of any sheet to `body`.
  package static func scan(sheet path: String, _ body: (Cells) throws -> Void) throws {
    var (reader, row) = (try SheetFile.open(path), RowBuffer())
    while try reader.read(into: &row) {
      try row.bytes.withUnsafeBufferPointer { bytes in
        var start = 0
        let cells = row.ends.map { end in
          defer { start = end }
          return UnsafeBufferPointer(rebasing: bytes[start..<end])
        }
        try cells.withUnsafeBufferPointer(body)
      }
    }
  }
}

/// The rows within one buffer after the other.
private struct PartRows {
  private let separator: UInt8
  private var cells: [UnsafeBufferPointer<UInt8>] = []

  init(_ part: CellScanner.Part) { separator = part.separator }

  /// The number of bytes at the end that are no whole row yet.
  mutating func scan(
    _ bytes: UnsafeMutableBufferPointer<UInt8>, _ body: (CellScanner.Cells) throws -> Void
  ) throws -> Int {
    let bytes = UnsafeBufferPointer(bytes)
    var (index, rowStart) = (0, 0)
    cells.removeAll(keepingCapacity: true)
    while let found = cell(bytes, index) {
      cells.append(UnsafeBufferPointer(rebasing: bytes[found.cell]))
      index = found.end + 1
      guard bytes[found.end] == 0x0A else { continue }
      if cells.count > 1 || !found.cell.isEmpty { try cells.withUnsafeBufferPointer(body) }
      cells.removeAll(keepingCapacity: true)
      rowStart = index
    }
    return bytes.count - rowStart
  }

  /// A cell and its separator or line end; nil where its end is not at hand.
  private func cell(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int
  ) -> (cell: Range<Int>, end: Int)? {
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      if byte == separator { return (start..<index, index) }
      if byte == 0x0A {
        return (start..<(index > start && bytes[index - 1] == 0x0D ? index - 1 : index), index)
      }
      if byte == 0x22, index == start || (index == start + 1 && bytes[start] == 0x3D) {
        return quoted(bytes, index)
      }
      index += 1
    }
    return nil
  }

  /// A quoted cell; its doubled quotes stay doubled.
  private func quoted(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int
  ) -> (cell: Range<Int>, end: Int)? {
    var index = start + 1
    while index < bytes.count {
      if bytes[index] == 0x22 {
        guard index + 1 < bytes.count else { return nil }
        if bytes[index + 1] != 0x22 { break }
        index += 1
      }
      index += 1
    }
    guard index < bytes.count else { return nil }
    var end = index + 1
    while end < bytes.count, bytes[end] != separator, bytes[end] != 0x0A { end += 1 }
    return end < bytes.count ? (start + 1..<index, end) : nil
  }
}

extension SheetFile {
  /// The first row that holds anything; none of an empty file.
  package static func firstRow(of path: String) throws -> [String] {
    var reader = try open(path)
    return try reader.next()?.cells ?? []
  }
}
