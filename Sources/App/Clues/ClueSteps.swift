package import Casework
import Store

extension AuditAction {
  package static let raisedClue = AuditAction("clue.raised")
  static func clue(_ action: ClueAction) -> AuditAction { AuditAction("clue.\(action.rawValue)") }
}

extension OpenRegister {
  /// Raises a clue about a household; an open one gets the finding as a further signal.
  @discardableResult
  package func raise(_ finding: Finding, about household: Int64, _ pack: PolicyPack) throws -> Int64
  {
    let home = try db.run(
      "SELECT h.village FROM household h WHERE h.id = \(household) AND \(sees("h"))")
    guard let village = try home.first?.place("village") else { throw NotFound() }
    let known = try db.run(
      """
      SELECT c.id FROM clue c
      WHERE c.household_id = \(household) AND \(sees("c"))
        AND c.stage NOT IN ('closed', 'caseOpened')
      """)
    let clue =
      try known.first?.integer("id")
      ?? begin(.visiting, household: household, village: village, pack)
    try add(finding, to: clue)
    return clue
  }

  /// Begins a clue that has no household yet, for the township to place.
  func raiseUnplaced(_ finding: Finding, in village: PlaceCode, _ pack: PolicyPack) throws -> Int64
  {
    let clue = try begin(.received, household: nil, village: village, pack)
    try add(finding, to: clue)
    return clue
  }

  private func begin(
    _ stage: ClueStage, household: Int64?, village: PlaceCode, _ pack: PolicyPack
  ) throws -> Int64 {
    let id = try nextID("clue")
    try db.run(
      """
      INSERT INTO clue (county, id, household_id, village, stage, opened_at, stage_since_at,
        pack, version)
      VALUES (\(county), \(id), \(household), \(village), \(stage.rawValue), \(now), \(now),
        \(pack.edition), 1)
      """)
    try addEvent(of: id, HistoryStep(seq: 1, action: "raise", from: nil, to: stage, reason: nil))
    return id
  }

  private func add(_ finding: Finding, to clue: Int64) throws {
    try db.run(
      """
      INSERT INTO clue_signal (county, id, clue_id, source, risk, text, fact_id, officer, raised_at)
      VALUES (\(county), \(try nextID("clue_signal")), \(clue), \(finding.source.rawValue),
        \(finding.risk?.rawValue), \(finding.text), \(finding.fact), \(access.officer), \(now))
      """)
    audit(.raisedClue, subject: "clue/\(clue)", detail: finding.source.rawValue)
  }

  func addEvent(
    of clue: Int64, _ step: HistoryStep<ClueStage>
  ) throws {
    try db.run(
      """
      INSERT INTO clue_event (county, clue_id, seq, taken_at, officer, action, from_stage,
        to_stage, reason, detail)
      VALUES (\(county), \(clue), \(step.seq), \(now), \(access.officer), \(step.action),
        \(step.from?.rawValue), \(step.to.rawValue), \(step.reason), '{}')
      """)
  }

  /// Takes one step: the clue and the line of its history change together, or not at all.
  ///
  /// - Parameters:
  ///   - action: what is done.
  ///   - clue: the clue as the officer saw it; whoever moved it meanwhile was first.
  ///   - reason: the words that go with it.
  ///   - pack: the thresholds by which the review level is chosen.
  /// - Returns: the stage that the step led to.
  /// - Throws: `ClueRefusal`, `NotPermitted`, `MovedMeanwhile`.
  @discardableResult
  package func take(
    _ action: ClueAction, on clue: Clue, reason: String?, _ pack: PolicyPack
  ) throws -> ClueStage {
    let known = try clue.household.flatMap { try coefficient(of: $0) }
    let level = ReviewLevel(known, pack.thresholds)
    guard let next = clue.stage.exit(action, at: level) else {
      throw ClueRefusal.notOpen(action, at: clue.stage)
    }
    if let duty = clue.stage.duty { try requires(duty) }
    if action.needsReason, (reason ?? "").count < 5 { throw ClueRefusal.reasonNeeded(action) }
    try checkSecondPerson(action, clue)
    let rows = try db.run(
      """
      UPDATE clue SET stage = \(next.rawValue), stage_since_at = \(now),
        coefficient = \(known?.micro), closed_at = \(next.isOpen ? nil : now),
        version = version + 1
      WHERE county = \(county) AND id = \(clue.id) AND version = \(clue.version)
      RETURNING version
      """)
    guard let version = try rows.first?.integer("version") else { throw MovedMeanwhile() }
    try addEvent(
      of: clue.id,
      HistoryStep(seq: version, action: action.rawValue, from: clue.stage, to: next, reason: reason)
    )
    audit(.clue(action), subject: "clue/\(clue.id)", detail: next.rawValue)
    if next == .caseOpened { try openCase(from: clue, pack) }
    return next
  }

  /// Whoever visited or agreed since the clue was last sent back does not review it.
  private func checkSecondPerson(_ action: ClueAction, _ clue: Clue) throws {
    guard [.agree, .overrule, .sendBack].contains(action) else { return }
    let mine = try db.run(
      """
      SELECT seq FROM clue_event
      WHERE county = \(county) AND clue_id = \(clue.id) AND officer = \(access.officer)
        AND action IN ('concludeNoRisk', 'concludeAtRisk', 'agree')
        AND seq > COALESCE((SELECT MAX(b.seq) FROM clue_event b
          WHERE b.county = \(county) AND b.clue_id = \(clue.id) AND b.action = 'sendBack'), 0)
      """)
    guard mine.isEmpty else { throw ClueRefusal.sameOfficer }
  }

  /// Gives a declaration its household, which then has to be visited.
  package func place(_ clue: Clue, at household: Int64, _ pack: PolicyPack) throws {
    let home = try db.run(
      "SELECT h.village FROM household h WHERE h.id = \(household) AND \(sees("h"))")
    guard let village = try home.first?.place("village") else { throw ClueRefusal.noHousehold }
    try take(.place, on: clue, reason: nil, pack)
    try db.run(
      """
      UPDATE clue SET household_id = \(household), village = \(village)
      WHERE county = \(county) AND id = \(clue.id)
      """)
  }
}

/// Turns what departments sent into clues, once the coefficient is known.
package enum Warnings {
  /// Every household at or above the warning line with news of a department becomes a clue; the
  /// same fact never becomes a second one.
  @discardableResult
  package static func raise(in open: OpenRegister, _ pack: PolicyPack) throws -> Int {
    let kinds = pack.items.filter(\.isWarning).map(\.fact)
    let rows = try open.db.run(
      """
      SELECT f.id, f.household_id, f.kind, f.true_on, f.amount_fen, f.detail
      FROM fact f JOIN risk_score s ON s.county = f.county AND s.household_id = f.household_id
      WHERE f.county = \(open.county) AND f.kind IN (\(list: kinds))
        AND COALESCE(s.provincial, s.coefficient) >= \(pack.thresholds.warning.micro)
        AND f.known_at > \(open.now.adding(seconds: -60 * 86_400))
        AND NOT EXISTS (SELECT 1 FROM fact r
          WHERE r.county = f.county AND r.replaces = f.id)
        AND NOT EXISTS (SELECT 1 FROM clue_signal g
          WHERE g.county = f.county AND g.fact_id = f.id)
      ORDER BY f.id
      """)
    for row in rows {
      let kind = try row.text("kind")
      guard let item = pack.items.first(where: { $0.fact == kind }) else { continue }
      let finding = Finding(
        source: .departmentPush, risk: item.risk,
        text: "\(item.department)：\(try FactText.sentence(of: row, item))",
        fact: try row.integer("id"))
      try open.raise(finding, about: try row.integer("household_id"), pack)
    }
    return rows.count
  }
}
