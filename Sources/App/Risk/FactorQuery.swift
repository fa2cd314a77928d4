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

/// A factor's SQL at one viewpoint, over the published views (`RiskViews`).
struct FactorQuery {
  let viewpoint: Viewpoint
  let county: Int64
  let line: Money
  let provincial: Money
  /// Whether the facts were copied for this study; else they are read where they are.
  let hasOwnFacts: Bool

  /// What happened longer ago than this is past for every factor.
  static let memoryDays = 1_827

  init(pack: PolicyPack, viewpoint: Viewpoint, county: Int64, hasOwnFacts: Bool) throws {
    guard let line = pack.line(of: viewpoint.asOf.year) else {
      throw PackFault(file: pack.id, line: nil, reason: "没有 \(viewpoint.asOf.year) 年的监测线")
    }
    self.init(
      viewpoint: viewpoint, county: county, line: line.amount,
      provincial: Money(yuan: line.provincialIncome), hasOwnFacts: hasOwnFacts)
  }

  init(viewpoint: Viewpoint, county: Int64, line: Money, provincial: Money, hasOwnFacts: Bool) {
    (self.viewpoint, self.county, self.hasOwnFacts) = (viewpoint, county, hasOwnFacts)
    (self.line, self.provincial) = (line, provincial)
  }

  func statement(_ factor: Factor) throws -> SQL { try statement(factor.sql) }

  /// What helped in the last year, by household, person and kind.
  func easing(_ kinds: [String]) throws -> SQL {
    let facts = try statement("")
    return """
      \(facts) SELECT f.household_id, f.person_id, f.kind, SUM(f.amount_fen) AS paid
      FROM fact_now f WHERE f.kind IN (\(list: kinds))
        AND f.true_on > \(viewpoint.asOf.adding(days: -Ease.days))
      GROUP BY f.household_id, f.person_id, f.kind
      """
  }

  private func statement(_ text: String) throws -> SQL {
    try SQL(
      trusted: (hasOwnFacts ? "" : FactorQuery.facts) + text,
      named: [
        "county": .integer(county), "as_of": viewpoint.asOf.sqlValue,
        "since": viewpoint.asOf.adding(days: -FactorQuery.memoryDays).sqlValue,
        "as_of_text": .text(viewpoint.asOf.description),
        "known_at": viewpoint.knownAt.sqlValue, "line_fen": line.sqlValue,
        "provincial_fen": provincial.sqlValue,
      ])
  }

  /// The facts as they were known. The few that others replace are gathered once a statement,
  /// which costs less than to ask for each fact. Not materialized: a query that names the view twice
  /// would else have all facts of the county copied before it reads one.
  private static let facts = """
    WITH fact_now AS NOT MATERIALIZED (
      SELECT f.id, f.household_id, f.person_id, f.kind, f.true_on, f.amount_fen, f.detail
      FROM fact f
      WHERE f.county = :county AND f.true_on <= :as_of AND f.true_on > :since
        AND f.known_at <= :known_at
        AND f.id NOT IN (SELECT r.replaces FROM fact r
          WHERE r.county = :county AND r.replaces IS NOT NULL AND r.known_at <= :known_at)
    )

    """
}

extension Factor {
  /// Seconds for a query over a whole county.
  static let patience = 30

  var patience: Int { min(limitSeconds ?? Factor.patience, Factor.patience) }
}
