import Casework
import Store

/// What trials are tried on: the stored runs as columns, what became of the households, and how
/// many live in each township.
struct WorkbenchReading: Sendable {
  let columns: [RunColumns]
  let outcomes: Outcomes
  let households: [PlaceCode: Int]
  let townships: [Place]
  let traits: HouseholdTraits
  let pack: PolicyPack
  let today: Day

  static func read(_ parts: AppParts, as access: Access) async throws -> WorkbenchReading {
    let (runs, outcomes, households, townships, today) = try await parts.register.read(as: access) {
      open in
      let rows = try open.db.run(
        """
        SELECT h.village, COUNT(*) AS n FROM household h WHERE \(open.sees("h")) GROUP BY h.village
        """)
      var counts: [PlaceCode: Int] = [:]
      for row in rows {
        counts[try row.place("village").within(.township), default: 0] += try row.int("n")
      }
      return (
        try open.monthlyRuns(12), try Outcomes(in: open), counts,
        try open.places(in: access.place.within(.county)), open.today
      )
    }
    return WorkbenchReading(
      columns: try await parts.runs.columns(of: runs, in: parts.register, as: access),
      outcomes: outcomes, households: households, townships: townships,
      traits: try await parts.runs.traits(
        after: runs.last?.id ?? 0, in: parts.register, as: access),
      pack: parts.pack, today: today)
  }

  func month(_ text: String?) -> RunColumns? {
    columns.first { $0.asOf.description.prefix(7) == text ?? "" } ?? columns.last
  }
}

/// One month under a trial: every household's level before and in it.
struct TrialMonth: Sendable {
  let run: RunColumns
  /// In the order of the run's households; nil for those that were monitored already.
  let moves: [LevelMove?]
  /// By how much the trial's weights change each factor's parts; nil where they are as they were.
  let scales: [Double]?

  init(_ run: RunColumns, _ trial: PolicyTrial, _ reading: WorkbenchReading) {
    self.run = run
    let pack = reading.pack
    let old = (
      pack.thresholds.township.hazard.micro, pack.thresholds.county.hazard.micro
    )
    let new = (trial.thresholds.township.hazard.micro, trial.thresholds.county.hazard.micro)
    let scales = run.scales(trial.scales(pack.factors))
    self.scales = scales
    let monitored = Set(
      reading.outcomes.households.filter { reading.outcomes.isMonitored($0, on: run.asOf) })
    moves = run.households.indices.map { index in
      if !monitored.isEmpty, monitored.contains(run.households[index]) { return nil }
      let before = run.hazard(at: index, nil).micro
      let after = scales == nil ? before : run.hazard(at: index, scales).micro
      return LevelMove(
        from: TrialMonth.level(before, old), to: TrialMonth.level(after, new))
    }
  }

  private static func level(_ hazard: Int64, _ lines: (Int64, Int64)) -> ReviewLevel {
    hazard >= lines.1 ? .county : hazard >= lines.0 ? .township : .village
  }

  var total: LevelCounts { counts { _ in 0 }[0] ?? LevelCounts() }

  func byTownship() -> [PlaceCode: LevelCounts] {
    let found = counts { run.villages[$0] / 1_000 }
    return Dictionary(
      found.map { (PlaceCode(number: $0.key * 1_000), $0.value) },
      uniquingKeysWith: { first, _ in first })
  }

  private func counts(_ key: (Int) -> Int64) -> [Int64: LevelCounts] {
    // Nine counters a place are cheaper to add to than a dictionary of moves a household.
    var tallies: [Int64: [Int]] = [:]
    for (index, move) in moves.enumerated() {
      guard let move else { continue }
      let place = TrialMonth.rank(move.from) * 3 + TrialMonth.rank(move.to)
      tallies[key(index), default: [Int](repeating: 0, count: 9)][place] += 1
    }
    return tallies.mapValues { tally in
      var counts = LevelCounts()
      for (place, count) in tally.enumerated() where count > 0 {
        counts.add(
          LevelMove(from: TrialMonth.levels[place / 3], to: TrialMonth.levels[place % 3]), count)
      }
      return counts
    }
  }

  private static let levels: [ReviewLevel] = [.village, .township, .county]
  private static func rank(_ level: ReviewLevel) -> Int {
    switch level {
    case .village: 0
    case .township: 1
    case .county: 2
    }
  }

  /// Up to when the households count that were taken in later.
  var horizon: Day { run.asOf.adding(months: 6) }

  /// A household that met the criteria within half a year, and who would have looked at it before.
  struct Later: Sendable {
    let household: Int64
    let metOn: Day
    let before: ReviewLevel
    let after: ReviewLevel
  }

  func later(_ outcomes: Outcomes) -> [Later] {
    outcomes.households.compactMap { household in
      guard let met = outcomes.metOn(household, after: run.asOf), met <= horizon,
        !outcomes.isMonitored(household, on: run.asOf)
      else { return nil }
      let move = run.index(of: household).flatMap { moves[$0] }
      return Later(
        household: household, metOn: met, before: move?.from ?? .village,
        after: move?.to ?? .village)
    }
  }

  /// Of each group and of the others, how many would be reviewed.
  func parity(_ traits: HouseholdTraits) -> [(HouseholdTraits.Group, Proportion, Proportion)] {
    let groups = HouseholdTraits.Group.allCases
    var counts = groups.map { _ in (all: 0, hits: 0) }
    var (all, hits, next) = (0, 0, 0)
    for (place, household) in traits.households.enumerated() {
      while next < run.households.count, run.households[next] < household { next += 1 }
      let isHere = next < run.households.count && run.households[next] == household
      let isReviewed = isHere && moves[next].map { $0.to != .village } == true
      all += 1
      if isReviewed { hits += 1 }
      for group in groups where traits.bits[place] & (1 << UInt8(group.rawValue)) != 0 {
        counts[group.rawValue].all += 1
        if isReviewed { counts[group.rawValue].hits += 1 }
      }
    }
    return groups.map { group in
      let own = counts[group.rawValue]
      return (
        group, Proportion(own.hits, of: own.all), Proportion(hits - own.hits, of: all - own.all)
      )
    }
  }
}

extension RunColumns {
  func index(of household: Int64) -> Int? {
    var (low, high) = (0, households.count)
    while low < high {
      let middle = (low + high) / 2
      if households[middle] < household { low = middle + 1 } else { high = middle }
    }
    return low < households.count && households[low] == household ? low : nil
  }
}
