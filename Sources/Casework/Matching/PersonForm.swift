/// A day of birth as far as it is written: year, month, day; 0 is unknown.
package struct BirthForm: Hashable, Sendable {
  /// `yyyymmdd`.
  package private(set) var packed: Int32 = 0

  package init() {}

  package init(_ text: String) { self = Array(text.utf8).withUnsafeBufferPointer { BirthForm($0) } }

  /// Reads `1980-01-31`, `19800131`, `1980年1月`, `1980.1.31 00:00` and a spreadsheet's day number.
  package init(_ cell: CellBytes) {
    var groups = SIMD4<Int32>()
    var (group, digits, first) = (0, 0, 0)
    var scan = ScalarScan(cell)
    while let scalar = scan.nextPlain(), group < 3 {
      if (0x30...0x39).contains(scalar), digits < 8 {
        groups[group] = groups[group] * 10 + Int32(scalar - 0x30)
        digits += 1
      } else if digits > 0 {
        if group == 0 { first = digits }
        (group, digits) = (group + 1, 0)
      }
    }
    if group == 0 { first = digits }
    switch first {
    case 8: self = BirthForm(groups[0] / 10_000, groups[0] / 100 % 100, groups[0] % 100)
    case 6: self = BirthForm(groups[0] / 100, groups[0] % 100, 0)
    case 4: self = BirthForm(groups[0], groups[1], groups[2])
    case 5:
      // Day 25,569 of a spreadsheet is 1970-01-01.
      let parts = Day(number: Int(groups[0]) - 25_569).description.split(separator: "-")
      let numbers = parts.compactMap { Int32($0) }
      if numbers.count == 3 { self = BirthForm(numbers[0], numbers[1], numbers[2]) }
    default: break
    }
  }

  init(_ year: Int32, _ month: Int32, _ day: Int32) {
    guard (1880...2100).contains(year) else { return }
    let isMonth = (1...12).contains(month)
    packed = year * 10_000 + (isMonth ? month * 100 : 0)
    if isMonth, (1...31).contains(day) { packed += day }
  }

  /// The day of birth in an identity number, as far as it is seen there.
  init(number: NumberForm) {
    guard number.kind == .whole || number.kind == .partial else { return }
    func value(_ range: Range<Int>) -> Int32 {
      var sum: Int32 = 0
      for index in range {
        let digit = number.place(index)
        guard digit < 10 else { return 0 }
        sum = sum * 10 + Int32(digit)
      }
      return sum
    }
    self = BirthForm(value(6..<10), value(10..<12), value(12..<14))
  }

  package var isWhole: Bool { packed % 100 != 0 }
  var isEmpty: Bool { packed == 0 }
  var year: Int32 { packed / 10_000 }
  var month: Int32 { packed / 100 % 100 }
  var day: Int32 { packed % 100 }
  var key: UInt64 { isWhole ? Mix.hash(UInt64(packed), 3) : 0 }
}

/// What one file says of one person, made comparable: bytes became numbers.
package struct PersonForm: Sendable {
  package var number = NumberForm()
  package var name = NameForm()
  package var birth = BirthForm()
  package var sex: UInt8 = 0
  package var phone: UInt64 = 0
  /// Hashes of the plain text; 0 is unknown.
  package var village: UInt32 = 0
  package var address: UInt32 = 0
  package var household: UInt32 = 0

  package init() {}

  package init(_ cells: PersonCells, _ table: CharacterTable) {
    if let cell = cells.number { number = NumberForm(cell) }
    if let cell = cells.name { name = NameForm(cell, table) }
    if let cell = cells.birth { birth = BirthForm(cell) }
    if let cell = cells.sex { sex = PersonForm.sex(cell) }
    if let cell = cells.phone { phone = PersonForm.phone(cell) }
    if let cell = cells.village { village = PlaceText.village(cell) }
    if let cell = cells.address { address = PlaceText.address(cell) }
    if let cell = cells.household { household = PlaceText.whole(cell) }
    if sex == 0, number.isValid { sex = number.place(16) % 2 == 1 ? 1 : 2 }
  }

  private static func sex(_ cell: CellBytes) -> UInt8 {
    var scan = ScalarScan(cell)
    switch scan.nextPlain() {
    case 0x7537, 0x31, 0x4D, 0x6D: return 1
    case 0x5973, 0x32, 0x46, 0x66: return 2
    default: return 0
    }
  }

  /// The last eleven digits, so that +86 does not matter; 0 when fewer than seven are seen.
  private static func phone(_ cell: CellBytes) -> UInt64 {
    var (value, count): (UInt64, Int) = (0, 0)
    var scan = ScalarScan(cell)
    while let scalar = scan.nextPlain() {
      if scalar == 0x2A { return 0 }
      guard (0x30...0x39).contains(scalar) else { continue }
      value = (value % 10_000_000_000) * 10 + UInt64(scalar - 0x30)
      count += 1
    }
    return count < 7 ? 0 : value
  }
}

/// The cells of one row by what they say; nil where the file has no such column.
package struct PersonCells {
  package var number, name, birth, sex, phone, village, address, household: CellBytes?

  package init() {}
}

/// Places as different programs write them.
enum PlaceText {
  /// 江背镇江背村委会 and 江背村 are the same village.
  static func village(_ cell: CellBytes) -> UInt32 {
    var hash = Hash()
    var scan = ScalarScan(cell)
    while let scalar = scan.nextPlain() {
      switch scalar {
      // 镇 乡: what stood before was the township.
      case 0x9547, 0x4E61: hash.restart()
      // 村 委 会 居 民 社 区 and blanks
      case 0x6751, 0x59D4, 0x4F1A, 0x5C45, 0x6C11, 0x793E, 0x533A, 0...0x20, 0x3000: break
      default: hash.add(scalar)
      }
    }
    return hash.value
  }

  /// What stands behind the village: 3组12号.
  static func address(_ cell: CellBytes) -> UInt32 {
    var hash = Hash()
    var scan = ScalarScan(cell)
    while let scalar = scan.nextPlain() {
      switch scalar {
      // 村 镇 乡 区 县
      case 0x6751, 0x9547, 0x4E61, 0x533A, 0x53BF: hash.restart()
      // 委 会 第 号 and signs
      case 0x59D4, 0x4F1A, 0x7B2C, 0x53F7, 0...0x2F, 0x3000: break
      default: hash.add(scalar)
      }
    }
    return hash.value
  }

  static func whole(_ cell: CellBytes) -> UInt32 {
    var hash = Hash()
    var scan = ScalarScan(cell)
    while let scalar = scan.nextPlain() {
      if scalar > 0x20 { hash.add(scalar) }
    }
    return hash.value
  }

  private struct Hash {
    private var state: UInt64 = 0
    private var last: UInt32 = 0

    mutating func add(_ scalar: UInt32) { state = Mix.hash(state, UInt64(scalar)) }
    /// Keeps what stood before when nothing follows.
    mutating func restart() {
      if state != 0 { last = fold }
      state = 0
    }
    private var fold: UInt32 { UInt32(truncatingIfNeeded: state ^ (state >> 32)) | 1 }
    var value: UInt32 { state == 0 ? last : fold }
  }
}
