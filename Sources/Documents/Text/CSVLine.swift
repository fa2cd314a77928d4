/// Writes cells as separated text.
package struct CSVLine {
  package private(set) var bytes: [UInt8] = []
  private let separator: UInt8
  private var isFirst = true

  package init(separator: UInt8 = 0x2C) { self.separator = separator }

  package mutating func begin() { isFirst = true }
  package mutating func end() { bytes.append(0x0A) }
  package mutating func clear() { bytes.removeAll(keepingCapacity: true) }

  /// Adds cells that are separated and quoted already.
  mutating func append(raw cells: ArraySlice<UInt8>) {
    bytes.append(contentsOf: cells)
    isFirst = false
  }

  /// Adds a cell, in quotes where it needs them.
  ///
  /// With `isHarmless` a cell that a spreadsheet program would run as a formula gets a mark before
  /// it.
  package mutating func append(_ cell: some Collection<UInt8>, isHarmless: Bool = true) {
    if !isFirst { bytes.append(separator) }
    isFirst = false
    let isLive = isHarmless && CSVLine.isLive(cell)
    let isPlain = !cell.contains { $0 == 0x22 || $0 == separator || $0 == 0x0A || $0 == 0x0D }
    if isPlain {
      if isLive { bytes.append(0x27) }
      bytes.append(contentsOf: cell)
      return
    }
    bytes.append(0x22)
    if isLive { bytes.append(0x27) }
    for byte in cell {
      if byte == 0x22 { bytes.append(0x22) }
      bytes.append(byte)
    }
    bytes.append(0x22)
  }

  /// Adds all cells of a row.
  package mutating func append(_ row: RowBuffer, isHarmless: Bool = true) {
    for column in 0..<row.count { append(row.utf8(column), isHarmless: isHarmless) }
  }

  /// Whether a spreadsheet program would run it: `= + - @` first, and no number or lone mark.
  static func isLive(_ cell: some Collection<UInt8>) -> Bool {
    guard let first = cell.first, "=+-@\t\r".utf8.contains(first), cell.count > 1 else {
      return false
    }
    let isNumber = cell.dropFirst().allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
    return first == 0x3D || first == 0x40 || !isNumber
  }
}
