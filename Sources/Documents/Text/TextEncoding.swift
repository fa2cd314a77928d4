/// How a text file writes its letters.
package enum TextEncoding: String, Sendable {
  case utf8 = "UTF-8"
  case gb18030 = "GB18030"
  case utf16LittleEndian = "UTF-16LE"
  case utf16BigEndian = "UTF-16BE"

  /// By a byte order mark, or by how zeros lie in plain letters; nil is one of the two that are
  /// told apart by their letters.
  init?(wideHead head: [UInt8]) {
    if head.starts(with: [0xFF, 0xFE]) {
      self = .utf16LittleEndian
    } else if head.starts(with: [0xFE, 0xFF]) {
      self = .utf16BigEndian
    } else {
      let pairs = head.prefix(2_048).count / 2
      let (even, odd) = (0..<pairs).reduce((0, 0)) { sum, pair in
        (sum.0 + (head[2 * pair] == 0 ? 1 : 0), sum.1 + (head[2 * pair + 1] == 0 ? 1 : 0))
      }
      guard pairs > 0, even == 0 || odd == 0, even + odd > pairs / 10,
        TextEncoding.areLetters(head, pairs: pairs, low: even == 0 ? 0 : 1)
      else { return nil }
      self = even == 0 ? .utf16LittleEndian : .utf16BigEndian
    }
  }

  /// No text holds control characters but the tab and the ends of lines; other bytes are no text.
  private static func areLetters(_ head: [UInt8], pairs: Int, low: Int) -> Bool {
    (0..<pairs).allSatisfy { pair in
      let (letter, page) = (head[2 * pair + low], head[2 * pair + 1 - low])
      return page != 0 || letter >= 0x20 || [0x09, 0x0A, 0x0D].contains(letter)
    }
  }

  /// By the lines of the first bytes that are not plain letters; nil where all are plain.
  init?(head: ArraySlice<UInt8>) {
    var (good, bad) = (0, 0)
    // The last line may be cut within a letter.
    var lines = head.split(separator: 0x0A)
    if lines.count > 1, head.last != 0x0A { lines.removeLast() }
    for line in lines {
      switch UTF8Check.look(line) {
      case .plain: continue
      case .utf8: good += 1
      case .other: bad += 1
      }
    }
    guard good + bad > 0 else { return nil }
    self = good >= bad ? .utf8 : .gb18030
  }
}

/// Looks whether bytes are UTF-8.
enum UTF8Check {
  enum Look { case plain, utf8, other }

  static func look(_ bytes: ArraySlice<UInt8>) -> Look {
    bytes.withUnsafeBufferPointer { bytes in
      var at = 0
      while at < bytes.count, bytes[at] < 0x80 { at += 1 }
      guard at < bytes.count else { return .plain }
      while at < bytes.count {
        guard let length = length(at, bytes) else { return .other }
        at += length
      }
      return .utf8
    }
  }

  /// How long the letter at a place is; nil where there is none.
  private static func length(_ at: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    let lead = bytes[at]
    if lead < 0x80 { return 1 }
    let length = max(2, (~lead).leadingZeroBitCount)
    guard (0xC2..<0xF5).contains(lead), at + length <= bytes.count,
      (1..<length).allSatisfy({ bytes[at + $0] & 0xC0 == 0x80 })
    else { return nil }
    // The second byte rules out longer forms than needed, halves of pairs, and what no plane has.
    let second = bytes[at + 1]
    let isGood =
      switch lead {
      case 0xE0: second >= 0xA0
      case 0xED: second < 0xA0
      case 0xF0: second >= 0x90
      case 0xF4: second < 0x90
      default: true
      }
    return isGood ? length : nil
  }
}

/// UTF-16 text handed on as UTF-8, a letter cut in two by the pieces made whole.
///
/// A class, because it keeps what a piece left over.
final class WideSource: ByteSource {
  private let source: any ByteSource
  private let isBig: Bool
  private var left: [UInt8] = []
  private var isFirst = true

  init(_ source: any ByteSource, isBig: Bool) { (self.source, self.isBig) = (source, isBig) }

  func next() throws -> [UInt8]? {
    guard let piece = try source.next() else {
      defer { left = [] }
      return left.isEmpty ? nil : [0xEF, 0xBF, 0xBD]
    }
    let bytes = left + piece
    let (high, low) = isBig ? (0, 1) : (1, 0)
    var units: [UInt16] = (0..<(bytes.count / 2)).map { pair in
      UInt16(bytes[2 * pair + high]) << 8 | UInt16(bytes[2 * pair + low])
    }
    var used = units.count * 2
    if let last = units.last, (0xD800...0xDBFF).contains(last) {
      units.removeLast()
      used -= 2
    }
    left = Array(bytes[used...])
    if isFirst, units.first == 0xFEFF { units.removeFirst() }
    isFirst = false
    let text = Array(String(decoding: units, as: UTF16.self).utf8)
    return text.isEmpty ? try next() : text
  }
}
