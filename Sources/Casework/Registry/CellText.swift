/// What people type into spreadsheets, made comparable.
package enum CellText {
  /// Full-width letters and digits become narrow; spaces around and invisible marks go, and so does
  /// the `'` before it, which people put before numbers and this program before formulas.
  package static func cleaned(_ text: String) -> String {
    // Most cells are plain already: looked at once, copied never.
    if isPlain(text) { return text }
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0xFF01...0xFF5E:
        if let narrow = Unicode.Scalar(scalar.value - 0xFEE0) { scalars.append(narrow) }
      case 0x3000: scalars.append(" ")
      case 0xFEFF, 0x200B...0x200F, 0x202A...0x202E, 0x00AD: continue
      default: scalars.append(scalar)
      }
    }
    var rest = Substring(String(scalars))
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    if rest.first == "'" { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }

  /// Whether no byte can belong to what `cleaned` changes: wide forms (EF), wide spaces (E3 80),
  /// invisible marks (E2, C2), spaces.
  private static func isPlain(_ text: String) -> Bool {
    var before: UInt8 = 0
    if text.utf8.first == 0x27 { return false }
    for byte in text.utf8 {
      if byte <= 0x20 || byte == 0xEF || byte == 0xE2 || byte == 0xC2 { return false }
      if byte == 0x80, before == 0xE3 { return false }
      before = byte
    }
    return true
  }

  /// 是/否 and their kin; nil is unknown.
  package static func flag(_ text: String) -> Bool? {
    if text.isEmpty { return nil }
    // Bytes are compared, not characters: an import asks millions of times.
    func isOne(of words: [StaticString]) -> Bool {
      words.contains { word in
        word.withUTF8Buffer { text.utf8.elementsEqual($0) }
      }
    }
    if isOne(of: yes) { return true }
    return isOne(of: no) ? false : nil
  }

  private static let yes: [StaticString] = ["是", "1", "有", "Y", "y", "享受", "已解决"]
  private static let no: [StaticString] = ["否", "0", "无", "N", "n", "不享受", "未解决"]

  /// `2026-03-05`, `2026/3/5`, `20260305`, `202603`, `2026年3月5日`; nil is no day.
  package static func day(_ text: String) -> Day? {
    if text.isEmpty { return nil }
    let numbers = text.utf8.split { !(0x30...0x39).contains($0) }
      .compactMap { Int(Substring($0)) }
    switch numbers.count {
    case 1 where text.utf8.count == 8 && text.allSatisfy(\.isNumber):
      return Day(year: numbers[0] / 10_000, month: numbers[0] / 100 % 100, day: numbers[0] % 100)
    case 1 where text.utf8.count == 6 && text.allSatisfy(\.isNumber):
      return Day(year: numbers[0] / 100, month: numbers[0] % 100, day: 1)
    case 2: return Day(year: numbers[0], month: numbers[1], day: 1)
    case 3...: return Day(year: numbers[0], month: numbers[1], day: numbers[2])
    default: return nil
    }
  }
}
