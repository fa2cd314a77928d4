/// Estimates the weights without labels: expectation and maximisation over the rows of a file,
/// after Fellegi and Sunter.
///
/// How often a level is seen on another person (u) is counted over random pairs; how often on the
/// right one (m) is estimated over the best candidates of the rows.
package struct MatchFit {
  private let weights: MatchWeights
  private let persons: Int
  private static let mostRows = 50_000
  private static let pairs = 400_000

  /// `persons` is how many a row can be of.
  package init(_ weights: MatchWeights, persons: Int) {
    (self.weights, self.persons) = (weights, persons)
  }

  package func fitted(to rows: [PersonForm], in index: PersonIndex) -> MatchWeights {
    let step = max(1, rows.count / MatchFit.mostRows)
    let sample = stride(from: 0, to: rows.count, by: step).map { rows[$0] }
    guard !sample.isEmpty, persons > 1 else { return weights }
    let linker = Linker(index, weights)
    var found: [MatchLevels: Int] = [:]
    for row in sample {
      let verdict = linker.verdict(on: row)
      if verdict.person != nil { found[verdict.levels, default: 0] += 1 }
    }
    return fitted(to: found, against: randomPairs(sample, index))
  }

  /// From counted patterns alone.
  package func fitted(
    to found: [MatchLevels: Int], against other: [MatchLevels: Int]
  ) -> MatchWeights {
    let patterns = MatchFit.patterns(found)
    var fit = LevelFit(start: patterns, other: MatchFit.patterns(other), known: weights.known)
    fit.run(patterns, rows: found.values.reduce(0, +), persons: persons)
    return adopt(fit)
  }

  private static func patterns(_ counts: [MatchLevels: Int]) -> LevelPatterns {
    Dictionary(counts.map { ($0.labels, Double($1)) }, uniquingKeysWith: +)
  }

  private func randomPairs(_ rows: [PersonForm], _ index: PersonIndex) -> [MatchLevels: Int] {
    var state: UInt64 = 88_172_645_463_325_252
    var counts: [MatchLevels: Int] = [:]
    for pair in 0..<MatchFit.pairs {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      let person = index.persons[Int(state % UInt64(index.persons.count))]
      counts[MatchLevels(rows[pair % rows.count], person, index.table), default: 0] += 1
    }
    return counts
  }

  /// A level that was never met keeps its weight.
  private func adopt(_ fit: LevelFit) -> MatchWeights {
    var fitted = weights
    fitted.known = fit.known
    for (comparison, path) in MatchLevels.paths.enumerated() {
      for label in fit.right.labels(comparison) {
        guard let bits = fit.bits(comparison, label, pairs: MatchFit.pairs) else { continue }
        fitted[keyPath: path][label] = bits
      }
    }
    return fitted
  }
}

extension MatchLevels {
  /// Where the weights of each comparison stand, in the order of `labels`.
  static var paths: [WritableKeyPath<MatchWeights, [String: Double]>] {
    [
      \.name, \.number, \.birth, \.sex, \.village, \.address, \.phone, \.household,
    ]
  }

  var labels: [String] {
    [
      name.title, number.title, numberHoldsBirth ? "missing" : birth.title, sex.title,
      village.title, address.title, phone.title, household.title,
    ]
  }
}
