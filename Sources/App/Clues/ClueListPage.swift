import Casework
import Store

/// What `Templates/clues/list.mustache` shows.
struct ClueListPage: Page {
  static let template = "clues/list"
  let title: String
  let tabs: [Tab]
  let rows: [Line]
  let more: String?
  let mayRaise: Bool

  struct Tab: Sendable {
    let href: String
    let title: String
    let count: Int
    let isCurrent: Bool
  }

  struct Line: Sendable {
    let id: Int64
    let head: String
    let village: String
    let signal: String
    let source: String
    let stage: String
    let coefficient: String?
    let deadline: DeadlineBadge?
  }

  static let rowsOnPage = 50

  init(
    _ clues: [Clue], stage: ClueStage?, place: PlaceCode?, offset: Int, rules: Rules,
    in open: OpenRegister
  ) throws {
    title = stage?.title ?? "已超期"
    mayRaise = open.access.may(.raiseClue)
    let query = place.map { "&place=\($0)" } ?? ""
    let counts = try open.clueCounts(within: place)
    tabs = ClueStage.allCases.map { one in
      Tab(
        href: "/clues?stage=\(one.rawValue)\(query)", title: one.title, count: counts[one] ?? 0,
        isCurrent: one == stage)
    }
    // Overdue clues stand on one page: there should be few, and all of them matter.
    let shown = stage == nil ? clues[...] : clues.prefix(ClueListPage.rowsOnPage)
    rows = try open.lines(Array(shown), rules)
    more =
      clues.count > shown.count
      ? "/clues?stage=\(stage?.rawValue ?? "")\(query)&from=\(offset + shown.count)" : nil
  }
}

extension OpenRegister {
  /// The clues with their household, newest signal and days left.
  func lines(_ clues: [Clue], _ rules: Rules) throws -> [ClueListPage.Line] {
    let heads = try headNames(Set(clues.compactMap(\.household)))
    let places = try placeNames(
      Set(clues.flatMap { [$0.village, $0.village.within(.township)] }))
    return try clues.map { clue in
      let signals = try signals(of: clue.id)
      let township = places[clue.village.within(.township)] ?? ""
      let known = try clue.household.flatMap { try coefficient(of: $0) }
      return ClueListPage.Line(
        id: clue.id, head: clue.household.flatMap { heads[$0] } ?? "（未对上农户）",
        village: "\(township) \(places[clue.village] ?? "")",
        signal: (signals.last { !$0.isWithdrawn } ?? signals.last).map(\.text) ?? "",
        source: Set(signals.map(\.source.title)).sorted().joined(separator: "、"),
        stage: clue.stage.title, coefficient: known?.description,
        deadline: try clue.deadline(rules, in: self).map(DeadlineBadge.init))
    }
  }
}
