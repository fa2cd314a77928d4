/// One line of a household's income statement (`domain.md` 3.6, sections A to G).
package enum IncomeItem: String, CaseIterable, Sendable, Codable {
  case wages, publicPost
  case farming, livestock, forestry, otherBusiness
  case assetShare, landLease, otherProperty
  case dibao, tekun, pension, ecology, otherTransfer
  case farmingCost, livestockCost, otherCost
  case insurancePaid
  case medicalSpending, schoolSpending, lossSpending

  package var section: IncomeSection {
    switch self {
    case .wages, .publicPost: .wage
    case .farming, .livestock, .forestry, .otherBusiness: .business
    case .assetShare, .landLease, .otherProperty: .property
    case .dibao, .tekun, .pension, .ecology, .otherTransfer: .transfer
    case .farmingCost, .livestockCost, .otherCost: .businessCost
    case .insurancePaid: .compensation
    case .medicalSpending, .schoolSpending, .lossSpending: .spending
    }
  }
}

/// A section of the income statement, in the order A to G.
package enum IncomeSection: String, CaseIterable, Sendable {
  case wage, business, property, transfer, businessCost, compensation, spending

  package var items: [IncomeItem] { IncomeItem.allCases.filter { $0.section == self } }
}

/// What a household earned and had to spend in the twelve months before.
package struct IncomeStatement: Hashable, Sendable {
  package var amounts: [IncomeItem: Money]
  /// How many people live from it.
  package var persons: Int

  package init(amounts: [IncomeItem: Money] = [:], persons: Int) {
    (self.amounts, self.persons) = (amounts, persons)
  }

  package func total(_ section: IncomeSection) -> Money {
    section.items.reduce(.zero) { $0 + (amounts[$1] ?? .zero) }
  }

  /// A + B + C + D − E.
  package var net: Money {
    total(.wage) + total(.business) + total(.property) + total(.transfer) - total(.businessCost)
  }

  package var netPerPerson: Money { net.divided(by: persons) }

  /// The reference range: net income plus compensation less compliant spending (net + F − G).
  package var reference: Money { net + total(.compensation) - total(.spending) }
  package var referencePerPerson: Money { reference.divided(by: persons) }

  /// The twelve months that count: from the first day of the same month last year to the last day
  /// of last month.
  package static func window(on day: Day) -> ClosedRange<Day> {
    let first = day.firstOfMonth
    return first.adding(months: -12)...first.adding(days: -1)
  }

  /// The kind a household would have, by its income, the line and its base (`domain.md` 1.3).
  package func kind(line: Money, base: HouseholdBase) -> HouseholdKind {
    guard netPerPerson <= line else { return .suddenHardship }
    return base == .liftedOut ? .unstable : .marginal
  }
}
