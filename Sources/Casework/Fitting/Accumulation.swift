/// Several troubles at once (多重困难叠加): a strength made of others, each with its share, and the
/// steps by which the hazard grows while they pile up.
package struct Accumulation: Sendable, Codable {
  package let parts: [Share]
  package var steps: [Step]

  /// What one strength adds to the pile: all shares together are 1.
  package struct Share: Sendable, Codable {
    package let strength: Strength
    package let share: Double
  }

  /// A strength that grows from 0 to 1 while the pile grows from one height to the next.
  package struct Step: Sendable, Codable {
    package let from: Double
    package let to: Double
    package var theta: Double
    /// Of θ, 95 in a hundred, where the steps were fitted.
    package var low: Double?
    package var high: Double?

    func strength(at height: Double) -> Double { min(1, max(0, (height - from) / (to - from))) }
  }

  private static let count = 40

  /// Turns a fit of log-odds into shares and steps, none of them negative.
  ///
  /// A strength that spoke against the outcome is seen from its other side, which changes the base
  /// alone. `log(1 + eˣ)` rises everywhere, so the steps are positive as well.
  /// The steps are finest where `odds`, the log-odds of the rows that were fitted, lie.
  init?(_ strengths: [Strength], weights: [Double], base: Double, odds: [Double]) {
    let total = weights.reduce(0) { $0 + abs($1) }
    guard total > 0, let least = odds.min(), let most = odds.max(), least < most else { return nil }
    parts = zip(strengths, weights).compactMap { strength, weight in
      weight == 0
        ? nil
        : Share(
          strength: weight > 0 ? strength : strength.reversed, share: abs(weight) / total)
    }
    let foot = base + weights.reduce(0) { $0 + min(0, $1) }
    let height = { (odds: Double) in min(1, max(0, (odds - foot) / total)) }
    // Between these the hazard bends; below and above it is all but straight, however far a row lies.
    let bottom = max(least, -10)
    let top = max(bottom, min(most, 6))
    let inner = (0...Accumulation.count).map { index in
      height(bottom + (top - bottom) * Double(index) / Double(Accumulation.count))
    }
    let bounds = ([0, height(least)] + inner + [height(most), 1]).reduce(into: [Double]()) {
      if $0.isEmpty || $1 > $0[$0.count - 1] + 1e-9 { $0.append($1) }
    }
    steps = zip(bounds, bounds.dropFirst()).map { from, to in
      let rise = LogOddsFit.softplus(foot + total * to) - LogOddsFit.softplus(foot + total * from)
      return Step(from: from, to: to, theta: rise)
    }
    self.base = LogOddsFit.softplus(foot)
  }

  /// The hazard of a household in which nothing of the pile is there.
  let base: Double

  /// The same pile with so much of its hazard.
  func times(_ share: Double) -> Accumulation {
    var less = self
    less.steps = steps.map { step in
      var own = step
      own.theta *= share
      own.low = step.low.map { $0 * share }
      own.high = step.high.map { $0 * share }
      return own
    }
    return less
  }

  func heights(of panel: Panel, rows: [Int]) -> [Double] {
    StrengthMatrix(parts.map(\.strength), of: panel, rows: rows).times(parts.map(\.share))
  }
}
