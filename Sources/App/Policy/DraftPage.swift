import Casework
import Store

/// What `Templates/policy/draft.mustache` shows: a draft, whom it moves, and what can be done.
struct DraftPage: Page {
  static let template = "policy/draft"
  let id: Int64
  let version: Int64
  let title: String
  let edition: String
  let base: String
  let stage: String
  let mark: String
  let fault: String?
  /// Not `reason`, which is a step's own word inside the timeline.
  let grounds: String
  let changes: [DraftChange]
  let impact: Impact?
  let isComparing: Bool
  let shadow: String?
  let shadowLines: [ComparisonLine]
  let months: [Int]
  let mayStartShadow: Bool
  let mayStopShadow: Bool
  let actions: [Action]
  let waiting: String?
  let typed: String
  let timeline: [TimelineLine]

  /// What the last comparison with the edition under it says.
  struct Impact: Sendable {
    let href: String
    let asOf: String
    let before: String
    let after: String
    let changed: String
  }

  struct Action: Sendable {
    let value: String
    let title: String
    let style: String
  }

  init(
    _ draft: PolicyDraft, _ form: Form, fault: String?, _ rules: Rules, in open: OpenRegister
  ) throws {
    (id, version, title) = (draft.id, draft.version, draft.title)
    (edition, base, self.fault) = (draft.edition, draft.base, fault)
    (stage, mark, grounds) = (draft.stage.title, draft.stage.mark, draft.reason)
    changes = DraftChange.all(
      PolicyChanges(text: draft.changes), over: rules.edition(draft.base).pack)
    let compared = try open.comparisons(
      where: "c.old_edition = \(draft.base) AND c.new_edition = \(draft.edition)", limit: 60)
    impact = compared.first { $0.finishedAt != nil }.map(Impact.init)
    isComparing = compared.contains { $0.finishedAt == nil }
    shadowLines = compared.filter { $0.draft != nil }.map(ComparisonLine.init)
    let isRunning = draft.isInShadow(on: open.today)
    shadow = isRunning ? draft.shadow.map { "\($0.lowerBound) 至 \($0.upperBound)" } : nil
    months = Array(1...12)
    let mayWrite = open.access.may(.assess)
    mayStartShadow = mayWrite && draft.stage.exit(.startShadow) != nil && !isRunning
    mayStopShadow = mayWrite && draft.stage.exit(.stopShadow) != nil && isRunning
    actions = DraftPage.actions(draft, open.access)
    waiting = actions.isEmpty ? DraftPage.waiting(draft) : nil
    typed = form["reason"] ?? ""
    let rows = try open.db.run(
      """
      SELECT taken_at, officer, action, from_stage, to_stage, reason FROM policy_draft_event
      WHERE county = \(open.county) AND draft_id = \(draft.id) ORDER BY seq
      """)
    timeline = try open.timeline(
      rows, title: { DraftAction(rawValue: $0)?.title ?? "保存草案" }, due: { _, _ in nil })
  }

  private static func actions(_ draft: PolicyDraft, _ access: Access) -> [Action] {
    let offered: [DraftAction] = [
      .ask, .discard, .agree, .refuse, .askRollBack, .agreeRollBack, .refuseRollBack,
    ]
    return offered.filter { action in
      guard draft.stage.exit(action) != nil else { return false }
      guard action.isDecision else { return access.may(.assess) }
      return access.may(.approveCounty) && draft.askedBy != access.officer
    }.map { action in
      let style =
        switch action {
        case .ask, .agree, .agreeRollBack: " primary"
        case .discard, .askRollBack: " danger"
        default: ""
        }
      return Action(value: action.rawValue, title: action.title, style: style)
    }
  }

  private static func waiting(_ draft: PolicyDraft) -> String? {
    switch draft.stage {
    case .asked: "等另一位县级审核员同意启用；申请人自己不能同意。"
    case .rollBackAsked: "等另一位县级审核员同意回退；在此以前仍按这一版办理。"
    default: nil
    }
  }
}

extension DraftPage.Impact {
  init(_ found: ComparisonRecord) {
    (href, asOf) = ("/policy/comparisons/\(found.id)", found.asOf.description)
    (before, after) = (found.before.words, found.after.words)
    changed = grouped(found.changed)
  }
}

extension DraftAction {
  /// Whether a person asks for it; the others follow from what happens to another draft.
  var isAsked: Bool { self != .supersede && self != .restore }
}
