import Casework
import Store

/// What `Templates/registry/list.mustache` shows.
struct SubmissionListPage: Page {
  static let template = "registry/list"
  let isRegistry: Bool
  let items: [Item]
  let rows: [Line]
  let fault: String?

  struct Item: Sendable {
    let id: String
    let title: String
  }

  struct Line: Sendable {
    let id: Int64
    let title: String
    let file: String
    let at: String
    let counts: String
    let needsAttention: Bool
  }

  init(
    _ submissions: [Submission], isRegistry: Bool, fault: String?, _ pack: PolicyPack,
    in open: OpenRegister
  ) throws {
    (self.isRegistry, self.fault) = (isRegistry, fault)
    items = pack.items.filter { $0.department == open.access.department && $0.isPushable }
      .map { Item(id: $0.id, title: $0.title) }
    rows = submissions.map { one in
      Line(
        id: one.id, title: pack.item(one.item)?.title ?? "农户台账", file: one.fileName,
        at: one.receivedAt.description, counts: one.countsText,
        needsAttention: one.counts.contains { $0.key.needsAttention && $0.value > 0 })
    }
  }
}

extension Submission {
  /// `新增 12，退回 1`.
  var countsText: String {
    RowFate.allCases.compactMap { fate in
      counts[fate].map { "\(fate.title) \($0)" }
    }.joined(separator: "，")
  }
}

/// What `Templates/registry/show.mustache` shows.
struct SubmissionPage: Page {
  static let template = "registry/show"
  let id: Int64
  let title: String
  let file: String
  let at: String
  let sheet: String
  let total: Int
  let isRegistry: Bool
  let tabs: [ClueListPage.Tab]
  let rows: [Line]
  let more: String?

  struct Line: Sendable {
    let row: Int64
    let fate: String
    let mark: String
    let reason: String
  }

  init(
    _ submission: Submission, fate: RowFate?, after: Int64, _ pack: PolicyPack,
    in open: OpenRegister
  ) throws {
    (id, file, sheet, total) = (
      submission.id, submission.fileName, submission.sheet, submission.total
    )
    title = pack.item(submission.item)?.title ?? "农户台账"
    at = submission.receivedAt.description
    isRegistry = submission.item == "registry"
    tabs = RowFate.allCases.filter { submission.counts[$0] != nil }.map { one in
      ClueListPage.Tab(
        href: "/submissions/\(submission.id)?fate=\(one.rawValue)", title: one.title,
        count: submission.counts[one] ?? 0, isCurrent: one == fate)
    }
    let found = try open.outcomes(of: submission.id, fate: fate, after: after, limit: 101)
    rows = found.prefix(100).map { row, outcome in
      Line(
        row: row, fate: outcome.fate.title, mark: outcome.fate.needsAttention ? "due" : "good",
        reason: outcome.reason ?? "")
    }
    more =
      found.count > 100
      ? "/submissions/\(submission.id)?after=\(found[99].row)\(fate.map { "&fate=\($0.rawValue)" } ?? "")"
      : nil
  }
}
