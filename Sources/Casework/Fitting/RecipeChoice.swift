internal import Glibc

/// Chooses the recipes that together do best on rows left out in turn, within the rows it is given.
struct RecipeChoice {
  let fit: WeightFit
  let rows: [Int]
  private static let rates: [Double] = [64, 32, 16, 8, 4, 2, 1, 0.5]
  private static let priorRates: [Double] = [1_000, 300, 100, 30, 10, 3, 1]
  private static let ridges: [Double] = [
    1_000, 300, 100, 30, 10, 3, 1, 0.3, 0.1, 0.03, 0.01,
  ]

  /// What one recipe foretold of rows left out, in the order of the parts.
  private struct Trial {
    let recipe: FitRecipe
    var hazards: [Double] = []
    var losses: [Double] = []

    var mean: Double { losses.reduce(0, +) / Double(losses.count) }
  }

  func chosen() -> [FitShare] {
    let parts = WeightFit.parts(of: rows, fit.outcomes, folds: fit.folds)
    let best = fit.forms.compactMap { form in
      paths(of: form).flatMap { trials($0, parts) }.min { $0.mean < $1.mean }
    }
    guard let simplest = best.first else {
      return [FitShare(recipe: FitRecipe(form: .plain, shrinkage: 1), share: 1)]
    }
    let (shares, losses) = mixed(best, parts)
    if isAsGood(simplest, as: losses) { return [FitShare(recipe: simplest.recipe, share: 1)] }
    return zip(best, shares).filter { $0.1 > 0 }.map { trial, share in
      let isMain = share >= 0.5 && trial.recipe.form.isAccumulated
      return FitShare(recipe: (isMain ? withSteps(trial, parts) : trial).recipe, share: share)
    }
  }

  /// The shares of the hazard, in tenths, by which the trials together lose least on rows left out.
  private func mixed(_ trials: [Trial], _ parts: [[Int]]) -> (shares: [Double], losses: [Double]) {
    let truths = parts.flatMap { $0 }.map { fit.outcomes[$0] }
    var (least, found) = (Double.infinity, ([Double](), [Double]()))
    for tenths in RecipeChoice.tenths(over: trials.count) {
      let shares = tenths.map { Double($0) / 10 }
      let losses = truths.indices.map { row in
        let hazard = zip(trials, shares).reduce(0) { $0 + $1.0.hazards[row] * $1.1 }
        return HeldOut.loss(HeldOut.chance(hazard), truths[row])
      }
      let mean = losses.reduce(0, +) / Double(losses.count)
      if mean < least { (least, found) = (mean, (shares, losses)) }
    }
    return found
  }

  /// Every way to give ten tenths to so many.
  private static func tenths(over count: Int, _ left: Int = 10) -> [[Int]] {
    guard count > 1 else { return [[left]] }
    return (0...left).reversed().flatMap { own in
      tenths(over: count - 1, left - own).map { [own] + $0 }
    }
  }

  /// No worse than a part of the standard error of the difference.
  private func isAsGood(_ trial: Trial, as losses: [Double]) -> Bool {
    let excess = zip(trial.losses, losses).map(-)
    let count = Double(excess.count)
    let mean = excess.reduce(0, +) / count
    let variance = excess.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    let patience = trial.recipe.form.patience
    return mean <= patience * (variance / count).squareRoot()
  }

  private func paths(of form: FitForm) -> [[FitRecipe]] {
    if form.isAccumulated {
      return (form.isHinged ? [8.0, 1.0] : [1.0]).map { factor in
        RecipeChoice.ridges.map { FitRecipe(form: form, shrinkage: $0, hingeShrinkage: factor) }
      }
    }
    let rates = fit.prior.isEmpty ? RecipeChoice.rates : RecipeChoice.priorRates
    return [rates.map { FitRecipe(form: form, shrinkage: $0) }]
  }

  private func trials(_ recipes: [FitRecipe], _ parts: [[Int]]) -> [Trial] {
    var trials = recipes.map { Trial(recipe: $0) }
    for part in parts {
      let found = RecipeFit(fit: fit, rows: without(part)).path(recipes)
      for (index, weights) in found.enumerated() {
        note(weights, part, in: &trials[index])
      }
    }
    return trials
  }

  /// Whether the steps of the pile should follow the data, and how closely.
  private func withSteps(_ trial: Trial, _ parts: [[Int]]) -> Trial {
    let rates: [Double] = [3_000, 300, 30]
    var trials = rates.map { rate in
      var recipe = trial.recipe
      recipe.stepRate = rate
      return Trial(recipe: recipe)
    }
    for part in parts {
      let rest = RecipeFit(fit: fit, rows: without(part))
      let found = rest.path([trial.recipe])[0]
      for index in trials.indices {
        note(rest.refitted(found, rate: rates[index]), part, in: &trials[index])
      }
    }
    guard let least = trials.min(by: { $0.mean < $1.mean }),
      !isAsGood(trial, as: least.losses)
    else { return trial }
    return least
  }

  private func without(_ part: [Int]) -> [Int] {
    let out = Set(part)
    return rows.filter { !out.contains($0) }
  }

  private func note(_ weights: FittedWeights, _ part: [Int], in trial: inout Trial) {
    let hazards = weights.hazards(of: fit.panel, rows: part)
    trial.hazards += hazards
    trial.losses += zip(hazards, part).map { hazard, row in
      HeldOut.loss(HeldOut.chance(hazard), fit.outcomes[row])
    }
  }
}
