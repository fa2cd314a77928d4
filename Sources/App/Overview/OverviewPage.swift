import Casework

/// What `Templates/overview/county.mustache` shows.
struct OverviewPage: Page {
  static let template = "overview/county"
  let place: String
  let wider: String?
  let widerName: String
  let day: String
  let tiles: [Tile]
  let kinds: [Share]
  let removal: [Tile]
  let rows: [Line]
  let total: [Cell]
  let work: [Line]
  let workTotal: [Cell]
  let rankTitle: String

  struct Tile: Sendable {
    let title: String
    let count: String
    let href: String
    let mark: String
  }

  /// One kind's share of all monitored households.
  struct Share: Sendable {
    let title: String
    let count: String
    let href: String
    let width: String
  }

  struct Line: Sendable {
    let name: String
    let href: String
    let cells: [Cell]
    /// Width of the bar of monitored households per thousand.
    let width: String
    let rate: String
  }

  struct Cell: Sendable {
    let title: String
    let count: String
    let link: String
    /// The class that lets a nought step back.
    let tone: String
  }

  init(
    _ counts: [PlaceCounts], of place: PlaceCode, names: [PlaceCode: String], for access: Access,
    day: Day
  ) {
    let sums = Counted.allCases.map { counted in (counted, counts.map { $0[counted] }.reduce(0, +))
    }
    let whole = PlaceCounts(
      place: place, name: names[place] ?? "",
      counts: Dictionary(sums, uniquingKeysWith: { first, _ in first }))
    self.place = whole.name
    let isTownship = place.level == .township
    wider = access.place < place ? "/overview" : nil
    widerName = names[place.within(.county)] ?? ""
    self.day = "\(day)"
    rankTitle = isTownship ? "村" : "乡镇"
    tiles = Self.tiles(whole)
    kinds = Counted.kinds.map { kind in
      Share(
        title: kind.title, count: grouped(whole[kind]), href: kind.address(in: place),
        width: percent(whole[kind], of: max(whole.monitored, 1)))
    }
    let most = counts.map(\.monitoredRate).max() ?? 0
    rows = counts.map { Line($0, Counted.standing, mostRate: max(most, 0.001)) }
    total = Counted.standing.map { Cell($0, whole) }
    work = counts.map { Line($0, Counted.underWay, mostRate: 1) }
    workTotal = Counted.underWay.map { Cell($0, whole) }
    removal = Counted.removal.map { Tile($0, whole) }
  }

  private static func tiles(_ whole: PlaceCounts) -> [Tile] {
    let place = whole.place
    return [
      Tile(
        title: "户（\(grouped(whole[.people])) 人）", count: grouped(whole[.households]),
        href: Counted.households.address(in: place), mark: ""),
      Tile(
        title: "监测中", count: grouped(whole.monitored),
        href: HouseholdFilter.address(.any, in: place), mark: ""),
    ]
      + [Counted.newlyMonitored, .visiting, .overdue, .townshipReview, .countyReview].map {
        Tile($0, whole)
      }
  }
}

extension OverviewPage.Tile {
  init(_ counted: Counted, _ whole: PlaceCounts) {
    (title, count) = (counted.title, grouped(whole[counted]))
    href = counted.address(in: whole.place)
    mark = whole[counted] == 0 ? "none" : counted == .overdue ? "late" : ""
  }
}

extension OverviewPage.Line {
  init(_ counts: PlaceCounts, _ columns: [Counted], mostRate: Double) {
    name = counts.name
    href =
      counts.place.level == .village
      ? Counted.households.address(in: counts.place) : "/overview?township=\(counts.place)"
    cells = columns.map { .init($0, counts) }
    width = "\(Int((counts.monitoredRate / mostRate * 100).rounded()))%"
    rate = tenths(counts.monitoredRate * 1_000)
  }
}

extension OverviewPage.Cell {
  init(_ counted: Counted, _ counts: PlaceCounts) {
    (title, count) = (counted.title, grouped(counts[counted]))
    link = counted.address(in: counts.place)
    tone = counts[counted] == 0 ? "zero" : ""
  }
}

extension PlaceCounts {
  /// Monitored households as a part of all.
  var monitoredRate: Double { Double(monitored) / Double(max(self[.households], 1)) }
}

private func percent(_ part: Int, of whole: Int) -> String {
  "\(Int((Double(part) / Double(whole) * 100).rounded()))%"
}

private func tenths(_ value: Double) -> String {
  let tenths = Int((value * 10).rounded())
  return "\(tenths / 10).\(tenths % 10)"
}

/// `160,000`.
func grouped(_ count: Int) -> String {
  let text = Money(yuan: count).description
  return String(text.dropLast(3))
}
