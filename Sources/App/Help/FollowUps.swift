package import Casework
import Foundation
import Store

/// A follow-up visit to a monitored household.
package struct FollowUp: Sendable {
  package let followedOn: Day
  package let situation: String
  package let incomePerPerson: Money?
  package let guaranteesInOrder: Bool?
  package let isRiskGone: Bool?
  package var way = ContactWay.visit
  /// A risk that was not there before.
  package var newRisk: RiskKind?
  /// A member who is no longer one.
  package var leaver: Leaver?

  package init(
    followedOn: Day, situation: String, incomePerPerson: Money?, guaranteesInOrder: Bool?,
    isRiskGone: Bool?
  ) {
    (self.followedOn, self.situation) = (followedOn, situation)
    (self.incomePerPerson, self.isRiskGone) = (incomePerPerson, isRiskGone)
    self.guaranteesInOrder = guaranteesInOrder
  }

  /// Who left the household, when and why (自然减少).
  package struct Leaver: Sendable {
    package let person: Int64
    package let on: Day
    package let why: LeaveReason

    package init(person: Int64, on: Day, why: LeaveReason) {
      (self.person, self.on, self.why) = (person, on, why)
    }
  }
}

extension OpenRegister {
  package func followUps(of found: Int64) throws -> [FollowUp] {
    try db.run(
      """
      SELECT followed_on, situation, income_per_person_fen, way,
        detail ->> 'guarantees' AS guarantees, detail ->> 'riskGone' AS risk_gone,
        detail ->> 'newRisk' AS new_risk
      FROM follow_up WHERE county = \(county) AND case_id = \(found) ORDER BY id
      """
    ).map { row in
      var visit = FollowUp(
        followedOn: try row.day("followed_on"), situation: try row.text("situation"),
        incomePerPerson: try row.optionalMoney("income_per_person_fen"),
        guaranteesInOrder: try row.optionalText("guarantees").map { $0 == "1" },
        isRiskGone: try row.optionalText("risk_gone").map { $0 == "1" })
      visit.way = ContactWay(rawValue: try row.text("way")) ?? .other
      visit.newRisk = try row.optionalRaw("new_risk")
      return visit
    }
  }

  /// Keeps a follow-up; what changed in members and risks is changed with it.
  package func add(_ visit: FollowUp, to found: HouseholdCase) throws {
    try requires(.keepCase)
    guard found.stage.isMonitored else { throw CaseRefusal.notOpen(.endorse, at: found.stage) }
    if let income = visit.incomePerPerson, income < .zero || income > Measure.most {
      throw HelpRefusal.amount(income.description)
    }
    var detail: [String: String] = [:]
    detail["guarantees"] = visit.guaranteesInOrder.map { $0 ? "1" : "0" }
    detail["riskGone"] = visit.isRiskGone.map { $0 ? "1" : "0" }
    detail["newRisk"] = visit.newRisk?.rawValue
    detail["leaver"] = visit.leaver.map { "\($0.person)|\($0.on)|\($0.why.rawValue)" }
    try db.run(
      """
      INSERT INTO follow_up (county, id, case_id, followed_on, way, situation,
        income_per_person_fen, detail, recorded_at, officer)
      VALUES (\(county), \(try nextID("follow_up")), \(found.id), \(visit.followedOn),
        \(visit.way.rawValue), \(visit.situation), \(visit.incomePerPerson),
        \(JSONText.object(detail)), \(now), \(access.officer))
      """)
    if let risk = visit.newRisk { try add(risk, to: found) }
    if let leaver = visit.leaver { try take(leaver, outOf: found) }
    audit(.recordedOnCase, subject: "case/\(found.id)", detail: "followUp")
  }

  /// At most five risks stand on a case; one more has to wait for one to go.
  private func add(_ risk: RiskKind, to found: HouseholdCase) throws {
    guard !found.risks.contains(risk), found.risks.count < 5 else { throw FollowUpRefusal.risk }
    let codes = (found.risks + [risk]).map { JSONText.quoted($0.rawValue) }.joined(separator: ",")
    try db.run(
      """
      UPDATE household_case SET risks = \("[\(codes)]")
      WHERE county = \(county) AND id = \(found.id)
      """)
  }

  private func take(_ leaver: FollowUp.Leaver, outOf found: HouseholdCase) throws {
    guard leaver.on <= today else { throw FollowUpRefusal.day }
    let rows = try db.run(
      """
      UPDATE person SET left_on = \(leaver.on), left_reason = \(leaver.why.title),
        changed_at = \(now), changed_by = \(access.officer)
      WHERE county = \(county) AND id = \(leaver.person) AND household_id = \(found.household)
        AND left_on IS NULL RETURNING id
      """)
    guard !rows.isEmpty else { throw FollowUpRefusal.person }
    try db.run(
      """
      UPDATE household SET size = (SELECT COUNT(*) FROM person p
          WHERE p.county = household.county AND p.household_id = household.id
            AND p.left_on IS NULL),
        changed_at = \(now), changed_by = \(access.officer)
      WHERE county = \(county) AND id = \(found.household)
      """)
  }

  /// Keeps a follow-up as its form was filled in, on paper, page or phone.
  func followUp(
    _ values: [String: String], by form: FormDefinition, on day: Day, of found: HouseholdCase
  ) throws {
    let members = try membersNow(of: found.household)
    let judged = form.judge(values, today: today, members: members.map(\.label))
    guard judged.refusals.isEmpty else { throw FormIncomplete(refusals: judged.refusals) }
    let answers = judged.answers
    var visit = FollowUp(
      followedOn: day, situation: answers["situation"] ?? "",
      incomePerPerson: try Money.typed(answers["income"]),
      guaranteesInOrder: answers["guarantees"].map { $0 == "1" },
      isRiskGone: answers["riskGone"].map { $0 == "1" })
    visit.way = answers["way"].flatMap(ContactWay.init(rawValue:)) ?? .visit
    visit.newRisk = answers["newRisk"].flatMap(RiskKind.init(rawValue:))
    if let why = answers["leftWhy"].flatMap(LeaveReason.init(rawValue:)) {
      guard let left = members.first(where: { $0.label == answers["left"] }) else {
        throw FollowUpRefusal.person
      }
      visit.leaver = FollowUp.Leaver(
        person: left.person, on: answers["leftOn"].flatMap(Day.init) ?? day, why: why)
    }
    try add(visit, to: found)
    try keep(answers, to: form, about: FormSubject(found), on: day)
  }

  /// The members as a form offers them.
  func membersNow(of household: Int64) throws -> [MemberChoice] {
    let rows = try db.run(
      """
      SELECT id, name, relation FROM person
      WHERE county = \(county) AND household_id = \(household) AND left_on IS NULL ORDER BY id
      """)
    return try rows.map { row in
      let name = try row.text("name")
      let isAlone = try rows.count { try $0.text("name") == name } == 1
      let relation = try row.raw("relation", as: Relation.self).title
      return MemberChoice(
        person: try row.integer("id"), label: isAlone ? name : "\(name)（\(relation)）")
    }
  }
}

/// A member as a form names them: two of one name are told apart by their relation.
struct MemberChoice: Sendable {
  let person: Int64
  let label: String
}

/// Why a change found at a follow-up is not taken over.
enum FollowUpRefusal: Refusal {
  case risk, day, person, situation

  var sentence: String {
    switch self {
    case .risk: "这种风险已经登记，或者已满五种。"
    case .day: "成员减少的日期不能在今天之后。"
    case .person: "这名成员已经不在户，或者不是这一户的。"
    case .situation: "请写明回访情况。"
    }
  }
}
