internal import Glibc

/// What was believed of a weight before the data: a gamma density whose peak is `centre`.
package struct GammaPrior: Hashable, Sendable {
  /// In the unit of θ.
  package let centre: Double
  /// How much it takes to move away from the centre, as full strengths seen without an outcome.
  package let rate: Double

  package init(centre: Double, rate: Double) { (self.centre, self.rate) = (centre, rate) }

  func logDensity(_ theta: Double) -> Double {
    rate * ((centre > 0 ? centre * log(theta) : 0) - theta)
  }
  func slope(_ theta: Double) -> Double { rate * (centre > 0 ? centre / theta - 1 : -1) }
  func curvature(_ theta: Double) -> Double { centre > 0 ? rate * centre / (theta * theta) : 0 }
}

/// The maximum a-posteriori fit of `p = 1 − exp(−Σ θᵢ·sᵢ)` with every θ ≥ 0.
///
/// The log-likelihood is concave in θ and so is the log of each prior, so there is one peak; it is
/// climbed by Newton steps inside the bounds, each shortened until it climbs.
struct HazardFit {
  let matrix: StrengthMatrix
  let outcomes: [Bool]
  let priors: [GammaPrior]
  /// Strengths that may not vanish, as the base hazard.
  let floors: [Double]
  private static let mostSteps = 60

  init(_ matrix: StrengthMatrix, _ outcomes: [Bool], priors: [GammaPrior], floors: [Double]) {
    (self.matrix, self.outcomes) = (matrix, outcomes)
    (self.priors, self.floors) = (priors, floors)
  }

  func fitted(from start: [Double]) -> [Double] {
    var theta = zip(start, zip(priors, floors)).map { value, limits in
      limits.0.centre > 0 ? max(value, 1e-6) : max(value, limits.1)
    }
    var best = posterior(theta)
    for _ in 0..<HazardFit.mostSteps {
      let step = newtonStep(theta)
      var (length, climbed) = (1.0, false)
      for _ in 0..<30 {
        let next = zip(theta, step).map { $0 + length * $1 }
        let value = posterior(next)
        if value > best {
          climbed = value - best > 1e-7 * max(1, abs(best))
          (theta, best) = (next, value)
          break
        }
        length /= 2
      }
      if !climbed { break }
    }
    return theta
  }

  func posterior(_ theta: [Double]) -> Double {
    var sum = zip(theta, priors).reduce(0) { $0 + $1.1.logDensity($1.0) }
    for (hazard, isOutcome) in zip(matrix.times(theta), outcomes) {
      sum += isOutcome ? log(-expm1(-max(hazard, 1e-12))) : -hazard
    }
    return sum
  }

  /// By how much the log-likelihood of each row climbs with its hazard, and how that bends.
  private func rowSlopes(_ theta: [Double]) -> (slopes: [Double], bends: [Double]) {
    var (slopes, bends): ([Double], [Double]) = ([], [])
    for (hazard, isOutcome) in zip(matrix.times(theta), outcomes) {
      let ratio = 1 / expm1(max(hazard, 1e-9))
      slopes.append(isOutcome ? ratio : -1)
      bends.append(isOutcome ? ratio * (1 + ratio) : 0)
    }
    return (slopes, bends)
  }

  private func newtonStep(_ theta: [Double]) -> [Double] {
    let (slopes, bends) = rowSlopes(theta)
    let gathered = matrix.gathered(slopes)
    let gradient = theta.indices.map { gathered[$0] + priors[$0].slope(theta[$0]) }
    let active = theta.indices.filter { theta[$0] > floors[$0] || gradient[$0] > 0 }
    var gram = matrix.gram(bends, active)
    for (index, place) in active.enumerated() {
      gram[index * active.count + index] += priors[place].curvature(theta[place]) + 1e-8
    }
    let lowest = active.map { place in
      priors[place].centre > 0 ? -0.9 * theta[place] : floors[place] - theta[place]
    }
    let moves = HazardFit.bounded(gram, active.map { gradient[$0] }, lowest)
    var step = [Double](repeating: 0, count: theta.count)
    for (index, place) in active.enumerated() { step[place] = moves[index] }
    return step
  }

  /// The peak of `g·d − ½ dᵀ·G·d` with each d no lower than its bound, coordinate by coordinate.
  private static func bounded(
    _ gram: [Double], _ gradient: [Double], _ lowest: [Double]
  ) -> [Double] {
    let size = gradient.count
    var (moves, rest) = ([Double](repeating: 0, count: size), gradient)
    for _ in 0..<200 {
      var largest = 0.0
      for index in 0..<size {
        let own = gram[index * size + index]
        let next = max(lowest[index], moves[index] + rest[index] / own)
        let change = next - moves[index]
        if change == 0 { continue }
        moves[index] = next
        largest = max(largest, change * change * own)
        for other in 0..<size {
          let (low, high) = (min(index, other), max(index, other))
          rest[other] -= change * gram[high * size + low]
        }
      }
      if largest < 1e-9 { break }
    }
    return moves
  }

  /// 95 % intervals: from the observed information where θ > 0; at 0 up to where the
  /// log-posterior has fallen by 1.92, seen as a parabola.
  func intervals(_ theta: [Double]) -> [ClosedRange<Double>] {
    let (slopes, bends) = rowSlopes(theta)
    let gathered = matrix.gathered(slopes)
    let all = Array(theta.indices)
    let gram = matrix.gram(bends, all)
    let inside = all.filter { theta[$0] > floors[$0] + 1e-9 }
    var information = matrix.gram(bends, inside)
    for (index, place) in inside.enumerated() {
      information[index * inside.count + index] += priors[place].curvature(theta[place]) + 1e-8
    }
    let variances = Cholesky(information, size: inside.count)?.inverseDiagonal ?? []
    var errors: [Int: Double] = [:]
    for (place, variance) in zip(inside, variances) { errors[place] = variance.squareRoot() }
    return all.map { place in
      if let error = errors[place] {
        return max(0, theta[place] - 1.96 * error)...(theta[place] + 1.96 * error)
      }
      let fall = max(0, -(gathered[place] + priors[place].slope(max(theta[place], 1e-6))))
      let bend = max(gram[place * theta.count + place], 1e-9)
      return 0...((fall * fall + 2 * bend * 1.92).squareRoot() - fall) / bend
    }
  }
}
