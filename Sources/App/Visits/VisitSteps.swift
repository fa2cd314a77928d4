package import Casework
import Store

/// A visit that was handed in.
package struct Visit: Sendable {
  package let id: Int64
  package let officer: Int64
  package let visitedOn: Day
  package let submittedAt: Instant
  package let conclusion: VisitConclusion
  package let form: VisitForm
}

/// The sheet cannot be handed in yet; every field that stands in the way is named.
package struct VisitIncomplete: Refusal {
  package let refusals: [VisitRefusal]
  package var sentence: String { refusals.map(\.sentence).joined() }
}

extension OpenRegister {
  /// Hands a visit in: sheet, conclusion and the clue's next stage are one transaction.
  @discardableResult
  package func submit(_ form: VisitForm, for clue: Clue, _ pack: PolicyPack) throws -> ClueStage {
    try requires(.visit)
    guard let household = clue.household else { throw ClueRefusal.noHousehold }
    let (sheet, refusals) = form.sheet(today: today)
    guard refusals.isEmpty else { throw VisitIncomplete(refusals: refusals) }
    let id = try nextID("visit")
    try db.run(
      """
      INSERT INTO visit (county, id, clue_id, household_id, officer, companion, visited_on,
        submitted_at, conclusion, sheet)
      VALUES (\(county), \(id), \(clue.id), \(household), \(access.officer), \(sheet.companion),
        \(sheet.visitedOn), \(now), \(sheet.conclusion.rawValue), \(form.json))
      """)
    try db.run(
      """
      UPDATE clue SET visit_id = \(id), conclusion = \(sheet.conclusion.rawValue)
      WHERE county = \(county) AND id = \(clue.id)
      """)
    try db.run("DELETE FROM visit_draft WHERE county = \(county) AND clue_id = \(clue.id)")
    let concluded = try self.clue(clue.id)
    guard concluded.version == clue.version else { throw MovedMeanwhile() }
    try collectCorrections(sheet.conclusion, on: concluded, remark: sheet.reason)
    return try take(sheet.conclusion.action, on: concluded, reason: sheet.reason, pack)
  }

  /// Keeps what is filled in so far.
  func saveDraft(_ form: VisitForm, for clue: Clue) throws {
    try requires(.visit)
    try db.run(
      """
      INSERT INTO visit_draft (county, clue_id, officer, sheet, saved_at)
      VALUES (\(county), \(clue.id), \(access.officer), \(form.json), \(now))
      ON CONFLICT (county, clue_id, officer) DO UPDATE
      SET sheet = excluded.sheet, saved_at = excluded.saved_at
      """)
  }

  func draft(for clue: Int64) throws -> (form: VisitForm, savedAt: Instant)? {
    try db.run(
      """
      SELECT sheet, saved_at FROM visit_draft
      WHERE county = \(county) AND clue_id = \(clue) AND officer = \(access.officer)
      """
    ).first.map { (try VisitForm.read(try $0.text("sheet")), try $0.instant("saved_at")) }
  }

  package func visit(_ id: Int64) throws -> Visit {
    let rows = try db.run(
      """
      SELECT v.id, v.officer, v.visited_on, v.submitted_at, v.conclusion, v.sheet
      FROM visit v JOIN household h ON h.county = v.county AND h.id = v.household_id
      WHERE v.id = \(id) AND v.county = \(county) AND \(sees("h"))
      """)
    guard let row = rows.first else { throw NotFound() }
    return Visit(
      id: try row.integer("id"), officer: try row.integer("officer"),
      visitedOn: try row.day("visited_on"), submittedAt: try row.instant("submitted_at"),
      conclusion: try row.raw("conclusion"), form: try VisitForm.read(try row.text("sheet")))
  }
}
