import Casework
import Store

extension OpenRegister {
  func noticeLines(of found: Int64) throws -> [CasePage.NoticeLine] {
    let titles = ["identification": "纳入公示", "removal": "风险消除公示", "announcement": "公告"]
    return try notices(of: found).map { notice in
      CasePage.NoticeLine(
        title: titles[notice.purpose] ?? "",
        days: notice.until.map { "\(notice.postedOn) 至 \($0)" } ?? notice.postedOn.description,
        text: notice.text)
    }
  }

  func measureLines(of found: Int64, _ pack: PolicyPack) throws -> [CasePage.MeasureLine] {
    let titles = Dictionary(uniqueKeysWithValues: pack.measures.map { ($0.id, $0.title) })
    return try measures(of: found).map {
      CasePage.MeasureLine(
        title: "\(titles[$0.category] ?? $0.category)：\($0.subtype)", helper: $0.helper,
        amount: $0.amount?.description ?? "—", begun: $0.begunOn.description)
    }
  }

  func followLines(of found: Int64) throws -> [CasePage.FollowLine] {
    try followUps(of: found).map {
      CasePage.FollowLine(
        at: $0.followedOn.description, situation: $0.situation,
        income: $0.incomePerPerson?.description ?? "未知",
        way: $0.way.title)
    }
  }

  /// The conditions are shown where a removal is proposed or decided.
  func conditionLines(of found: HouseholdCase, _ pack: PolicyPack) throws -> [CasePage.Condition] {
    guard [.monitored, .removalApproval].contains(found.stage) else { return [] }
    return try removalVerdicts(found, pack).map {
      CasePage.Condition(
        title: $0.condition.title, evidence: $0.evidence, mark: $0.holds ? "good" : "late",
        word: $0.holds ? "符合" : "不符合")
    }
  }

  func appraisalLines(of found: Int64) throws -> [String] {
    try db.run(
      """
      SELECT held_on, chair, present, in_favour, against, minutes FROM appraisal
      WHERE county = \(county) AND case_id = \(found) ORDER BY id
      """
    ).map { row in
      let votes =
        "到会 \(try row.int("present")) 人，赞成 \(try row.int("in_favour"))，反对 \(try row.int("against"))"
      return
        "\(try row.day("held_on")) \(try row.text("chair"))主持，\(votes)。\(try row.text("minutes"))"
    }
  }

  func caseTimeline(_ found: HouseholdCase, _ rules: Rules) throws -> [TimelineLine] {
    let rows = try db.run(
      """
      SELECT taken_at, officer, action, from_stage, to_stage, reason FROM case_event
      WHERE county = \(county) AND case_id = \(found.id) ORDER BY seq
      """)
    let (subject, village) = (ClockSubject(.case, found.id), found.village)
    try readLateFiles(of: subject, rules)
    return try timeline(
      rows, title: { CaseAction(rawValue: $0)?.title ?? ($0 == "move" ? "户籍迁移，随户移交" : "立案") },
      due: { stage, day in
        let step = CaseStage(rawValue: stage).flatMap { $0 == .monitored ? nil : $0.allowance }
        return try step.flatMap {
          try deadline(StepClock(subject, in: village, step: $0, from: day), rules)
        }?.due
      })
  }
}
