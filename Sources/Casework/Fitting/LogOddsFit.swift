internal import Glibc

/// A ridge fit of log-odds: how much each strength says when many say it at once.
///
/// It finds the shares of an `Accumulation`; the coefficient itself stays a sum of hazards.
struct LogOddsFit {
  let matrix: StrengthMatrix
  let outcomes: [Bool]
  /// The penalty on half the square of each weight; the first column is the base, at 0.
  let ridge: [Double]

  init(_ matrix: StrengthMatrix, _ outcomes: [Bool], ridge: [Double]) {
    (self.matrix, self.outcomes, self.ridge) = (matrix, outcomes, ridge)
  }

  func fitted(from start: [Double]) -> [Double] {
    var (weights, best) = (start, objective(start))
    for _ in 0..<40 {
      let step = newtonStep(weights)
      var (length, climbed) = (1.0, false)
      for _ in 0..<25 {
        let next = zip(weights, step).map { $0 + length * $1 }
        let value = objective(next)
        if value > best {
          climbed = value - best > 1e-6 * max(1, abs(best))
          (weights, best) = (next, value)
          break
        }
        length /= 2
      }
      if !climbed { break }
    }
    return weights
  }

  private func objective(_ weights: [Double]) -> Double {
    var sum = -zip(weights, ridge).reduce(0) { $0 + $1.1 * $1.0 * $1.0 / 2 }
    for (odds, isOutcome) in zip(matrix.times(weights), outcomes) {
      sum -= LogOddsFit.softplus(isOutcome ? -odds : odds)
    }
    return sum
  }

  private func newtonStep(_ weights: [Double]) -> [Double] {
    var (slopes, bends): ([Double], [Double]) = ([], [])
    for (odds, isOutcome) in zip(matrix.times(weights), outcomes) {
      let chance = 1 / (1 + exp(-odds))
      slopes.append((isOutcome ? 1 : 0) - chance)
      bends.append(max(chance * (1 - chance), 1e-9))
    }
    let gathered = matrix.gathered(slopes)
    let gradient = weights.indices.map { gathered[$0] - ridge[$0] * weights[$0] }
    var gram = matrix.gram(bends, Array(weights.indices))
    for index in weights.indices { gram[index * weights.count + index] += ridge[index] + 1e-7 }
    return Cholesky(gram, size: weights.count)?.solve(gradient) ?? weights.map { _ in 0 }
  }

  /// `log(1 + eˣ)`: the hazard of log-odds x, as `1 − e^(−hazard)` is their chance.
  static func softplus(_ value: Double) -> Double {
    max(value, 0) + log1p(exp(-abs(value)))
  }
}
