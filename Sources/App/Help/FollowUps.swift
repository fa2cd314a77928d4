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
  /// A member who is no longer one, and one who was not before.
  package var leaver: Leaver?
  var joiner: Joiner?

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
    if let joiner = visit.joiner { try take(joiner, into: found) }
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
    visit.joiner = Joiner(answers, on: day)
    try add(visit, to: found)
    try keep(answers, to: form, about: FormSubject(found), on: day)
  }
}

/// Why a change found at a follow-up is not taken over.
enum FollowUpRefusal: Refusal {
  case risk, day, person, situation, member(String), elsewhere, dead(String)

  var sentence: String {
    switch self {
    case .risk: "这种风险已经登记，或者已满五种。"
    case .day: "成员减少的日期不能在今天之后。"
    case .person: "这名成员已经不在户，或者不是这一户的。"
    case .situation: "请写明回访情况。"
    case .member(let name): "\(name)已经是这一户的成员，不用再登记。"
    case .elsewhere: "这个人在台账中是另一户的成员。请先在那一户登记离开，或请乡镇核对，再登记到这一户。"
    case .dead(let name): "台账登记\(name)已去世，请核对身份证号；登记有误的请乡镇更正。"
    }
  }
}
