import Casework
import Hummingbird
import Store

extension AuditAction {
  static let sharedIncome = AuditAction("income.shared")
}

extension PolicyPack {
  /// The departments of social assistance: those whose facts tell of a check by civil affairs.
  var assistanceDepartments: Set<String> {
    let facts = Set(check?.civilFacts ?? [])
    return Set(items.filter { facts.contains($0.fact) }.map(\.department))
  }
}

extension OpenRegister {
  /// The income sheet of a household that was passed on to social assistance, while the matter is
  /// open there; what monitoring has counted is not counted again.
  func sharedIncome(of found: Referral, _ pack: PolicyPack) throws -> KeptSheet? {
    guard found.stage.isOpen, pack.assistanceDepartments.contains(found.department) else {
      return nil
    }
    return try incomeSheet(of: found.caseID)
  }
}

/// What `Templates/income/shared.mustache` shows to social assistance.
struct SharedIncomePage: Page {
  static let template = "income/shared"
  let head: String
  let village: String
  let window: String
  let keptAt: String
  let persons: Int
  let sections: [Section]
  let totals: [CluePage.Figure]

  struct Section: Sendable {
    let title: String
    let lines: [Line]
  }

  struct Line: Sendable {
    let title: String
    let value: String
    let source: String
    let note: String
  }

  init(_ found: Referral, _ pack: PolicyPack, in open: OpenRegister) throws {
    guard let sheet = try open.sharedIncome(of: found, pack) else { throw NotFound() }
    let household = try open.householdCase(found.caseID).household
    head = try open.headNames([household])[household] ?? ""
    village = try open.villageTitle(found.village)
    window = "\(sheet.window.lowerBound) 至 \(sheet.window.upperBound)"
    (keptAt, persons) = (sheet.recordedAt.description, sheet.persons)
    sections = IncomeSection.allCases.compactMap { section in
      let lines = sheet.lines.filter { $0.item.section == section && $0.amount > .zero }.map {
        Line(
          title: $0.item.title, value: $0.amount.description, source: $0.source,
          note: $0.note ?? "")
      }
      return lines.isEmpty ? nil : Section(title: section.title, lines: lines)
    }
    totals = CluePage.figures(sheet.statement, line: pack.line(of: open.today.year))
    open.audit(.sharedIncome, subject: "case/\(found.caseID)", detail: found.department)
  }
}
