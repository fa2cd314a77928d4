/// One row of a sheet as people see it: cells from the left, missing ones empty.
package struct SheetRow: Hashable, Sendable {
  /// Counted from 1, as the spreadsheet program shows it.
  package let number: Int
  package let cells: [String]

  package init(number: Int, cells: [String]) { (self.number, self.cells) = (number, cells) }

  package var isEmpty: Bool { cells.allSatisfy(\.isEmpty) }
}

/// A sheet that is read from top to bottom in constant memory.
package protocol SheetReader {
  var sheetName: String { get }
  /// The next row that holds anything; nil after the last.
  mutating func next() throws -> SheetRow?
}

/// What a spreadsheet file turned out to be, by its content and whatever its name.
package enum SheetFormat: String, Sendable {
  case csv, xlsx
}

/// Opens spreadsheet files.
package enum SheetFile {
  package static func format(of path: String) throws -> SheetFormat {
    let head = try ByteFile.head(of: path, count: 4_096)
    if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return .xlsx }
    if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
      // An encrypted xlsx is a compound file that names its package in UTF-16.
      let mark: [UInt8] = Array("EncryptedPackage".utf8.map { [$0, 0] }.joined())
      let whole = try ByteFile.head(of: path, count: 1 << 20)
      throw whole.contains(mark) ? SheetFault.encrypted : SheetFault.oldExcel
    }
    if head.isEmpty { throw SheetFault.empty }
    if head.starts(with: Array("%PDF".utf8)) || head.contains(0) { throw SheetFault.noSheet }
    return .csv
  }

  package static func open(_ path: String) throws -> any SheetReader {
    switch try format(of: path) {
    case .csv: try CSVReader(path)
    case .xlsx: try XLSXReader(path)
    }
  }
}

/// Why a file cannot be read as a sheet.
package enum SheetFault: Error, Hashable, Sendable {
  case noSheet, empty, encrypted, oldExcel
  case broken(String)
  case tooLarge(String)
}

extension Array<UInt8> {
  func contains(_ part: [UInt8]) -> Bool {
    guard let first = part.first, count >= part.count else { return false }
    for start in 0...(count - part.count)
    where self[start] == first && self[start..<(start + part.count)].elementsEqual(part) {
      return true
    }
    return false
  }
}
