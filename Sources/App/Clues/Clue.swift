package import Casework
import Store

/// A sign of trouble about one household, on its way to a conclusion.
package struct Clue: Sendable {
  package let id: Int64
  package let household: Int64?
  package let village: PlaceCode
  package let stage: ClueStage
  package let openedAt: Instant
  package let stageSince: Instant
  package let coefficient: Coefficient?
  package let conclusion: VisitConclusion?
  package let visit: Int64?
  package let caseID: Int64?
  /// When the household's risk was last removed.
  let removedOn: Day?
  /// Grows with every step; a step that was prepared on an older version is refused.
  package let version: Int64

  init(row: Row) throws {
    id = try row.integer("id")
    household = try row.optionalInteger("household_id")
    village = try row.place("village")
    stage = try row.raw("stage")
    openedAt = try row.instant("opened_at")
    stageSince = try row.instant("stage_since_at")
    coefficient = try row.optionalInteger("coefficient").map(Coefficient.init(micro:))
    conclusion = try row.optionalRaw("conclusion")
    visit = try row.optionalInteger("visit_id")
    caseID = try row.optionalInteger("case_id")
    removedOn = try row.optionalDay("removed_on")
    version = try row.integer("version")
  }

  static let columns: SQL = """
    c.id, c.household_id, c.village, c.stage, c.opened_at, c.stage_since_at, c.coefficient,
    c.conclusion, c.visit_id, c.case_id, c.version,
    (SELECT MAX(w.removed_on) FROM household_case w WHERE w.county = c.county
     AND w.household_id = c.household_id AND w.stage = 'removed') AS removed_on
    """

  /// The clock of the stage it stands at; nil where nothing is awaited.
  var clock: StepClock? {
    stage.allowance.map {
      StepClock(.init(.clue, id), in: village, step: $0, from: stageSince.day)
    }
  }

  package func deadline(_ rules: Rules, in open: OpenRegister) throws -> Deadline? {
    let months = rules.pack.removal.watchMonths ?? 0
    let isWatched = removedOn.map { stageSince.day <= $0.adding(months: months) } ?? false
    // A sign in the watch period after a removal is followed at once.
    let own = isWatched && stage == .visiting ? "visitWatched" : nil
    return try clock.flatMap { try open.deadline($0, rules, limit: own) }
  }
}

/// One sign that a clue rests on.
package struct Signal: Sendable {
  package let source: ClueSource
  package let risk: RiskKind?
  package let text: String
  package let raisedAt: Instant
  package let officer: Int64
  package let fact: Int64?
  /// Whether its source took it back.
  package let isWithdrawn: Bool
}

/// What somebody or something noticed about a household.
package struct Finding: Sendable {
  package var source: ClueSource
  package var risk: RiskKind?
  package var text: String
  package var fact: Int64?

  package init(source: ClueSource, risk: RiskKind?, text: String, fact: Int64? = nil) {
    (self.source, self.risk, self.text, self.fact) = (source, risk, text, fact)
  }
}

extension OpenRegister {
  package func clue(_ id: Int64) throws -> Clue {
    let rows = try db.run(
      "SELECT \(Clue.columns) FROM clue c WHERE c.id = \(id) AND \(sees("c"))")
    guard let found = try rows.first.map(Clue.init(row:)) else { throw NotFound() }
    return found
  }

  func signals(of clue: Int64) throws -> [Signal] {
    try db.run(
      """
      SELECT source, risk, text, raised_at, officer, fact_id, withdrawn_at FROM clue_signal
      WHERE county = \(county) AND clue_id = \(clue) ORDER BY id
      """
    ).map { row in
      Signal(
        source: try row.raw("source"), risk: try row.optionalRaw("risk"),
        text: try row.text("text"), raisedAt: try row.instant("raised_at"),
        officer: try row.integer("officer"), fact: try row.optionalInteger("fact_id"),
        isWithdrawn: try row.optionalInteger("withdrawn_at") != nil)
    }
  }

  /// The clues at some stages, the longest waiting first.
  package func clues(
    at stages: [ClueStage], within place: PlaceCode? = nil, limit: Int = 100, offset: Int = 0
  ) throws -> [Clue] {
    let region = place?.range ?? access.region
    return try db.run(
      """
      SELECT \(Clue.columns) FROM clue c
      WHERE \(sees("c")) AND c.village BETWEEN \(region.lowerBound) AND \(region.upperBound)
        AND c.stage IN (\(list: stages.map(\.rawValue)))
      ORDER BY c.stage_since_at, c.id LIMIT \(limit) OFFSET \(offset)
      """
    ).map(Clue.init(row:))
  }

  /// The open clues whose last day is past, the longest waiting first.
  ///
  /// Which those are is computed, for the limits and the calendar may change.
  func overdueClues(_ rules: Rules, within place: PlaceCode? = nil) throws -> [Clue] {
    try clues(at: ClueStage.allCases.filter(\.isOpen), within: place, limit: 10_000)
      .filter { try $0.deadline(rules, in: self)?.isOverdue == true }
  }

  /// How many clues stand at each stage.
  package func clueCounts(within place: PlaceCode? = nil) throws -> [ClueStage: Int] {
    let region = place?.range ?? access.region
    let rows = try db.run(
      """
      SELECT c.stage, COUNT(*) AS n FROM clue c
      WHERE \(sees("c")) AND c.village BETWEEN \(region.lowerBound) AND \(region.upperBound)
      GROUP BY c.stage
      """)
    return Dictionary(
      try rows.map { (try $0.raw("stage", as: ClueStage.self), try $0.int("n")) },
      uniquingKeysWith: +)
  }
}
