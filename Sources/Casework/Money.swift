/// An amount of money in 分, one hundredth of a yuan.
package struct Money: Hashable, Comparable, Sendable {
  package let fen: Int64

  package init(fen: Int64) { self.fen = fen }
  package init(yuan: Int) { fen = Int64(yuan) * 100 }

  package static let zero = Money(fen: 0)

  package static func < (left: Money, right: Money) -> Bool { left.fen < right.fen }
  package static func + (left: Money, right: Money) -> Money { Money(fen: left.fen + right.fen) }
  package static func - (left: Money, right: Money) -> Money { Money(fen: left.fen - right.fen) }

  /// The share of one of `count` persons, rounded to the nearest 分, halves away from zero.
  package func divided(by count: Int) -> Money {
    let parts = Int64(max(count, 1))
    let half = fen >= 0 ? parts / 2 : -(parts / 2)
    return Money(fen: (fen + half) / parts)
  }
}

extension Money: CustomStringConvertible {
  /// `12,345.60`, in yuan without the unit.
  package var description: String {
    let magnitude = fen.magnitude
    let cents = magnitude % 100
    return (fen < 0 ? "-" : "") + Money.grouped(magnitude / 100)
      + ".\(cents < 10 ? "0" : "")\(cents)"
  }

  /// Reads `12345.6`, `12,345.60`, `¥12`, `12元`, full-width digits; nil for anything else.
  package init?(_ text: String) {
    // Almost every amount is plain digits; an import reads millions of them.
    if let fen = Money.plain(text) {
      self.init(fen: fen)
      return
    }
    var digits = ""
    for character in text where !" ,，¥￥元\u{3000}".contains(character) {
      digits.append(Money.halfWidth(character))
    }
    let negative = digits.hasPrefix("-")
    let parts = digits.drop { $0 == "-" }
      .split(separator: ".", omittingEmptySubsequences: false)
    guard digits.count(where: { $0 == "-" }) == (negative ? 1 : 0),
      (1...2).contains(parts.count), let yuan = Int64(parts[0]), yuan < 1_000_000_000_000
    else { return nil }
    var fen: Int64 = 0
    if parts.count == 2 {
      // Departments export sums as floating point: what lies below a 分 is rounded off.
      let fraction = parts[1].prefix(3)
      guard parts[1].allSatisfy(\.isWholeNumber),
        let value = Int64(fraction + String(repeating: "0", count: 3 - fraction.count))
      else { return nil }
      fen = (value + 5) / 10
    }
    self.init(fen: (negative ? -1 : 1) * (yuan * 100 + fen))
  }

  /// At most ten ASCII digits, with two more behind a point or without, and nothing else; in 分.
  private static func plain(_ text: String) -> Int64? {
    var (value, whole, fraction): (Int64, Int, Int?) = (0, 0, nil)
    for byte in text.utf8 {
      if byte == UInt8(ascii: "."), fraction == nil, whole > 0 {
        fraction = 0
        continue
      }
      guard (0x30...0x39).contains(byte) else { return nil }
      value = value * 10 + Int64(byte - 0x30)
      if fraction == nil { whole += 1 } else { fraction = (fraction ?? 0) + 1 }
      guard whole <= 10, (fraction ?? 0) <= 2 else { return nil }
    }
    guard whole > 0 else { return nil }
    switch fraction {
    case nil: return value * 100
    case 1: return value * 10
    case 2: return value
    default: return nil
    }
  }

  private static func grouped(_ value: UInt64) -> String {
    let digits = Array(String(value))
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }

  private static func halfWidth(_ character: Character) -> Character {
    guard let scalar = character.unicodeScalars.first, (0xFF01...0xFF5E).contains(scalar.value),
      let narrow = Unicode.Scalar(scalar.value - 0xFEE0)
    else { return character }
    return Character(narrow)
  }
}
