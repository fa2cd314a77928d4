package import Casework
import Store

/// For which date, as known at which moment, coefficients are computed.
package struct Viewpoint: Hashable, Sendable {
  package let asOf: Day
  package let knownAt: Instant

  package init(asOf: Day, knownAt: Instant) { (self.asOf, self.knownAt) = (asOf, knownAt) }

  /// Today as known now, or a past day as known at its end.
  package static func of(_ day: Day, now: Instant) -> Viewpoint {
    let end = day.adding(days: 1).start.adding(seconds: -1)
    return Viewpoint(asOf: day, knownAt: min(end, now))
  }
}

/// A factor's SQL with the published views before it, at one viewpoint.
struct FactorQuery {
  let pack: PolicyPack
  let viewpoint: Viewpoint
  let county: Int64

  func statement(_ factor: Factor) throws -> SQL {
    guard let line = pack.line(of: viewpoint.asOf.year) else {
      throw PackFault(file: pack.id, line: nil, reason: "没有 \(viewpoint.asOf.year) 年的监测线")
    }
    return try SQL(
      trusted: FactorQuery.views + factor.sql,
      named: [
        "county": .integer(county), "as_of": viewpoint.asOf.sqlValue,
        "known_at": viewpoint.knownAt.sqlValue, "line_fen": line.amount.sqlValue,
        "provincial_fen": .integer(Int64(line.provincialIncome) * 100),
      ])
  }

  /// What a pack's factors may read: everything as it was known at the moment asked for.
  private static let views = """
    WITH fact_now AS (
      SELECT f.id, f.household_id, f.person_id, f.kind, f.true_on, f.amount_fen, f.detail
      FROM fact f
      WHERE f.county = :county AND f.true_on <= :as_of AND f.known_at <= :known_at
        AND NOT EXISTS (SELECT 1 FROM fact r
          WHERE r.county = f.county AND r.replaces = f.id AND r.known_at <= :known_at)
    ), member AS (
      SELECT \(memberColumns) FROM person p
      WHERE p.county = :county AND p.changed_at <= :known_at
        AND (p.left_on IS NULL OR p.left_on > :as_of)
      UNION ALL
      SELECT \(memberColumns) FROM person_history p
      WHERE p.county = :county AND p.changed_at <= :known_at AND p.until_at > :known_at
        AND (p.left_on IS NULL OR p.left_on > :as_of)
    ), household_sheet AS (
      SELECT \(sheetColumns) FROM household h
      WHERE h.county = :county AND h.changed_at <= :known_at
      UNION ALL
      SELECT \(sheetColumns) FROM household_history h
      WHERE h.county = :county AND h.changed_at <= :known_at AND h.until_at > :known_at
    )

    """

  private static let memberColumns = """
    p.id, p.household_id, p.birth_on, p.relation, p.sex, p.labour, p.is_chronic,
    p.is_gravely_ill, p.is_disabled, p.disability_grade, p.is_insured, p.is_working, p.has_dibao
    """
  private static let sheetColumns = """
    h.id, h.village, h.base, h.size, h.income_per_person_fen, h.wage_fen, h.has_safe_water,
    h.has_unsafe_house
    """
}
