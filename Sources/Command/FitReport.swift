import Casework
import Foundation

/// What a fit found, how well it does on rows unseen, and how the expert's weights do beside it.
struct FitReport: Encodable {
  let outcome: String
  let rows: Int
  let events: Int
  /// How the strengths were added up, and with which share of the hazard each.
  let recipes: [FitShare]
  let base: Double
  let weights: [Line]
  /// By column: the coefficient if its worst value stood alone.
  let columns: [String: Double]
  let heldOut: HeldOut
  let folds: [HeldOut]
  let calibration: [CalibrationBin]
  /// How the expert's weights do on the same rows; none without a prior.
  let prior: HeldOut?
  let intervals: String
  let model: FittedWeights

  /// One strength with its weight; of a pile the steps.
  struct Line: Encodable {
    let name: String
    let column: String?
    let theta: Double
    let weight: Double
    let low: Double
    let high: Double
  }

  init(_ fit: WeightFit, outcome: String) async throws {
    self.outcome = outcome
    (rows, events) = (fit.outcomes.count, fit.outcomes.count { $0 })
    let parts = WeightFit.parts(of: fit.rows, fit.outcomes, folds: fit.folds)
    async let whole = fit.fitted(to: fit.rows)
    // Each part's weights are chosen and fitted without it, so nothing of it leaks.
    let held = await withTaskGroup(of: (Int, [Double]).self) { group in
      for (index, part) in parts.enumerated() {
        group.addTask { (index, fit.heldOut(part)) }
      }
      var held = [[Double]](repeating: [], count: parts.count)
      for await (index, chances) in group { held[index] = chances }
      return held
    }
    (model, recipes) = await whole
    base = model.base
    weights = FitReport.lines(of: model)
    columns = model.columnWeights()
    folds = zip(held, parts).map { HeldOut($0, $1.map { fit.outcomes[$0] }) }
    let truths = parts.flatMap { $0 }.map { fit.outcomes[$0] }
    heldOut = HeldOut(held.flatMap { $0 }, truths)
    calibration = CalibrationBin.deciles(held.flatMap { $0 }, truths)
    prior = fit.prior.isEmpty ? nil : fit.priorFigures
    intervals =
      model.piles.isEmpty
      ? "95 %, observed information; at 0 up to a fall of the log-posterior by 1.92"
      : "95 %, observed information of the steps with their shares held"
  }

  private static func lines(of model: FittedWeights) -> [Line] {
    let single = model.weights.filter { $0.theta > 0 || model.piles.isEmpty }.map { weight in
      Line(
        name: weight.strength.description, column: weight.strength.column, theta: weight.theta,
        weight: weight.weight, low: weight.interval.lowerBound, high: weight.interval.upperBound)
    }
    let steps = model.piles.flatMap(\.steps).map { step in
      let range = (step.low ?? step.theta, step.high ?? step.theta)
      return Line(
        name: "累计 \(FitReport.short(step.from))…\(FitReport.short(step.to))", column: nil,
        theta: step.theta, weight: -expm1(-step.theta), low: -expm1(-range.0),
        high: -expm1(-range.1))
    }
    return single + steps
  }

  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  var text: String {
    let words = recipes.map { one in
      one.recipe.form.rawValue + (one.share < 1 ? " \(FitReport.short(one.share))" : "")
    }.joined(separator: " + ")
    var lines = [
      "\(rows) 户，发生 \(events) 户；加总方式 \(words)",
      "留出数据：AUC \(FitReport.short(heldOut.auc))，Brier \(FitReport.short(heldOut.brier))",
    ]
    if let prior {
      lines.append("专家权重：AUC \(FitReport.short(prior.auc))，Brier \(FitReport.short(prior.brier))")
    }
    for (column, weight) in columns.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      lines.append("  \(FitReport.short(weight))  \(column)")
    }
    return lines.joined(separator: "\n")
  }

  private static func short(_ value: Double) -> String {
    String((value * 10_000).rounded() / 10_000)
  }
}
