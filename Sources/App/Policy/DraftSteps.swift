import Casework
import Store

extension AuditAction {
  static let savedDraft = AuditAction("policy.draft")
  static func draft(_ action: DraftAction) -> AuditAction {
    AuditAction("policy.\(action.rawValue)")
  }
}

/// What somebody proposes, before it has a number.
struct NewDraft: Sendable {
  let title: String
  let reason: String
  let base: String
  let changes: PolicyChanges
  let text: DraftText

  init(
    title: String, reason: String, base: String, changes: PolicyChanges, text: DraftText
  ) {
    (self.title, self.reason, self.base) = (title, reason, base)
    (self.changes, self.text) = (changes, text)
  }
}

extension OpenRegister {
  /// Saves a draft and has it compared with what it changes; the same form sent twice is one draft.
  func save(_ new: NewDraft) throws -> Int64 {
    try requires(.assess)
    guard (2...40).contains(new.title.count) else { throw DraftRefusal.title }
    guard new.reason.count >= 5 else { throw DraftRefusal.reason }
    guard !new.changes.isEmpty else { throw DraftRefusal.nothingChanged }
    let twin = try drafts(
      where: """
        d.stage = 'draft' AND d.base = \(new.base) AND d.changes = \(new.changes.text)
        AND d.officer = \(access.officer)
        """)
    if let twin = twin.first { return twin.id }
    let id = try nextID("policy_draft")
    // Editions are named across all counties of an installation.
    let number =
      try db.run("SELECT COUNT(*) AS n FROM policy_draft").first?.integer("n") ?? 0
    let (text, edition) = new.text.numbered(number + 1)
    try db.run(
      """
      INSERT INTO policy_draft (county, id, title, reason, base, edition, text, changes, stage,
        version, officer, saved_at)
      VALUES (\(county), \(id), \(new.title), \(new.reason), \(new.base), \(edition), \(text),
        \(new.changes.text), 'draft', 1, \(access.officer), \(now))
      """)
    try addDraftEvent(
      of: id, HistoryStep(seq: 1, action: "save", from: nil, to: .draft, reason: new.reason))
    audit(.savedDraft, subject: "policy_draft/\(id)", detail: edition)
    try askComparison(from: new.base, to: edition, asOf: today)
    return id
  }

  /// Takes one step; the draft, its history and the rules in force change together, or not at all.
  ///
  /// - Parameters:
  ///   - action: what is done.
  ///   - draft: the draft as the officer saw it.
  ///   - reason: the words that go with it.
  ///   - files: the edition on the disk, which is in force while nothing was decided.
  /// - Throws: `DraftRefusal`, `NotPermitted`, `MovedMeanwhile`.
  func take(
    _ action: DraftAction, on draft: PolicyDraft, reason: String?, files: String
  ) throws {
    try requires(action.isDecision ? .approveCounty : .assess)
    guard let next = draft.stage.exit(action) else {
      throw DraftRefusal.notOpen(action, at: draft.stage)
    }
    if action.needsReason, (reason ?? "").count < 5 { throw DraftRefusal.reason }
    try checkSecondPerson(action, draft)
    if action == .ask || action == .agree { try checkGround(of: draft, files: files) }
    try move(draft, action, to: next, reason: reason)
    audit(.draft(action), subject: "policy_draft/\(draft.id)", detail: next.rawValue)
    switch action {
    case .agree: try putInForce(draft, reason: try askingReason(of: draft))
    case .agreeRollBack: try rollBack(draft, reason: try askingReason(of: draft))
    default: break
    }
  }

  private func checkSecondPerson(_ action: DraftAction, _ draft: PolicyDraft) throws {
    guard action.isDecision else { return }
    guard draft.askedBy != access.officer else { throw DraftRefusal.sameOfficer }
    if action == .agree, draft.officer == access.officer { throw DraftRefusal.ownDraft }
  }

  /// A draft counts over the edition that it changes, and only once somebody could see whom it moves.
  private func checkGround(of draft: PolicyDraft, files: String) throws {
    let current = try decidedEdition() ?? files
    guard current == draft.base else { throw DraftRefusal.stale(base: draft.base, now: current) }
    guard try hasComparison(from: draft.base, to: draft.edition) else {
      throw DraftRefusal.notCompared
    }
  }

  private func move(
    _ draft: PolicyDraft, _ action: DraftAction, to next: DraftStage, reason: String?
  ) throws {
    let asks = action == .ask || action == .askRollBack
    let rows = try db.run(
      """
      UPDATE policy_draft SET stage = \(next.rawValue), version = version + 1,
        asked_by = \(asks ? access.officer : nil)
      WHERE county = \(county) AND id = \(draft.id) AND version = \(draft.version)
      RETURNING version
      """)
    guard let version = try rows.first?.integer("version") else { throw MovedMeanwhile() }
    try addDraftEvent(
      of: draft.id,
      HistoryStep(
        seq: version, action: action.rawValue, from: draft.stage, to: next, reason: reason))
  }

  private func putInForce(_ draft: PolicyDraft, reason: String) throws {
    for before in try drafts(where: "d.stage IN ('active', 'rollBackAsked')")
    where before.id != draft.id {
      guard let next = before.stage.exit(.supersede) else { continue }
      try move(before, .supersede, to: next, reason: nil)
    }
    try db.run(
      """
      INSERT INTO policy_edition (edition, text, kept_at)
      VALUES (\(draft.edition), \(try policyText(draft.edition)), \(now))
      ON CONFLICT (edition) DO NOTHING
      """)
    try begin(draft.edition, of: draft, reason: reason)
  }

  /// Whatever was in force before the draft is in force again.
  private func rollBack(_ draft: PolicyDraft, reason: String) throws {
    let before = try db.run(
      """
      SELECT p.edition FROM policy_term p
      WHERE p.id < (SELECT MAX(t.id) FROM policy_term t WHERE t.edition = \(draft.edition))
      ORDER BY p.id DESC LIMIT 1
      """
    ).first?.optionalText("edition")
    if let before {
      for old in try drafts(where: "d.edition = \(before)") {
        guard let next = old.stage.exit(.restore) else { continue }
        try move(old, .restore, to: next, reason: nil)
      }
    }
    try begin(before, of: draft, reason: reason)
  }

  private func begin(_ edition: String?, of draft: PolicyDraft, reason: String) throws {
    try db.run(
      """
      INSERT INTO policy_term (id, edition, since_at, county, draft_id, asked_by, agreed_by, reason)
      SELECT COALESCE(MAX(id), 0) + 1, \(edition), \(now), \(county), \(draft.id),
        \(draft.askedBy ?? 0), \(access.officer), \(reason) FROM policy_term
      """)
    _ = try ask(.assess, "county")
  }

  private func askingReason(of draft: PolicyDraft) throws -> String {
    try db.run(
      """
      SELECT reason FROM policy_draft_event
      WHERE county = \(county) AND draft_id = \(draft.id) AND action IN ('ask', 'askRollBack')
      ORDER BY seq DESC LIMIT 1
      """
    ).first?.optionalText("reason") ?? ""
  }

  private func addDraftEvent(of draft: Int64, _ step: HistoryStep<DraftStage>) throws {
    try db.run(
      """
      INSERT INTO policy_draft_event (county, draft_id, seq, taken_at, officer, action, from_stage,
        to_stage, reason)
      VALUES (\(county), \(draft), \(step.seq), \(now), \(access.officer), \(step.action),
        \(step.from?.rawValue), \(step.to.rawValue), \(step.reason))
      """)
  }
}
