import Foundation
import Testing

@testable import Casework

/// Households made by a known truth.
private struct Truth {
  var random = SplitRandom(seed: 7)

  mutating func number() -> Double { Double.random(in: 0..<1, using: &random) }

  /// Strengths of which only the first two weigh, with `p = 1 − exp(−(0.05 + Σ θ·s))`.
  mutating func additive(_ count: Int, thetas: [Double]) -> (Panel, [Bool]) {
    var (rows, outcomes): ([[String]], [Bool]) = ([], [])
    for _ in 0..<count {
      let strengths = thetas.map { _ in number() < 0.4 ? number() : 0 }
      let hazard = zip(strengths, thetas).reduce(0.05) { $0 + $1.0 * $1.1 }
      rows.append(strengths.map { "\($0)" })
      outcomes.append(number() < 1 - exp(-hazard))
    }
    return (Panel(names: thetas.indices.map { "s\($0)" }, rows: rows), outcomes)
  }
}

struct WeightFitTests {
  @Test func `weights that made the outcomes are found again within their intervals`() throws {
    var truth = Truth()
    let (panel, outcomes) = truth.additive(1_500, thetas: [2, 1, 0])
    let fit = try WeightFit(panel, outcomes, form: .plain, folds: 3)
    let found = fit.fitted(to: fit.rows).weights
    for (column, theta) in [("s0", 2.0), ("s1", 1.0), ("s2", 0.0)] {
      let own = try #require(
        found.weights.first { $0.strength.column == column && $0.strength.unknown < 0.5 })
      #expect(own.theta >= 0 && own.low <= theta && theta <= own.high, "\(column): \(own)")
    }
    #expect(found.weights.allSatisfy { $0.theta >= 0 } && found.base >= 0)
  }

  @Test func `the hazard is the base and the parts added`() throws {
    var truth = Truth()
    let (panel, outcomes) = truth.additive(200, thetas: [1.5, 0.5])
    let fit = try WeightFit(panel, outcomes, form: .hinged, folds: 2)
    let found = fit.fitted(to: fit.rows).weights
    let hazards = found.hazards(of: panel, rows: fit.rows)
    let added = fit.rows.map { row in
      found.weights.reduce(found.base) {
        $0 + $1.theta * $1.strength.values(in: panel[$1.strength.column], rows: [row])[0]
      }
    }
    #expect(zip(hazards, added).allSatisfy { abs($0 - $1) < 1e-9 })
  }

  @Test func `a strong prior holds and a weak one yields`() throws {
    var truth = Truth()
    let (panel, outcomes) = truth.additive(400, thetas: [2, 0.5])
    let prior = ["s0": 0.8, "s1": 0.4]
    let fit = try WeightFit(panel, outcomes, prior: prior, folds: 3)
    let (found, recipes) = fit.fitted(to: fit.rows)
    #expect(recipes.map(\.recipe.form) == [.plain] && found.weights.count == 2)
    #expect(fit.priorFigures.auc > 0.6)
    #expect(throws: FitRefusal.badPrior("s0")) {
      try WeightFit(panel, outcomes, prior: ["s0": 1.2])
    }
    #expect(throws: FitRefusal.noColumn("other")) {
      try WeightFit(panel, outcomes, prior: ["other": 0.2])
    }
  }

  @Test func `a column of noise alone foretells nothing on rows left out`() throws {
    var truth = Truth()
    let outcomes = (0..<240).map { _ in truth.number() < 0.4 }
    // Each row has a word of its own: whoever looked at the rows left out would know them all.
    let panel = Panel(
      names: ["word", "noise"], rows: (0..<240).map { ["w\($0)", "\(truth.number())"] })
    let fit = try WeightFit(panel, outcomes, form: .hinged, folds: 3)
    let parts = WeightFit.parts(of: fit.rows, outcomes, folds: 3)
    let chances = parts.flatMap(fit.heldOut)
    let seen = HeldOut(chances, parts.flatMap { $0 }.map { outcomes[$0] })
    #expect(abs(seen.auc - 0.5) < 0.12)
  }

  @Test func `every part has its share of outcomes and every row stands in one part`() {
    let outcomes = (0..<103).map { $0 % 7 == 0 }
    let parts = WeightFit.parts(of: Array(0..<103), outcomes, folds: 5)
    #expect(parts.flatMap { $0 }.sorted() == Array(0..<103))
    #expect(parts.allSatisfy { (2...4).contains($0.count { outcomes[$0] }) })
  }

  @Test func `unknown is not nought`() throws {
    var truth = Truth()
    var (rows, outcomes): ([[String]], [Bool]) = ([], [])
    for _ in 0..<300 {
      let isLost = truth.number() < 0.3
      rows.append([isLost ? "" : "\(100 + truth.number() * 900)"])
      outcomes.append(truth.number() < (isLost ? 0.7 : 0.15))
    }
    let fit = try WeightFit(Panel(names: ["income"], rows: rows), outcomes, form: .plain, folds: 3)
    let model = fit.fitted(to: fit.rows).weights
    let chances = model.chances(of: Panel(names: ["income"], rows: [[""], ["100"]]))
    #expect(chances[0] > 0.5 && chances[1] < 0.35)
  }

  @Test func `recipes are mixed where they do better together, and the mixture adds up`() throws {
    var truth = Truth()
    var (rows, outcomes): ([[String]], [Bool]) = ([], [])
    for _ in 0..<700 {
      let values = (0..<4).map { _ in truth.number() }
      let odds = 4 * values[0] - 3 * values[1] + (values[2] > 0.7 ? 2 : 0) - 1.5
      rows.append(values.map { "\($0 * 100)" })
      outcomes.append(truth.number() < 1 / (1 + exp(-odds)))
    }
    let fit = try WeightFit(Panel(names: ["a", "b", "c", "d"], rows: rows), outcomes, folds: 3)
    let (model, recipes) = fit.fitted(to: fit.rows)
    #expect(abs(recipes.reduce(0) { $0 + $1.share } - 1) < 1e-9 && recipes.count > 1)
    #expect(model.weights.allSatisfy { $0.theta >= 0 } && model.base >= 0)
    #expect(model.piles.flatMap(\.steps).allSatisfy { $0.theta >= 0 })
    #expect(Set(model.weights.map(\.strength)).count == model.weights.count)
    // Each recipe by itself, with its share of the hazard, comes to the same.
    let alone = recipes.map { one in
      let single = RecipeFit(fit: fit, rows: fit.rows).weights(one.recipe)
      return single.hazards(of: fit.panel, rows: fit.rows).map { $0 * one.share }
    }
    let sums = fit.rows.map { row in alone.reduce(0) { $0 + $1[row] } }
    let whole = model.hazards(of: fit.panel, rows: fit.rows)
    #expect(zip(sums, whole).allSatisfy { abs($0 - $1) < 1e-9 })
  }

  @Test func `a file without enough is refused in a sentence`() throws {
    let panel = Panel(names: ["a", "y"], rows: (0..<60).map { ["\($0)", $0 < 3 ? "1" : "0"] })
    let (rest, outcomes) = try panel.separating("y")
    #expect(throws: FitRefusal.tooFew(rows: 60, events: 3)) { try WeightFit(rest, outcomes) }
    #expect(throws: FitRefusal.noColumn("z")) { try panel.separating("z") }
    #expect(throws: FitRefusal.notBinary("a")) { try panel.separating("a") }
  }

  @Test func `what was fitted is the same after it was written and read`() throws {
    var truth = Truth()
    let (panel, outcomes) = truth.additive(200, thetas: [1.5, 0.5])
    let fit = try WeightFit(panel, outcomes, form: .accumulatedHinged, folds: 2)
    let model = fit.fitted(to: fit.rows).weights
    let read = try JSONDecoder().decode(FittedWeights.self, from: JSONEncoder().encode(model))
    #expect(read.chances(of: panel) == model.chances(of: panel))
    #expect(model.piles.flatMap(\.steps).allSatisfy { $0.theta >= 0 })
    #expect(model.piles.flatMap(\.parts).allSatisfy { $0.share > 0 })
  }
}

struct HeldOutTests {
  @Test(arguments: [
    ([0.1, 0.2, 0.8, 0.9], [false, false, true, true], 1.0),
    ([0.9, 0.8, 0.2, 0.1], [false, false, true, true], 0.0),
    ([0.5, 0.5, 0.5, 0.5], [false, true, false, true], 0.5),
    ([0.1, 0.4, 0.35, 0.8], [false, false, true, true], 0.75),
  ])
  func `the AUC counts pairs`(chances: [Double], outcomes: [Bool], auc: Double) {
    #expect(HeldOut(chances, outcomes).auc == auc)
  }

  @Test func `Wilson's interval of one in ten`() {
    let interval = Proportion(1, of: 10).interval
    #expect(abs(interval.lowerBound - 0.0179) < 5e-4 && abs(interval.upperBound - 0.4042) < 5e-4)
    #expect(Proportion(0, of: 0).interval == 0...1)
  }

  @Test func `tenths of fewer than ten households are left out`() {
    #expect(CalibrationBin.deciles([0.1, 0.2], [true, false]).isEmpty)
    let chances = (0..<100).map { Double($0) / 100 }
    let bins = CalibrationBin.deciles(chances, chances.map { $0 >= 0.5 })
    #expect(bins.count == 10 && bins[0].happened.hits == 0 && bins[9].happened.hits == 10)
  }
}
