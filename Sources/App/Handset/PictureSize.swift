/// How many pixels a picture says it has, read from its first bytes without unpacking it: a small file
/// may hold a picture that fills the memory of whoever opens it.
enum PictureSize {
  /// More than any telephone's camera takes.
  static let most = 80_000_000

  /// Nil for what is no PNG, JPEG or WebP, or does not say it within these bytes.
  static func pixels(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 30 else { return nil }
    func big(_ place: Int) -> Int { Int(bytes[place]) << 8 | Int(bytes[place + 1]) }
    func little(_ place: Int) -> Int { Int(bytes[place + 1]) << 8 | Int(bytes[place]) }
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
      return product(big(16) << 16 | big(18), big(20) << 16 | big(22))
    }
    if bytes.starts(with: Array("RIFF".utf8)) {
      switch bytes[15] {
      case UInt8(ascii: "X"):
        return product(
          (little(24) | Int(bytes[26]) << 16) + 1, (little(27) | Int(bytes[29]) << 16) + 1)
      case UInt8(ascii: "L"):
        let packed = little(21) | little(23) << 16
        return product((packed & 0x3FFF) + 1, ((packed >> 14) & 0x3FFF) + 1)
      default: return product(little(26) & 0x3FFF, little(28) & 0x3FFF)
      }
    }
    return jpeg(bytes, big)
  }

  private static func jpeg(_ bytes: [UInt8], _ big: (Int) -> Int) -> Int? {
    guard bytes.starts(with: [0xFF, 0xD8]) else { return nil }
    var place = 2
    while place + 8 < bytes.count, bytes[place] == 0xFF {
      let marker = bytes[place + 1]
      // Start of frame, whichever way it is packed.
      if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker) {
        return product(big(place + 5), big(place + 7))
      }
      place += 2 + big(place + 2)
    }
    return nil
  }

  private static func product(_ width: Int, _ height: Int) -> Int {
    width.multipliedReportingOverflow(by: height).overflow ? .max : width * height
  }
}
