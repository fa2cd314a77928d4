/// What a spreadsheet file turned out to be, by its content and whatever its name.
package enum SheetFormat: String, Sendable {
  case csv, xlsx, xls, html
  /// The XML that Excel 2003 wrote.
  case spreadsheetML = "xml"
}

extension SheetFile {
  package static func format(of path: String) throws -> SheetFormat {
    let head = try ByteFile.head(of: path, count: 4_096)
    if head.isEmpty { throw SheetFault.empty }
    if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return .xlsx }
    if head.starts(with: CompoundFile.mark) { return .xls }
    // Excel 2 to 4, before the container.
    if head.count > 2, head[0] == 0x09, [0, 2, 4, 8].contains(head[1]), head[2] < 0x20 {
      throw SheetFault.oldExcel
    }
    if head.starts(with: Array("%PDF".utf8)) { throw SheetFault.noSheet }
    let isWide = TextEncoding(wideHead: head) != nil
    if head.contains(0), !isWide { throw SheetFault.noSheet }
    return try format(ofText: head.filter { $0 != 0 })
  }

  private static func format(ofText head: [UInt8]) throws -> SheetFormat {
    let text = String(decoding: head, as: UTF8.self).lowercased()
    let start = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" || $0 == "\u{FFFD}" }
    if start.hasPrefix("mime-version:") { throw SheetFault.noSheet }
    guard start.hasPrefix("<") else { return .csv }
    if text.contains("urn:schemas-microsoft-com:office:spreadsheet"), !text.contains("<html") {
      return .spreadsheetML
    }
    let tags = ["<html", "<table", "<tr", "<meta", "<head", "<body", "<!doctype html", "<style"]
    return tags.contains { text.contains($0) } ? .html : .csv
  }
}
