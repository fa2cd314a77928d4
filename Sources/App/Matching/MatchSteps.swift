import Casework
import Store

extension AuditAction {
  static let matchAccepted = AuditAction("match.accept")
  static let matchRefused = AuditAction("match.refuse")
  static let matchUndone = AuditAction("match.undo")
  static let matchSeen = AuditAction("match.seen")
}

extension OpenRegister {
  /// A person says whom a row means: the row's fate, the fact, the file's counts, the line of the
  /// history and what is remembered for the next file change together.
  ///
  /// - Parameters:
  ///   - found: the row as it was seen; who decided it meanwhile was first.
  ///   - person: one of its choices, or nil for nobody of the register.
  ///   - pack: the items.
  /// - Throws: `MovedMeanwhile` when somebody else was first, `MatchRefusal`.
  func decide(_ found: MatchRow, as person: Int64?, _ pack: PolicyPack) throws {
    if let person, !found.choices.contains(where: { $0.person == person }) {
      throw MatchRefusal.notAmongChoices
    }
    let candidate = try person.map { try chosen($0) }
    try decide(found, candidate, pack)
    // The file may tell of the same person in the same words more than once.
    for other in try waiting(like: found) { try decide(other, candidate, pack) }
    try remember(found, as: person)
  }

  private func decide(_ found: MatchRow, _ person: Candidate?, _ pack: PolicyPack) throws {
    let version = try take(found, person == nil ? .refused : .accepted, person?.person)
    try settle(row: found.row, of: submission(found.submission), as: person, pack)
    try note(found, version, action: person == nil ? "refuse" : "accept", person?.person)
    audit(person == nil ? .matchRefused : .matchAccepted, subject: found.subject)
  }

  /// Takes a decision back: the row waits again, and the next file is asked about anew.
  func undo(_ found: MatchRow) throws {
    guard found.decision != nil else { throw MovedMeanwhile() }
    let version = try take(found, nil, nil)
    try unsettle(row: found.row, of: submission(found.submission), reason: found.reason)
    try note(found, version, action: "undo", found.person)
    try db.run(
      """
      DELETE FROM match_memory WHERE county = \(county) AND row_key = \(found.key)
        AND submission_id = \(found.submission) AND row_no = \(found.row)
      """)
    audit(.matchUndone, subject: found.subject)
  }

  /// - Returns: the row's new version, which is the number of the line in its history.
  private func take(
    _ found: MatchRow, _ decision: MatchDecision?, _ person: Int64?
  ) throws -> Int64 {
    let rows = try db.run(
      """
      UPDATE match_row SET decision = \(decision?.rawValue), person_id = \(person),
        officer = \(decision == nil ? nil : access.officer),
        decided_at = \(decision == nil ? nil : now), version = version + 1
      WHERE county = \(county) AND submission_id = \(found.submission) AND row_no = \(found.row)
        AND version = \(found.version) RETURNING version
      """)
    guard let version = try rows.first?.integer("version") else { throw MovedMeanwhile() }
    return version
  }

  private func chosen(_ person: Int64) throws -> Candidate {
    let rows = try db.run(
      """
      SELECT p.id, p.household_id, p.name, h.village
      FROM person p JOIN household h ON h.county = p.county AND h.id = p.household_id
      WHERE p.county = \(county) AND p.id = \(person) AND \(sees("h"))
      """)
    guard let found = rows.first else { throw NotFound() }
    return try Candidate(row: found, hasSameID: false)
  }

  private func note(
    _ found: MatchRow, _ seq: Int64, action: String, _ person: Int64?
  ) throws {
    try db.run(
      """
      INSERT INTO match_event (county, submission_id, row_no, seq, taken_at, officer, action,
        person_id)
      VALUES (\(county), \(found.submission), \(found.row), \(seq), \(now), \(access.officer),
        \(action), \(person))
      """)
  }

  private func remember(_ found: MatchRow, as person: Int64?) throws {
    try db.run(
      """
      INSERT INTO match_memory (county, row_key, department, person_id, submission_id, row_no,
        officer, decided_at)
      VALUES (\(county), \(found.key), \(found.department), \(person), \(found.submission),
        \(found.row), \(access.officer), \(now))
      ON CONFLICT (county, row_key) DO UPDATE SET person_id = EXCLUDED.person_id,
        submission_id = EXCLUDED.submission_id, row_no = EXCLUDED.row_no,
        officer = EXCLUDED.officer, decided_at = EXCLUDED.decided_at
      """)
  }
}
