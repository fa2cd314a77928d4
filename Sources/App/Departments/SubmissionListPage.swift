import Casework
import Store

/// What `Templates/departments/list.mustache` shows.
struct SubmissionListPage: Page {
  static let template = "departments/list"
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
    let stage: String
    let mark: String
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
        stage: one.stage.title, mark: one.stage.mark)
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
