package import Casework
import Foundation
import Store

/// A household's economic check: who commissioned it, until when it may be read, its key's name.
package struct EconomicCheck: Sendable {
  package let id: Int64
  package let caseID: Int64
  package let household: Int64
  package let number: String
  let body: String
  let commissionedAt: Instant
  let officer: Int64
  package let validUntil: Day
  package let keyName: String
  let word: [UInt8]
  let wordLockedUntil: Instant?
  let destroyedAt: Instant?
  let destroyedWhy: String?
  let handlers: Set<Int64>
  package let requests: [Request]
  package let hits: [Hit]

  /// What one department or bank was asked.
  package struct Request: Sendable {
    package let department: String
    let askedAt: Instant
    let answeredAt: Instant?
    package let sealed: [UInt8]?
  }

  /// A hit and how far its explanation is; its words are sealed.
  package struct Hit: Sendable {
    package let number: Int64
    let department: String
    let line: Int
    package let state: HitState
    let explainedBy: Int64?
    let explanation: [UInt8]?
    let judgement: [UInt8]?
  }

  package var stage: CheckStage {
    CheckStage(
      outstanding: requests.count { $0.answeredAt == nil },
      open: hits.count { !$0.state.isSettled }, isDestroyed: destroyedAt != nil)
  }

  static let columns: SQL = """
    e.id, e.case_id, e.household_id, e.number, e.body, e.commissioned_at, e.officer,
    e.valid_until_on, e.key_name, e.word_sealed, e.word_locked_until_at, e.destroyed_at,
    e.destroyed_why
    """
}

extension EconomicCheck {
  init(row: Row, in open: OpenRegister) throws {
    let id = try row.integer("id")
    self.id = id
    caseID = try row.integer("case_id")
    household = try row.integer("household_id")
    number = try row.text("number")
    body = try row.text("body")
    commissionedAt = try row.instant("commissioned_at")
    officer = try row.integer("officer")
    validUntil = try row.day("valid_until_on")
    keyName = try row.text("key_name")
    word = try row.blob("word_sealed")
    wordLockedUntil = try row.optionalInstant("word_locked_until_at")
    destroyedAt = try row.optionalInstant("destroyed_at")
    destroyedWhy = try row.optionalText("destroyed_why")
    handlers = Set(
      try open.db.run(
        "SELECT officer FROM check_handler WHERE county = \(open.county) AND check_id = \(id)"
      ).map { try $0.integer("officer") })
    requests = try EconomicCheck.requests(of: id, in: open)
    hits = try EconomicCheck.hits(of: id, in: open)
  }

  private static func requests(of id: Int64, in open: OpenRegister) throws -> [Request] {
    try open.db.run(
      """
      SELECT department, asked_at, answered_at, findings_sealed FROM check_request
      WHERE county = \(open.county) AND check_id = \(id) ORDER BY department
      """
    ).map {
      Request(
        department: try $0.text("department"), askedAt: try $0.instant("asked_at"),
        answeredAt: try $0.optionalInstant("answered_at"),
        sealed: try $0.optionalBlob("findings_sealed"))
    }
  }

  private static func hits(of id: Int64, in open: OpenRegister) throws -> [Hit] {
    try open.db.run(
      """
      SELECT hit, department, line, state, explained_by, explanation_sealed, judgement_sealed
      FROM check_hit WHERE county = \(open.county) AND check_id = \(id) ORDER BY hit
      """
    ).map {
      Hit(
        number: try $0.integer("hit"), department: try $0.text("department"),
        line: try $0.int("line"), state: try $0.raw("state"),
        explainedBy: try $0.optionalInteger("explained_by"),
        explanation: try $0.optionalBlob("explanation_sealed"),
        judgement: try $0.optionalBlob("judgement_sealed"))
    }
  }
}

extension OpenRegister {
  /// The check of a case that still can be read; nil where there is none.
  package func check(of found: Int64) throws -> EconomicCheck? {
    try db.run(
      """
      SELECT \(EconomicCheck.columns) FROM economic_check e
      WHERE \(sees("e")) AND e.case_id = \(found) AND e.destroyed_at IS NULL
      ORDER BY e.id DESC LIMIT 1
      """
    ).first.map { try EconomicCheck(row: $0, in: self) }
  }

  /// The last check of a case, destroyed or not.
  func lastCheck(of found: Int64) throws -> EconomicCheck? {
    try db.run(
      """
      SELECT \(EconomicCheck.columns) FROM economic_check e
      WHERE \(sees("e")) AND e.case_id = \(found) ORDER BY e.id DESC LIMIT 1
      """
    ).first.map { try EconomicCheck(row: $0, in: self) }
  }

  package func economicCheck(_ id: Int64) throws -> EconomicCheck {
    let rows = try db.run(
      "SELECT \(EconomicCheck.columns) FROM economic_check e WHERE e.id = \(id) AND \(sees("e"))")
    guard let row = rows.first else { throw NotFound() }
    return try EconomicCheck(row: row, in: self)
  }

  /// What a body is asked: every adult, every item of its that needs consent.
  package func questions(
    of check: EconomicCheck, to department: String, _ pack: PolicyPack
  ) throws -> [CheckQuestion] {
    let items = pack.items.filter { !$0.isPushable && $0.department == department }
    let people = try db.run(
      """
      SELECT p.id, p.name, p.id_sealed FROM person p
      JOIN consent s ON s.county = p.county AND s.person_id = p.id
        AND s.case_id = \(check.caseID) AND s.is_given = 1
      WHERE p.county = \(county) AND p.household_id = \(check.household) ORDER BY p.id
      """)
    return try people.flatMap { row in
      let (person, name) = (try row.integer("id"), try row.text("name"))
      let number = try row.optionalBlob("id_sealed").map { try unseal($0) } ?? ""
      return items.map {
        CheckQuestion(
          person: person, name: name, number: number, item: $0.id, title: $0.title)
      }
    }
  }

  /// The check by civil affairs that makes another one needless.
  func civilCheck(
    of household: Int64, _ pack: PolicyPack
  ) throws -> (day: Day, department: String)? {
    guard let terms = pack.check, !terms.civilFacts.isEmpty else { return nil }
    return try db.run(
      """
      SELECT f.true_on, f.department FROM fact f
      WHERE f.county = \(county) AND f.household_id = \(household)
        AND f.kind IN (\(list: terms.civilFacts))
        AND f.true_on BETWEEN \(today.adding(months: -terms.recentMonths)) AND \(today)
        AND NOT EXISTS (SELECT 1 FROM fact n WHERE n.county = f.county AND n.replaces = f.id)
      ORDER BY f.true_on DESC LIMIT 1
      """
    ).first.map { (try $0.day("true_on"), try $0.text("department")) }
  }

  /// The check stands before the notice: done, or done by civil affairs, or not asked by the pack.
  func checkEconomy(_ found: HouseholdCase, _ pack: PolicyPack) throws {
    if let check = try check(of: found.id) {
      guard check.stage == .concluded else { throw CheckRefusal.unfinished(check.stage) }
    } else if pack.check?.isRequired == true,
      try civilCheck(of: found.household, pack) == nil
    {
      throw CheckRefusal.required
    }
  }
}
