package import Casework
import Foundation
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

extension OpenRegister {
  /// Hands a visit in: sheet, conclusion and the clue's next stage are one transaction.
  ///
  /// - Parameters:
  ///   - form: what was filled in.
  ///   - clue: the clue that the visit answers to.
  ///   - pack: the rules in force.
  ///   - definition: the edition of the form that was filled in; nil for the one in force.
  /// - Returns: the clue's stage after it.
  /// - Throws: `FormIncomplete`, `ClueRefusal`, `MovedMeanwhile`.
  @discardableResult
  package func submit(
    _ form: VisitForm, for clue: Clue, _ pack: PolicyPack, by definition: FormDefinition? = nil
  ) throws -> ClueStage {
    try requires(.visit)
    guard let household = clue.household else { throw ClueRefusal.noHousehold }
    let definition = try definition ?? self.form(.visit, pack)
    let (sheet, answers) = try judge(form, by: definition)
    let id = try nextID("visit")
    let subject = FormSubject(
      household: household, village: clue.village, subject: "visit/\(id)")
    try keep(answers, to: definition, about: subject, on: sheet.visitedOn)
    try db.run(
      """
      INSERT INTO visit (county, id, clue_id, household_id, officer, companion, visited_on,
        submitted_at, conclusion, sheet)
      VALUES (\(county), \(id), \(clue.id), \(household), \(access.officer), \(sheet.companion),
        \(sheet.visitedOn), \(now), \(sheet.conclusion.rawValue), \(form.ofRules.json))
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

  /// The sheet as the rules read it, and the answers as its definition takes them; what the rules
  /// already say of a field the definition does not say again.
  func judge(
    _ form: VisitForm, by definition: FormDefinition
  ) throws -> (sheet: VisitSheet, answers: [String: String]) {
    let (sheet, refusals) = form.sheet(today: today)
    let judged = definition.judge(
      form.values, today: today, isWhole: sheet.conclusion.needsSheet)
    let named = Set(refusals.compactMap(\.field))
    let all: [any Refusal] = refusals + judged.refusals.filter { !named.contains($0.name) }
    guard all.isEmpty else { throw FormIncomplete(refusals: all) }
    return (sheet, judged.answers)
  }

  /// Keeps what is filled in so far, sealed, since it may name persons.
  func saveDraft(_ form: VisitForm, for clue: Clue) throws {
    try requires(.visit)
    try db.run(
      """
      INSERT INTO visit_draft (county, clue_id, officer, sheet, saved_at)
      VALUES (\(county), \(clue.id), \(access.officer), \(try draftText(form)), \(now))
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
    ).first.map { row in
      let text = try row.text("sheet")
      let sealed = Data(base64Encoded: text).map(Array.init)
      return (try VisitForm.read(sealed.map(unseal) ?? text), try row.instant("saved_at"))
    }
  }

  private func draftText(_ form: VisitForm) throws -> String {
    Data(try seal(form.json)).base64EncodedString()
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
