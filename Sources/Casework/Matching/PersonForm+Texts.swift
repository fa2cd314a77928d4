extension PersonForm {
  /// What a department's row says of its person.
  package init(_ sought: SoughtPerson, _ table: CharacterTable) {
    self.init()
    (name, number) = (NameForm(sought.name, table), NumberForm(sought.number))
    birth = BirthForm(sought.birthText)
    if birth.isEmpty, let day = sought.birth { birth = BirthForm(day) }
    phone = PersonForm.phone(of: sought.phone)
    village = PersonForm.place(sought.village?.number)
    // Not from the number, which may be that of somebody else of the household.
    sex = sought.sex.hasPrefix("男") ? 1 : sought.sex.hasPrefix("女") ? 2 : 0
  }

  /// What the register says of a person.
  package init(
    registered name: String, number: String?, born birth: Day, _ sex: Sex, _ table: CharacterTable
  ) {
    self.init()
    self.name = NameForm(name, table)
    if let number { self.number = NumberForm(number) }
    self.birth = BirthForm(birth)
    self.sex = sex == .male ? 1 : 2
  }

  /// The day of birth that the row says, by itself or in its number.
  package var knownBirth: Day? {
    let form = birth.isWhole ? birth : BirthForm(number: number)
    guard form.isWhole else { return nil }
    return Day(year: Int(form.year), month: Int(form.month), day: Int(form.day))
  }

  /// The last eleven digits; 0 when fewer than seven are seen.
  package static func phone(of text: String) -> UInt64 {
    let digits = text.utf8.compactMap { (0x30...0x39).contains($0) ? UInt64($0 - 0x30) : nil }
    guard digits.count >= 7, !text.contains("*") else { return 0 }
    return digits.suffix(11).reduce(0) { $0 * 10 + $1 }
  }

  /// A place's code in as many bits as the form has; codes of one county differ in them.
  package static func place(_ code: Int64?) -> UInt32 {
    code.map { UInt32(truncatingIfNeeded: $0) } ?? 0
  }
}

extension BirthForm {
  init(_ day: Day) {
    self.init(Int32(day.year), Int32(day.month), Int32(day.dayOfMonth))
  }
}

extension NumberForm {
  /// The right numbers that this wrong one can have been, by one slip.
  package var repairedNumbers: [String] {
    var found: [String] = []
    repairs { found.append(NumberForm.text(of: $0)) }
    return found
  }

  /// The last four places where others are hidden and these are seen.
  package var seenTail: String? {
    kind == .partial && tailKey != 0 ? String(NumberForm.text(of: places).suffix(4)) : nil
  }

  private static func text(of places: UInt128) -> String {
    String(
      decoding: (0..<18).map { index -> UInt8 in
        let digit = UInt8(truncatingIfNeeded: places >> UInt128(4 * (17 - index))) & 0xF
        return digit == 10 ? 0x58 : 0x30 + digit
      }, as: UTF8.self)
  }
}

/// Some rows' names, to pass over the persons of a day or village whose names agree with none.
package struct NearNames: Sendable {
  private let names: [(mark: UInt32, name: NameForm)]
  private let table: CharacterTable

  package init(_ names: [NameForm], _ table: CharacterTable) {
    self.table = table
    self.names = Set(names).map { (NameMark.mark(of: $0, table), $0) }
  }

  package func holdsOne(like text: String) -> Bool {
    let name = NameForm(text, table)
    let mark = NameMark.mark(of: name, table)
    return names.contains { one in
      guard NameMark.mayAgree(one.mark, mark) else { return false }
      let level = NameLevel(one.name, name, table)
      return level != .surname && level != .differs
    }
  }
}

extension Linker {
  /// Over some persons of a register only: the candidates that were fetched for some rows.
  package init(among index: PersonIndex, _ scale: MatchScale) {
    (self.index, self.scale) = (index, scale)
  }

  /// The persons that a verdict names, the likeliest first, with their probabilities.
  package func choices(of verdict: MatchVerdict, for row: PersonForm)
    -> [(person: Int, probability: Double, levels: MatchLevels)]
  {
    guard let top = verdict.person else { return [] }
    let best = scale.bits(verdict.levels, bearers: 0)
    let others = verdict.others.map { person in
      let levels = MatchLevels(row, index.persons[person], index.table)
      let odds = Bits.power(min(0, scale.bits(levels, bearers: 0) - best))
      return (person: person, probability: verdict.probability * odds, levels: levels)
    }
    return [(top, verdict.probability, verdict.levels)] + others.filter { $0.probability >= 0.005 }
  }
}
