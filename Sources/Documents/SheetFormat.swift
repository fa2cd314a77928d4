/// What a spreadsheet file turned out to be, by its content and whatever its name.
package enum SheetFormat: String, Sendable {
  case csv, xlsx
}

extension SheetFile {
  package static func format(of path: String) throws -> SheetFormat {
    let head = try ByteFile.head(of: path, count: 4_096)
    if head.isEmpty { throw SheetFault.empty }
    if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return .xlsx }
    if head.starts(with: CompoundFile.mark) {
      // An encrypted xlsx is a compound file that names its package in UTF-16.
      let mark: [UInt8] = Array("EncryptedPackage".utf8.map { [$0, 0] }.joined())
      let whole = try ByteFile.head(of: path, count: 1 << 20)
      throw whole.contains(mark) ? SheetFault.encrypted : SheetFault.oldExcel
    }
    if head.starts(with: Array("%PDF".utf8)) { throw SheetFault.noSheet }
    let isWide = head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF])
    if head.contains(0), !isWide { throw SheetFault.noSheet }
    return .csv
  }
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
