package import Casework
import Store

/// One adult of a case's household and their letter of authorisation.
package struct Consent: Sendable {
  package let person: Int64
  package let name: String
  package let relation: Relation
  /// Nil while nobody has signed or refused.
  package let letter: Authorisation?
  /// Of a mind that the registry calls impaired: a guardian mostly signs.
  package let mayNeedGuardian: Bool

  package func state(on today: Day) -> AuthorisationState { letter?.state(on: today) ?? .missing }
}

extension OpenRegister {
  /// Every adult of the household, with their letter where it is on record.
  package func consents(_ found: HouseholdCase) throws -> [Consent] {
    let grownUp = today.adding(months: -18 * 12)
    return try db.run(
      """
      SELECT p.id, p.name, p.relation, p.disability_kind, s.is_given, s.signed_by, s.signed_on,
        s.valid_until_on, s.number, s.guardian, s.withdrawn_on
      FROM person p
      LEFT JOIN consent s
        ON s.county = p.county AND s.person_id = p.id AND s.case_id = \(found.id)
      WHERE p.county = \(county) AND p.household_id = \(found.household) AND p.left_on IS NULL
        AND p.birth_on <= \(grownUp)
      ORDER BY p.id
      """
    ).map { row in
      // 5 智力, 6 精神 of the disability certificate.
      let kind = try row.optionalInteger("disability_kind") ?? 0
      return Consent(
        person: try row.integer("id"), name: try row.text("name"),
        relation: try row.raw("relation"), letter: try letter(row),
        mayNeedGuardian: kind == 5 || kind == 6)
    }
  }

  private func letter(_ row: Row) throws -> Authorisation? {
    guard let isGiven = try row.optionalFlag("is_given") else { return nil }
    var letter = Authorisation(
      number: try row.optionalText("number"), signedBy: try row.text("signed_by"),
      guardian: try row.optionalText("guardian"), isGiven: isGiven,
      signedOn: try row.day("signed_on"), validUntil: try row.day("valid_until_on"))
    letter.withdrawnOn = try row.optionalDay("withdrawn_on")
    return letter
  }

  /// Takes a letter in: numbered, for this case only, for as long as the pack says. One that
  /// holds already is not taken in twice.
  package func recordConsent(
    _ signed: SignedLetter, of person: Int64, on found: HouseholdCase, _ pack: PolicyPack
  ) throws {
    try requires(.keepCase)
    guard !found.stage.isClosed else { throw AuthorisationRefusal.closed }
    let adults = try consents(found)
    guard let place = adults.firstIndex(where: { $0.person == person }) else { throw NotFound() }
    guard adults[place].state(on: today) != .given else { return }
    let number = Authorisation.number(
      of: found.id, adult: place + 1, in: county, year: today.year)
    let until = today.adding(months: pack.check?.validMonths ?? 12)
    try db.run(
      """
      INSERT INTO consent (county, case_id, person_id, signed_by, guardian, is_given, signed_on,
        valid_until_on, number, recorded_at, officer)
      VALUES (\(county), \(found.id), \(person), \(signed.signedBy), \(signed.guardian),
        \(signed.isGiven), \(today), \(until), \(number), \(now), \(access.officer))
      ON CONFLICT (county, case_id, person_id) DO UPDATE
      SET signed_by = excluded.signed_by, guardian = excluded.guardian,
        is_given = excluded.is_given, signed_on = excluded.signed_on,
        valid_until_on = excluded.valid_until_on, number = excluded.number, withdrawn_on = NULL,
        recorded_at = excluded.recorded_at, officer = excluded.officer
      """)
    try note(
      signed.isGiven ? .given : .refused, of: person, on: found.id,
      signed.guardian.map { "\(signed.signedBy)（\($0)）代签" } ?? signed.signedBy)
    audit(
      .recordedOnCase, subject: "case/\(found.id)",
      detail: signed.isGiven ? "consent" : "consent.refused")
  }

  /// Withdraws one adult's letter, or all; the household's check ends with it.
  ///
  /// - Returns: the keys to be destroyed once this is kept.
  package func withdrawConsent(
    of person: Int64?, because reason: String?, on found: HouseholdCase
  ) throws -> [String] {
    guard access.role == .household || access.may(.keepCase) else {
      throw NotPermitted(duty: .keepCase)
    }
    guard let reason, reason.count >= 5 else { throw AuthorisationRefusal.noReason }
    let given = try consents(found).filter {
      $0.state(on: today) == .given && (person == nil || $0.person == person)
    }
    guard !given.isEmpty else { throw AuthorisationRefusal.nothingGiven }
    for adult in given {
      try db.run(
        """
        UPDATE consent SET withdrawn_on = \(today)
        WHERE county = \(county) AND case_id = \(found.id) AND person_id = \(adult.person)
        """)
      try note(.withdrawn, of: adult.person, on: found.id, reason)
    }
    audit(.recordedOnCase, subject: "case/\(found.id)", detail: "consent.withdrawn")
    return try check(of: found.id).map { [try end($0, .withdrawn)] } ?? []
  }

  /// What happened to letters and check, in the words of the log.
  func note(
    _ action: ConsentAction, of person: Int64?, on found: Int64, _ detail: String
  ) throws {
    try db.run(
      """
      INSERT INTO consent_event (county, case_id, seq, person_id, happened_at, officer, action,
        detail)
      VALUES (\(county), \(found), \(try nextID("consent_event")), \(person), \(now),
        \(access.officer), \(action.rawValue), \(detail))
      """)
  }

  func checkConsent(_ found: HouseholdCase) throws {
    let adults = try consents(found)
    func names(_ states: Set<AuthorisationState>) -> [String] {
      adults.filter { states.contains($0.state(on: today)) }.map(\.name)
    }
    let refused = names([.refused])
    guard refused.isEmpty else { throw CaseRefusal.consentRefused(refused) }
    let missing = names([.missing, .withdrawn, .expired])
    guard missing.isEmpty else { throw CaseRefusal.consentMissing(missing) }
  }

  /// A case whose household has taken its authorisation back does not go on.
  func checkAuthorised(_ found: HouseholdCase) throws {
    let gone = try consents(found).filter {
      [.withdrawn, .expired].contains($0.state(on: today))
    }
    guard gone.isEmpty else { throw CheckRefusal.withdrawn(gone.map(\.name)) }
  }
}

/// What happens to a household's letters and its check.
enum ConsentAction: String, Sendable {
  case given, refused, withdrawn
  case commissioned, fetched, answered, opened, explained, judged, destroyed

  var title: String {
    switch self {
    case .given: "签署授权"
    case .refused: "拒绝授权"
    case .withdrawn: "撤回授权"
    case .commissioned: "委托核对"
    case .fetched: "下载核对名单"
    case .answered: "单位反馈"
    case .opened: "打开核对结果"
    case .explained: "农户说明"
    case .judged: "认定"
    case .destroyed: "销毁密钥"
    }
  }
}
