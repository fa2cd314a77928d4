import Casework
import Store

/// What `Templates/cases/show.mustache` shows.
struct CasePage: Page {
  static let template = "cases/show"
  let id: Int64
  let version: Int64
  let household: Int64
  let head: String
  let village: String
  let stage: String
  let kind: String
  let risks: String
  let coefficient: String
  let line: String
  let income: String
  let deadline: DeadlineBadge?
  let total: DeadlineBadge?
  let fault: String?
  let actions: [CluePage.Action]
  let needsReason: Bool
  let consents: [ConsentLine]
  let mayConsent: Bool
  let mayAppraise: Bool
  let mayPost: Bool
  let mayHelp: Bool
  let notices: [NoticeLine]
  let appraisals: [String]
  let measures: [MeasureLine]
  let proposals: [Proposal]
  let followUps: [FollowLine]
  let conditions: [Condition]
  let timeline: [TimelineLine]

  struct ConsentLine: Sendable {
    let person: Int64
    let name: String
    let relation: String
    let state: String
    let mark: String
    let isOpen: Bool
  }

  struct NoticeLine: Sendable {
    let title: String
    let days: String
    let text: String
  }

  struct MeasureLine: Sendable {
    let title: String
    let helper: String
    let amount: String
    let begun: String
  }

  struct Proposal: Sendable {
    let value: String
    let title: String
  }

  struct FollowLine: Sendable {
    let at: String
    let situation: String
    let income: String
  }

  struct Condition: Sendable {
    let title: String
    let mark: String
    let word: String
  }

  init(_ found: HouseholdCase, fault: String?, rules: Rules, in open: OpenRegister) throws {
    (id, version, household, self.fault) = (found.id, found.version, found.household, fault)
    head = try open.headNames([found.household])[found.household] ?? ""
    village = try open.villageTitle(found.village)
    stage = found.stage.title
    kind = found.kind?.title ?? "待定"
    risks = found.risks.map(\.title).joined(separator: "、")
    coefficient = found.coefficient?.description ?? "未知"
    line = found.line.description
    income = found.incomePerPerson?.description ?? "未知"
    deadline = found.deadline(rules, today: open.today).map(DeadlineBadge.init)
    total = found.totalDeadline(rules, today: open.today).map(DeadlineBadge.init)
    let isMine = found.stage.duty.map(open.access.may) ?? false
    actions =
      isMine
      ? found.stage.exits.keys.sorted { $0.rawValue > $1.rawValue }.map {
        CluePage.Action(
          value: $0.rawValue, title: $0.title, isPrimary: !$0.needsReason)
      } : []
    needsReason = actions.contains { $0.isPrimary == false }
    mayConsent = isMine && found.stage == .consent
    mayAppraise = isMine && (found.stage == .appraisal || found.stage == .removalAppraisal)
    mayPost = isMine && (found.stage == .publicNotice || found.stage == .removalNotice)
    mayHelp = open.access.may(.keepCase) && found.stage.isMonitored
    consents = try open.consents(found).map { adult in
      ConsentLine(
        person: adult.person, name: adult.name, relation: adult.relation.title,
        state: adult.isGiven.map { $0 ? "已授权（\(adult.signedBy ?? "")）" : "拒绝授权" } ?? "未签",
        mark: adult.isGiven.map { $0 ? "good" : "late" } ?? "due", isOpen: adult.isGiven == nil)
    }
    let titles = ["identification": "纳入公示", "removal": "风险消除公示", "announcement": "公告"]
    notices = try open.notices(of: found.id).map { notice in
      NoticeLine(
        title: titles[notice.purpose] ?? "",
        days: notice.until.map { "\(notice.postedOn) 至 \($0)" } ?? notice.postedOn.description,
        text: notice.text)
    }
    appraisals = try open.appraisalLines(of: found.id)
    let categories = Dictionary(uniqueKeysWithValues: rules.pack.measures.map { ($0.id, $0.title) })
    measures = try open.measures(of: found.id).map {
      MeasureLine(
        title: "\(categories[$0.category] ?? $0.category)：\($0.subtype)", helper: $0.helper,
        amount: $0.amount?.description ?? "—", begun: $0.begunOn.description)
    }
    proposals = rules.pack.measures(for: found.risks)
    followUps = try open.followUps(of: found.id).map {
      FollowLine(
        at: $0.followedOn.description, situation: $0.situation,
        income: $0.incomePerPerson?.description ?? "未知")
    }
    conditions =
      found.stage == .monitored || found.stage == .removalApproval
      ? try open.removalVerdicts(found, rules.pack).map {
        Condition(
          title: $0.condition.title, mark: $0.holds ? "good" : "late",
          word: $0.holds ? "符合" : "不符合")
      } : []
    timeline = try open.caseTimeline(found.id, rules)
  }
}

extension PolicyPack {
  /// The measures that answer a household's risks, the fitting ones first.
  func measures(for risks: [RiskKind]) -> [CasePage.Proposal] {
    let fitting = measures.filter { !Set($0.answers).isDisjoint(with: risks) }
    let others = measures.filter { Set($0.answers).isDisjoint(with: risks) }
    return (fitting + others).flatMap { category in
      category.subtypes.map {
        CasePage.Proposal(value: "\(category.id)|\($0)", title: "\(category.title)：\($0)")
      }
    }
  }
}

extension OpenRegister {
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

  func caseTimeline(_ found: Int64, _ rules: Rules) throws -> [TimelineLine] {
    let rows = try db.run(
      """
      SELECT taken_at, officer, action, from_stage, to_stage, reason FROM case_event
      WHERE county = \(county) AND case_id = \(found) ORDER BY seq
      """)
    return try timeline(
      rows, title: { CaseAction(rawValue: $0)?.title ?? "立案" },
      due: { stage, day in
        let step = CaseStage(rawValue: stage).flatMap { $0 == .monitored ? nil : $0.allowance }
        return step.flatMap { rules.deadline($0, from: day, today: day) }?.due
      })
  }
}
