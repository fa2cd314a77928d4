import Casework
import Store

/// What `Templates/help/referrals.mustache` shows a department.
struct ReferralListPage: Page {
  static let template = "help/referrals"
  let fault: String?
  let rows: [Line]

  struct Line: Sendable {
    let id: Int64
    let village: String
    let head: String
    let asked: String
    let at: String
    let state: String
    let deadline: DeadlineBadge?
    let answer: String?
    let isOpen: Bool
    let steps: [CasePage.Proposal]
    /// Where social assistance finds what was counted already.
    let income: String?
  }

  init(fault: String?, _ rules: Rules, in open: OpenRegister) throws {
    self.fault = fault
    rows = try open.referrals().map { found in
      let household = try open.db.run(
        "SELECT household_id FROM household_case WHERE county = \(open.county) AND id = \(found.caseID)"
      ).first?.integer("household_id")
      return Line(
        id: found.id, village: try open.villageTitle(found.village),
        head: try household.map { try open.headNames([$0])[$0] ?? "" } ?? "", asked: found.asked,
        at: found.askedAt.description, state: found.stage.title,
        deadline: try found.deadline(rules, in: open).map(DeadlineBadge.init),
        answer: found.answer, isOpen: found.stage.isOpen,
        steps: found.stage.exits.keys.sorted { $0.rawValue < $1.rawValue }
          .map { CasePage.Proposal(value: $0.rawValue, title: $0.title) },
        income: try open.sharedIncome(of: found, rules.pack).map { _ in
          "/referrals/\(found.id)/income"
        })
    }
  }
}
