/// Estimates the weights without labels: expectation and maximisation over the rows of a file,
/// after Fellegi and Sunter.
///
/// How often a level is seen on another person (u) is counted over random pairs; how often on the
/// right one (m) is estimated over the best candidates of the rows.
package struct MatchFit {
  private let weights: MatchWeights
  private let persons: Int
  private static let rounds = 12
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
    let chances = LevelShares(other, smoothing: 0.5)
    var right = LevelShares(found, smoothing: 0.5)
    var share = weights.known
    for _ in 0..<MatchFit.rounds {
      // The expectation: how likely each pattern is that of the right person.
      var expected: [MatchLevels: Double] = [:]
      var sum = 0.0
      for (levels, count) in found {
        let odds =
          share / (1 - share) * Bits.power(right.bits(levels) - chances.bits(levels))
          / Double(persons)
        let probability = odds / (1 + odds)
        expected[levels] = probability * Double(count)
        sum += probability * Double(count)
      }
      right = LevelShares(expected, smoothing: 0.5)
      share = min(0.99, max(0.01, sum / Double(max(1, found.values.reduce(0, +)))))
    }
    return adopt(right, chances, share)
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
  private func adopt(
    _ right: LevelShares, _ chances: LevelShares, _ share: Double
  ) -> MatchWeights {
    var fitted = weights
    fitted.known = share
    for (comparison, path) in LevelShares.paths.enumerated() {
      for label in right.labels(comparison) where label != "missing" {
        guard let m = right.share(comparison, label) else { continue }
        // A level that chance never showed is at most as frequent as one in all pairs drawn.
        let u = chances.share(comparison, label) ?? 0.5 / Double(MatchFit.pairs)
        let bits = Bits.log2(m) - Bits.log2(u)
        fitted[keyPath: path][label] = max(-20, min(20, (bits * 100).rounded() / 100))
      }
    }
    return fitted
  }
}

/// How often each level of each comparison is seen, values that are missing left out.
struct LevelShares {
  private var counts: [[String: Double]]
  private var totals: [Double]
  private let smoothing: Double

  static var paths: [WritableKeyPath<MatchWeights, [String: Double]>] {
    [
      \.name, \.number, \.birth, \.sex, \.village, \.address, \.phone, \.household,
    ]
  }

  init(_ patterns: [MatchLevels: Int], smoothing: Double) {
    self.init(patterns.mapValues(Double.init), smoothing: smoothing)
  }

  init(_ patterns: [MatchLevels: Double], smoothing: Double) {
    counts = Array(repeating: [:], count: LevelShares.paths.count)
    totals = Array(repeating: 0, count: LevelShares.paths.count)
    self.smoothing = smoothing
    for (levels, count) in patterns {
      for (comparison, label) in levels.labels.enumerated() where label != "missing" {
        counts[comparison][label, default: 0] += count
        totals[comparison] += count
      }
    }
  }

  func labels(_ comparison: Int) -> [String] { counts[comparison].keys.sorted() }

  func share(_ comparison: Int, _ label: String) -> Double? {
    guard let count = counts[comparison][label], totals[comparison] > 0 else { return nil }
    return max(count, 1e-9) / totals[comparison]
  }

  /// The logarithm of a pattern's share, its comparisons taken as independent.
  func bits(_ levels: MatchLevels) -> Double {
    var sum = 0.0
    for (comparison, label) in levels.labels.enumerated() where label != "missing" {
      let total = totals[comparison] + smoothing * 4
      sum += Bits.log2(((counts[comparison][label] ?? 0) + smoothing) / total)
    }
    return sum
  }
}

extension MatchLevels {
  /// The labels in the order of `LevelShares.paths`.
  var labels: [String] {
    [
      name.title, number.title, numberHoldsBirth ? "missing" : birth.title, sex.title,
      village.title, address.title, phone.title, household.title,
    ]
  }
}
