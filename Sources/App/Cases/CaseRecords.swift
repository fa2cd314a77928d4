package import Casework
import Store

/// A meeting's result as it is recorded.
package struct NewAppraisal: Sendable {
  package var chair: String
  package var present: Int
  package var inFavour: Int
  package var against: Int
  package var minutes: String

  package init(chair: String, present: Int, inFavour: Int, against: Int, minutes: String) {
    (self.chair, self.present, self.inFavour) = (chair, present, inFavour)
    (self.against, self.minutes) = (against, minutes)
  }
}

extension OpenRegister {
  package func record(_ meeting: NewAppraisal, on found: HouseholdCase, _ pack: PolicyPack) throws {
    try requires(.keepCase)
    let works = pack.steps.works(at: found.stage)
    let isFirst = works.contains(.appraisal)
    guard isFirst || works.contains(.removalAppraisal) else {
      throw CaseRefusal.notOpen(.endorse, at: found.stage)
    }
    guard meeting.present > 0, meeting.inFavour >= 0, meeting.against >= 0,
      meeting.inFavour + meeting.against <= meeting.present
    else { throw CaseRefusal.votesWrong }
    let purpose = isFirst ? "identification" : "removal"
    try db.run(
      """
      INSERT INTO appraisal (county, id, case_id, case_seq, purpose, held_on, chair, present, in_favour,
        against, minutes, recorded_at, officer)
      VALUES (\(county), \(try nextID("appraisal")), \(found.id), \(found.version), \(purpose), \(today),
        \(meeting.chair), \(meeting.present), \(meeting.inFavour), \(meeting.against),
        \(meeting.minutes), \(now), \(access.officer))
      """)
    audit(.recordedOnCase, subject: "case/\(found.id)", detail: "appraisal")
  }

  /// The conditions of a removal with what the records say of each.
  package func removalVerdicts(
    _ found: HouseholdCase, _ pack: PolicyPack
  ) throws -> [RemovalVerdict] {
    var evidence = RemovalEvidence(line: pack.line(of: today.year)?.amount ?? found.line)
    let last = try followUps(of: found.id).last
    let measures = try measures(of: found.id)
    evidence.monitoredSince = found.identifiedOn
    evidence.incomePerPerson = last?.incomePerPerson
    evidence.guaranteesInOrder = last?.guaranteesInOrder
    evidence.isRiskGone = last?.isRiskGone
    evidence.measures = measures.count
    evidence.coefficient = try coefficient(of: found.household)
    let counts = try db.run(
      """
      SELECT
        (SELECT COUNT(*) FROM clue c WHERE c.county = \(county)
          AND c.household_id = \(found.household)
          AND c.stage NOT IN ('closed', 'caseOpened')) AS clues,
        (SELECT COUNT(*) FROM person p WHERE p.county = \(county)
          AND p.household_id = \(found.household) AND p.left_on IS NULL
          AND p.labour IN ('ordinary', 'skilled', 'weak')) AS workers
      """)
    evidence.openClues = try counts.first?.int("clues") ?? 0
    evidence.workers = try counts.first?.int("workers") ?? 0
    return evidence.verdicts(today: today, pack, natural: measures.isEmpty)
  }
}
