import Casework
import Store

/// What waits for somebody once a household is helped: the first measure, the two looks, matters
/// passed on to departments, and policies that run out.
extension OpenRegister {
  func openHelpSteps(_ rules: Rules) throws -> [OpenStep] {
    try unhelped(rules) + openReferrals(rules) + runOut(rules)
  }

  /// Of what was overlooked for longer supervision speaks; nobody is reminded of it for ever.
  private static let months = 3

  private func unhelped(_ rules: Rules) throws -> [OpenStep] {
    let rows = try db.run(
      """
      SELECT k.id, k.household_id, k.village, k.identified_on, k.pack,
        CASE WHEN EXISTS (SELECT 1 FROM measure m WHERE m.county = k.county AND m.case_id = k.id)
          THEN 1 ELSE 0 END AS measure,
        CASE WHEN EXISTS (SELECT 1 FROM help_check c WHERE c.county = k.county
          AND c.case_id = k.id AND c.kind = 'tenDays') THEN 1 ELSE 0 END AS ten_days,
        CASE WHEN EXISTS (SELECT 1 FROM help_check c WHERE c.county = k.county
          AND c.case_id = k.id AND c.kind = 'oneMonth') THEN 1 ELSE 0 END AS one_month
      FROM household_case k
      WHERE \(sees("k")) AND k.stage IN (\(list: CaseStage.allCases.filter(\.isMonitored).map(\.rawValue)))
        AND k.identified_on >= \(today.adding(months: -Self.months))
      ORDER BY k.identified_on, k.id LIMIT 5000
      """)
    return try rows.flatMap { row in
      let (since, edition) = (try row.day("identified_on"), rules.edition(try row.text("pack")))
      var waiting: [(task: String, duty: Duty, step: String, limit: Allowance)] = []
      if try !row.flag("measure"), let limit = edition.pack.allowance("firstMeasure") {
        waiting.append(("落实首项措施", .keepCase, "firstMeasure", limit))
      }
      for check in HelpCheck.allCases
      where try !row.flag(check == .tenDays ? "ten_days" : "one_month") {
        let limit = Allowance(days: check.due(since: since) - since, unit: .calendar)
        waiting.append((check.title, .endorseTownship, "help.\(check.rawValue)", limit))
      }
      return try waiting.map { one in
        let (id, village) = (try row.integer("id"), try row.place("village"))
        let clock = StepClock(.init(.case, id), in: village, step: one.step, from: since)
        return OpenStep(
          href: "/cases/\(id)/help", household: try row.integer("household_id"),
          village: village, task: one.task, owner: one.duty.level,
          isMine: access.may(one.duty) && one.duty.level == access.place.level,
          deadline: try clockLedger(edition).deadline(clock, one.limit, today: today))
      }
    }
  }

  /// A department that is late is told to the county, which asks it.
  private func openReferrals(_ rules: Rules) throws -> [OpenStep] {
    let rows = try db.run(
      """
      SELECT \(Referral.columns), k.household_id FROM referral r
      JOIN household_case k ON k.county = r.county AND k.id = r.case_id
      WHERE \(sees("r")) AND r.stage IN ('sent', 'acknowledged') ORDER BY r.asked_at LIMIT 1000
      """)
    return try rows.compactMap { row in
      let found = try Referral(row: row)
      guard let deadline = try found.deadline(rules, in: self) else { return nil }
      return OpenStep(
        href: "/cases/\(found.caseID)/help", household: try row.integer("household_id"),
        village: found.village, task: "转办\(found.department)（\(found.stage.title)）",
        owner: .county, isMine: access.place.level == .county, deadline: deadline)
    }
  }

  /// Policies that went on after the removal are ended when their day has come.
  private func runOut(_ rules: Rules) throws -> [OpenStep] {
    let rows = try db.run(
      """
      SELECT k.id, k.household_id, k.village, m.subtype, m.until_on FROM measure m
      JOIN household_case k ON k.county = m.county AND k.id = m.case_id
      WHERE \(sees("k")) AND k.stage = 'removed' AND m.continues = 1 AND m.ended_on IS NULL
        AND m.until_on BETWEEN \(today.adding(months: -12)) AND \(today.adding(days: 10))
      ORDER BY m.until_on, m.id LIMIT 1000
      """)
    return try rows.map { row in
      let (id, village) = (try row.integer("id"), try row.place("village"))
      let until = try row.day("until_on")
      let from = min(until, today)
      let clock = StepClock(.init(.case, id), in: village, step: "goingOn", from: from)
      let limit = Allowance(days: until - from, unit: .calendar)
      return OpenStep(
        href: "/cases/\(id)/help", household: try row.integer("household_id"), village: village,
        task: "继续的政策到期：\(try row.text("subtype"))", owner: .village,
        isMine: access.may(.keepCase) && access.place.level == .village,
        deadline: try clockLedger(rules).deadline(clock, limit, today: today), isTold: true)
    }
  }
}
