package import Casework
import Store

/// One line of the list of households.
package struct HouseholdLine: Sendable {
  package let household: Household
  package let incomePerPerson: Money?
  /// Micro-units; nil where nothing speaks of risk.
  package let coefficient: Int64?
  /// The kind it is monitored as, in an open case of ours.
  package let monitoredAs: HouseholdKind?
  package let cursor: HouseholdFilter.Cursor
}

extension OpenRegister {
  /// The households a filter lets through, `limit` from its cursor on.
  ///
  /// Each way of asking starts from the index that finds the fewest rows; nothing is counted.
  package func households(
    _ filter: HouseholdFilter, _ lines: Thresholds, limit: Int
  ) throws -> [HouseholdLine] {
    var filter = filter
    filter.lines = lines
    let region = access.region
    let asked = filter.place?.range ?? region
    guard asked.overlaps(region) else { return [] }
    let range = asked.clamped(to: region)
    if filter.search != nil { return try found(filter, in: range, limit: limit) }
    if filter.monitored != nil { return try monitored(filter, in: range, limit: limit) }
    if filter.band != nil { return try banded(filter, in: range, limit: limit) }
    return try placed(filter, in: range, limit: limit)
  }

  /// By village and id, in the order of the table's own index.
  private func placed(
    _ filter: HouseholdFilter, in range: ClosedRange<Int64>, limit: Int, also: SQL = ""
  ) throws -> [HouseholdLine] {
    let (village, id) = (filter.after?.key ?? range.lowerBound, filter.after?.id ?? -1)
    return try lines(
      """
      SELECT h.village AS list_key, \(Self.columns)
      FROM household h
      LEFT JOIN risk_score s ON s.county = h.county AND s.household_id = h.id
      WHERE h.county = \(county) AND (h.village, h.id) > (\(village), \(id))
        AND h.village BETWEEN \(range.lowerBound) AND \(range.upperBound)
        \(conditions(filter)) \(also)
      ORDER BY h.village, h.id LIMIT \(limit)
      """)
  }

  /// Highest coefficient first.
  private func banded(
    _ filter: HouseholdFilter, in range: ClosedRange<Int64>, limit: Int
  ) throws -> [HouseholdLine] {
    let band = filter.coefficients ?? 0..<0
    let (key, id) = (filter.after?.key ?? Int64.max, filter.after?.id ?? -1)
    return try lines(
      """
      SELECT s.governing AS list_key, \(Self.columns)
      FROM risk_score s
      JOIN household h ON h.county = s.county AND h.id = s.household_id
      WHERE s.county = \(county) AND s.village BETWEEN \(range.lowerBound) AND \(range.upperBound)
        AND s.governing >= \(band.lowerBound) AND s.governing < \(band.upperBound)
        AND (s.governing < \(key) OR (s.governing = \(key) AND s.household_id > \(id)))
        \(conditions(filter))
      ORDER BY s.governing DESC, s.household_id LIMIT \(limit)
      """)
  }

  /// From our cases, of which there are few, to their households.
  private func monitored(
    _ filter: HouseholdFilter, in range: ClosedRange<Int64>, limit: Int
  ) throws -> [HouseholdLine] {
    let (village, id) = (filter.after?.key ?? range.lowerBound, filter.after?.id ?? -1)
    return try lines(
      """
      SELECT h.village AS list_key, \(Self.columns)
      FROM (SELECT DISTINCT c.household_id FROM household_case c
        WHERE c.county = \(county)
          AND c.village BETWEEN \(range.lowerBound) AND \(range.upperBound)
          AND \(monitoredCases(filter.monitored ?? .any))) m
      JOIN household h ON h.county = \(county) AND h.id = m.household_id
      LEFT JOIN risk_score s ON s.county = h.county AND s.household_id = h.id
      WHERE (h.village, h.id) > (\(village), \(id)) \(conditions(filter))
      ORDER BY h.village, h.id LIMIT \(limit)
      """)
  }

  /// The cases that put a household under a heading; the county page counts with the same words.
  func monitoredCases(_ filter: MonitoredFilter) -> SQL {
    let open: SQL = "c.identified_on IS NOT NULL AND c.removed_on IS NULL AND c.closed_at IS NULL"
    return switch filter {
    case .any: open
    case .unstable, .marginal, .suddenHardship: "\(open) AND c.kind = \(filter.rawValue)"
    case .new: "c.identified_on >= \(today.firstOfMonth)"
    case .removed: "c.removed_on IS NOT NULL"
    }
  }

  /// By name, number or phone; within a township a beginning of the head's name is enough.
  private func found(
    _ filter: HouseholdFilter, in range: ClosedRange<Int64>, limit: Int
  ) throws -> [HouseholdLine] {
    let text = filter.search ?? ""
    let ids = try householdsNamed(text)
    let isNear = range.upperBound - range.lowerBound < PlaceLevel.township.span
    let count = text.count
    let named: SQL = isNear ? "substr(h.head_name, 1, CAST(\(count) AS INTEGER)) = \(text) OR " : ""
    return try placed(
      filter, in: range, limit: limit, also: "AND (\(named)h.id IN (\(list: ids)))")
  }

  /// Households of the whole county by an exact name or number, at most 500.
  private func householdsNamed(_ text: String) throws -> [Int64] {
    let index = blindIndex(text.uppercased())
    return try db.run(
      """
      SELECT id FROM (
        SELECT household_id AS id FROM person WHERE county = \(county) AND name = \(text)
        UNION SELECT household_id FROM person WHERE county = \(county) AND id_index = \(index)
        UNION SELECT id FROM household WHERE county = \(county) AND code = \(text)
        UNION SELECT id FROM household WHERE county = \(county) AND phone_index = \(index)
      ) f LIMIT 500
      """
    ).map { try $0.integer("id") }
  }

  private func conditions(_ filter: HouseholdFilter) -> SQL {
    let base: SQL = filter.base.map { "AND h.base = \($0.rawValue)" } ?? ""
    // A band beside a search or a heading narrows it; alone it leads the list.
    let band: SQL =
      filter.coefficients.map {
        "AND s.governing >= \($0.lowerBound) AND s.governing < \($0.upperBound)"
      } ?? ""
    return "\(base) \(band)"
  }

  private static let columns: SQL = """
    h.id, h.village, h.code, h.head_name, h.base, h.size, h.income_per_person_fen,
    s.governing AS coefficient,
    \(monitoredKind) AS case_kind
    """

  static let monitoredKind: SQL = """
    (SELECT c.kind FROM household_case c WHERE c.county = h.county AND c.household_id = h.id
      AND c.identified_on IS NOT NULL AND c.removed_on IS NULL AND c.closed_at IS NULL
      ORDER BY c.id DESC LIMIT 1)
    """

  private func lines(_ sql: SQL) throws -> [HouseholdLine] {
    try db.run(sql).map { row in
      var household = Household(
        id: try row.integer("id"), village: try row.place("village"), code: try row.text("code"),
        headName: try row.text("head_name"), base: try row.raw("base"))
      household.size = try row.int("size")
      return HouseholdLine(
        household: household, incomePerPerson: try row.optionalMoney("income_per_person_fen"),
        coefficient: try row.optionalInteger("coefficient"),
        monitoredAs: try row.optionalRaw("case_kind"),
        cursor: .init(key: try row.integer("list_key"), id: household.id))
    }
  }
}
