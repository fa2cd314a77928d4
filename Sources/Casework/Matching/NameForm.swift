/// One UTF-8 cell of a file as it lies in memory.
package typealias CellBytes = UnsafeBufferPointer<UInt8>

/// A name without notes, blanks and dots, as up to eight characters of 16 bits.
package struct NameForm: Hashable, Sendable {
  package private(set) var characters = SIMD8<UInt16>()
  package private(set) var count = 0
  /// Whether a part is hidden: 张某, 张*, 张**.
  package private(set) var isMasked = false

  /// Stands for a hidden character.
  static let hidden = UInt16.max

  package init() {}

  package init(_ text: String, _ table: CharacterTable) {
    self = Array(text.utf8).withUnsafeBufferPointer { NameForm($0, table) }
  }

  package init(_ cell: CellBytes, _ table: CharacterTable) {
    var scalars = ScalarScan(cell)
    while let scalar = scalars.next() {
      switch scalar {
      case 0x28, 0xFF08, 0x5B, 0x3010, 0x3014, 0x3C, 0x300A, 0x2F, 0xFF0F, 0x2C, 0xFF0C:
        // A note begins: 张三(户主). One that comes first is before the name: (户主)张三.
        if count > 0 { return }
        skipNote(&scalars)
      case 0x3A, 0xFF1A: (characters, count, isMasked) = (SIMD8(), 0, false)  // 户主：张三
      case 0x2A, 0xFF0A, 0x67D0, 0x58, 0x78, 0xD7, 0x25CB, 0x3007, 0x25A1, 0x25CF:
        isMasked = true
        add(NameForm.hidden)
      case 0x3400...0x9FFF, 0x20000...0x3FFFF, 0xF900...0xFAFF:
        add(table.plain(NameForm.code(scalar)))
      case 0x41...0x5A, 0x61...0x7A: add(UInt16(scalar | 0x20))
      default: break
      }
    }
    if count > 0, characters[0] == NameForm.hidden, count == 1 { self = NameForm() }
  }

  private mutating func skipNote(_ scalars: inout ScalarScan) {
    while let scalar = scalars.next() {
      if [0x29, 0xFF09, 0x5D, 0x3011, 0x3015, 0x3E, 0x300B].contains(scalar) { return }
    }
  }

  /// What is too long for eight places is folded into the last one.
  private mutating func add(_ code: UInt16) {
    if count < 8 {
      characters[count] = code
      count += 1
    } else {
      characters[7] = (characters[7] &* 31 &+ code) & 0x7FFF
    }
  }

  /// Characters beyond the first 65,536 take places that no character has.
  static func code(_ scalar: Unicode.Scalar) -> UInt16 { code(scalar.value) }

  static func code(_ value: UInt32) -> UInt16 {
    value < 0x10000 ? UInt16(value) : UInt16(0xE000 + value % 0x1900)
  }

  package var isEmpty: Bool { count == 0 }

  /// A key for the whole name.
  var key: UInt64 {
    guard count > 1, !isMasked else { return 0 }
    let words = self.words
    return Mix.hash(words.0, words.1)
  }

  private var words: (UInt64, UInt64) {
    var (low, high): (UInt64, UInt64) = (0, 0)
    for place in 0..<4 {
      low |= UInt64(characters[place]) << (16 * UInt64(place))
      high |= UInt64(characters[place + 4]) << (16 * UInt64(place))
    }
    return (low, high)
  }
}

/// Reads Unicode scalars from UTF-8 bytes; a broken byte is U+FFFD.
struct ScalarScan {
  private let bytes: CellBytes
  private var at = 0

  init(_ bytes: CellBytes) { self.bytes = bytes }

  @inline(__always)
  mutating func next() -> UInt32? {
    guard at < bytes.count else { return nil }
    let lead = UInt32(bytes[at])
    at += 1
    if lead < 0x80 { return lead }
    let more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0
    guard more > 0, at + more <= bytes.count else { return 0xFFFD }
    var value = lead & (0x3F >> UInt32(more))
    for _ in 0..<more {
      value = value << 6 | UInt32(bytes[at] & 0x3F)
      at += 1
    }
    return value
  }

  /// Full-width letters, digits and signs as their plain ones.
  @inline(__always)
  mutating func nextPlain() -> UInt32? {
    guard let scalar = next() else { return nil }
    return (0xFF01...0xFF5E).contains(scalar) ? scalar - 0xFEE0 : scalar
  }
}

/// A quick hash that is the same in every run, so that links do not depend on chance.
enum Mix {
  @inline(__always)
  static func hash(_ one: UInt64, _ other: UInt64 = 0) -> UInt64 {
    var value = (one ^ (other &* 0x9E37_79B9_7F4A_7C15)) &* 0xBF58_476D_1CE4_E5B9
    value ^= value >> 29
    value &*= 0x94D0_49BB_1331_11EB
    value ^= value >> 32
    return value | 1
  }
}
