/// Which cells of a sheet are drawn as one.
struct MergedCells: Sendable {
  struct Range: Sendable {
    let (rows, columns): (ClosedRange<Int>, ClosedRange<Int>)
  }

  /// By their first row.
  private(set) var ranges: [Range]
  private static let most = 100_000

  init(_ ranges: [Range]) {
    self.ranges = ranges.sorted { $0.rows.lowerBound < $1.rows.lowerBound }
  }

  var isEmpty: Bool { ranges.isEmpty }

  /// Reads them from a sheet's XML, where they stand below the rows.
  init(_ source: any ByteSource) throws {
    var (scan, found): (MarkupScan, [Range]) = (MarkupScan(source), [])
    while case let token = try scan.next(), token.kind != .end, found.count < MergedCells.most {
      guard token.kind == .open, token.name == XLSXNames.mergeCell,
        let text = scan.attribute(XLSXNames.ref, of: token), let range = Range(text)
      else { continue }
      found.append(range)
    }
    self.init(found)
  }
}

extension MergedCells.Range {
  /// `B1:D2`; columns from 0, rows from 1.
  init?(_ text: String) {
    let ends = text.split(separator: ":").map { end -> (column: Int, row: Int)? in
      let letters = end.utf8.prefix { (0x41...0x5A).contains($0) }
      guard let row = Int(end.dropFirst(letters.count)), row > 0, (1...3).contains(letters.count)
      else { return nil }
      return (letters.reduce(0) { $0 * 26 + Int($1 - 0x40) } - 1, row)
    }
    guard ends.count == 2, let first = ends[0], let last = ends[1], first.row <= last.row,
      first.column <= last.column, last.column < RowBuffer.mostColumns
    else { return nil }
    self.init(rows: first.row...last.row, columns: first.column...last.column)
  }
}

/// Hands on the rows of a reader with the value of merged cells in every cell that they cover.
///
/// A class, because it holds the values that later rows need.
final class SpreadReader: SheetReader {
  private var reader: any SheetReader
  private var waiting: ArraySlice<MergedCells.Range>
  /// Those that reach into the present row, with their value.
  private var open: [(range: MergedCells.Range, value: [UInt8])] = []

  init(_ reader: any SheetReader, _ merges: MergedCells) {
    (self.reader, waiting) = (reader, merges.ranges[...])
  }

  var sheet: SheetInfo { reader.sheet }

  func read(into row: inout RowBuffer) throws -> Bool {
    guard try reader.read(into: &row) else { return false }
    open.removeAll { $0.range.rows.upperBound < row.number }
    while let next = waiting.first, next.rows.lowerBound <= row.number {
      waiting.removeFirst()
      // One that began in a row without contents has no value.
      guard next.rows.lowerBound == row.number else { continue }
      open.append((next, Array(row.utf8(next.columns.lowerBound))))
    }
    for (range, value) in open where !value.isEmpty {
      for column in range.columns where row.isEmpty(column) { try row.put(value, at: column) }
    }
    return true
  }
}
