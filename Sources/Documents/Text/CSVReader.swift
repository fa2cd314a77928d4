/// Comma-, tab- or semicolon-separated text in UTF-8, GB18030 or UTF-16: a file of one sheet.
struct CSVBook: SheetBook {
  let path: String
  let sheets = [SheetInfo(index: 0, name: "CSV")]

  init(_ path: String) { self.path = path }

  func reader(_ index: Int, spreadingMerged: Bool) throws -> any SheetReader {
    guard index == 0 else { throw SheetFault.broken("没有这个工作表") }
    return try CSVReader(path)
  }
}

/// Reads separated text row by row.
///
/// Every row's encoding is looked at by itself: files put together from several sources change it
/// on the way.
package final class CSVReader: SheetReader {
  package let sheet = SheetInfo(index: 0, name: "CSV")
  private var scan: CSVScan
  private var decoder: RowDecoder

  package init(_ path: String) throws {
    let text = try TextFile(path)
    scan = try CSVScan(text.source)
    decoder = RowDecoder(text.encoding)
  }

  package func read(into row: inout RowBuffer) throws -> Bool {
    repeat {
      guard try scan.next(into: &row) else { return false }
    } while row.isEmpty
    decoder.decode(&row)
    return true
  }
}

/// A text file and how its letters are written.
struct TextFile {
  /// Its bytes; those of UTF-16 as UTF-8 already.
  let source: any ByteSource
  /// Nil while all its letters are plain.
  let encoding: TextEncoding?

  init(_ path: String) throws {
    let head = try ByteFile.head(of: path, count: 1 << 18)
    if let wide = TextEncoding(wideHead: head) {
      encoding = wide
      source = WideSource(try FileSource(path), isBig: wide == .utf16BigEndian)
    } else {
      encoding = TextEncoding(head: head[...])
      source = try FileSource(path)
    }
  }
}

/// Makes every row UTF-8.
struct RowDecoder {
  private var encoding: TextEncoding?

  init(_ encoding: TextEncoding?) { self.encoding = encoding }

  mutating func decode(_ row: inout RowBuffer) {
    let look = UTF8Check.look(row.bytes[...])
    guard look != .plain else { return }
    let file = encoding ?? (look == .utf8 ? .utf8 : .gb18030)
    encoding = file
    if file != .gb18030, look == .utf8 { return }
    if file == .gb18030, look == .utf8, RowDecoder.isSurelyUTF8(row.bytes) {
      row.note = .otherEncoding
      return
    }
    var isGood = true
    row.mapCells { cell, text in isGood = GB18030.append(cell, to: &text) && isGood }
    row.note = isGood ? file == .gb18030 ? nil : .otherEncoding : .unreadable
  }

  /// A word or two of GB18030 can look like UTF-8 by chance, a line of letters of three bytes not.
  private static func isSurelyUTF8(_ bytes: [UInt8]) -> Bool {
    let leads = bytes.filter { $0 >= 0xC0 }
    return leads.count >= 2 && leads.allSatisfy { (0xE2...0xEF).contains($0) }
  }
}
