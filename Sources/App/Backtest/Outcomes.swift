package import Casework
import Store

/// When households were found to meet the criteria, by whatever channel, and until when.
package struct Outcomes: Sendable {
  /// Spells of being monitored, oldest first.
  private let spells: [Int64: [(from: Day, to: Day?)]]

  package init(in open: OpenRegister) throws {
    var spells: [Int64: [(from: Day, to: Day?)]] = [:]
    try open.db.each(
      """
      SELECT c.household_id, c.identified_on, c.removed_on FROM household_case c
      WHERE c.county = \(open.county) AND c.identified_on IS NOT NULL ORDER BY c.identified_on
      """
    ) { row in
      let to = try row.optionalDayNumber("removed_on").map(Day.init(number:))
      spells[try row.integer("household_id"), default: []].append(
        (try row.day("identified_on"), to))
    }
    self.spells = spells
  }

  /// Whether it was monitored already on that day.
  func isMonitored(_ household: Int64, on day: Day) -> Bool {
    spells[household]?.contains { $0.from <= day && ($0.to.map { $0 > day } ?? true) } ?? false
  }

  /// The first day after `day` on which it met the criteria.
  func metOn(_ household: Int64, after day: Day) -> Day? {
    spells[household]?.first { $0.from > day }?.from
  }

  var households: Dictionary<Int64, [(from: Day, to: Day?)]>.Keys { spells.keys }
}

/// What is looked back at: the runs' columns, what became of the households, and how many there are.
package struct BacktestReading: Sendable {
  package let columns: [RunColumns]
  package let outcomes: Outcomes
  /// Every household of the registry.
  package let households: [Int64]
  package let today: Day

  package static func read(
    months: Int, shelf: RunShelf, register: Register, as access: Access
  ) async throws -> BacktestReading {
    let (runs, outcomes, households, today) = try await register.read(as: access) { open in
      var households: [Int64] = []
      try open.db.each("SELECT id FROM household WHERE county = \(open.county) ORDER BY id") {
        households.append(try $0.integer(at: 0))
      }
      return (try open.monthlyRuns(months), try Outcomes(in: open), households, open.today)
    }
    let columns = try await shelf.columns(of: runs, in: register, as: access)
    return BacktestReading(
      columns: columns, outcomes: outcomes, households: households, today: today)
  }

  /// Every household that was not monitored yet on the day of a run; one without a part stands at 0.
  func rows(of run: RunColumns) -> [BacktestRow] {
    var next = 0
    return households.compactMap { household in
      while next < run.households.count, run.households[next] < household { next += 1 }
      let isHere = next < run.households.count && run.households[next] == household
      guard !outcomes.isMonitored(household, on: run.asOf) else { return nil }
      return BacktestRow(
        household: household,
        coefficient: isHere
          ? Coefficient(hazard: run.hazard(at: next, nil)) : Coefficient(micro: 0),
        metOn: outcomes.metOn(household, after: run.asOf))
    }
  }

  package func month(
    _ run: RunColumns, ahead months: Int, _ thresholds: Thresholds
  ) -> BacktestMonth {
    BacktestMonth(
      rows(of: run), asOf: run.asOf, horizon: run.asOf.adding(months: months), today: today,
      thresholds: thresholds)
  }
}

extension Assess {
  /// Computes the ends of past months of which no run is kept, as known then.
  ///
  /// - Returns: the days that were computed.
  @discardableResult
  package func fillMonths(_ months: Int, as access: Access) async throws -> [Day] {
    let (kept, today) = try await register.read(as: access) { open in
      (try open.monthlyRuns(months).map(\.asOf.firstOfMonth), open.today)
    }
    let missing = (1..<max(months, 2)).reversed()
      .map { today.firstOfMonth.adding(months: 1 - $0).adding(days: -1) }
      .filter { !kept.contains($0.firstOfMonth) }
    for day in missing { try await run(asOf: day, as: access) }
    return missing
  }
}
