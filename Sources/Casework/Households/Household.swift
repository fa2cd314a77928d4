/// A rural household as registered: the unit that is watched over.
package struct Household: Hashable, Sendable {
  package var id: Int64
  package var village: PlaceCode
  /// 户编号 of the national system.
  package var code: String
  package var headName: String
  package var base: HouseholdBase
  package var size: Int
  package var address: String

  package init(
    id: Int64, village: PlaceCode, code: String, headName: String, base: HouseholdBase
  ) {
    (self.id, self.village, self.code, self.headName, self.base) = (
      id, village, code, headName, base
    )
    (size, address) = (0, "")
  }
}

/// Whether a household was lifted out of poverty before 2021 (户类型, `domain.md` 1.3).
package enum HouseholdBase: String, CaseIterable, Sendable, Codable {
  case liftedOut, ordinary
}

/// The kind of a monitored household (监测对象类别, `domain.md` 1.3).
package enum HouseholdKind: String, CaseIterable, Sendable, Codable {
  case unstable, marginal, suddenHardship
}

/// A person's place in the household (与户主关系, `domain.md` 3.3).
package enum Relation: String, CaseIterable, Sendable, Codable {
  case head, spouse
  case son, daughter, daughterInLaw, sonInLaw
  case grandson, granddaughter, maternalGrandson, maternalGranddaughter
  case father, mother, fatherInLaw, motherInLaw, husbandsFather, husbandsMother
  case grandfather, grandmother, maternalGrandfather, maternalGrandmother
  case sibling, siblingInLaw, uncle, nephew, niece
  case greatGrandson, greatGranddaughter
  case other
}

/// How much a person can work (劳动技能, `domain.md` 3.3).
package enum Labour: String, CaseIterable, Sendable, Codable {
  case ordinary, skilled, weak, lost, none

  /// Ordinary, skilled and weak labour counts; lost and none does not.
  package var counts: Bool { self == .ordinary || self == .skilled || self == .weak }
}
