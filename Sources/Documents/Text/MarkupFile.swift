/// A text file of markup as UTF-8, whatever it was written in.
enum MarkupFile {
  static func source(_ path: String) throws -> any ByteSource {
    let head = try ByteFile.head(of: path, count: 1 << 18)
    if let wide = TextEncoding(wideHead: head) {
      return WideSource(try FileSource(path), isBig: wide == .utf16BigEndian)
    }
    let file = try FileSource(path)
    switch TextEncoding(head: head[...]) {
    case .gb18030?: return NationalSource(file)
    case nil where saysNational(head): return NationalSource(file)
    default: return file
    }
  }

  /// `charset=gb2312`, `encoding="GBK"`; asked only where no letter of the head tells.
  private static func saysNational(_ head: [UInt8]) -> Bool {
    let text = String(decoding: head.prefix(4_096), as: UTF8.self).lowercased()
    return ["=gb", "=\"gb", "='gb"].contains { text.contains($0) }
  }
}

/// GB18030 text handed on as UTF-8.
///
/// A class, because it keeps what a piece left over.
final class NationalSource: ByteSource {
  private let source: any ByteSource
  private var left: [UInt8] = []

  init(_ source: any ByteSource) { self.source = source }

  func next() throws -> [UInt8]? {
    let piece = try source.next()
    if piece == nil, left.isEmpty { return nil }
    let bytes = left + (piece ?? [])
    // Below the digits no byte is part of a letter, so a piece can be cut behind it.
    let cut = piece == nil ? bytes.count : bytes.lastIndex { $0 < 0x30 }.map { $0 + 1 }
    var text: [UInt8] = []
    GB18030.append(bytes[..<(cut ?? bytes.count)], to: &text)
    left = Array(bytes[(cut ?? bytes.count)...])
    return text.isEmpty ? try next() : text
  }
}
