package import Casework
import Store

/// A measure of help for a case (帮扶措施).
package struct Measure: Sendable {
  package let category: String
  package let subtype: String
  package let helper: String
  package let amount: Money?
  package let begunOn: Day
}

/// A follow-up visit to a monitored household.
package struct FollowUp: Sendable {
  package let followedOn: Day
  package let situation: String
  package let incomePerPerson: Money?
  package let guaranteesInOrder: Bool?
  package let isRiskGone: Bool?

  package init(
    followedOn: Day, situation: String, incomePerPerson: Money?, guaranteesInOrder: Bool?,
    isRiskGone: Bool?
  ) {
    (self.followedOn, self.situation) = (followedOn, situation)
    (self.incomePerPerson, self.isRiskGone) = (incomePerPerson, isRiskGone)
    self.guaranteesInOrder = guaranteesInOrder
  }
}

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
  package func record(_ meeting: NewAppraisal, on found: HouseholdCase) throws {
    try requires(.keepCase)
    guard found.stage == .appraisal || found.stage == .removalAppraisal else {
      throw CaseRefusal.notOpen(.endorse, at: found.stage)
    }
    guard meeting.present > 0, meeting.inFavour >= 0, meeting.against >= 0,
      meeting.inFavour + meeting.against <= meeting.present
    else { throw CaseRefusal.votesWrong }
    let purpose = found.stage == .appraisal ? "identification" : "removal"
    try db.run(
      """
      INSERT INTO appraisal (county, id, case_id, purpose, held_on, chair, present, in_favour,
        against, minutes, recorded_at, officer)
      VALUES (\(county), \(try nextID("appraisal")), \(found.id), \(purpose), \(today),
        \(meeting.chair), \(meeting.present), \(meeting.inFavour), \(meeting.against),
        \(meeting.minutes), \(now), \(access.officer))
      """)
    audit(.recordedOnCase, subject: "case/\(found.id)", detail: "appraisal")
  }

  package func measures(of found: Int64) throws -> [Measure] {
    try db.run(
      """
      SELECT category, subtype, helper, amount_fen, begun_on FROM measure
      WHERE county = \(county) AND case_id = \(found) ORDER BY id
      """
    ).map { row in
      Measure(
        category: try row.text("category"), subtype: try row.text("subtype"),
        helper: try row.text("helper"), amount: try row.optionalMoney("amount_fen"),
        begunOn: try row.day("begun_on"))
    }
  }

  package func add(_ measure: Measure, to found: HouseholdCase, _ pack: PolicyPack) throws {
    try requires(.keepCase)
    let category = pack.measures.first { $0.id == measure.category }
    guard let category, category.subtypes.contains(measure.subtype), !measure.helper.isEmpty,
      found.stage.isMonitored || (found.isEmergency && !found.stage.isClosed)
    else { throw CaseRefusal.noMeasureText }
    try db.run(
      """
      INSERT INTO measure (county, id, case_id, category, subtype, helper, amount_fen, begun_on,
        note, recorded_at, officer)
      VALUES (\(county), \(try nextID("measure")), \(found.id), \(measure.category),
        \(measure.subtype), \(measure.helper), \(measure.amount), \(measure.begunOn), '',
        \(now), \(access.officer))
      """)
    audit(.recordedOnCase, subject: "case/\(found.id)", detail: "measure")
  }

  package func followUps(of found: Int64) throws -> [FollowUp] {
    try db.run(
      """
      SELECT followed_on, situation, income_per_person_fen,
        detail ->> 'guarantees' AS guarantees, detail ->> 'riskGone' AS risk_gone
      FROM follow_up WHERE county = \(county) AND case_id = \(found) ORDER BY id
      """
    ).map { row in
      FollowUp(
        followedOn: try row.day("followed_on"), situation: try row.text("situation"),
        incomePerPerson: try row.optionalMoney("income_per_person_fen"),
        guaranteesInOrder: try row.optionalText("guarantees").map { $0 == "1" },
        isRiskGone: try row.optionalText("risk_gone").map { $0 == "1" })
    }
  }

  package func add(_ visit: FollowUp, to found: HouseholdCase) throws {
    try requires(.keepCase)
    guard found.stage.isMonitored else { throw CaseRefusal.notOpen(.endorse, at: found.stage) }
    let flags = [
      visit.guaranteesInOrder.map { "\"guarantees\":\"\($0 ? 1 : 0)\"" },
      visit.isRiskGone.map { "\"riskGone\":\"\($0 ? 1 : 0)\"" },
    ].compactMap { $0 }
    try db.run(
      """
      INSERT INTO follow_up (county, id, case_id, followed_on, way, situation,
        income_per_person_fen, detail, recorded_at, officer)
      VALUES (\(county), \(try nextID("follow_up")), \(found.id), \(visit.followedOn), 'visit',
        \(visit.situation), \(visit.incomePerPerson), \("{\(flags.joined(separator: ","))}"),
        \(now), \(access.officer))
      """)
    audit(.recordedOnCase, subject: "case/\(found.id)", detail: "followUp")
  }

  /// The conditions of a removal with what the records say of each.
  package func removalVerdicts(
    _ found: HouseholdCase, _ pack: PolicyPack
  ) throws -> [(condition: RemovalCondition, holds: Bool)] {
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
