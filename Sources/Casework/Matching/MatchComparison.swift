extension MatchLevels {
  /// Compares a row with a person of the register.
  package init(_ row: PersonForm, _ person: PersonForm, _ table: CharacterTable) {
    name = NameLevel(row.name, person.name, table)
    number = NumberLevel(row.number, person.number)
    var birth = row.birth
    if birth.isEmpty, number == .missing { birth = BirthForm(number: row.number) }
    self.birth = BirthLevel(birth, person.birth)
    sex = PlainLevel(UInt64(row.sex), UInt64(person.sex))
    village = PlainLevel(UInt64(row.village), UInt64(person.village))
    address = PlainLevel(UInt64(row.address), UInt64(person.address))
    phone = PlainLevel(row.phone, person.phone)
    household = PlainLevel(UInt64(row.household), UInt64(person.household))
  }
}

extension PlainLevel {
  @inline(__always)
  init(_ left: UInt64, _ right: UInt64) {
    self = left == 0 || right == 0 ? .missing : left == right ? .same : .differs
  }
}

extension NameLevel {
  package init(_ left: NameForm, _ right: NameForm, _ table: CharacterTable) {
    if left.isEmpty || right.isEmpty {
      self = .missing
    } else if left.isMasked || right.isMasked {
      self = NameLevel.fits(left, right) ? .masked : .differs
    } else if left == right {
      self = .same
    } else if left.count == right.count {
      self = NameLevel.ofEqualLength(left, right, table)
    } else if NameLevel.isPart(left, of: right) || NameLevel.isPart(right, of: left) {
      self = .dropped
    } else {
      self = left.characters[0] == right.characters[0] ? .surname : .differs
    }
  }

  private static func ofEqualLength(
    _ left: NameForm, _ right: NameForm, _ table: CharacterTable
  ) -> NameLevel {
    var (worst, last) = (Likeness.sound, 0)
    let different = (0..<left.count).count { left.characters[$0] != right.characters[$0] }
    // Two characters that only look or nearly sound alike are two names, not one written badly.
    let isTwo = different > 1
    for place in 0..<left.count where left.characters[place] != right.characters[place] {
      last = place
      let likeness = table.likeness(
        left.characters[place], right.characters[place], isFirst: place == 0, byShape: !isTwo)
      if likeness.rawValue > worst.rawValue { worst = likeness }
    }
    switch worst {
    case .sound where different < left.count || left.count > 2: return .sound
    case .nearSound where !isTwo: return .nearSound
    case .shape where !isTwo: return .shape
    default: break
    }
    if isTwo, isPermuted(left, right) { return .swapped }
    if different == 1, left.count > 2 { return last == 0 ? .otherSurname : .oneCharacter }
    if different == 1, last == 0 { return .differs }
    return left.characters[0] == right.characters[0] ? .surname : .differs
  }

  private static func isPermuted(_ left: NameForm, _ right: NameForm) -> Bool {
    var used: UInt8 = 0
    for place in 0..<left.count {
      guard
        let other = (0..<right.count).first(where: {
          used & (1 << UInt8($0)) == 0 && right.characters[$0] == left.characters[place]
        })
      else { return false }
      used |= 1 << UInt8(other)
    }
    return true
  }

  /// Whether the shorter is the longer one without one of its characters.
  private static func isPart(_ short: NameForm, of long: NameForm) -> Bool {
    guard long.count == short.count + 1, short.count > 1 else { return false }
    var skipped = 0
    for place in 0..<short.count where short.characters[place] != long.characters[place + skipped] {
      guard skipped == 0, short.characters[place] == long.characters[place + 1]
      else { return false }
      skipped = 1
    }
    return true
  }

  /// Whether what is seen of one agrees with the other; a hidden end hides any number.
  private static func fits(_ left: NameForm, _ right: NameForm) -> Bool {
    for place in 0..<max(left.count, right.count) {
      let (one, other) = (left.characters[place], right.characters[place])
      if one == NameForm.hidden || other == NameForm.hidden {
        if place == left.count - 1 && one == NameForm.hidden { return true }
        if place == right.count - 1 && other == NameForm.hidden { return true }
        if place >= left.count || place >= right.count { return true }
      } else if one != other {
        return false
      }
    }
    return true
  }
}

extension NumberLevel {
  package init(_ row: NumberForm, _ person: NumberForm) {
    guard person.kind == .whole || person.kind == .partial, row.kind != .none else {
      self = .missing
      return
    }
    switch row.kind {
    case .short, .long: self = NumberLevel.isRepaired(row, person) ? .oneMissing : .differs
    default:
      let hidden = NumberForm.hiddenMask(row.places) | NumberForm.hiddenMask(person.places)
      let difference = (row.places ^ person.places) & ~hidden
      self =
        hidden == 0
        ? NumberLevel.ofWhole(row, person, difference)
        : NumberLevel.ofPartial(row, person, difference, hidden)
    }
  }

  private static func ofWhole(
    _ row: NumberForm, _ person: NumberForm, _ difference: UInt128
  ) -> NumberLevel {
    if difference == 0 { return .same }
    let isBirthSame = difference >> 16 & 0xFFFF_FFFF == 0
    // Two right numbers never differ by a slip: the check digit would have shown it.
    if row.isValid, person.isValid { return isBirthSame ? .sameBirth : .differs }
    let spread = places(of: difference)
    if spread == 1 { return .oneDigit }
    if spread == 2 {
      let low = UInt128(difference.trailingZeroBitCount / 4 * 4)
      let (one, other) = (row.places >> low & 0xFF, person.places >> low & 0xFF)
      if one >> 4 == other & 0xF, one & 0xF == other >> 4 { return .swapped }
      return difference >> 12 == 0 ? .rounded : .twoDigits
    }
    if difference >> 12 == 0 { return .rounded }
    return isBirthSame ? .sameBirth : .differs
  }

  private static func ofPartial(
    _ row: NumberForm, _ person: NumberForm, _ difference: UInt128, _ hidden: UInt128
  ) -> NumberLevel {
    let seen = 18 - hidden.nonzeroBitCount / 4
    let open = hidden.trailingZeroBitCount == 0 ? (~hidden).trailingZeroBitCount / 4 : 0
    // A number cut to a mantissa is rounded in its last place.
    if open == 18 - seen, open >= 9, difference != 0 {
      let shift = UInt128(4 * open)
      let gap = (row.places >> shift).distance(person.places >> shift)
      return gap <= 1 ? .mantissa : .differs
    }
    guard difference == 0 else { return .differs }
    if open == 18 - seen, open >= 9 { return .mantissa }
    if open == 3 { return .rounded }
    return seen >= 13 ? .masked : seen >= 8 ? .maskedShort : .mantissa
  }

  private static func isRepaired(_ row: NumberForm, _ person: NumberForm) -> Bool {
    var isFound = false
    row.repairs { if $0 == person.places { isFound = true } }
    return isFound
  }

  private static func places(of difference: UInt128) -> Int {
    var bits = difference | difference >> 1
    bits |= bits >> 2
    return (bits & NumberForm.lowBits).nonzeroBitCount
  }
}

extension UInt128 {
  fileprivate func distance(_ other: UInt128) -> UInt128 {
    self > other ? self - other : other - self
  }
}

extension BirthLevel {
  package init(_ left: BirthForm, _ right: BirthForm) {
    if left.isEmpty || right.isEmpty {
      self = .missing
    } else if left == right {
      self = left.isWhole ? .same : left.month > 0 ? .sameMonth : .sameYear
    } else if left.year == right.year {
      self = BirthLevel.ofSameYear(left, right)
    } else {
      let isSameDay = left.packed % 10_000 == right.packed % 10_000 && left.isWhole
      if isSameDay {
        self = abs(left.year - right.year) == 1 ? .nearYear : BirthLevel.slip(left, right)
      } else {
        self = .differs
      }
    }
  }

  private static func ofSameYear(_ left: BirthForm, _ right: BirthForm) -> BirthLevel {
    if left.month == right.month {
      return left.isWhole && right.isWhole ? .oneDigit : .sameMonth
    }
    if left.month == 0 || right.month == 0 { return .sameYear }
    if left.month == right.day, left.day == right.month { return .swapped }
    return left.day == right.day && left.isWhole ? .oneDigit : .sameYear
  }

  /// One digit of the year is wrong.
  private static func slip(_ left: BirthForm, _ right: BirthForm) -> BirthLevel {
    var (one, other, wrong) = (left.year, right.year, 0)
    while one > 0 {
      if one % 10 != other % 10 { wrong += 1 }
      (one, other) = (one / 10, other / 10)
    }
    return wrong == 1 ? .oneDigit : .differs
  }
}
