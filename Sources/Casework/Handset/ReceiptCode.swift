/// The short code of a receipt, as the phone shows it and as it is read out on the telephone:
/// `7K3M-Q2XD`. Forty bits in Crockford's digits, which leave out I, L, O and U.
package struct ReceiptCode: Hashable, Sendable, CustomStringConvertible {
  package let description: String
  private static let digits = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

  /// From the first five bytes of a hash of the receipt's signature.
  package init(hash: some Sequence<UInt8>) {
    let bits = hash.prefix(5).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let text = (0..<8).map { ReceiptCode.digits[Int(bits >> UInt64(35 - 5 * $0) & 31)] }
    description = String(text[0..<4]) + "-" + String(text[4..<8])
  }

  /// As somebody wrote it down: small letters, no dash, I or L for 1, O for 0.
  package init?(_ written: String) {
    let plain = written.uppercased().filter { !$0.isWhitespace && $0 != "-" }.map {
      (character: Character) -> Character in
      switch character {
      case "I", "L": "1"
      case "O": "0"
      default: character
      }
    }
    guard plain.count == 8, plain.allSatisfy(ReceiptCode.digits.contains) else { return nil }
    description = String(plain[0..<4]) + "-" + String(plain[4..<8])
  }
}
