import Casework
import Store

/// What `Templates/policy/drafts.mustache` shows: what is in force, what is proposed, and what can
/// be compared.
struct DraftListPage: Page {
  static let template = "policy/drafts"
  let fault: String?
  let current: String
  /// The edition that came with the program, where another is in force.
  let otherFiles: String?
  let mayDraft: Bool
  let rows: [Line]
  let terms: [Term]
  let editions: [Edition]
  let comparisons: [ComparisonLine]
  let today: String

  struct Line: Sendable {
    let href: String
    let title: String
    let edition: String
    let base: String
    let stage: String
    let mark: String
    let shadow: String?
    let saved: String
  }

  /// From when on which edition was in force, and who decided so.
  struct Term: Sendable {
    let since: String
    let edition: String
    let who: String
    let reason: String
  }

  struct Edition: Sendable {
    let value: String
    let title: String
    let isInForce: Bool
    /// Whether it is the one that is looked at first beside the one in force.
    let isNext: Bool
  }

  init(fault: String?, current: String, files: String, in open: OpenRegister) throws {
    (self.fault, self.current) = (fault, current)
    otherFiles = current == files ? nil : files
    mayDraft = open.access.may(.assess)
    today = open.today.description
    let drafts = try open.drafts(where: "1 = 1")
    let names = try open.officerNames(Set(drafts.map(\.officer)))
    rows = drafts.map { Line($0, by: names[$0.officer] ?? "", on: open.today) }
    terms = try open.policyTerms(files: files)
    let known = try open.comparableEditions()
    let next = drafts.first { $0.edition != current }?.edition ?? known.last { $0 != current }
    editions = known.map { edition in
      let draft = drafts.first { $0.edition == edition }
      return Edition(
        value: edition, title: [edition, draft?.title].compactMap(\.self).joined(separator: " "),
        isInForce: edition == current, isNext: edition == next)
    }
    comparisons = try open.comparisons(where: "c.draft_id IS NULL", limit: 20)
      .map(ComparisonLine.init)
  }
}

extension DraftListPage.Line {
  init(_ draft: PolicyDraft, by officer: String, on today: Day) {
    (href, title) = ("/policy/drafts/\(draft.id)", draft.title)
    (edition, base) = (draft.edition, draft.base)
    (stage, mark) = (draft.stage.title, draft.stage.mark)
    shadow = draft.isInShadow(on: today) ? "影子运行至 \(draft.shadow?.upperBound ?? today)" : nil
    saved = "\(officer) \(draft.savedAt.day)"
  }
}

extension OpenRegister {
  fileprivate func policyTerms(files: String) throws -> [DraftListPage.Term] {
    let rows = try db.run(
      """
      SELECT edition, since_at, asked_by, agreed_by, reason FROM policy_term
      ORDER BY id DESC LIMIT 20
      """)
    let officers = try rows.flatMap {
      [try $0.integer("asked_by"), try $0.integer("agreed_by")]
    }
    let names = try officerNames(Set(officers))
    return try rows.map { row in
      let asked = names[try row.integer("asked_by")] ?? "—"
      let agreed = names[try row.integer("agreed_by")] ?? "—"
      return DraftListPage.Term(
        since: try row.instant("since_at").description,
        edition: try row.optionalText("edition") ?? files,
        who: "\(asked)申请，\(agreed)同意", reason: try row.text("reason"))
    }
  }
}

/// One comparison in a list.
struct ComparisonLine: Sendable {
  let href: String
  let asOf: String
  let old: String
  let new: String
  let before: String
  let after: String
  let changed: String

  init(_ found: ComparisonRecord) {
    href = "/policy/comparisons/\(found.id)"
    (asOf, old, new) = (found.asOf.description, found.old, found.new)
    let isDone = found.finishedAt != nil
    before = isDone ? found.before.words : "—"
    after = isDone ? found.after.words : "—"
    changed = isDone ? "\(grouped(found.changed)) 户" : "正在比较"
  }
}

extension ComparisonRecord.LevelPair {
  var all: Int { township + county }
  var words: String { "\(grouped(all)) 户，县级 \(grouped(county)) 户" }
}

/// What `Templates/policy/draft-new.mustache` shows: what the workbench has changed, to be saved.
struct DraftFormPage: Page {
  static let template = "policy/draft-new"
  let base: String
  let changes: [DraftChange]
  let fields: [Field]
  /// Not `title`, which is a change's own word inside the list of changes.
  let draftTitle: String
  let reason: String
  let back: String
  let titleFault: String?
  let reasonFault: String?
  let fault: String?

  struct Field: Sendable {
    let name: String
    let value: String
  }

  init(
    _ asked: TrialForm, _ form: Form, _ pack: PolicyPack, refusal: DraftRefusal? = nil
  ) {
    let found = asked.changes(pack)
    base = pack.edition
    changes = DraftChange.all(found, over: pack)
    let lines = [
      Field(name: "township", value: asked.trial.thresholds.township.exact),
      Field(name: "county", value: asked.trial.thresholds.county.exact),
    ]
    fields =
      lines
      + found.weights.sorted { $0.key < $1.key }.map {
        Field(name: "w.\($0.key)", value: String($0.value))
      }
    (draftTitle, reason) = (form["title"] ?? "", form["reason"] ?? "")
    back = "/workbench?\(asked.query(pack))"
    titleFault = refusal?.field == "title" ? refusal?.sentence : nil
    reasonFault = refusal?.field == "reason" ? refusal?.sentence : nil
    fault = refusal?.field == nil ? refusal?.sentence : nil
  }
}
