package import Casework
import Foundation
import Store

/// One household's passage from "at risk" to the orderly end of its risk.
package struct HouseholdCase: Sendable {
  package let id: Int64
  package let household: Int64
  package let village: PlaceCode
  package let clue: Int64?
  package let stage: CaseStage
  package let stageSince: Instant
  package let openedAt: Instant
  package let kind: HouseholdKind?
  package let risks: [RiskKind]
  /// Help comes first; the steps left out follow with a limit of their own.
  package let isEmergency: Bool
  /// When the township agreed that help comes first; nil on the usual road.
  let helpedSince: Instant?
  package let pack: String
  package let line: Money
  package let incomePerPerson: Money?
  package let coefficient: Coefficient?
  package let identifiedOn: Day?
  package let removedOn: Day?
  /// When the household was last followed up; nil before the first time.
  package let followedOn: Day?
  package let version: Int64

  init(row: Row) throws {
    id = try row.integer("id")
    household = try row.integer("household_id")
    village = try row.place("village")
    clue = try row.optionalInteger("clue_id")
    stage = try row.raw("stage")
    stageSince = try row.instant("stage_since_at")
    openedAt = try row.instant("opened_at")
    kind = try row.optionalRaw("kind")
    risks = try JSONDecoder().decode([RiskKind].self, from: Data(row.text("risks").utf8))
    isEmergency = try row.optionalFlag("is_emergency") ?? false
    helpedSince = try row.optionalInstant("helped_since")
    pack = try row.text("pack")
    line = try row.money("line_fen")
    incomePerPerson = try row.optionalMoney("income_per_person_fen")
    coefficient = try row.optionalInteger("coefficient").map(Coefficient.init(micro:))
    identifiedOn = try row.optionalDay("identified_on")
    removedOn = try row.optionalDay("removed_on")
    followedOn = try row.optionalDay("followed_on")
    version = try row.integer("version")
  }

  static let columns: SQL = """
    k.id, k.household_id, k.village, k.clue_id, k.stage, k.stage_since_at, k.opened_at, k.kind,
    k.risks, k.is_emergency, k.pack, k.line_fen, k.income_per_person_fen, k.coefficient,
    k.identified_on, k.removed_on, k.version,
    (SELECT MAX(f.followed_on) FROM follow_up f
     WHERE f.county = k.county AND f.case_id = k.id) AS followed_on,
    (SELECT e.decided_at FROM emergency e
     WHERE e.county = k.county AND e.case_id = k.id AND e.is_approved = 1) AS helped_since
    """

  /// The clock of what is awaited next; a follow-up counts from the one before it, and a step that is
  /// made up for from the day on which help came first.
  func clock(_ pack: PolicyPack) -> StepClock? {
    let last = stage == .monitored ? followedOn : nil
    let usual = last.map { max($0, stageSince.day) } ?? stageSince.day
    let start = madeUpLimit(of: stage, pack) == nil ? usual : helpedSince?.day ?? usual
    return stage.allowance.map { StepClock(.init(.case, id), in: village, step: $0, from: start) }
  }

  /// The name of a step's limit after help came first; nil on the usual road.
  private func madeUpLimit(of stage: CaseStage, _ pack: PolicyPack) -> String? {
    guard helpedSince != nil, !stage.isMonitored, let step = stage.allowance else { return nil }
    let own = "emergency.\(step)"
    return pack.allowance(own).map { _ in own }
  }

  /// A kind of household may have a frequency of follow-up of its own.
  package func deadline(_ rules: Rules, in open: OpenRegister) throws -> Deadline? {
    let edition = rules.edition(pack)
    let followUp = stage == .monitored ? kind.map { "followUp.\($0.rawValue)" } : nil
    let own = followUp ?? madeUpLimit(of: stage, edition.pack)
    return try clock(edition.pack).flatMap { try open.deadline($0, edition, limit: own) }
  }

  /// The steps that are still to be made up for after help came first, each with its last day.
  func madeUp(
    _ rules: Rules, in open: OpenRegister
  ) throws -> [(stage: CaseStage, deadline: Deadline)] {
    let edition = rules.edition(pack)
    let all = edition.pack.steps.stages
    guard let since = helpedSince?.day, let here = all.firstIndex(of: stage) else { return [] }
    return try all[here...].prefix { !$0.isMonitored }.compactMap { stage in
      guard let step = stage.allowance, let own = madeUpLimit(of: stage, edition.pack) else {
        return nil
      }
      let clock = StepClock(.init(.case, id), in: village, step: step, from: since)
      return try open.deadline(clock, edition, limit: own).map { (stage, $0) }
    }
  }

  /// Whether help may be given: the household is monitored, or help comes first.
  var isHelped: Bool { stage.isMonitored || (isEmergency && !stage.isClosed) }

  /// The last day on which a household whose risk was removed is still watched.
  package func watchedUntil(_ pack: PolicyPack) -> Day? {
    guard stage == .removed, let removedOn, let months = pack.removal.watchMonths else {
      return nil
    }
    return removedOn.adding(months: months)
  }

  /// The whole passage up to the announcement has a limit of its own.
  func totalDeadline(_ rules: Rules, in open: OpenRegister) throws -> Deadline? {
    if stage.isMonitored || stage.isClosed { return nil }
    let edition = rules.edition(pack)
    let longer = "emergencyTotal"
    let step = isEmergency && edition.pack.allowance(longer) != nil ? longer : "total"
    let clock = StepClock(.init(.case, id), in: village, step: step, from: openedAt.day)
    return try open.deadline(clock, edition)
  }
}

extension OpenRegister {
  package func householdCase(_ id: Int64) throws -> HouseholdCase {
    let rows = try db.run(
      "SELECT \(HouseholdCase.columns) FROM household_case k WHERE k.id = \(id) AND \(sees("k"))")
    guard let found = try rows.first.map(HouseholdCase.init(row:)) else { throw NotFound() }
    return found
  }

  /// The cases at some stages, the longest waiting first.
  package func cases(
    at stages: [CaseStage], within place: PlaceCode? = nil, limit: Int = 100, offset: Int = 0
  ) throws -> [HouseholdCase] {
    let region = place?.range ?? access.region
    return try db.run(
      """
      SELECT \(HouseholdCase.columns) FROM household_case k
      WHERE \(sees("k")) AND k.village BETWEEN \(region.lowerBound) AND \(region.upperBound)
        AND k.stage IN (\(list: stages.map(\.rawValue)))
      ORDER BY k.stage_since_at, k.id LIMIT \(limit) OFFSET \(offset)
      """
    ).map(HouseholdCase.init(row:))
  }

  package func caseCounts(within place: PlaceCode? = nil) throws -> [CaseStage: Int] {
    let region = place?.range ?? access.region
    let rows = try db.run(
      """
      SELECT k.stage, COUNT(*) AS n FROM household_case k
      WHERE \(sees("k")) AND k.village BETWEEN \(region.lowerBound) AND \(region.upperBound)
      GROUP BY k.stage
      """)
    return Dictionary(
      try rows.map { (try $0.raw("stage", as: CaseStage.self), try $0.int("n")) },
      uniquingKeysWith: +)
  }
}
