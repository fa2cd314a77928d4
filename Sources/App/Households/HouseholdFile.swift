package import Casework
import Store

/// All that is known of one household, as one officer opens it.
package struct HouseholdFile: Sendable {
  package let household: Household
  package let phone: String?
  package let incomes: [IncomeFigure: Money]
  package let incomePerPerson: Money?
  package let hasSafeWater: Bool?
  package let hasUnsafeHouse: Bool?
  package let isWithoutLabour: Bool?
  /// The kind it is monitored as, in an open case of ours.
  package let monitoredAs: HouseholdKind?
  /// The coefficient in force, in micro-units.
  package let coefficient: Int64?
  package let members: [HouseholdMember]
  package let facts: [KnownFact]
  package let passages: [Passage]
  package let openings: [Opening]
}

/// One line of the registry's income statement of a year (`domain.md` 3.6).
package enum IncomeFigure: String, CaseIterable, Sendable {
  case wage, business, property, transfer, businessCost, spending

  var column: String {
    switch self {
    case .wage: "wage_fen"
    case .business: "business_fen"
    case .property: "property_fen"
    case .transfer: "transfer_fen"
    case .businessCost: "business_cost_fen"
    case .spending: "spending_fen"
    }
  }
}

/// A person of the household, with numbers masked.
package struct HouseholdMember: Sendable {
  package let id: Int64
  package let name: String
  package let relation: Relation
  package let sex: Sex
  package let birth: Day
  /// Masked; nil where none is known.
  package let number: String?
  package let labour: Labour?
  package let traits: [MemberTrait]
  package let schooling: String?
  package let left: Day?
}

/// Something of a person that bears on risk.
package enum MemberTrait: String, CaseIterable, Sendable {
  case disabled, gravelyIll, chronic, dibao, tekun, working, uninsured
}

/// What a source said, with the row of the file that said so.
package struct KnownFact: Sendable {
  package let id: Int64
  /// In the words of its data item; the kind where the pack no longer has the item.
  package let text: String
  package let trueOn: Day
  package let person: String?
  package let department: String
  package let fileName: String?
  package let row: Int?
}

/// A clue, visit or case of the household.
package struct Passage: Sendable {
  package enum Kind: String, Sendable { case clue, visit, monitoring }

  package let kind: Kind
  package let id: Int64
  /// A clue's or case's stage, a visit's conclusion, as stored.
  package let state: String
  package let began: Instant
  package let ended: Instant?
}

/// When somebody last opened the file.
package struct Opening: Sendable {
  /// Name and role.
  package let officer: String
  package let at: Instant
}

extension AuditAction {
  package static let openedHousehold = AuditAction("household.opened")
}
