package import Casework
import Store

/// A matter of one household that was passed on to a department (转办).
package struct Referral: Sendable {
  package let id: Int64
  let caseID: Int64
  let village: PlaceCode
  let department: String
  let asked: String
  package let stage: ReferralStage
  let askedAt: Instant
  let officer: Int64
  let endedAt: Instant?
  let answer: String?

  init(row: Row) throws {
    id = try row.integer("id")
    caseID = try row.integer("case_id")
    village = try row.place("village")
    department = try row.text("department")
    asked = try row.text("asked")
    stage = try row.raw("stage")
    askedAt = try row.instant("asked_at")
    officer = try row.integer("officer")
    endedAt = try row.optionalInstant("ended_at")
    answer = try row.optionalText("answer")
  }

  static let columns: SQL = """
    r.id, r.case_id, r.village, r.department, r.asked, r.stage, r.asked_at, r.officer, r.ended_at,
    r.answer
    """

  /// The day by which it should be settled, while it is open.
  func deadline(_ rules: Rules, in open: OpenRegister) throws -> Deadline? {
    guard stage.isOpen else { return nil }
    let clock = StepClock(.init(.case, caseID), in: village, step: "referral", from: askedAt.day)
    return try open.deadline(clock, rules)
  }
}

extension OpenRegister {
  package func referrals(of found: Int64) throws -> [Referral] {
    try db.run(
      """
      SELECT \(Referral.columns) FROM referral r
      WHERE \(sees("r")) AND r.case_id = \(found) ORDER BY r.id
      """
    ).map(Referral.init(row:))
  }

  /// A matter of the officer's own department.
  func ownReferral(_ id: Int64) throws -> Referral {
    try requires(.pushData)
    let rows = try db.run(
      """
      SELECT \(Referral.columns) FROM referral r
      WHERE \(sees("r")) AND r.id = \(id) AND r.department = \(access.department ?? "")
      """)
    guard let row = rows.first else { throw NotFound() }
    return try Referral(row: row)
  }

  /// What waits for the officer's department, and what it has done.
  func referrals() throws -> [Referral] {
    try db.run(
      """
      SELECT \(Referral.columns) FROM referral r
      WHERE \(sees("r")) AND r.department = \(access.department ?? "")
      ORDER BY CASE WHEN r.stage IN ('sent', 'acknowledged') THEN 0 ELSE 1 END, r.id DESC
      LIMIT 200
      """
    ).map(Referral.init(row:))
  }

  package func refer(
    _ asked: String?, to department: String?, about found: HouseholdCase, _ pack: PolicyPack
  ) throws {
    try requires(.keepCase)
    try checkHelped(found)
    guard let asked, asked.count >= 5 else { throw HelpRefusal.referralText }
    guard let department, pack.items.contains(where: { $0.department == department }) else {
      throw HelpRefusal.department
    }
    try db.run(
      """
      INSERT INTO referral (county, id, case_id, village, department, asked, stage, asked_at,
        officer)
      VALUES (\(county), \(try nextID("referral")), \(found.id), \(found.village), \(department),
        \(asked), 'sent', \(now), \(access.officer))
      """)
    audit(.recordedOnCase, subject: "case/\(found.id)", detail: "referral/\(department)")
  }

  /// The department signs for a matter, settles it or gives it back with its reason.
  package func take(_ step: ReferralStep, on id: Int64, _ text: String?) throws {
    let found = try ownReferral(id)
    guard let next = found.stage.exits[step] else {
      throw HelpRefusal.referralMoved(found.stage)
    }
    if step.needsText, (text ?? "").count < 5 { throw HelpRefusal.referralText }
    let rows =
      step == .acknowledge
      ? try db.run(
        """
        UPDATE referral SET stage = \(next.rawValue), acknowledged_at = \(now),
          acknowledged_by = \(access.officer)
        WHERE county = \(county) AND id = \(id) AND stage = \(found.stage.rawValue) RETURNING id
        """)
      : try db.run(
        """
        UPDATE referral SET stage = \(next.rawValue), ended_at = \(now),
          ended_by = \(access.officer), answer = \(text)
        WHERE county = \(county) AND id = \(id) AND stage = \(found.stage.rawValue) RETURNING id
        """)
    guard !rows.isEmpty else { throw MovedMeanwhile() }
    audit(
      .recordedOnCase, subject: "case/\(found.caseID)", detail: "referral.\(step.rawValue)")
  }
}
