package import Casework
import Store

/// What is counted of each place; each count opens the list that it counts.
package enum Counted: String, CaseIterable, Sendable {
  case households, people
  case unstable, marginal, suddenHardship, newlyMonitored, removed
  case overdue
  case received, visiting, townshipReview, countyReview
  case consent, appraisal, publicNotice, townshipAudit, countyApproval, announcement
  case removalAppraisal, removalNotice, removalAudit, removalApproval
}

/// The counts of one place.
package struct PlaceCounts: Sendable {
  package let place: PlaceCode
  package let name: String
  package var counts: [Counted: Int]

  package subscript(counted: Counted) -> Int { counts[counted] ?? 0 }

  /// Monitored now, of all kinds.
  package var monitored: Int { self[.unstable] + self[.marginal] + self[.suddenHardship] }
}

extension OpenRegister {
  /// The counts of the places directly inside `place`, as far as the officer sees.
  package func counts(in place: PlaceCode, _ rules: Rules) throws -> [PlaceCounts] {
    guard access.place.range.contains(place.number) else { throw NotFound() }
    var villages: [PlaceCode: [Counted: Int]] = [:]
    func add(_ counted: Counted, _ rows: [Row], _ column: String = "n") throws {
      for row in rows {
        villages[try row.place("village"), default: [:]][counted] = try row.int(column)
      }
    }
    let households = try db.run(
      """
      SELECT h.village, COUNT(*) AS n, CAST(SUM(h.size) AS BIGINT) AS people FROM household h
      WHERE \(sees("h")) AND h.village BETWEEN \(place.range.lowerBound)
        AND \(place.range.upperBound)
      GROUP BY h.village
      """)
    try add(.households, households)
    try add(.people, households, "people")
    for (counted, filter) in Counted.monitoring {
      try add(counted, try monitoredCounts(filter, in: place))
    }
    for row in try workCounts(in: place) {
      guard let counted = Counted(rawValue: try row.text("stage")) else { continue }
      villages[try row.place("village"), default: [:]][counted] = try row.int("n")
    }
    for clue in try overdueClues(rules, within: place) {
      villages[clue.village, default: [:]][.overdue, default: 0] += 1
    }
    return try rolledUp(villages, to: places(in: place))
  }

  private func monitoredCounts(_ filter: MonitoredFilter, in place: PlaceCode) throws -> [Row] {
    try db.run(
      """
      SELECT c.village, COUNT(DISTINCT c.household_id) AS n FROM household_case c
      WHERE \(sees("c")) AND c.village BETWEEN \(place.range.lowerBound)
        AND \(place.range.upperBound) AND \(monitoredCases(filter))
      GROUP BY c.village
      """)
  }

  private func rolledUp(
    _ villages: [PlaceCode: [Counted: Int]], to places: [Place]
  ) -> [PlaceCounts] {
    places.map { place in
      var sums: [Counted: Int] = [:]
      for (village, counts) in villages where place.code.range.contains(village.number) {
        sums.merge(counts, uniquingKeysWith: +)
      }
      return PlaceCounts(place: place.code, name: place.name, counts: sums)
    }
  }
}

extension Counted {
  /// The counts that come from cases, each with the households' list that it counts.
  static let monitoring: [(Counted, MonitoredFilter)] = [
    (.unstable, .unstable), (.marginal, .marginal), (.suddenHardship, .suddenHardship),
    (.newlyMonitored, .new), (.removed, .removed),
  ]
}
