/// One household on the day that coefficients were computed, and what became of it.
package struct BacktestRow: Sendable {
  package let household: Int64
  package let coefficient: Coefficient
  /// The day on which it was found to meet the criteria, by whatever channel; nil when never.
  package let metOn: Day?

  package init(household: Int64, coefficient: Coefficient, metOn: Day?) {
    (self.household, self.coefficient, self.metOn) = (household, coefficient, metOn)
  }
}

/// What coefficients of one day would have led to, seen from later.
package struct BacktestMonth: Sendable {
  package let asOf: Day
  /// Households that were not monitored yet on that day.
  package let households: Int
  package let outcomes: Int
  package let township: LineFigures
  package let county: LineFigures
  /// Met the criteria later and stood under the lowest line, gravest coefficient first.
  package let missed: [BacktestRow]
  package let figures: HeldOut?
  package let calibration: [CalibrationBin]
  /// False while the time to look ahead has not passed yet: more may still come.
  package let isComplete: Bool

  /// No figure is made of fewer households than this.
  package static let smallestCell = 10

  /// What the households of `rows` came to until `horizon`, the last day that counts as later.
  package init(
    _ rows: [BacktestRow], asOf: Day, horizon: Day, today: Day, thresholds: Thresholds
  ) {
    self.asOf = asOf
    isComplete = horizon <= today
    households = rows.count
    let isMet = rows.map { row in row.metOn.map { $0 > asOf && $0 <= horizon } ?? false }
    outcomes = isMet.count { $0 }
    township = LineFigures(rows, isMet, line: thresholds.township, asOf: asOf)
    county = LineFigures(rows, isMet, line: thresholds.county, asOf: asOf)
    let lowest = min(thresholds.township, thresholds.county)
    missed = zip(rows, isMet).filter { $1 && $0.coefficient < lowest }.map { $0.0 }
      .sorted { ($1.coefficient, $0.household) < ($0.coefficient, $1.household) }
    let chances = rows.map { Double($0.coefficient.micro) / 1_000_000 }
    let isEnough = min(outcomes, rows.count - outcomes) >= BacktestMonth.smallestCell
    figures = isEnough ? HeldOut(chances, isMet) : nil
    calibration = isEnough ? CalibrationBin.deciles(chances, isMet) : []
  }
}

/// How a line would have parted the households of one day.
package struct LineFigures: Sendable {
  package let line: Coefficient
  package let above: Int
  /// Above the line, and met the criteria later.
  package let hits: Int
  /// Of those above, how many met the criteria; nil of fewer than ten households.
  package let precision: Proportion?
  /// Of those who met the criteria, how many stood above; nil of fewer than ten households.
  package let recall: Proportion?
  /// Days from that day until the criteria were met, of the middle hit.
  package let leadDays: Int?

  init(_ rows: [BacktestRow], _ isMet: [Bool], line: Coefficient, asOf: Day) {
    self.line = line
    let flagged = zip(rows, isMet).filter { $0.0.coefficient >= line }
    let leads = flagged.filter(\.1).compactMap { $0.0.metOn.map { $0 - asOf } }.sorted()
    (above, hits) = (flagged.count, leads.count)
    let met = isMet.count { $0 }
    let least = BacktestMonth.smallestCell
    precision = above >= least ? Proportion(hits, of: above) : nil
    recall = met >= least ? Proportion(hits, of: met) : nil
    leadDays = hits >= least ? leads[leads.count / 2] : nil
  }
}
