internal import Glibc

/// The national encoding GB18030 and its older parts GBK and GB2312.
enum GB18030 {
  /// Adds text in UTF-8; false where some bytes were no letters and became a mark.
  @discardableResult
  static func append(_ bytes: ArraySlice<UInt8>, to text: inout [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      pairs.withUnsafeBufferPointer { append(bytes, $0, to: &text) }
    }
  }

  private static func append(
    _ bytes: UnsafeBufferPointer<UInt8>, _ pairs: UnsafeBufferPointer<UInt16>,
    to text: inout [UInt8]
  ) -> Bool {
    var (at, isGood) = (0, true)
    while at < bytes.count {
      let byte = bytes[at]
      if byte < 0x80 {
        text.append(byte)
        at += 1
        continue
      }
      let (scalar, length) = scalar(bytes[at...].prefix(4), pairs)
      if scalar == 0xFFFD { isGood = false }
      append(scalar, to: &text)
      at += length
    }
    return isGood
  }

  /// The letter that some bytes begin with, and how many of them are its.
  private static func scalar(
    _ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ pairs: UnsafeBufferPointer<UInt16>
  ) -> (scalar: UInt32, length: Int) {
    let (none, at) = ((scalar: UInt32(0xFFFD), length: 1), bytes.startIndex)
    guard bytes.count >= 2, (0x81...0xFE).contains(bytes[at]) else { return none }
    let (lead, trail) = (Int(bytes[at]) - 0x81, bytes[at + 1])
    if trail >= 0x40 {
      guard trail < 0xFF else { return none }
      let scalar = UInt32(pairs[lead * 191 + Int(trail) - 0x40])
      return scalar == 0xFFFD ? none : (scalar, 2)
    }
    guard bytes.count == 4, (0x30...0x39).contains(trail), (0x81...0xFE).contains(bytes[at + 2]),
      (0x30...0x39).contains(bytes[at + 3])
    else { return none }
    let index =
      lead * 12_600 + Int(trail - 0x30) * 1_260 + Int(bytes[at + 2] - 0x81) * 10
      + Int(bytes[at + 3] - 0x30)
    if index < fours.count { return (UInt32(fours[index]), 4) }
    let high = index - 189_000 + 0x10000
    return (0x10000...0x10FFFF).contains(high) ? (UInt32(high), 4) : none
  }

  private static func append(_ scalar: UInt32, to text: inout [UInt8]) {
    if scalar < 0x80 {
      text.append(UInt8(scalar))
    } else if scalar < 0x800 {
      text.append(UInt8(0xC0 | scalar >> 6))
      text.append(UInt8(0x80 | scalar & 0x3F))
    } else if scalar < 0x10000 {
      text.append(UInt8(0xE0 | scalar >> 12))
      text.append(UInt8(0x80 | scalar >> 6 & 0x3F))
      text.append(UInt8(0x80 | scalar & 0x3F))
    } else {
      text.append(UInt8(0xF0 | scalar >> 18))
      text.append(UInt8(0x80 | scalar >> 12 & 0x3F))
      text.append(UInt8(0x80 | scalar >> 6 & 0x3F))
      text.append(UInt8(0x80 | scalar & 0x3F))
    }
  }

  /// What the letters of two bytes are, by lead and trail.
  private static let pairs: [UInt16] = table(of: 126 * 191) { index in
    [UInt8(index / 191 + 0x81), UInt8(index % 191 + 0x40)]
  }

  /// What the letters of four bytes below U+10000 are, in their order.
  private static let fours: [UInt16] = table(of: 39_420) { index in
    [
      UInt8(index / 12_600 + 0x81), UInt8(index / 1_260 % 10 + 0x30),
      UInt8(index / 10 % 126 + 0x81), UInt8(index % 10 + 0x30),
    ]
  }

  /// Asks the C library once for every letter.
  private static func table(of count: Int, _ letter: (Int) -> [UInt8]) -> [UInt16] {
    guard let converter = iconv_open("UTF-16LE", "GB18030"), converter != iconv_t(bitPattern: -1)
    else { return [UInt16](repeating: 0xFFFD, count: count) }
    defer { iconv_close(converter) }
    return (0..<count).map { index in
      var input = letter(index).map { CChar(bitPattern: $0) }
      var output = [CChar](repeating: 0, count: 8)
      var (inLeft, outLeft) = (input.count, output.count)
      let failed = input.withUnsafeMutableBufferPointer { source in
        output.withUnsafeMutableBufferPointer { target in
          var (from, to) = (source.baseAddress, target.baseAddress)
          return iconv(converter, &from, &inLeft, &to, &outLeft) == -1 || inLeft > 0
        }
      }
      guard !failed, outLeft == 6 else {
        iconv(converter, nil, nil, nil, nil)
        return 0xFFFD
      }
      return UInt16(UInt8(bitPattern: output[0])) | UInt16(UInt8(bitPattern: output[1])) << 8
    }
  }

  /// Text as bytes of this encoding; what it has no letter for becomes `?`.
  static func bytes(_ text: String) -> [UInt8] {
    guard let converter = iconv_open("GB18030", "UTF-8"), converter != iconv_t(bitPattern: -1)
    else { return Array(text.utf8) }
    defer { iconv_close(converter) }
    var input = text.utf8.map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: input.count * 2 + 8)
    var (inLeft, outLeft) = (input.count, output.count)
    input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        var (from, to) = (source.baseAddress, target.baseAddress)
        _ = iconv(converter, &from, &inLeft, &to, &outLeft)
      }
    }
    return output.dropLast(outLeft).map { UInt8(bitPattern: $0) }
  }
}
