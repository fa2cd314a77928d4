import Casework
import Store

/// One way in which a trial moves households, as its list is asked for.
enum TrialMove: String, CaseIterable, Sendable {
  case enterTownship = "enter.township"
  case leaveTownship = "leave.township"
  case enterCounty = "enter.county"
  case leaveCounty = "leave.county"

  var title: String {
    switch self {
    case .enterTownship: "进入乡镇审核"
    case .leaveTownship: "离开乡镇审核"
    case .enterCounty: "进入县级复核"
    case .leaveCounty: "离开县级复核"
    }
  }

  func isMeant(_ move: LevelMove) -> Bool {
    switch self {
    case .enterTownship: move.enters(.township)
    case .leaveTownship: move.leaves(.township)
    case .enterCounty: move.enters(.county)
    case .leaveCounty: move.leaves(.county)
    }
  }
}

/// The households behind a count of the workbench, the highest in the trial first.
struct TrialList: Sendable {
  let place: PlaceCode
  /// As the list's address names it.
  let key: String
  let title: String
  let month: String
  let rows: [Row]

  struct Row: Sendable {
    let household: Int64
    /// Both levels, and when it was taken in where that is asked.
    let levels: String
    let before: Coefficient
    let after: Coefficient
  }

  init(_ move: TrialMove, in place: PlaceCode, of month: TrialMonth) {
    (self.place, key, title) = (place, move.rawValue, move.title)
    let run = month.run
    self.month = String(run.asOf.description.prefix(7))
    rows = run.households.indices.compactMap { index in
      guard let moved = month.moves[index], move.isMeant(moved),
        place.range.contains(run.villages[index])
      else { return nil }
      return Row(run.households[index], index, month, "\(moved.from.title) → \(moved.to.title)")
    }.sorted { ($1.after, $0.household) < ($0.after, $1.household) }
  }

  /// The county's households that were taken in within half a year though nobody would have reviewed
  /// them in the trial.
  init(missedIn county: PlaceCode, of month: TrialMonth, _ outcomes: Outcomes) {
    (place, key, title) = (county, TrialList.missedKey, "其后半年纳入而未审核")
    self.month = String(month.run.asOf.description.prefix(7))
    rows = month.later(outcomes).filter { $0.after == .village }.map { found in
      Row(
        found.household, month.run.index(of: found.household), month,
        "现行\(found.before.title)，试算\(found.after.title)；\(found.metOn) 纳入")
    }.sorted { ($1.after, $0.household) < ($0.after, $1.household) }
  }

  static let missedKey = "missed"
}

extension TrialList.Row {
  /// `index` is its place in the run; nil where the run found nothing of it.
  fileprivate init(_ household: Int64, _ index: Int?, _ month: TrialMonth, _ levels: String) {
    (self.household, self.levels) = (household, levels)
    func coefficient(_ scales: [Double]?) -> Coefficient {
      index.map { Coefficient(hazard: month.run.hazard(at: $0, scales)) } ?? Coefficient(micro: 0)
    }
    (before, after) = (coefficient(nil), coefficient(month.scales))
  }
}

/// What `Templates/workbench/households.mustache` shows.
struct TrialListPage: Page {
  static let template = "workbench/households"
  private static let most = 200
  let title: String
  let month: String
  let count: String
  let back: String
  let sheet: String
  let rows: [Row]

  struct Row: Sendable {
    let name: String
    let village: String
    let href: String
    let levels: String
    let before: String
    let after: String

    static let titles = ["户主", "村", "审核级别", "现行系数", "试算系数"]
    var cells: [String] { [name, village, levels, before, after] }
  }

  /// `query` is the trial as the workbench's address has it.
  init(_ list: TrialList, _ query: String, in open: OpenRegister) throws {
    guard let place = try open.placeNames([list.place])[list.place] else { throw NotFound() }
    title = "\(place)：\(list.title)"
    month = list.month
    count =
      list.rows.count > Self.most
      ? "\(grouped(list.rows.count)) 户，列出试算系数最高的 \(Self.most) 户" : "\(list.rows.count) 户"
    back = "/workbench?\(query)"
    sheet = "/workbench/households.xlsx?\(query)&move=\(list.key)&place=\(list.place)"
    rows = try open.lines(list.rows.prefix(Self.most))
  }
}

extension OpenRegister {
  /// The households of a list by name and place.
  func lines(_ rows: some Collection<TrialList.Row>) throws -> [TrialListPage.Row] {
    let heads = try headsAndVillages(Set(rows.map(\.household)))
    return rows.map { row in
      .init(
        name: heads[row.household]?.name ?? "—", village: heads[row.household]?.village ?? "",
        href: "/households/\(row.household)/dossier", levels: row.levels,
        before: row.before.description, after: row.after.description)
    }
  }
}
