package import Casework
import Foundation
import Store

extension AuditAction {
  static let openedCheck = AuditAction("check.opened")
  static let movedCheck = AuditAction("check.moved")
}

extension OpenRegister {
  /// Commissions the checking body: every adult has authorised it, two handlers are named, and
  /// civil affairs has not just checked the household.
  @discardableResult
  package func commission(
    _ found: HouseholdCase, handlers: Set<Int64>, _ pack: PolicyPack, _ keys: CheckKeys
  ) throws -> Int64 {
    try requires(.commissionCheck)
    guard pack.steps.isBeforeNotice(found.stage) else {
      throw CheckRefusal.wrongStage(found.stage)
    }
    guard try check(of: found.id) == nil else { throw CheckRefusal.alreadyCommissioned }
    let adults = try consents(found)
    let without = adults.filter { $0.state(on: today) != .given }.map(\.name)
    guard without.isEmpty, !adults.isEmpty else { throw CheckRefusal.consentIncomplete(without) }
    if let civil = try civilCheck(of: found.household, pack) {
      throw CheckRefusal.recentlyChecked(civil.day, department: civil.department)
    }
    let able = Set(try possibleHandlers(of: found.village).map(\.id))
    guard handlers.count >= 2, handlers.isSubset(of: able) else { throw CheckRefusal.noHandler }
    let until = adults.compactMap(\.letter?.validUntil).min() ?? today
    return try begin(found, handlers, until: until, pack, keys)
  }

  private func begin(
    _ found: HouseholdCase, _ handlers: Set<Int64>, until: Day, _ pack: PolicyPack,
    _ keys: CheckKeys
  ) throws -> Int64 {
    let id = try nextID("economic_check")
    let number = Authorisation.checkNumber(of: found.id, in: county, year: today.year)
    try db.run(
      """
      INSERT INTO economic_check (county, id, case_id, household_id, village, number, body,
        commissioned_at, officer, valid_until_on, key_name, word_sealed, word_failures)
      VALUES (\(county), \(id), \(found.id), \(found.household), \(found.village), \(number),
        \(pack.check?.body ?? ""), \(now), \(access.officer), \(until), \(try keys.make()),
        \(try seal(CodeWord.random())), 0)
      """)
    for handler in handlers.sorted() {
      try db.run(
        """
        INSERT INTO check_handler (county, check_id, officer, named_at, named_by)
        VALUES (\(county), \(id), \(handler), \(now), \(access.officer))
        """)
    }
    let departments = Set(pack.items.filter { !$0.isPushable }.map(\.department))
    for department in departments.sorted() {
      try db.run(
        """
        INSERT INTO check_request (county, check_id, department, asked_at)
        VALUES (\(county), \(id), \(department), \(now))
        """)
    }
    try note(.commissioned, of: nil, on: found.id, number)
    audit(.movedCheck, subject: "check/\(id)", detail: "commissioned")
    return id
  }

  /// Officers whose place has the village and whose work the case is.
  package func possibleHandlers(of village: PlaceCode) throws -> [Account] {
    let duties: Set<Duty> = [.keepCase, .endorseTownship, .approveCounty]
    return try accounts().filter {
      $0.isActive && $0.place.range.contains(village.number)
        && !$0.role.duties.isDisjoint(with: duties)
    }
  }

  /// Seals a body's answer with the check's key; its hits wait for the household's explanation.
  package func answer(
    _ findings: [CheckFinding], of department: String, to check: EconomicCheck, _ keys: CheckKeys
  ) throws {
    try checkAsked(department, check)
    let text = try JSONEncoder().encode(findings)
    let sealed = try keys.seal(Array(text), as: "answer/\(department)", with: check.keyName)
    let rows = try db.run(
      """
      UPDATE check_request SET answered_at = \(now), officer = \(access.officer),
        findings_sealed = \(sealed)
      WHERE county = \(county) AND check_id = \(check.id) AND department = \(department)
        AND answered_at IS NULL RETURNING department
      """)
    guard !rows.isEmpty else { throw CheckRefusal.alreadyAnswered }
    for (line, finding) in findings.enumerated() where finding.isHit {
      try db.run(
        """
        INSERT INTO check_hit (county, check_id, hit, department, line, state)
        VALUES (\(county), \(check.id), \(try nextID("check_hit")), \(department), \(line), 'open')
        """)
    }
    try note(.answered, of: nil, on: check.caseID, department)
    audit(.movedCheck, subject: "check/\(check.id)", detail: "answered/\(department)")
  }

  /// A body answers for itself; the county may carry a file for one that has no account.
  func checkAsked(_ department: String, _ check: EconomicCheck) throws {
    guard check.destroyedAt == nil else { throw CheckRefusal.destroyed }
    guard access.may(.answerCheck) || access.role == .countyAdministrator else {
      throw NotPermitted(duty: .answerCheck)
    }
    if access.may(.answerCheck), access.department != department { throw NotFound() }
    guard check.requests.contains(where: { $0.department == department }) else {
      throw CheckRefusal.notAsked
    }
  }

  /// Opens the results for a while; the household sees who opened them and what for.
  package func openResults(
    of check: EconomicCheck, for purpose: String?, _ pack: PolicyPack
  ) throws {
    guard check.destroyedAt == nil, today <= check.validUntil else { throw CheckRefusal.destroyed }
    guard check.handlers.contains(access.officer) else { throw CheckRefusal.notHandler }
    guard let purpose, purpose.count >= 5 else { throw CheckRefusal.purposeMissing }
    let until = now.adding(seconds: 60 * (pack.check?.openMinutes ?? 30))
    try db.run(
      """
      INSERT INTO check_opening (county, check_id, seq, officer, opened_at, until_at, purpose)
      VALUES (\(county), \(check.id), \(try nextID("check_opening")), \(access.officer), \(now),
        \(until), \(purpose))
      """)
    try note(.opened, of: nil, on: check.caseID, purpose)
    audit(.openedCheck, subject: "check/\(check.id)", detail: purpose)
  }

  /// Until when this officer has the results open.
  package func opening(of check: EconomicCheck) throws -> Instant {
    guard check.destroyedAt == nil, today <= check.validUntil else { throw CheckRefusal.destroyed }
    guard check.handlers.contains(access.officer) else { throw CheckRefusal.notHandler }
    let until = try db.run(
      """
      SELECT MAX(until_at) AS until_at FROM check_opening
      WHERE county = \(county) AND check_id = \(check.id) AND officer = \(access.officer)
      """
    ).first?.optionalInstant("until_at")
    guard let until, until > now else { throw CheckRefusal.notOpened }
    return until
  }

  /// Ends a check for good.
  ///
  /// - Returns: the name of its key, to be destroyed once this is kept.
  func end(_ check: EconomicCheck, _ why: CheckEnd) throws -> String {
    try db.run(
      """
      UPDATE economic_check SET destroyed_at = \(now), destroyed_why = \(why.rawValue)
      WHERE county = \(county) AND id = \(check.id) AND destroyed_at IS NULL
      """)
    try note(.destroyed, of: nil, on: check.caseID, why.title)
    audit(.movedCheck, subject: "check/\(check.id)", detail: "destroyed/\(why.rawValue)")
    return check.keyName
  }
}

/// Why a check cannot be read any more.
enum CheckEnd: String, Sendable {
  case withdrawn, expired

  var title: String { self == .withdrawn ? "授权撤回" : "授权到期" }
}

/// What a household proves itself with: eight letters and digits that are not mistaken.
enum CodeWord {
  private static let letters = Array("ABCDEFGHJKMNPQRSTUVWXYZ23456789")

  static func random() -> String {
    var source = SystemRandomNumberGenerator()
    return String((0..<8).map { _ in letters.randomElement(using: &source) ?? "A" })
  }
}
