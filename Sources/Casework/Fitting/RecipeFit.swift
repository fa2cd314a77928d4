internal import Glibc

/// Fits recipes to some rows of a panel.
struct RecipeFit {
  let fit: WeightFit
  let rows: [Int]

  private var outcomes: [Bool] { rows.map { fit.outcomes[$0] } }

  func weights(_ recipe: FitRecipe) -> FittedWeights {
    let found = path([recipe])[0]
    guard let rate = recipe.stepRate else { return withIntervals(found, recipe) }
    return refitted(found, rate: rate)
  }

  /// Weights for recipes of one form, each starting where the one before ended.
  func path(_ recipes: [FitRecipe]) -> [FittedWeights] {
    guard let form = recipes.first?.form else { return [] }
    return form.isAccumulated ? piles(recipes, form) : singles(recipes, form)
  }

  private func finder(_ form: FitForm) -> [Strength] {
    StrengthFinder(panel: fit.panel, rows: rows).strengths(hinged: form.isHinged)
  }

  /// Both sides of every column, except of those whose direction the prior gives.
  private func sides(_ form: FitForm) -> [Strength] {
    let found = finder(form)
    return found + found.filter { fit.prior[$0.column] == nil }.map(\.reversed)
  }

  private func withBase(_ strengths: [Strength]) -> StrengthMatrix {
    let columns = strengths.map { $0.values(in: fit.panel[$0.column], rows: rows) }
    return StrengthMatrix(
      [[Double](repeating: 1, count: rows.count)] + columns, rows: rows.count)
  }

  private func hazardFit(
    _ strengths: [Strength], _ matrix: StrengthMatrix, rate: Double
  ) -> HazardFit {
    let priors = strengths.map { strength in
      let isNamed = strength.shape != .missing && fit.prior[strength.column] != nil
      return GammaPrior(
        centre: isNamed ? -log1p(-(fit.prior[strength.column] ?? 0)) : 0, rate: rate)
    }
    let floors = [1e-6] + strengths.map { _ in 0.0 }
    return HazardFit(
      matrix, outcomes, priors: [GammaPrior(centre: 0, rate: 0)] + priors, floors: floors)
  }

  private func singles(_ recipes: [FitRecipe], _ form: FitForm) -> [FittedWeights] {
    let strengths = sides(form)
    let matrix = withBase(strengths)
    let share = Double(outcomes.count { $0 }) / Double(rows.count)
    var theta = [-log1p(-share) * 0.7] + strengths.map { _ in 0.0 }
    return recipes.map { recipe in
      let hazard = hazardFit(strengths, matrix, rate: recipe.shrinkage)
      for (index, prior) in hazard.priors.enumerated() where theta[index] == 0 {
        theta[index] = prior.centre
      }
      theta = hazard.fitted(from: theta)
      return FittedWeights(
        base: theta[0],
        weights: zip(strengths, theta.dropFirst()).map { strength, value in
          StrengthWeight(strength, theta: value, low: value, high: value)
        })
    }
  }

  private func withIntervals(_ found: FittedWeights, _ recipe: FitRecipe) -> FittedWeights {
    guard !recipe.form.isAccumulated else { return found }
    let strengths = found.weights.map(\.strength)
    let hazard = hazardFit(strengths, withBase(strengths), rate: recipe.shrinkage)
    let ranges = hazard.intervals([found.base] + found.weights.map(\.theta))
    var known = found
    known.weights = zip(found.weights, ranges.dropFirst()).map { weight, range in
      StrengthWeight(
        weight.strength, theta: weight.theta, low: range.lowerBound, high: range.upperBound)
    }
    return known
  }

  private func piles(_ recipes: [FitRecipe], _ form: FitForm) -> [FittedWeights] {
    let strengths = finder(form)
    let matrix = withBase(strengths)
    let spreads = spreads(of: matrix)
    let share = Double(outcomes.count { $0 }) / Double(rows.count)
    var weights = [log(share / (1 - share))] + strengths.map { _ in 0.0 }
    return recipes.map { recipe in
      let ridge = zip(strengths, spreads.dropFirst()).map { strength, spread in
        recipe.shrinkage * spread * (strength.isHinge ? recipe.hingeShrinkage : 1)
      }
      weights = LogOddsFit(matrix, outcomes, ridge: [0] + ridge).fitted(from: weights)
      let pile = Accumulation(
        strengths, weights: Array(weights.dropFirst()), base: weights[0],
        odds: matrix.times(weights))
      return FittedWeights(
        base: pile?.base ?? LogOddsFit.softplus(weights[0]), weights: [],
        piles: pile.map { [$0] } ?? [])
    }
  }

  /// The variance of each strength, so that the ridge weighs alike on rare and common ones.
  private func spreads(of matrix: StrengthMatrix) -> [Double] {
    let count = Double(matrix.rows)
    let sums = matrix.gathered([Double](repeating: 1, count: matrix.rows))
    var squares = [Double](repeating: 0, count: matrix.width)
    for (index, cell) in matrix.cells.enumerated() { squares[index % matrix.width] += cell * cell }
    return zip(sums, squares).map { sum, square in
      max(square / count - (sum / count) * (sum / count), 1e-6)
    }
  }

  /// The steps of a pile fitted anew, with gamma priors centred on what they were.
  func refitted(_ found: FittedWeights, rate: Double) -> FittedWeights {
    guard let pile = found.piles.first else { return found }
    let heights = pile.heights(of: fit.panel, rows: rows)
    let columns = pile.steps.map { step in heights.map(step.strength(at:)) }
    let matrix = StrengthMatrix(
      [[Double](repeating: 1, count: rows.count)] + columns, rows: rows.count)
    let centres = [max(found.base, 1e-6)] + pile.steps.map { max($0.theta, 1e-9) }
    let hazard = HazardFit(
      matrix, outcomes, priors: centres.map { GammaPrior(centre: $0, rate: rate) },
      floors: centres.map { _ in 0 })
    let theta = hazard.fitted(from: centres)
    let ranges = hazard.intervals(theta)
    var known = found
    known.base = theta[0]
    for index in pile.steps.indices {
      known.piles[0].steps[index].theta = theta[index + 1]
      known.piles[0].steps[index].low = ranges[index + 1].lowerBound
      known.piles[0].steps[index].high = ranges[index + 1].upperBound
    }
    return known
  }
}
