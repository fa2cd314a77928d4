/// Fits weights to a panel of strengths and outcomes, and says how well they do on rows unseen.
package struct WeightFit: Sendable {
  package let panel: Panel
  package let outcomes: [Bool]
  /// Weights believed before, by column; empty where nothing is.
  package let prior: [String: Double]
  /// The forms that may be chosen; a prior belongs to columns, so with one only `.plain` is.
  package let forms: [FitForm]
  package let folds: Int

  package init(
    _ panel: Panel, _ outcomes: [Bool], prior: [String: Double] = [:], form: FitForm? = nil,
    folds: Int = 5
  ) throws(FitRefusal) {
    let events = outcomes.count { $0 }
    guard outcomes.count >= 40, events >= 10, outcomes.count - events >= 10 else {
      throw .tooFew(rows: outcomes.count, events: events)
    }
    try panel.accepts(prior)
    let all = StrengthFinder(panel: panel, rows: Array(outcomes.indices)).strengths(hinged: false)
    guard !all.isEmpty else { throw .noStrengths }
    (self.panel, self.outcomes, self.prior) = (panel, outcomes, prior)
    self.folds = min(max(folds, 2), min(events, outcomes.count - events))
    forms = form.map { [$0] } ?? (prior.isEmpty ? FitForm.allCases : [.plain])
  }

  package var rows: [Int] { Array(outcomes.indices) }

  /// The rows left out in turn, each with its like share of outcomes; always the same ones.
  package static func parts(of rows: [Int], _ outcomes: [Bool], folds: Int) -> [[Int]] {
    var parts = [[Int]](repeating: [], count: folds)
    var random = SplitRandom(seed: UInt64(rows.count))
    var turn = 0
    for truth in [true, false] {
      for row in rows.filter({ outcomes[$0] == truth }).shuffled(using: &random) {
        parts[turn % folds].append(row)
        turn += 1
      }
    }
    return parts.map { $0.sorted() }
  }

  /// Chooses the recipes by cross-validation inside `rows` and fits them to all of them.
  package func fitted(to rows: [Int]) -> (weights: FittedWeights, recipes: [FitShare]) {
    let recipes = RecipeChoice(fit: self, rows: rows).chosen()
    let rest = RecipeFit(fit: self, rows: rows)
    let found = recipes.map { (rest.weights($0.recipe), $0.share) }
    return (FittedWeights(mixing: found), recipes)
  }

  /// The chances of the rows of a part, from weights that were chosen and fitted without them.
  package func heldOut(_ part: [Int]) -> [Double] {
    let out = Set(part)
    let weights = fitted(to: rows.filter { !out.contains($0) }).weights
    return weights.hazards(of: panel, rows: part).map(HeldOut.chance)
  }

  /// How the weights believed before do on all rows, which had no part in making them.
  package var priorFigures: HeldOut {
    let expert = FittedWeights(expert: prior)
    return HeldOut(expert.hazards(of: panel, rows: rows).map(HeldOut.chance), outcomes)
  }
}

/// The choices before a fit, which cross-validation makes.
package struct FitRecipe: Hashable, Sendable, Codable {
  package let form: FitForm
  /// The rate of the gamma priors, or the ridge of a pile's shares.
  package let shrinkage: Double
  /// By how much more bends are shrunk than whole columns.
  package var hingeShrinkage = 1.0
  /// The rate of the priors of a pile's steps; nil keeps the steps at their centre.
  package var stepRate: Double?
}

/// A recipe with its share of the hazard; all shares of a fit together are 1.
package struct FitShare: Hashable, Sendable, Codable {
  package let recipe: FitRecipe
  package let share: Double
}

/// Chances to come out of a sequence that is always the same for a seed (SplitMix64).
package struct SplitRandom: RandomNumberGenerator {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
