package import Casework
import Store

extension AuditAction {
  static let openedCase = AuditAction("case.opened")
  static func onCase(_ action: CaseAction) -> AuditAction { AuditAction("case.\(action.rawValue)") }
  static let recordedOnCase = AuditAction("case.recorded")
}

extension OpenRegister {
  /// Begins a case from what the visit found; the household's open case is kept where it has one.
  func openCase(from clue: Clue, _ pack: PolicyPack) throws {
    guard let household = clue.household else { throw ClueRefusal.noHousehold }
    let id = try openCaseID(of: household) ?? begin(clue, household, pack)
    try db.run(
      "UPDATE clue SET case_id = \(id) WHERE county = \(county) AND id = \(clue.id)")
  }

  func openCaseID(of household: Int64) throws -> Int64? {
    try db.run(
      """
      SELECT k.id FROM household_case k
      WHERE k.household_id = \(household) AND \(sees("k"))
        AND k.stage NOT IN ('removed', 'exited', 'dismissed')
      """
    ).first?.integer("id")
  }

  private func begin(_ clue: Clue, _ household: Int64, _ pack: PolicyPack) throws -> Int64 {
    let id = try nextID("household_case")
    guard let line = pack.line(of: today.year) else {
      throw PackFault(file: pack.id, line: nil, reason: "没有 \(today.year) 年的监测线")
    }
    let visited = try self.clue(clue.id).visit.map { try visit($0).form.sheet(today: today).sheet }
    let base = try db.run(
      "SELECT h.base FROM household h WHERE h.id = \(household) AND \(sees("h"))"
    ).first?.raw("base", as: HouseholdBase.self)
    let kind = visited.flatMap { sheet in
      base.map { sheet.statement.kind(line: line.amount, base: $0) }
    }
    let found = visited?.risks ?? []
    let risks = found.isEmpty ? try signals(of: clue.id).compactMap(\.risk) : found
    let codes = Array(Set(risks)).sorted { $0.rawValue < $1.rawValue }.prefix(5)
    let list = "[\(codes.map { JSONText.quoted($0.rawValue) }.joined(separator: ","))]"
    try db.run(
      """
      INSERT INTO household_case (county, id, household_id, village, clue_id, stage,
        stage_since_at, opened_at, kind, risks, is_emergency, pack, line_fen,
        income_per_person_fen, coefficient, version)
      VALUES (\(county), \(id), \(household), \(clue.village), \(clue.id), \(pack.steps.first.rawValue), \(now),
        \(now), \(kind?.rawValue), \(list), 0, \(pack.edition), \(line.amount),
        \(visited?.statement.netPerPerson), \(try coefficient(of: household)?.micro), 1)
      """)
    try addEvent(
      of: id, HistoryStep(seq: 1, action: "open", from: nil, to: pack.steps.first, reason: nil))
    audit(.openedCase, subject: "case/\(id)")
    return id
  }

  func addEvent(
    of found: Int64, _ step: HistoryStep<CaseStage>
  ) throws {
    try db.run(
      """
      INSERT INTO case_event (county, case_id, seq, taken_at, officer, action, from_stage,
        to_stage, reason, detail)
      VALUES (\(county), \(found), \(step.seq), \(now), \(access.officer), \(step.action),
        \(step.from?.rawValue), \(step.to.rawValue), \(step.reason), '{}')
      """)
  }

  /// Takes one step: the case and the line of its history change together, or not at all.
  ///
  /// - Parameters:
  ///   - action: what is done.
  ///   - found: the case as the officer saw it; whoever moved it meanwhile was first.
  ///   - wanted: for a return, the step it goes back to; nil for the usual one.
  ///   - reason: the words that go with it.
  ///   - pack: the rules the case began with.
  /// - Returns: the stage that the step led to.
  /// - Throws: `CaseRefusal`, `NotPermitted`, `MovedMeanwhile`.
  @discardableResult
  package func take(
    _ action: CaseAction, on found: HouseholdCase, to wanted: CaseStage? = nil, reason: String?,
    _ pack: PolicyPack
  ) throws -> CaseStage {
    guard let next = pack.steps.exit(action, at: found.stage, to: wanted) else {
      throw CaseRefusal.notOpen(action, at: found.stage)
    }
    if let duty = found.stage.duty(for: action) { try requires(duty) }
    if action.needsReason, (reason ?? "").count < 5 { throw CaseRefusal.reasonNeeded(action) }
    try check(action, on: found, pack)
    // What was prepared for the step before still stands when it is only taken back.
    let since = action == .withdraw ? try lastArrival(of: found, at: next) : now
    let rows = try db.run(
      """
      UPDATE household_case SET stage = \(next.rawValue), stage_since_at = \(since),
        closed_at = \(next.isClosed ? now : nil), version = version + 1
      WHERE county = \(county) AND id = \(found.id) AND version = \(found.version)
      RETURNING version
      """)
    guard let version = try rows.first?.integer("version") else { throw MovedMeanwhile() }
    try addEvent(
      of: found.id,
      HistoryStep(
        seq: version, action: action.rawValue, from: found.stage, to: next, reason: reason))
    try noteMilestone(action, next, of: found)
    audit(.onCase(action), subject: "case/\(found.id)", detail: next.rawValue)
    return next
  }

  /// The days of identification and removal stand on the case itself.
  private func noteMilestone(
    _ action: CaseAction, _ next: CaseStage, of found: HouseholdCase
  ) throws {
    if next == .monitored, found.identifiedOn == nil {
      try db.run(
        """
        UPDATE household_case SET identified_on = \(today)
        WHERE county = \(county) AND id = \(found.id)
        """)
    }
    if action == .rollBack {
      try db.run(
        """
        UPDATE household_case SET removed_on = NULL, removal_way = NULL
        WHERE county = \(county) AND id = \(found.id)
        """)
    }
    if next == .removed {
      try endMeasures(with: found)
      let said = try removalSheet(of: found)?.answers["way"]
      let way = try said ?? (measures(of: found.id).isEmpty ? "natural" : "byHelp")
      try db.run(
        """
        UPDATE household_case SET removed_on = \(today), removal_way = \(way)
        WHERE county = \(county) AND id = \(found.id)
        """)
    }
  }
}
