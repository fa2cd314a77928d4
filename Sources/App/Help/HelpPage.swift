import Casework
import Store

/// What `Templates/help/show.mustache` shows: all about one household's help.
struct HelpPage: Page {
  static let template = "help/show"
  let id: Int64
  let head: String
  let village: String
  let risks: String
  let stage: String
  /// What kind of help suits it; nil once its case is closed.
  let advice: String?
  /// Whether there is anything to look over, and whether all of it is in order.
  let isLooked: Bool
  let isInOrder: Bool
  let fault: String?
  let gaps: [GapLine]
  /// What cannot be told today, and why.
  let unsure: [String]
  /// What goes on after the removal, and until when.
  let goingOn: [GoingOn]
  let checks: [CheckLine]
  let plan: PlanLine?
  let today: String
  let measures: [MeasureLine]
  let proposals: [CasePage.Proposal]
  let answered: [CasePage.Proposal]
  let contacts: [ContactLine]
  let ways: [CasePage.Proposal]
  let referrals: [ReferralLine]
  let departments: [String]
  let mayHelp: Bool

  struct GapLine: Sendable {
    let word: String
    let mark: String
    let text: String
  }

  struct CheckLine: Sendable {
    let caseID: Int64
    let kind: String
    let title: String
    let state: String
    let mark: String
    let text: String?
    let mayCheck: Bool
  }

  struct PlanLine: Sendable {
    let goal: String
    let helper: String
    let unit: String
    let phone: String?
    let days: String
  }

  struct MeasureLine: Sendable {
    let caseID: Int64
    let id: Int64
    let title: String
    let risk: String?
    let helper: String
    let amount: String
    let paid: String
    let days: String
    let effect: String
    let mark: String
    let continues: Bool
    let mayEnd: Bool
  }

  struct ContactLine: Sendable {
    let on: String
    let way: String
    let text: String
  }

  struct ReferralLine: Sendable {
    let department: String
    let asked: String
    let at: String
    let state: String
    let mark: String
    let answer: String?
  }

  init(_ found: HouseholdCase, fault: String?, _ pack: PolicyPack, in open: OpenRegister) throws {
    (id, stage, self.fault) = (found.id, found.stage.title, fault)
    head = try open.headNames([found.household])[found.household] ?? ""
    village = try open.villageTitle(found.village)
    risks = found.risks.map(\.title).joined(separator: "、")
    today = open.today.description
    let workers = try open.workers(of: found.household)
    advice =
      found.stage.isClosed
      ? nil
      : (found.risks.count > 1 ? "风险复杂多样，宜综合施策；" : "风险单一，对症施策；")
        + (workers > 0 ? "家中有 \(workers) 名劳动力，优先开发式帮扶。" : "家中没有劳动力，以兜底保障为主。")
    let all = try open.helpGaps(of: found, pack)
    gaps = all.filter { $0.kind != .unknown }.map(GapLine.init)
    unsure = all.filter { $0.kind == .unknown }.map(\.sentence)
    goingOn = try open.goingOn(found, pack)
    checks = try CheckLine.all(found, in: open)
    isLooked = !found.stage.isClosed || !checks.isEmpty
    isInOrder = found.stage.isMonitored && gaps.isEmpty
    plan = try open.plan(of: found.id).map(PlanLine.init)
    mayHelp = open.access.may(.keepCase) && found.isHelped
    measures = try HelpPage.measures(of: found, pack, mayHelp, in: open)
    proposals = HelpAdvice.ranked(pack.measures, for: found.risks, workers: workers)
      .flatMap(HelpPage.proposals)
    answered = found.risks.map { CasePage.Proposal(value: $0.rawValue, title: $0.title) }
    contacts = try open.contacts(of: found.id).map {
      ContactLine(on: $0.on.description, way: $0.way.title, text: $0.text)
    }
    ways = ContactWay.allCases.map { CasePage.Proposal(value: $0.rawValue, title: $0.title) }
    referrals = try open.referrals(of: found.id).map(ReferralLine.init)
    departments = Set(pack.items.map(\.department)).sorted()
  }

  private static func proposals(_ advice: HelpAdvice) -> [CasePage.Proposal] {
    let why =
      advice.lacksLabour
      ? "（家中没有劳动力）"
      : advice.answers.isEmpty ? "" : "（对应\(advice.answers.map(\.title).joined(separator: "、"))）"
    return advice.category.subtypes.map {
      CasePage.Proposal(
        value: "\(advice.category.id)|\($0)", title: "\(advice.category.title)：\($0)\(why)")
    }
  }

  private static func measures(
    of found: HouseholdCase, _ pack: PolicyPack, _ mayHelp: Bool, in open: OpenRegister
  ) throws -> [MeasureLine] {
    let titles = Dictionary(
      pack.measures.map { ($0.id, $0.title) }, uniquingKeysWith: { one, _ in one })
    return try open.measures(of: found.id).map { measure in
      let effect = try open.effect(of: measure, on: found.household, pack)
      return MeasureLine(
        caseID: found.id, id: measure.id,
        title: "\(titles[measure.category] ?? measure.category)：\(measure.subtype)",
        risk: measure.risk?.title, helper: measure.helper,
        amount: measure.amount?.description ?? "", paid: measure.paid?.description ?? "",
        days: "\(measure.begunOn)" + (measure.endedOn ?? measure.untilOn).map { " 至 \($0)" }.or(""),
        effect: effect.map(HelpPage.words) ?? "待下次测算后比较",
        mark: effect.map { $0.now < $0.before ? "good" : "due" } ?? "plain",
        continues: measure.continues,
        mayEnd: measure.endedOn == nil
          && (mayHelp || found.stage == .removed && open.access.may(.keepCase)))
    }
  }

  /// Of the risk that the measure answers: whether its factors fell.
  private static func words(_ effect: (before: Int64, now: Int64)) -> String {
    guard effect.before > 0 else { return "开始时没有对应的风险因子" }
    let change = (effect.now - effect.before) * 100 / effect.before
    return change < 0 ? "对应风险下降 \(-change)%" : change == 0 ? "对应风险没有变化" : "对应风险上升 \(change)%"
  }
}

extension String? {
  fileprivate func or(_ other: String) -> String { self ?? other }
}

extension HelpPage.CheckLine {
  fileprivate static func all(
    _ found: HouseholdCase, in open: OpenRegister
  ) throws -> [HelpPage.CheckLine] {
    guard let since = found.identifiedOn else { return [] }
    let done = try open.helpChecks(of: found.id)
    // Nobody looks any more once the household is monitored no longer.
    let asked = HelpCheck.allCases.filter { found.stage.isMonitored || done[$0] != nil }
    return asked.map { check in
      let (due, made) = (check.due(since: since), done[check])
      let (state, mark) =
        made.map { $0.isInOrder ? ("\($0.on) 符合", "good") : ("\($0.on) 需整改", "late") }
        ?? (open.today > due ? ("\(due) 到期，还没有检查", "late") : ("\(due) 前检查", "due"))
      return HelpPage.CheckLine(
        caseID: found.id, kind: check.rawValue, title: check.title, state: state, mark: mark,
        text: made?.text, mayCheck: made == nil && open.access.may(.endorseTownship))
    }
  }
}

extension HelpPage.GapLine {
  fileprivate init(_ gap: HelpGap) {
    (word, mark) = gap.kind == .missing ? ("待补", "due") : ("不符", "late")
    text = gap.sentence
  }
}

extension HelpPage.PlanLine {
  fileprivate init(_ plan: HelpPlan) {
    (goal, helper, unit) = (plan.goal, plan.helper, plan.unit)
    phone = plan.phone.map { "\($0.prefix(3))****\($0.suffix(4))" }
    days = "\(plan.from) 起" + (plan.until.map { "，至 \($0)" } ?? "")
  }
}

extension HelpPage.ReferralLine {
  fileprivate init(_ found: Referral) {
    (department, asked, answer) = (found.department, found.asked, found.answer)
    at = found.askedAt.day.description
    state = found.stage.title
    mark =
      switch found.stage {
      case .settled: "good"
      case .returned: "late"
      case .sent, .acknowledged: "due"
      }
  }
}
