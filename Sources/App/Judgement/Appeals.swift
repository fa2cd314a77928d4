package import Casework
import Store

/// A household's appeal against not being taken in, and what became of it.
package struct Appeal: Sendable {
  package let id: Int64
  let appellant: String
  let text: String
  let raisedAt: Instant
  let officer: Int64
  let decidedAt: Instant?
  let isUpheld: Bool?
  let answer: String?
  package let clue: Int64?
}

extension OpenRegister {
  package func appeals(of found: Int64) throws -> [Appeal] {
    try db.run(
      """
      SELECT id, appellant, text, raised_at, officer, decided_at, is_upheld, answer, clue_id
      FROM appeal WHERE county = \(county) AND case_id = \(found) ORDER BY id
      """
    ).map { row in
      Appeal(
        id: try row.integer("id"), appellant: try row.text("appellant"),
        text: try row.text("text"), raisedAt: try row.instant("raised_at"),
        officer: try row.integer("officer"), decidedAt: try row.optionalInstant("decided_at"),
        isUpheld: try row.optionalFlag("is_upheld"), answer: try row.optionalText("answer"),
        clue: try row.optionalInteger("clue_id"))
    }
  }

  /// How long after the decision a household may appeal.
  static let appealDays = 60

  package func appeal(_ text: String?, by appellant: String?, on found: HouseholdCase) throws {
    try requires(.readHouseholds)
    guard found.stage == .dismissed else { throw AppealRefusal.notClosed }
    let last = found.stageSince.day.adding(days: Self.appealDays)
    guard today <= last else { throw AppealRefusal.tooLate(last) }
    guard let text, text.count >= 5, let appellant else { throw AppealRefusal.text }
    guard try appeals(of: found.id).allSatisfy({ $0.decidedAt != nil }) else {
      throw AppealRefusal.known
    }
    try db.run(
      """
      INSERT INTO appeal (county, id, case_id, appellant, text, raised_at, officer)
      VALUES (\(county), \(try nextID("appeal")), \(found.id), \(appellant), \(text), \(now),
        \(access.officer))
      """)
    audit(.recordedOnCase, subject: "case/\(found.id)", detail: "appeal")
  }

  /// Somebody who neither decided nor took the appeal in looks at it; one that is right begins the
  /// household's matter anew with a clue of its own.
  package func decide(
    appeal id: Int64, isUpheld: Bool, _ answer: String?, on found: HouseholdCase,
    _ pack: PolicyPack
  ) throws {
    guard access.may(.endorseTownship) || access.may(.approveCounty) else {
      throw NotPermitted(duty: .endorseTownship)
    }
    guard let answer, answer.count >= 5 else { throw AppealRefusal.text }
    guard let raised = try appeals(of: found.id).first(where: { $0.id == id }) else {
      throw NotFound()
    }
    let decider = try db.run(
      """
      SELECT officer FROM case_event
      WHERE county = \(county) AND case_id = \(found.id) AND to_stage = 'dismissed'
      ORDER BY seq DESC LIMIT 1
      """
    ).first?.integer("officer")
    guard ![raised.officer, decider].contains(access.officer) else {
      throw AppealRefusal.ownDecision
    }
    let clue =
      isUpheld ? try raiseAgain(raised, found, pack) : nil
    let rows = try db.run(
      """
      UPDATE appeal SET decided_at = \(now), decided_by = \(access.officer),
        is_upheld = \(isUpheld), answer = \(answer), clue_id = \(clue)
      WHERE county = \(county) AND id = \(id) AND decided_at IS NULL RETURNING id
      """)
    guard !rows.isEmpty else { throw AppealRefusal.answered }
    audit(
      .recordedOnCase, subject: "case/\(found.id)",
      detail: isUpheld ? "appeal.upheld" : "appeal.rejected")
  }

  private func raiseAgain(
    _ raised: Appeal, _ found: HouseholdCase, _ pack: PolicyPack
  ) throws -> Int64? {
    guard raised.decidedAt == nil else { return nil }
    return try raise(
      Finding(source: .selfReport, risk: found.risks.first, text: "申诉成立：\(raised.text)"),
      about: found.household, pack)
  }
}

/// The appeals on a case's page (`Templates/judgement/appeals.mustache`).
struct AppealPanel: Sendable {
  let caseID: Int64
  let lines: [Line]
  let mayAppeal: Bool

  struct Line: Sendable {
    let caseID: Int64
    let id: Int64
    let who: String
    let text: String
    let at: String
    let state: String
    let mark: String
    let answer: String?
    let clue: Int64?
    let mayDecide: Bool
  }

  init(_ found: HouseholdCase, in open: OpenRegister) throws {
    caseID = found.id
    let judges = open.access.may(.endorseTownship) || open.access.may(.approveCounty)
    let raised = try open.appeals(of: found.id)
    lines = raised.map { appeal in
      Line(
        caseID: found.id, id: appeal.id, who: appeal.appellant, text: appeal.text,
        at: appeal.raisedAt.description,
        state: appeal.isUpheld.map { $0 ? "成立，重新核实" : "维持原结论" } ?? "待复核",
        mark: appeal.isUpheld == nil ? "due" : "good", answer: appeal.answer, clue: appeal.clue,
        mayDecide: judges && appeal.decidedAt == nil && appeal.officer != open.access.officer)
    }
    mayAppeal = found.stage == .dismissed && raised.allSatisfy { $0.decidedAt != nil }
  }
}
