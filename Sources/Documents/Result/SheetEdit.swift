/// Walks through a sheet's XML, puts one cell into the rows that have a result, and leaves formulas
/// out: the file goes to others, too, and nothing in it may run.
struct SheetEdit {
  private var scan: MarkupScan
  /// Nil for a sheet without results.
  private let place: ResultPlace?
  private let style: Int?
  private var (number, column) = (0, 0)
  private var (isSkipping, isCell, isFormula) = (false, false, false)
  private var waiting: [UInt8] = []
  private static let (row, c) = (MarkupName("row"), MarkupName("c"))
  private static let (r, f) = (MarkupName("r"), MarkupName("f"))

  init(_ source: any ByteSource, _ place: ResultPlace?, style: Int?) {
    (scan, self.place, self.style) = (MarkupScan(source), place, style)
  }

  mutating func run(_ sink: (ArraySlice<UInt8>) throws -> Void) throws {
    var out: [UInt8] = []
    while case let token = try scan.next(), token.kind != .end {
      take(token, &out)
      guard out.count > 1 << 16 else { continue }
      try sink(out[...])
      out.removeAll(keepingCapacity: true)
    }
    out += scan.bytes[scan.whole]
    try sink(out[...])
  }

  private mutating func take(_ token: MarkupScan.Token, _ out: inout [UInt8]) {
    let raw = scan.bytes[scan.whole]
    switch (token.kind, token.name) {
    case (.open, SheetEdit.row):
      number = RowNumber.next(scan.number(SheetEdit.r, of: token), after: number)
      column = 0
      waiting = token.isClosed ? [] : cell(Array(raw))
      // The cells that a row says it spans would be one too few.
      out += waiting.isEmpty ? raw : SheetEdit.tag(raw, without: "spans")
    case (.open, SheetEdit.c): takeCell(token, &out)
    case (.close, SheetEdit.c):
      if !isSkipping { out += raw }
      (isSkipping, isCell) = (false, false)
    // Outside cells this name means something else.
    case (.open, SheetEdit.f) where isCell: isFormula = !token.isClosed
    case (.close, SheetEdit.f) where isCell: isFormula = false
    case (.close, SheetEdit.row):
      flush(&out)
      out += raw
    default: if !isSkipping, !isFormula { out += raw }
    }
  }

  private mutating func takeCell(_ token: MarkupScan.Token, _ out: inout [UInt8]) {
    column = column(of: token) ?? column
    if let place, column >= place.column { flush(&out) }
    if column == place?.column, hasResult {
      isSkipping = !token.isClosed
    } else {
      out += scan.bytes[scan.whole]
    }
    isCell = !token.isClosed
    column += 1
  }

  private var hasResult: Bool { place?.mark(number) != nil }

  private mutating func flush(_ out: inout [UInt8]) {
    out += waiting
    waiting = []
  }

  private func column(of token: MarkupScan.Token) -> Int? {
    guard let text = scan.attribute(SheetEdit.r, of: token) else { return nil }
    return MergedCells.Range("\(text):\(text)")?.columns.lowerBound
  }

  /// The cell of the row at hand; nothing where it has no result.
  private func cell(_ rowTag: [UInt8]) -> [UInt8] {
    guard let place, let mark = place.mark(number) else { return [] }
    let look = mark.isBad ? style.map { " s=\"\($0)\"" } ?? "" : ""
    let name = SheetEdit.letters(place.column) + String(number)
    return rowTag.prefixedTag(
      "<#c r=\"\(name)\"\(look) t=\"inlineStr\"><#is><#t xml:space=\"preserve\">")
      + SheetEdit.escaped(mark.text) + rowTag.prefixedTag("</#t></#is></#c>")
  }

  static func letters(_ column: Int) -> String {
    var (left, letters) = (column + 1, "")
    while left > 0 {
      letters = String(UnicodeScalar(UInt8(0x41 + (left - 1) % 26))) + letters
      left = (left - 1) / 26
    }
    return letters
  }

  static func escaped(_ text: String) -> [UInt8] {
    text.utf8.flatMap { byte -> [UInt8] in
      switch byte {
      case UInt8(ascii: "&"): Array("&amp;".utf8)
      case UInt8(ascii: "<"): Array("&lt;".utf8)
      case UInt8(ascii: ">"): Array("&gt;".utf8)
      case 0..<0x20 where byte != 0x0A && byte != 0x09: []
      default: [byte]
      }
    }
  }

  /// A tag as it stands, but for one attribute.
  static func tag(_ raw: ArraySlice<UInt8>, without attribute: String) -> ArraySlice<UInt8> {
    let mark = Array(" \(attribute)=".utf8)
    guard let start = raw.indices.first(where: { raw[$0...].starts(with: mark) }) else {
      return raw
    }
    let value = start + mark.count
    guard value < raw.endIndex,
      let end = raw[(value + 1)...].firstIndex(of: raw[value])
    else { return raw }
    return (raw[..<start] + raw[(end + 1)...])[...]
  }
}

extension [UInt8] {
  /// Markup with every `#` replaced by the prefix that the tag at the end of these bytes has.
  func prefixedTag(_ markup: String) -> [UInt8] {
    let start = lastIndex(of: UInt8(ascii: "<")).map { $0 + 1 } ?? endIndex
    let name = self[start...].drop { $0 == UInt8(ascii: "/") }
      .prefix { $0 > 0x20 && $0 != UInt8(ascii: ">") }
    let prefix = name.lastIndex(of: UInt8(ascii: ":")).map { name[...$0] } ?? []
    return markup.utf8.flatMap { $0 == UInt8(ascii: "#") ? Array(prefix) : [$0] }
  }
}
