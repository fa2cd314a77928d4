internal import Glibc

/// How strengths add up to a hazard, the simplest first.
package enum FitForm: String, Sendable, Codable, CaseIterable {
  /// Each column with one weight.
  case plain
  /// Strengths pile up, and the height of the pile has the weights.
  case accumulated
  /// Each column with bends at its quantiles as strengths of their own.
  case hinged
  case accumulatedHinged

  /// A form is kept before those that are less simple while it is worse than the best by no more
  /// than this part of the standard error.
  var patience: Double { self == .plain ? 0.25 : 0.75 }
  var isHinged: Bool { self == .hinged || self == .accumulatedHinged }
  var isAccumulated: Bool { self == .accumulated || self == .accumulatedHinged }
}

/// What was learnt from a panel: a base, the hazard of each strength, and piles of them.
///
/// `p = 1 − exp(−H)` with `H = base + Σ θᵢ·sᵢ`; nothing in it is negative.
package struct FittedWeights: Sendable, Codable {
  /// The hazard of a household in which no strength is there.
  package var base: Double
  package var weights: [StrengthWeight]
  package var piles: [Accumulation]

  package init(
    base: Double, weights: [StrengthWeight], piles: [Accumulation] = []
  ) {
    (self.base, self.weights, self.piles) = (base, weights, piles)
  }

  /// Weights as somebody wrote them, for columns that are strengths already.
  package init(expert weights: [String: Double]) {
    self.init(
      base: 0,
      weights: weights.sorted { $0.key < $1.key }.map { column, weight in
        let theta = -log1p(-weight)
        return StrengthWeight(
          Strength(column: column, shape: .rising(from: 0, to: 1), unknown: 0), theta: theta,
          low: theta, high: theta)
      })
  }

  /// The sum of others, each with its share of the hazard: a mixture of sums of parts that are not
  /// negative is one itself.
  init(mixing found: [(FittedWeights, share: Double)]) {
    var (order, merged): ([Strength], [Strength: StrengthWeight]) = ([], [:])
    for (model, share) in found {
      for own in model.weights {
        let before = merged[own.strength]
        if before == nil { order.append(own.strength) }
        merged[own.strength] = StrengthWeight(
          own.strength, theta: (before?.theta ?? 0) + own.theta * share,
          low: (before?.low ?? 0) + own.low * share, high: (before?.high ?? 0) + own.high * share)
      }
    }
    self.init(
      base: found.reduce(0) { $0 + $1.0.base * $1.share },
      weights: order.compactMap { merged[$0] },
      piles: found.flatMap { model, share in model.piles.map { $0.times(share) } })
  }

  /// Whether every hazard is one: a number, and not negative.
  package var isPossible: Bool {
    let hazards = [base] + weights.map(\.theta) + piles.flatMap(\.steps).map(\.theta)
    return hazards.allSatisfy { $0.isFinite && $0 >= 0 }
  }

  /// The columns that rows to be scored must have.
  package var columns: Set<String> {
    Set(weights.filter { $0.theta > 0 }.map(\.strength.column))
      .union(piles.flatMap(\.parts).map(\.strength.column))
  }

  /// The columns that were numbers when fitted and now hold cells that are none, which count as
  /// unknown: how many, and the first row.
  package func spoilt(in panel: Panel) -> [(name: String, words: Int, first: Int)] {
    let strengths =
      weights.filter { $0.theta > 0 }.map(\.strength) + piles.flatMap(\.parts).map(\.strength)
    let numeric = Set(strengths.filter(\.isNumeric).map(\.column))
    return zip(panel.names, panel.columns).compactMap { name, column in
      guard numeric.contains(name), case .words(let cells) = column else { return nil }
      let words = cells.indices.filter { cells[$0].map { Double($0) == nil } ?? false }
      return words.first.map { (name, words.count, $0) }
    }
  }

  package func hazards(of panel: Panel, rows: [Int]) -> [Double] {
    let present = weights.filter { $0.theta > 0 }
    let single = StrengthMatrix(present.map(\.strength), of: panel, rows: rows)
      .times(present.map(\.theta)).map { base + $0 }
    return piles.reduce(single) { hazards, pile in
      zip(hazards, pile.heights(of: panel, rows: rows)).map { hazard, height in
        hazard + pile.steps.reduce(0) { $0 + $1.theta * $1.strength(at: height) }
      }
    }
  }

  package func chances(of panel: Panel) -> [Double] {
    hazards(of: panel, rows: Array(0..<panel.count)).map { -expm1(-$0) }
  }

  /// By column: the coefficient that the column's worst value alone would add to its best.
  ///
  /// Of a pile it is what the whole share of the column adds at the height where rows lie midway.
  package func columnWeights(midway: Double = 0.5) -> [String: Double] {
    var hazards: [String: Double] = [:]
    for (column, own) in Dictionary(grouping: weights, by: \.strength.column) {
      hazards[column] = own.reduce(0) { $0 + $1.theta }
    }
    for pile in piles {
      for (column, own) in Dictionary(grouping: pile.parts, by: \.strength.column) {
        let share = own.reduce(0) { $0 + $1.share }
        let (low, high) = (max(0, midway - share / 2), min(1, midway + share / 2))
        hazards[column, default: 0] += pile.steps.reduce(0) {
          $0 + $1.theta * ($1.strength(at: high) - $1.strength(at: low))
        }
      }
    }
    return hazards.mapValues { -expm1(-$0) }
  }
}

/// One strength's hazard at full strength; its weight is the coefficient if it stood alone.
package struct StrengthWeight: Sendable, Codable {
  package let strength: Strength
  package let theta: Double
  /// Of θ, 95 in a hundred.
  package let low: Double
  package let high: Double

  package init(_ strength: Strength, theta: Double, low: Double, high: Double) {
    (self.strength, self.theta, self.low, self.high) = (strength, theta, low, high)
  }

  package var weight: Double { -expm1(-theta) }
  package var interval: ClosedRange<Double> { -expm1(-low)...(-expm1(-high)) }
}
