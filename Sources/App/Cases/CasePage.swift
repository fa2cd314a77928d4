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
  let consent: ConsentPanel
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
  let clock: ClockPanel
  let exceptions: CaseExceptions

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
    deadline = try found.deadline(rules, in: open).map(DeadlineBadge.init)
    total = try found.totalDeadline(rules, in: open).map(DeadlineBadge.init)
    let isMine = found.stage.duty.map(open.access.may) ?? false
    let ownLast = try open.isOwnLastStep(found)
    actions = CasePage.actions(at: found.stage).filter { action, _ in
      (found.stage.duty(for: action).map(open.access.may) ?? false)
        && (action != .withdraw || ownLast)
    }.map(\.shown)
    needsReason = actions.contains { $0.isPrimary == false }
    consent = try ConsentPanel(found, rules.pack, in: open)
    mayAppraise = isMine && (found.stage == .appraisal || found.stage == .removalAppraisal)
    mayPost = isMine && (found.stage == .publicNotice || found.stage == .removalNotice)
    exceptions = try CaseExceptions(found, in: open)
    let isHelped = found.stage.isMonitored || (found.isEmergency && !found.stage.isClosed)
    mayHelp = open.access.may(.keepCase) && isHelped
    notices = try open.noticeLines(of: found.id)
    appraisals = try open.appraisalLines(of: found.id)
    measures = try open.measureLines(of: found.id, rules.pack)
    proposals = rules.pack.measures(for: found.risks)
    followUps = try open.followLines(of: found.id)
    conditions = try open.conditionLines(of: found, rules.pack)
    timeline = try open.caseTimeline(found, rules)
    clock = try ClockPanel(ClockSubject(.case, found.id), duty: found.stage.duty, in: open)
  }

  /// The buttons of a stage; an objection is judged in a form of its own.
  private static func actions(
    at stage: CaseStage
  ) -> [(action: CaseAction, shown: CluePage.Action)] {
    stage.exits.keys.filter { $0 != .upholdObjection }.sorted { $0.rank < $1.rank }.map {
      (
        $0, CluePage.Action(value: $0.rawValue, title: $0.title, isPrimary: $0.isForward)
      )
    }
  }
}

extension CaseAction {
  /// The way on first, the ways back after it.
  fileprivate var rank: Int { CaseAction.allCases.firstIndex(of: self) ?? 0 }
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
