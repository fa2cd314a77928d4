package import Casework
import Store

/// Somebody's objection to a notice, and what became of it.
package struct Objection: Sendable {
  package let id: Int64
  package let notice: Int64
  /// Nil where the objector wished to stay unnamed.
  package let objector: String?
  package let text: String
  package let raisedAt: Instant
  package let officer: Int64
  package let handledAt: Instant?
  package let isUpheld: Bool?
  package let answer: String?

  init(row: Row) throws {
    id = try row.integer("id")
    notice = try row.integer("notice_id")
    objector = try row.optionalText("objector")
    text = try row.text("text")
    raisedAt = try row.instant("raised_at")
    officer = try row.integer("officer")
    handledAt = try row.optionalInstant("handled_at")
    isUpheld = try row.optionalFlag("is_upheld")
    answer = try row.optionalText("answer")
  }
}

extension OpenRegister {
  package func objections(of found: Int64) throws -> [Objection] {
    try db.run(
      """
      SELECT id, notice_id, objector, text, raised_at, officer, handled_at, is_upheld, answer
      FROM objection WHERE county = \(county) AND case_id = \(found) ORDER BY id
      """
    ).map(Objection.init(row:))
  }

  /// Records an objection to the notice that hangs now; it stops the notice at once.
  @discardableResult
  package func object(
    _ text: String?, by objector: String?, to found: HouseholdCase
  ) throws -> Int64 {
    if access.role != .household { try requires(.readHouseholds) }
    guard let text, text.count >= 5 else { throw CaseRefusal.objectionText }
    guard let notice = try standingNotice(found) else { throw CaseRefusal.noNotice }
    let id = try nextID("objection")
    try db.run(
      """
      INSERT INTO objection (county, id, case_id, notice_id, objector, text, raised_at, officer)
      VALUES (\(county), \(id), \(found.id), \(notice.id), \(objector),
        \(text), \(now), \(access.officer))
      """)
    audit(.recordedOnCase, subject: "case/\(found.id)", detail: "objection")
    return id
  }

  /// Another person answers an objection; one that is right sends the case to a new meeting.
  package func answer(
    objection id: Int64, isUpheld: Bool, _ answer: String?, on found: HouseholdCase,
    _ pack: PolicyPack
  ) throws {
    try requires(.endorseTownship)
    guard let answer, answer.count >= 5 else { throw CaseRefusal.objectionText }
    guard let raised = try objections(of: found.id).first(where: { $0.id == id }) else {
      throw NotFound()
    }
    guard raised.officer != access.officer else { throw CaseRefusal.ownObjection }
    let rows = try db.run(
      """
      UPDATE objection SET handled_at = \(now), handled_by = \(access.officer),
        is_upheld = \(isUpheld), answer = \(answer)
      WHERE county = \(county) AND id = \(id) AND handled_at IS NULL RETURNING id
      """)
    guard !rows.isEmpty else { throw CaseRefusal.objectionAnswered }
    audit(
      .recordedOnCase, subject: "case/\(found.id)",
      detail: isUpheld ? "objection.upheld" : "objection.rejected")
    if isUpheld { try take(.upholdObjection, on: found, reason: answer, pack) }
  }
}
