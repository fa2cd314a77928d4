/// How two names agree, best first.
package enum NameLevel: Int, CaseIterable, Sendable {
  case same, masked, sound, nearSound, shape, swapped, dropped, oneCharacter, otherSurname
  case surname, missing, differs
}

/// How two identity numbers agree, best first.
package enum NumberLevel: Int, CaseIterable, Sendable {
  case same, oneDigit, swapped, oneMissing, rounded, masked, maskedShort, twoDigits
  /// The row has the number of somebody else of the candidate's household.
  case otherMember
  case mantissa, missing
  /// The places differ, the day of birth in them does not.
  case sameBirth
  case differs
}

/// How two days of birth agree, best first.
package enum BirthLevel: Int, CaseIterable, Sendable {
  case same, sameMonth, swapped, oneDigit, nearYear, sameYear, missing, differs
}

/// How any other two values agree.
package enum PlainLevel: Int, CaseIterable, Sendable {
  case same, missing, differs
}

/// The level of each comparison of a row with a person: the whole of what speaks for or against.
package struct MatchLevels: Hashable, Sendable {
  package var name = NameLevel.missing
  package var number = NumberLevel.missing
  package var birth = BirthLevel.missing
  package var sex = PlainLevel.missing
  package var village = PlainLevel.missing
  package var address = PlainLevel.missing
  package var phone = PlainLevel.missing
  package var household = PlainLevel.missing

  package init() {}

  /// Whether the name speaks for the person at all; without that no number is enough.
  package var nameAgrees: Bool {
    switch name {
    case .surname, .differs: false
    default: true
    }
  }

  /// Whether the number already says the day of birth, so that the day must not count again.
  var numberHoldsBirth: Bool {
    switch number {
    case .same, .oneDigit, .swapped, .oneMissing, .rounded, .masked, .twoDigits, .sameBirth: true
    case .maskedShort, .otherMember, .mantissa, .missing, .differs: false
    }
  }
}

/// A level's own name, as packs and files of links write it. Asking the program itself for it is
/// slow, so each list is made once.
extension NameLevel {
  private static let titles = allCases.map { "\($0)" }
  package var title: String { NameLevel.titles[rawValue] }
}

extension NumberLevel {
  private static let titles = allCases.map { "\($0)" }
  package var title: String { NumberLevel.titles[rawValue] }
}

extension BirthLevel {
  private static let titles = allCases.map { "\($0)" }
  package var title: String { BirthLevel.titles[rawValue] }
}

extension PlainLevel {
  private static let titles = allCases.map { "\($0)" }
  package var title: String { PlainLevel.titles[rawValue] }
}
