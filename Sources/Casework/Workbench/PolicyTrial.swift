internal import Glibc

/// Other lines and other weights, tried out on what was computed: the rules in force stay.
package struct PolicyTrial: Hashable, Sendable {
  package let thresholds: Lines
  /// By factor; those that are not named stay as they are.
  package let weights: [String: Double]
  package let effort: EffortTerms

  /// From which coefficient on the township looks again, and from which the county does.
  package struct Lines: Hashable, Sendable {
    package let township: Coefficient
    package let county: Coefficient

    package init(township: Coefficient, county: Coefficient) {
      (self.township, self.county) = (township, county)
    }
  }

  package init(thresholds: Lines, weights: [String: Double], effort: EffortTerms) {
    (self.thresholds, self.weights, self.effort) = (thresholds, weights, effort)
  }

  /// By how much the parts of each factor grow: the new hazard by the old.
  package func scales(_ factors: [Factor]) -> [String: Double] {
    var scales: [String: Double] = [:]
    for factor in factors where factor.weight > 0 {
      guard let weight = weights[factor.id], weight != factor.weight else { continue }
      scales[factor.id] = log1p(-weight) / log1p(-factor.weight)
    }
    return scales
  }
}

/// A review level before a trial and in it, of one household.
package struct LevelMove: Hashable, Sendable {
  package let from: ReviewLevel
  package let to: ReviewLevel

  package init(from: ReviewLevel, to: ReviewLevel) { (self.from, self.to) = (from, to) }

  /// Whether a level's desk has to look from now on; whoever goes to the county has been at the
  /// township before.
  package func enters(_ level: ReviewLevel) -> Bool { from < level && to >= level }
  package func leaves(_ level: ReviewLevel) -> Bool { from >= level && to < level }
}

/// How many households of a place or a month stand where, before and in a trial.
package struct LevelCounts: Hashable, Sendable {
  private var moves: [LevelMove: Int] = [:]

  package init() {}

  package mutating func add(_ move: LevelMove, _ count: Int = 1) {
    moves[move, default: 0] += count
  }

  package func before(_ level: ReviewLevel) -> Int { sum { $0.from == level } }
  package func after(_ level: ReviewLevel) -> Int { sum { $0.to == level } }
  package var reviewed: Int { after(.township) + after(.county) }
  package var reviewedBefore: Int { before(.township) + before(.county) }

  package func sum(_ isMeant: (LevelMove) -> Bool) -> Int {
    moves.reduce(0) { $0 + (isMeant($1.key) ? $1.value : 0) }
  }
}
