import Casework
import Store

/// Which of the households that differ are asked for.
struct ComparisonFilter: Sendable {
  /// From level and to level, such as `village.township`.
  let move: String?
  let township: PlaceCode?
  let page: Int

  /// The two levels of a move; nil where it is none.
  static func levels(_ move: String) -> (ReviewLevel, ReviewLevel)? {
    let words = move.split(separator: ".").compactMap { ReviewLevel(rawValue: String($0)) }
    return words.count == 2 ? (words[0], words[1]) : nil
  }
}

/// What `Templates/policy/comparison.mustache` shows: case by case, whose review level differs
/// between two editions of the rules, and because of what.
struct ComparisonPage: Page {
  static let template = "policy/comparison"
  static let rowsOnPage = 100
  let id: Int64
  let old: String
  let new: String
  let asOf: String
  let draft: Int64?
  let isDone: Bool
  /// Why it was not computed.
  let fault: String?
  let before: String
  let after: String
  let beforeCounty: String
  let afterCounty: String
  let households: String
  let changed: String
  let tabs: [Tab]
  let townships: [HouseholdListPage.Choice]
  let move: String
  let causes: [Cause]
  let rows: [Line]
  let older: String?
  let start: String?

  struct Tab: Sendable {
    let title: String
    let href: String
    let count: String
    let isCurrent: Bool
  }

  struct Cause: Sendable {
    let title: String
    let count: String
    let share: String
  }

  struct Line: Sendable {
    let name: String
    let href: String
    let village: String
    let from: String
    let to: String
    let mark: String
    let before: String
    let after: String
    let cause: String
  }

  init(
    _ found: ComparisonRecord, _ asked: ComparisonFilter, _ pack: PolicyPack,
    in open: OpenRegister
  ) throws {
    (id, old, new, draft) = (found.id, found.old, found.new, found.draft)
    (asOf, isDone) = (found.asOf.description, found.finishedAt != nil)
    fault = try found.fault ?? (isDone ? nil : open.comparisonFault(found.id))
    (before, after) = (grouped(found.before.all), grouped(found.after.all))
    (beforeCounty, afterCounty) = (grouped(found.before.county), grouped(found.after.county))
    (households, changed) = (grouped(found.households), grouped(found.changed))
    move = asked.move ?? ""
    let titles = Dictionary(
      pack.factors.map { ($0.id, $0.title) }, uniquingKeysWith: { first, _ in first })
    tabs = try ComparisonPage.tabs(found, asked, in: open)
    townships = try open.places(in: open.access.place.within(.county)).map {
      HouseholdListPage.Choice($0.code.description, $0.name, asked.township?.description)
    }
    causes = try open.causes(of: found.id, among: found.changed, titles)
    let page = min(max(1, asked.page), 10_000)
    let differences = try open.differences(of: found.id, asked, page: page)
    let shown = differences.prefix(ComparisonPage.rowsOnPage)
    let villages = Set(try shown.map { try $0.place("village") })
    let places = try open.placeNames(villages.union(villages.map { $0.within(.township) }))
    rows = try shown.map { try Line($0, titles, places) }
    let address = ComparisonPage.address(found.id, asked.move, asked.township)
    older = differences.count > shown.count ? "\(address)&page=\(page + 1)" : nil
    start = page > 1 ? address : nil
  }

  private static func address(_ id: Int64, _ move: String?, _ township: PlaceCode?) -> String {
    "/policy/comparisons/\(id)?move=\(move ?? "")&township=\(township?.description ?? "")"
  }

  private static func tabs(
    _ found: ComparisonRecord, _ asked: ComparisonFilter, in open: OpenRegister
  ) throws -> [Tab] {
    let counts = try open.moves(of: found.id)
    let all = Tab(
      title: "全部", href: address(found.id, nil, asked.township), count: grouped(found.changed),
      isCurrent: asked.move == nil)
    return [all]
      + counts.map { from, to, count in
        let move = "\(from.rawValue).\(to.rawValue)"
        return Tab(
          title: "\(from.title) → \(to.title)", href: address(found.id, move, asked.township),
          count: grouped(count), isCurrent: asked.move == move)
      }
  }
}

extension ComparisonPage.Line {
  init(_ row: Row, _ titles: [String: String], _ places: [PlaceCode: String]) throws {
    name = try row.text("head_name")
    href = "/households/\(try row.integer("household_id"))/dossier"
    let place = try row.place("village")
    village = [place.within(.township), place].compactMap { places[$0] }.joined(separator: " ")
    let first: ReviewLevel = try row.raw("from_level")
    let second: ReviewLevel = try row.raw("to_level")
    (from, to) = (first.title, second.title)
    mark = second > first ? "due" : "good"
    before = Coefficient(micro: try row.integer("old_coefficient")).description
    after = Coefficient(micro: try row.integer("new_coefficient")).description
    cause = try row.optionalText("factor").map { titles[$0] ?? $0 } ?? "审核线"
  }
}

extension OpenRegister {
  fileprivate func differences(
    of comparison: Int64, _ asked: ComparisonFilter, page: Int
  ) throws -> [Row] {
    let range = (asked.township ?? access.place.within(.county)).range
    let moved: SQL =
      if let (from, to) = asked.move.flatMap(ComparisonFilter.levels) {
        "AND d.from_level = \(from.rawValue) AND d.to_level = \(to.rawValue)"
      } else { "" }
    return try db.run(
      """
      SELECT d.household_id, d.village, d.from_level, d.to_level, d.old_coefficient,
        d.new_coefficient, d.factor, h.head_name
      FROM policy_difference d
      JOIN household h ON h.county = d.county AND h.id = d.household_id
      WHERE \(sees("d")) AND d.comparison_id = \(comparison) \(moved)
        AND d.village BETWEEN \(range.lowerBound) AND \(range.upperBound)
      ORDER BY d.new_coefficient DESC, d.household_id
      LIMIT \(ComparisonPage.rowsOnPage + 1) OFFSET \((page - 1) * ComparisonPage.rowsOnPage)
      """)
  }

  fileprivate func moves(
    of comparison: Int64
  ) throws -> [(from: ReviewLevel, to: ReviewLevel, count: Int)] {
    try db.run(
      """
      SELECT from_level, to_level, COUNT(*) AS n FROM policy_difference
      WHERE county = \(county) AND comparison_id = \(comparison)
      GROUP BY from_level, to_level
      """
    ).map { (try $0.raw("from_level"), try $0.raw("to_level"), try $0.int("n")) }
      .sorted { ($0.from, $0.to) < ($1.from, $1.to) }
  }

  fileprivate func causes(
    of comparison: Int64, among all: Int, _ titles: [String: String]
  ) throws -> [ComparisonPage.Cause] {
    try db.run(
      """
      SELECT factor, COUNT(*) AS n FROM policy_difference
      WHERE county = \(county) AND comparison_id = \(comparison)
      GROUP BY factor ORDER BY COUNT(*) DESC, factor LIMIT 10
      """
    ).map { row in
      let count = try row.int("n")
      return ComparisonPage.Cause(
        title: try row.optionalText("factor").map { titles[$0] ?? $0 } ?? "审核线移动",
        count: grouped(count), share: "\(count * 100 / max(1, all))%")
    }
  }

  /// Why the job that was to compare has failed; nil while it waits or runs.
  fileprivate func comparisonFault(_ id: Int64) throws -> String? {
    try db.run(
      """
      SELECT fault FROM job
      WHERE county = \(county) AND subject = \("comparison/\(id)") AND state IN ('failed', 'cancelled')
      """
    ).first.map { try $0.optionalText("fault") ?? "比较被取消了。" }
  }
}
