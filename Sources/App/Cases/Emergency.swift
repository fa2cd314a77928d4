package import Casework
import Store

/// A request to help before the procedure is through (紧急通道), and the township's answer.
package struct Emergency: Sendable {
  package let reason: String
  package let askedAt: Instant
  package let officer: Int64
  package let decidedAt: Instant?
  package let isApproved: Bool?
  package let answer: String?

  init(row: Row) throws {
    reason = try row.text("reason")
    askedAt = try row.instant("asked_at")
    officer = try row.integer("officer")
    decidedAt = try row.optionalInstant("decided_at")
    isApproved = try row.optionalFlag("is_approved")
    answer = try row.optionalText("answer")
  }
}

extension OpenRegister {
  package func emergency(of found: Int64) throws -> Emergency? {
    try db.run(
      """
      SELECT reason, asked_at, officer, decided_at, is_approved, answer FROM emergency
      WHERE county = \(county) AND case_id = \(found)
      """
    ).first.map(Emergency.init(row:))
  }

  /// Asks to help first; what follows the steps left out is in the pack (`emergencyTotal`).
  package func askEmergency(_ reason: String?, on found: HouseholdCase) throws {
    try requires(.keepCase)
    guard !found.stage.isMonitored, !found.stage.isClosed else {
      throw CaseRefusal.emergencyTooLate
    }
    guard let reason, reason.count >= 5 else { throw CaseRefusal.emergencyText }
    let rows = try db.run(
      """
      INSERT INTO emergency (county, case_id, reason, asked_at, officer)
      VALUES (\(county), \(found.id), \(reason), \(now), \(access.officer))
      ON CONFLICT (county, case_id) DO NOTHING RETURNING case_id
      """)
    guard !rows.isEmpty else { throw CaseRefusal.emergencyKnown }
    audit(.recordedOnCase, subject: "case/\(found.id)", detail: "emergency")
  }

  /// Another person, of the township, agrees that help comes first, or does not.
  package func decideEmergency(
    isApproved: Bool, _ answer: String?, on found: HouseholdCase
  ) throws {
    try requires(.endorseTownship)
    guard let asked = try emergency(of: found.id) else { throw NotFound() }
    guard asked.officer != access.officer else { throw CaseRefusal.sameOfficer }
    guard isApproved || (answer ?? "").count >= 5 else { throw CaseRefusal.emergencyText }
    let rows = try db.run(
      """
      UPDATE emergency SET decided_at = \(now), decided_by = \(access.officer),
        is_approved = \(isApproved), answer = \(answer)
      WHERE county = \(county) AND case_id = \(found.id) AND decided_at IS NULL
      RETURNING case_id
      """)
    guard !rows.isEmpty else { throw MovedMeanwhile() }
    try db.run(
      """
      UPDATE household_case SET is_emergency = \(isApproved)
      WHERE county = \(county) AND id = \(found.id)
      """)
    audit(
      .recordedOnCase, subject: "case/\(found.id)",
      detail: isApproved ? "emergency.approved" : "emergency.refused")
  }
}
