import Casework
import Store

/// What `Templates/cases/list.mustache` shows.
struct CaseListPage: Page {
  static let template = "cases/list"
  let title: String
  let tabs: [ClueListPage.Tab]
  let rows: [Line]
  let more: String?

  struct Line: Sendable {
    let id: Int64
    let head: String
    let village: String
    let kind: String
    let risks: String
    let since: String
    let deadline: DeadlineBadge?
  }

  static let rowsOnPage = 50

  init(
    _ cases: [HouseholdCase], stage: CaseStage, place: PlaceCode?, offset: Int, rules: Rules,
    in open: OpenRegister
  ) throws {
    title = stage.title
    let query = place.map { "&place=\($0)" } ?? ""
    let counts = try open.caseCounts(within: place)
    tabs = CaseStage.allCases.map { one in
      ClueListPage.Tab(
        href: "/cases?stage=\(one.rawValue)\(query)", title: one.title, count: counts[one] ?? 0,
        isCurrent: one == stage)
    }
    let shown = Array(cases.prefix(CaseListPage.rowsOnPage))
    let heads = try open.headNames(Set(shown.map(\.household)))
    rows = try shown.map { found in
      Line(
        id: found.id, head: heads[found.household] ?? "",
        village: try open.villageTitle(found.village), kind: found.kind?.title ?? "待定",
        risks: found.risks.map(\.title).joined(separator: "、"),
        since: found.stageSince.day.description,
        deadline: try found.deadline(rules, in: open).map(DeadlineBadge.init))
    }
    more =
      cases.count > shown.count
      ? "/cases?stage=\(stage.rawValue)\(query)&from=\(offset + shown.count)" : nil
  }
}
