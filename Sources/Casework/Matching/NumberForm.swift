/// An identity number as a file writes it: 18 places of four bits, unknown places marked.
package struct NumberForm: Hashable, Sendable {
  package enum Kind: UInt8, Sendable {
    case none
    /// All 18 places are there.
    case whole
    /// Some places are hidden (`360732********123X`) or were lost in a spreadsheet.
    case partial
    /// One place is missing or too many; the places are those that there are.
    case short, long
  }

  package private(set) var places: UInt128 = 0
  package private(set) var kind = Kind.none
  /// Whether the check digit and the day of birth are right.
  package private(set) var isValid = false

  static let unknown: UInt128 = 0xF
  private static let ten: UInt128 = 10

  package init() {}

  package init(_ text: String) {
    self = Array(text.utf8).withUnsafeBufferPointer { NumberForm($0) }
  }

  package init(_ cell: CellBytes) {
    var digits = NumberDigits()
    var scan = ScalarScan(cell)
    while let scalar = scan.nextPlain(), digits.count < 24 { digits.take(scalar) }
    if digits.exponent > 0 {
      guard digits.exponent == 17, digits.mantissa < 18 else { return }
      let open = 18 - digits.mantissa
      self = NumberForm(places: digits.places << UInt128(4 * open) | NumberForm.ones(open))
      kind = .partial
      return
    }
    self = NumberForm(digits.places, count: digits.count)
    // 3.60732198001011e+17 written out: the digits behind the fifteenth are zeros.
    if kind == .whole, !isValid, places & 0xFFF == 0 {
      places |= 0xFFF
      kind = .partial
    }
  }

  private init(_ places: UInt128, count: Int) {
    switch count {
    case 18: self = NumberForm(places: places)
    // The number of a disability card is the identity number and two places, or four on a new card.
    case 20: self = NumberForm(places: places >> 8)
    case 22: self = NumberForm(places: places >> 16)
    case 15: self = NumberForm(old: places)
    case 17: (self.places, kind) = (places, .short)
    case 19: (self.places, kind) = (places, .long)
    default: break
    }
  }

  private init(places: UInt128) {
    self.places = places
    kind = NumberForm.visible(places) < 18 ? .partial : .whole
    isValid = kind == .whole && hasRightCheck && hasRightBirth
  }

  /// A number of 15 places from before 1999: the century and the check digit are added.
  private init(old places: UInt128) {
    guard NumberForm.visible(places) == 18 else { return }
    let region = places >> 36
    let rest = places & 0xF_FFFF_FFFF
    let first = (region << 44 | 0x19 << 36 | rest) << 4
    self = NumberForm(places: first | NumberForm.check(of: first))
  }

  @inline(__always)
  func place(_ index: Int) -> Int {
    Int(truncatingIfNeeded: places >> UInt128(4 * (17 - index))) & 0xF
  }

  private static let factors = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

  /// The last place that belongs to the first 17.
  static func check(of places: UInt128) -> UInt128 {
    var sum = 0
    for index in 0..<17 {
      sum += (Int(truncatingIfNeeded: places >> UInt128(4 * (17 - index))) & 0xF) * factors[index]
    }
    return UInt128((12 - sum % 11) % 11)
  }

  private var hasRightCheck: Bool { NumberForm.check(of: places) == places & 0xF }
  private var hasRightBirth: Bool { BirthForm(number: self).isWhole }

  /// How many of the 18 places are known.
  static func visible(_ places: UInt128) -> Int { 18 - hiddenMask(places).nonzeroBitCount / 4 }

  /// All four bits of each place that is unknown.
  @inline(__always)
  static func hiddenMask(_ places: UInt128) -> UInt128 {
    let pairs = places & (places >> 1)
    let low = pairs & (pairs >> 2) & NumberForm.lowBits
    return low &* 0xF
  }

  static let lowBits: UInt128 = 0x1111_1111_1111_1111_11

  static func ones(_ count: Int) -> UInt128 { (1 << UInt128(4 * count)) - 1 }

  var key: UInt64 { kind == .whole ? NumberForm.key(places) : 0 }

  @inline(__always)
  static func key(_ places: UInt128) -> UInt64 {
    Mix.hash(UInt64(truncatingIfNeeded: places), UInt64(truncatingIfNeeded: places >> 64))
  }

  /// A key of the last four places, where all of them are seen.
  var tailKey: UInt64 {
    guard kind == .whole || kind == .partial, NumberForm.hiddenMask(places) & 0xFFFF == 0
    else { return 0 }
    return Mix.hash(UInt64(truncatingIfNeeded: places & 0xFFFF), 7)
  }
}

extension NumberForm {
  /// The numbers that this one, which is wrong, can have been: one place or two neighbours off.
  func repairs(_ body: (UInt128) -> Void) {
    switch kind {
    case .whole where !isValid: repairsOfWhole(body)
    case .short: repairsOfShort(body)
    case .long:
      for index in 0..<19 {
        let low = NumberForm.ones(index)
        offer((places >> UInt128(4 * (index + 1))) << UInt128(4 * index) | (places & low), body)
      }
    default: break
    }
  }

  private func repairsOfWhole(_ body: (UInt128) -> Void) {
    for index in 0..<18 {
      let shift = UInt128(4 * index)
      let cleared = places & ~(NumberForm.unknown << shift)
      for digit in 0..<(index == 0 ? NumberForm.ten + 1 : NumberForm.ten) {
        offer(cleared | digit << shift, body)
      }
      guard index < 17 else { break }
      let (low, high) = (places >> shift & 0xF, places >> (shift + 4) & 0xF)
      if low != high {
        offer(
          cleared & ~(NumberForm.unknown << (shift + 4)) | high << shift | low << (shift + 4), body)
      }
    }
  }

  private func repairsOfShort(_ body: (UInt128) -> Void) {
    for index in 0..<18 {
      let low = places & NumberForm.ones(index)
      let high = (places >> UInt128(4 * index)) << UInt128(4 * (index + 1))
      for digit in 0..<(index == 0 ? NumberForm.ten + 1 : NumberForm.ten) {
        offer(high | digit << UInt128(4 * index) | low, body)
      }
    }
  }

  private func offer(_ places: UInt128, _ body: (UInt128) -> Void) {
    if NumberForm.check(of: places) == places & 0xF { body(places) }
  }
}

/// The digits and signs of a cell as they come.
private struct NumberDigits {
  private(set) var places: UInt128 = 0
  private(set) var count = 0
  /// The power of ten behind an E; -1 where there is none.
  private(set) var exponent = -1
  private(set) var mantissa = 0
  private var hasPoint = false

  mutating func take(_ scalar: UInt32) {
    switch scalar {
    case 0x30...0x39:
      if exponent >= 0 {
        exponent = exponent * 10 + Int(scalar - 0x30)
      } else {
        add(UInt128(scalar - 0x30))
      }
    // An X behind the number is the check digit, within it a mask.
    case 0x58, 0x78: if count > 0 { add(count < 16 ? NumberForm.unknown : 10) }
    case 0x2A, 0xD7, 0x23, 0x3F, 0x25CB, 0x25CF: if count > 0 { add(NumberForm.unknown) }
    case 0x2E: hasPoint = count == 1
    case 0x45, 0x65: if hasPoint { (exponent, mantissa) = (0, count) }
    default: break
    }
  }

  private mutating func add(_ place: UInt128) { (places, count) = (places << 4 | place, count + 1) }
}
