internal import Glibc

/// How good chances are, seen against what happened to households that had no part in making them.
package struct HeldOut: Sendable, Codable {
  package let count: Int
  package let events: Int
  /// How often a household that it happened to stands above one that it did not happen to.
  package let auc: Double
  package let brier: Double
  package let logLoss: Double

  package init(_ chances: [Double], _ outcomes: [Bool]) {
    count = outcomes.count
    events = outcomes.count { $0 }
    auc = HeldOut.auc(chances, outcomes)
    let pairs = zip(chances, outcomes)
    brier =
      pairs.reduce(0) { $0 + ($1.0 - ($1.1 ? 1 : 0)) * ($1.0 - ($1.1 ? 1 : 0)) }
      / Double(max(count, 1))
    logLoss = pairs.reduce(0) { $0 + HeldOut.loss($1.0, $1.1) } / Double(max(count, 1))
  }

  static func chance(_ hazard: Double) -> Double { -expm1(-max(hazard, 0)) }

  static func loss(_ chance: Double, _ isOutcome: Bool) -> Double {
    let bounded = min(max(chance, 1e-6), 1 - 1e-6)
    return isOutcome ? -log(bounded) : -log1p(-bounded)
  }

  /// By ranks, ties counted half; a half where one of the two kinds is absent.
  private static func auc(_ chances: [Double], _ outcomes: [Bool]) -> Double {
    let order = chances.indices.sorted { chances[$0] < chances[$1] }
    let (events, others) = (outcomes.count { $0 }, outcomes.count { !$0 })
    guard events > 0, others > 0 else { return 0.5 }
    var (sum, place) = (0.0, 0)
    while place < order.count {
      var end = place
      while end + 1 < order.count, chances[order[end + 1]] == chances[order[place]] { end += 1 }
      let rank = Double(place + end) / 2 + 1
      for index in place...end where outcomes[order[index]] { sum += rank }
      place = end + 1
    }
    return (sum - Double(events * (events + 1)) / 2) / Double(events * others)
  }
}

/// A share of a count with its 95 % interval by Wilson, which holds for few and for rare as well.
package struct Proportion: Hashable, Sendable, Codable {
  package let hits: Int
  package let count: Int

  package init(_ hits: Int, of count: Int) { (self.hits, self.count) = (hits, count) }

  package var share: Double { count == 0 ? 0 : Double(hits) / Double(count) }

  package var interval: ClosedRange<Double> {
    guard count > 0 else { return 0...1 }
    let (number, square) = (Double(count), 1.96 * 1.96)
    let middle = (share + square / (2 * number)) / (1 + square / number)
    let half =
      1.96 * (share * (1 - share) / number + square / (4 * number * number)).squareRoot()
      / (1 + square / number)
    return max(0, middle - half)...min(1, middle + half)
  }
}

/// One tenth of the households by their chance: what was foretold and what happened.
package struct CalibrationBin: Sendable, Codable {
  package let foretold: Double
  package let happened: Proportion

  /// Tenths of equal size, lowest first; a tenth of fewer than ten households is left out.
  package static func deciles(_ chances: [Double], _ outcomes: [Bool]) -> [CalibrationBin] {
    let order = chances.indices.sorted { (chances[$0], $0) < (chances[$1], $1) }
    return (0..<10).compactMap { tenth in
      let own = order[(order.count * tenth / 10)..<(order.count * (tenth + 1) / 10)]
      guard own.count >= 10 else { return nil }
      return CalibrationBin(
        foretold: own.reduce(0) { $0 + chances[$1] } / Double(own.count),
        happened: Proportion(own.count { outcomes[$0] }, of: own.count))
    }
  }
}
