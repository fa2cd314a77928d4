/// Expectation and maximisation over counted patterns of levels, after Fellegi and Sunter: how often
/// each level is seen on the right one, estimated without anybody saying which one is right.
struct LevelFit {
  /// Of the right ones.
  private(set) var right: LevelShares
  /// Of pairs drawn by chance.
  let chances: LevelShares
  /// The share of rows that somebody of the register is meant by.
  private(set) var known: Double
  private static let rounds = 12

  /// `start` holds the patterns that are taken for the right ones at first; `persons` is how many
  /// a row can be of.
  init(start: LevelPatterns, other: LevelPatterns, known: Double) {
    right = LevelShares(start)
    chances = LevelShares(other)
    self.known = known
  }

  /// `found` are the patterns of the candidates of so many rows.
  mutating func run(_ found: LevelPatterns, rows: Int, persons: Int) {
    for _ in 0..<LevelFit.rounds {
      // The expectation: how likely each pattern is that of the right person.
      var expected = LevelPatterns()
      var sum = 0.0
      for (labels, count) in found {
        let odds =
          known / (1 - known) * Bits.power(right.bits(labels) - chances.bits(labels))
          / Double(persons)
        let probability = odds / (1 + odds)
        expected[labels] = probability * count
        sum += probability * count
      }
      right = LevelShares(expected)
      known = min(0.99, max(0.01, sum / Double(max(1, rows))))
    }
  }

  /// What a level counts, in bits; nil where it was never met among the right ones.
  func bits(_ comparison: Int, _ label: String, pairs: Int) -> Double? {
    guard let share = right.share(comparison, label) else { return nil }
    // A level that chance never showed is at most as frequent as one in all pairs drawn.
    let chance = chances.share(comparison, label) ?? 0.5 / Double(pairs)
    let bits = Bits.log2(share) - Bits.log2(chance)
    return max(-20, min(20, (bits * 100).rounded() / 100))
  }
}

/// How often each pattern was counted: a level's label for each comparison, in one order.
typealias LevelPatterns = [[String]: Double]

/// How often each level of each comparison is seen, values that are missing left out.
struct LevelShares {
  private var counts: [[String: Double]] = []
  private var totals: [Double] = []
  private static let smoothing = 0.5

  init(_ patterns: LevelPatterns) {
    guard let width = patterns.keys.first?.count else { return }
    counts = Array(repeating: [:], count: width)
    totals = Array(repeating: 0, count: width)
    for (labels, count) in patterns {
      for (comparison, label) in labels.enumerated() where label != "missing" {
        counts[comparison][label, default: 0] += count
        totals[comparison] += count
      }
    }
  }

  func labels(_ comparison: Int) -> [String] {
    comparison < counts.count ? counts[comparison].keys.sorted() : []
  }

  func share(_ comparison: Int, _ label: String) -> Double? {
    guard comparison < counts.count, let count = counts[comparison][label],
      totals[comparison] > 0
    else { return nil }
    return max(count, 1e-9) / totals[comparison]
  }

  /// The logarithm of a pattern's share, its comparisons taken as independent.
  func bits(_ labels: [String]) -> Double {
    var sum = 0.0
    for (comparison, label) in labels.enumerated()
    where label != "missing" && comparison < counts.count {
      let total = totals[comparison] + LevelShares.smoothing * 4
      sum += Bits.log2(((counts[comparison][label] ?? 0) + LevelShares.smoothing) / total)
    }
    return sum
  }
}
