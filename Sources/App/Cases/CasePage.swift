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
  /// How much is wrong with the help; nil where nothing is.
  let gaps: Int?
  /// The household is in view until then, after its risk was removed.
  let watchedUntil: String?
  let exit: ExitPanel
  let appeal: AppealPanel
  let application: ApplicationPanel
  let follow: FollowPanel
  let followUps: [FollowLine]
  let conditions: [Condition]
  let timeline: [TimelineLine]
  let clock: ClockPanel
  let exceptions: CaseExceptions
  let papers: [PaperLink]

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
    let way: String
  }

  struct Condition: Sendable {
    let title: String
    let evidence: String
    let mark: String
    let word: String
  }

  init(
    _ found: HouseholdCase, fault: String?, sent: Form?, rules: Rules, in open: OpenRegister
  ) throws {
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
    let steps = rules.pack.steps
    actions = CasePage.actions(steps.exits(at: found.stage)).filter { action, _ in
      (found.stage.duty(for: action).map(open.access.may) ?? false)
        && (action != .withdraw || ownLast)
    }.map(\.shown)
    needsReason = actions.contains { $0.isPrimary == false }
    consent = try ConsentPanel(found, rules.pack, in: open)
    let meetings: [CaseStage] = [.appraisal, .removalAppraisal]
    mayAppraise = isMine && meetings.contains { steps.covers($0, at: found.stage) }
    mayPost = isMine && (found.stage == .publicNotice || found.stage == .removalNotice)
    exceptions = try CaseExceptions(found, rules, in: open)
    papers = try open.paperLinks(found)
    mayHelp = open.access.may(.keepCase) && found.isHelped
    notices = try open.noticeLines(of: found.id)
    appraisals = try open.appraisalLines(of: found.id)
    measures = try open.measureLines(of: found.id, rules.pack)
    let missing = try open.helpGaps(of: found, rules.pack).count { $0.kind != .unknown }
    gaps = missing > 0 ? missing : nil
    watchedUntil = found.watchedUntil(rules.pack)?.description
    exit = try ExitPanel(found, in: open)
    appeal = try AppealPanel(found, in: open)
    application = try ApplicationPanel(found, in: open)
    follow = try FollowPanel(found, sent, rules.pack, in: open)
    followUps = try open.followLines(of: found.id)
    conditions = try open.conditionLines(of: found, rules.pack)
    timeline = try open.caseTimeline(found, rules)
    clock = try ClockPanel(ClockSubject(.case, found.id), duty: found.stage.duty, in: open)
  }

  /// The buttons of a stage; judging an objection and leaving have forms of their own.
  private static func actions(
    _ exits: [CaseAction: CaseStage]
  ) -> [(action: CaseAction, shown: CluePage.Action)] {
    exits.keys.filter { ![.upholdObjection, .proposeExit].contains($0) }.sorted {
      $0.rank < $1.rank
    }.map {
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

/// How a monitored household may leave without removal, on its case's page.
struct ExitPanel: Sendable {
  let caseID: Int64
  let version: Int64
  let asked: String?
  let ways: [CasePage.Proposal]

  init(_ found: HouseholdCase, in open: OpenRegister) throws {
    (caseID, version) = (found.id, found.version)
    let isAsked = [.exitApproval, .exited].contains(found.stage)
    asked = isAsked ? try open.exitWay(of: found.id).map { "\($0.way.title)：\($0.evidence)" } : nil
    let mayAsk = found.stage == .monitored && open.access.may(.keepCase)
    ways = mayAsk ? ExitWay.allCases.map { .init(value: $0.rawValue, title: $0.title) } : []
  }
}

/// The form of a follow-up, and the way to that of a removal.
struct FollowPanel: Sendable {
  let form: FormView
  /// Where the removal's form is filled in; nil where it is not.
  let removalForm: String?
  /// Whether something was sent and has to be put right.
  let isOpen: Bool

  init(
    _ found: HouseholdCase, _ sent: Form?, _ pack: PolicyPack, in open: OpenRegister
  ) throws {
    let definition = try open.form(.followUp, pack)
    let filled = sent.map { Prefilled($0, definition) } ?? Prefilled(values: ["way": "visit"])
    isOpen = sent != nil
    form = FormView(definition, filled, members: try open.membersNow(of: found.household))
    let isMine = found.stage.isMonitored && open.access.may(.keepCase)
    removalForm = isMine ? "/cases/\(found.id)/removal" : nil
  }
}
