import Casework
import Store

/// The open case of a household as a phone carries it: which letters are to be signed, which
/// measures wait to be done, when the next follow-up is due, and its forms.
struct HandsetCase: Encodable, Sendable {
  let id: Int64
  let stage: String
  let isMonitored: Bool
  let due: String?
  let isOverdue: Bool
  let adults: [Adult]
  let measures: [Planned]
  /// Nil where it is not, or no longer, asked for.
  let application: HandsetSheet?
  let removal: HandsetSheet?
  /// What the records say of each condition of a removal; empty where none is to come.
  let conditions: [HandsetCondition]

  struct Adult: Encodable, Sendable {
    let person: Int64
    let name: String
    let relation: String
    let state: String
    let mayNeedGuardian: Bool
  }

  struct Planned: Encodable, Sendable {
    let id: Int64
    let title: String
    let helper: String
    let amount: String?
    let begunOn: String
  }

  init(_ found: HouseholdCase, _ rules: Rules, in open: OpenRegister) throws {
    (id, stage, isMonitored) = (found.id, found.stage.title, found.stage.isMonitored)
    let deadline = try found.deadline(rules, in: open)
    (due, isOverdue) = (deadline?.due.description, deadline?.isOverdue ?? false)
    let signs = [.consent, .appraisal].contains(found.stage)
    adults =
      signs
      ? try open.consents(found).map { adult in
        Adult(
          person: adult.person, name: adult.name, relation: adult.relation.title,
          state: adult.state(on: open.today) == .given ? "given" : "open",
          mayNeedGuardian: adult.mayNeedGuardian)
      } : []
    let titles = Dictionary(
      rules.pack.measures.map { ($0.id, $0.title) }, uniquingKeysWith: { one, _ in one })
    measures =
      found.isHelped
      ? try open.measures(of: found.id).filter { $0.endedOn == nil }.map { measure in
        Planned(
          id: measure.id,
          title: "\(titles[measure.category] ?? measure.category)·\(measure.subtype)",
          helper: measure.helper, amount: measure.amount?.description,
          begunOn: measure.begunOn.description)
      } : []
    conditions = try HandsetCondition.all(of: found, rules.pack, in: open)
    let mayBeRemoved = conditions.allSatisfy(\.holds)
    application =
      rules.pack.steps.isBeforeNotice(found.stage)
      ? try HandsetSheet(.application, of: found, rules.pack, in: open) : nil
    removal =
      conditions.isEmpty
      ? nil : try HandsetSheet(.removal, of: found, isDue: mayBeRemoved, rules.pack, in: open)
  }
}

extension OpenRegister {
  /// The case that a household is in now; nil where none is open.
  func openCase(of household: Int64) throws -> HouseholdCase? {
    try openCases(of: [household])[household]
  }

  func openCases(of households: [Int64]) throws -> [Int64: HouseholdCase] {
    let found = try db.run(
      """
      SELECT \(HouseholdCase.columns) FROM household_case k
      WHERE \(sees("k")) AND k.household_id IN (\(list: households)) AND k.closed_at IS NULL
      ORDER BY k.id
      """
    ).map(HouseholdCase.init(row:)).filter { !$0.stage.isClosed }
    return Dictionary(found.map { ($0.household, $0) }, uniquingKeysWith: { $1 })
  }
}
