import Casework

/// What `Templates/households/list.mustache` shows.
struct HouseholdListPage: Page {
  static let template = "households/list"
  let rows: [Line]
  let townships: [Choice]
  let villages: [Choice]
  let bands: [Choice]
  let bases: [Choice]
  let monitored: [Choice]
  let search: String
  let heading: String
  let older: String?
  let start: String?
  let isFiltered: Bool

  struct Line: Sendable {
    let href: String
    let name: String
    let code: String
    let village: String
    let base: String
    let size: Int
    let income: String
    let coefficient: String?
    let mark: String
    let kind: String?
  }

  struct Choice: Sendable {
    let value: String
    let title: String
    let isChosen: Bool
  }

  static let rowsOnPage = 50

  init(
    _ found: [HouseholdLine], filter: HouseholdFilter, _ lines: Thresholds, in open: OpenRegister
  ) throws {
    let shown = found.prefix(Self.rowsOnPage)
    let names = try open.placeNames(
      Set(shown.flatMap { [$0.household.village, $0.household.village.within(.township)] }))
    rows = shown.map { Line($0, names: names, lines) }
    older = found.count > shown.count ? shown.last.map { filter.address(after: $0.cursor) } : nil
    start = filter.after == nil ? nil : filter.address(after: nil)
    (townships, villages) = try Self.places(filter, in: open)
    bands = CoefficientBand.allCases.map {
      Choice($0.rawValue, $0.title(lines), filter.band?.rawValue)
    }
    bases = HouseholdBase.allCases.map { Choice($0.rawValue, $0.title, filter.base?.rawValue) }
    monitored = MonitoredFilter.allCases.map {
      Choice($0.rawValue, $0.title, filter.monitored?.rawValue)
    }
    search = filter.search ?? ""
    let place = filter.place ?? open.access.place
    heading = try open.placeNames([place])[place] ?? ""
    isFiltered = filter.address(after: nil) != "/households"
  }

  /// The townships, and the villages of the chosen one, that the officer may choose from.
  private static func places(
    _ filter: HouseholdFilter, in open: OpenRegister
  ) throws -> (townships: [Choice], villages: [Choice]) {
    let own = open.access.place
    let chosen = filter.place
    let townships =
      own.level > .county
      ? []
      : try open.places(in: own).map {
        Choice(
          $0.code.description, $0.name, chosen?.within(.township).description)
      }
    let township = own.level == .township ? own : chosen?.within(.township)
    let villages = try township.map { try open.places(in: $0) } ?? []
    return (
      townships, villages.map { Choice($0.code.description, $0.name, chosen?.description) }
    )
  }
}

extension HouseholdListPage.Choice {
  init(_ value: String, _ title: String, _ chosen: String?) {
    (self.value, self.title, isChosen) = (value, title, value == chosen)
  }
}

extension HouseholdListPage.Line {
  init(_ line: HouseholdLine, names: [PlaceCode: String], _ lines: Thresholds) {
    let household = line.household
    href = "/households/\(household.id)"
    (name, code, size) = (household.headName, household.code, household.size)
    village = [household.village.within(.township), household.village]
      .compactMap { names[$0] }.joined(separator: " ")
    base = household.base.title
    income = line.incomePerPerson.map { "\($0)" } ?? "未知"
    coefficient = line.coefficient.map(coefficientText)
    mark = line.coefficient.map { CoefficientBand($0, lines).mark } ?? "plain"
    kind = line.monitoredAs?.title
  }
}
