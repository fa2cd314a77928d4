internal import Glibc

/// Chooses the recipe that does best on rows left out in turn, within the rows it is given.
struct RecipeChoice {
  let fit: WeightFit
  let rows: [Int]
  private static let rates: [Double] = [64, 32, 16, 8, 4, 2, 1, 0.5]
  private static let priorRates: [Double] = [1_000, 300, 100, 30, 10, 3, 1]
  private static let ridges: [Double] = [1_000, 300, 100, 30, 10, 3, 1, 0.3, 0.1]

  /// What one recipe foretold of rows left out, in the order of the parts.
  private struct Trial {
    let recipe: FitRecipe
    var hazards: [Double] = []
    var losses: [Double] = []

    var mean: Double { losses.reduce(0, +) / Double(losses.count) }
  }

  func chosen() -> FitRecipe {
    let parts = WeightFit.parts(of: rows, fit.outcomes, folds: fit.folds)
    let best = fit.forms.compactMap { form in
      paths(of: form).flatMap { trials($0, parts) }.min { $0.mean < $1.mean }
    }
    guard let least = best.min(by: { $0.mean < $1.mean }) else {
      return FitRecipe(form: .plain, shrinkage: 1)
    }
    let kept = best.first { isAsGood($0, as: least) } ?? least
    return (kept.recipe.form.isAccumulated ? withSteps(kept, parts) : kept).recipe
  }

  /// No worse than a part of the standard error of the difference.
  private func isAsGood(_ trial: Trial, as least: Trial) -> Bool {
    let excess = zip(trial.losses, least.losses).map(-)
    let (mean, count) = (trial.mean - least.mean, Double(excess.count))
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
      !isAsGood(trial, as: least)
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
