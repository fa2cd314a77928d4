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
  let move: TrialMove
  let month: String
  let rows: [Row]

  struct Row: Sendable {
    let household: Int64
    let village: PlaceCode
    let levels: String
    let before: Coefficient
    let after: Coefficient
  }

  init(_ move: TrialMove, in place: PlaceCode, of month: TrialMonth) {
    (self.place, self.move) = (place, move)
    let run = month.run
    self.month = String(run.asOf.description.prefix(7))
    rows = run.households.indices.compactMap { index in
      guard let moved = month.moves[index], move.isMeant(moved),
        place.range.contains(run.villages[index])
      else { return nil }
      return Row(
        household: run.households[index], village: PlaceCode(number: run.villages[index]),
        levels: "\(moved.from.title) → \(moved.to.title)",
        before: Coefficient(hazard: run.hazard(at: index, nil)),
        after: Coefficient(hazard: run.hazard(at: index, month.scales)))
    }.sorted { ($1.after, $0.household) < ($0.after, $1.household) }
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
  let rows: [Row]

  struct Row: Sendable {
    let name: String
    let village: String
    let href: String
    let levels: String
    let before: String
    let after: String
  }

  /// `query` is the trial as the workbench's address has it.
  init(_ list: TrialList, _ query: String, in open: OpenRegister) throws {
    guard let place = try open.placeNames([list.place])[list.place] else { throw NotFound() }
    title = "\(place)：\(list.move.title)"
    month = list.month
    count =
      list.rows.count > Self.most
      ? "\(grouped(list.rows.count)) 户，列出试算系数最高的 \(Self.most) 户" : "\(list.rows.count) 户"
    back = "/workbench?\(query)"
    rows = try open.lines(list.rows.prefix(Self.most))
  }
}

extension OpenRegister {
  /// The households of a list by name and place.
  func lines(_ rows: some Collection<TrialList.Row>) throws -> [TrialListPage.Row] {
    let names = try headNames(Set(rows.map(\.household)))
    let villages = Set(rows.map(\.village))
    let places = try placeNames(villages.union(villages.map { $0.within(.township) }))
    return rows.map { row in
      .init(
        name: names[row.household] ?? "—",
        village: [row.village.within(.township), row.village].compactMap { places[$0] }
          .joined(separator: " "),
        href: "/households/\(row.household)/dossier", levels: row.levels,
        before: row.before.description, after: row.after.description)
    }
  }
}
