/// A name in markup without its prefix, as a number: its last eight bytes.
struct MarkupName: Equatable {
  let key: UInt64

  init(key: UInt64) { self.key = key }
  init(_ name: StaticString) {
    key = name.withUTF8Buffer { $0.reduce(0) { $0 << 8 | UInt64($1) } }
  }
}

/// Walks through XML or HTML token by token, in constant memory, without building a tree.
///
/// Nothing nests in it, so depth costs nothing. A DTD is refused in XML: with it entities could be
/// made that grow without end or read other files.
struct MarkupScan {
  enum Dialect { case xml, html }
  enum Kind { case open, close, text, end }

  /// A token; its ranges hold in `bytes` until the next one is asked for.
  struct Token {
    var kind: Kind
    var name = MarkupName(key: 0)
    /// The text, or what stands in a tag after its name.
    var content = 0..<0
    /// `<br/>`, or text that has no entities (CDATA).
    var isClosed = false
    fileprivate(set) var next: Int
  }

  private(set) var bytes: [UInt8] = []
  /// Where the token lies in `bytes`, with all that was passed over before it.
  var whole: Range<Int> { from..<at }
  private var from = 0
  private let source: any ByteSource
  let dialect: Dialect
  private var (at, isOver) = (0, false)
  /// What follows is a programme or a style sheet, not markup.
  private var isRaw = false
  private static let longest = 1 << 22
  private static let rawNames = [MarkupName("script"), MarkupName("style")]

  init(_ source: any ByteSource, _ dialect: Dialect = .xml) {
    (self.source, self.dialect) = (source, dialect)
  }

  mutating func next() throws -> Token {
    from = at
    while true {
      let (start, dialect, isOver, wasRaw) = (at, dialect, isOver, isRaw)
      let step = try bytes.withUnsafeBufferPointer {
        let step = MarkupStep(bytes: $0, dialect: dialect, isOver: isOver)
        return wasRaw ? step.raw(start) : try step.token(start)
      }
      switch step {
      case .token(let token):
        at = token.next
        isRaw = dialect == .html && token.kind == .open && MarkupScan.rawNames.contains(token.name)
        return token
      case .skipped(let next):
        at = next
        isRaw = false
      case .unfinished:
        if isOver { return Token(kind: .end, next: at) }
        try refill()
      }
    }
  }

  private mutating func refill() throws {
    guard bytes.count - from < MarkupScan.longest * 2, bytes.count - at < MarkupScan.longest else {
      throw SheetFault.tooLarge("有超过 4 MB 的单元格")
    }
    guard let piece = try source.next() else {
      isOver = true
      return
    }
    bytes.removeSubrange(0..<from)
    bytes += piece
    (at, from) = (at - from, 0)
  }
}

/// One step of a scan over the bytes at hand.
private struct MarkupStep {
  enum Result {
    case token(MarkupScan.Token)
    case skipped(Int)
    case unfinished
  }

  let bytes: UnsafeBufferPointer<UInt8>
  let dialect: MarkupScan.Dialect
  let isOver: Bool

  func token(_ start: Int) throws -> Result {
    guard start < bytes.count else { return .unfinished }
    guard bytes[start] == UInt8(ascii: "<") else { return text(start) }
    guard start + 1 < bytes.count else { return isOver ? .skipped(bytes.count) : .unfinished }
    switch bytes[start + 1] {
    case UInt8(ascii: "!"): return try declaration(start)
    case UInt8(ascii: "?"): return skip(past: "?>", start)
    case UInt8(ascii: "/"): return tag(start + 2, .close)
    case 0x41...0x5A, 0x5F, 0x61...0x7A, 0x80...0xFF: return tag(start + 1, .open)
    default:
      guard dialect == .html else { throw SheetFault.broken("标记不完整") }
      // A lone < in a careless page is text.
      return .token(
        MarkupScan.Token(kind: .text, content: start..<(start + 1), next: start + 1))
    }
  }

  /// Passes over a programme or a style sheet.
  func raw(_ start: Int) -> Result {
    var at = start
    while at + 2 < bytes.count {
      if bytes[at] == UInt8(ascii: "<"), bytes[at + 1] == UInt8(ascii: "/"),
        bytes[at + 2] | 0x20 == UInt8(ascii: "s")
      {
        return .skipped(at)
      }
      at += 1
    }
    return unfinishedTag
  }

  private func text(_ start: Int) -> Result {
    var end = start
    while end < bytes.count, bytes[end] != UInt8(ascii: "<") { end += 1 }
    if end == bytes.count, !isOver { return .unfinished }
    return .token(MarkupScan.Token(kind: .text, content: start..<end, next: end))
  }

  private func tag(_ start: Int, _ kind: MarkupScan.Kind) -> Result {
    var (key, at) = (UInt64(0), start)
    while at < bytes.count {
      let byte = bytes[at]
      if byte <= 0x20 || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/") { break }
      let isCapital = dialect == .html && byte >= 0x41 && byte <= 0x5A
      key = byte == UInt8(ascii: ":") ? 0 : key << 8 | UInt64(isCapital ? byte | 0x20 : byte)
      at += 1
    }
    guard let end = tagEnd(at) else { return unfinishedTag }
    let isClosed = bytes[end - 1] == UInt8(ascii: "/") && end > at
    return .token(
      MarkupScan.Token(
        kind: kind, name: MarkupName(key: key), content: at..<(isClosed ? end - 1 : end),
        isClosed: isClosed, next: end + 1))
  }

  /// The file ends inside a tag: nothing more can come of it.
  private var unfinishedTag: Result { isOver ? .skipped(bytes.count) : .unfinished }

  /// The next `>` outside quotes.
  private func tagEnd(_ start: Int) -> Int? {
    var (at, quote) = (start, UInt8(0))
    while at < bytes.count {
      let byte = bytes[at]
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == UInt8(ascii: ">") {
        return at
      } else if byte == 0x22 || byte == 0x27 {
        quote = byte
      }
      at += 1
    }
    return nil
  }

  private func declaration(_ start: Int) throws -> Result {
    if starts("<!--", start) { return skip(past: "-->", start + 4) }
    if starts("<![CDATA[", start) {
      guard let end = index(of: "]]>", start + 9) else { return unfinishedTag }
      return .token(
        MarkupScan.Token(
          kind: .text, content: (start + 9)..<end, isClosed: true, next: end + 3))
    }
    if start + 9 > bytes.count, !isOver { return .unfinished }
    if dialect == .xml { throw SheetFault.broken("文件里有不允许的 XML 声明（DTD）") }
    return skip(past: ">", start)
  }

  private func skip(past mark: StaticString, _ start: Int) -> Result {
    guard let end = index(of: mark, start) else { return unfinishedTag }
    return .skipped(end + mark.utf8CodeUnitCount)
  }

  private func starts(_ mark: StaticString, _ start: Int) -> Bool {
    mark.withUTF8Buffer { mark in
      start + mark.count <= bytes.count && mark.indices.allSatisfy { mark[$0] == bytes[start + $0] }
    }
  }

  private func index(of mark: StaticString, _ start: Int) -> Int? {
    var at = start
    while at + mark.utf8CodeUnitCount <= bytes.count {
      if starts(mark, at) { return at }
      at += 1
    }
    return nil
  }
}
