internal import Glibc

/// A log-linear model of the cells: a base, a rate for each channel, and pairs of channels that
/// find the same households more or less often than chance would.
struct LogLinear {
  let pairs: [(Int, Int)]
  let cells: ChannelCells
  /// Akaike's criterion with its correction for few households.
  let aicc: Double

  private static let all = [(0, 1), (0, 2), (1, 2)]

  /// No pair, each one, each two, all three.
  static let models: [[(Int, Int)]] = (0..<8).map { bits in
    all.indices.filter { bits & (1 << $0) != 0 }.map { all[$0] }
  }

  /// Nil where the cells do not determine the model.
  init?(_ pairs: [(Int, Int)], _ cells: ChannelCells) {
    (self.pairs, self.cells) = (pairs, cells)
    // An interaction needs its overlap and what stands beside it.
    for (first, second) in pairs {
      let mask = (1 << first) | (1 << second)
      let both = (1..<8).filter { $0 & mask == mask }.reduce(0) { $0 + cells.counts[$1] }
      guard both >= 3, cells.counts[7 & ~mask] >= 3 else { return nil }
    }
    guard let fit = LogLinear.fitted(pairs, cells.counts.map(Double.init), cellRange: 1..<8)
    else { return nil }
    let (size, seen) = (Double(4 + pairs.count), Double(cells.seen))
    guard seen > size + 1 else { return nil }
    aicc = -2 * fit.logLikelihood + 2 * size + 2 * size * (size + 1) / (seen - size - 1)
  }

  private static func terms(_ pairs: [(Int, Int)], _ cell: Int) -> [Double] {
    let bit = { (channel: Int) in cell & (1 << channel) != 0 ? 1.0 : 0.0 }
    return [1] + (0..<3).map(bit) + pairs.map { bit($0.0) * bit($0.1) }
  }

  /// The Poisson fit of the cells by Newton steps; nil where it runs away.
  private static func fitted(
    _ pairs: [(Int, Int)], _ counts: [Double], cellRange: Range<Int>
  ) -> (means: [Double], logLikelihood: Double)? {
    let rows = cellRange.map { terms(pairs, $0) }
    let seen = cellRange.map { counts[$0] }
    let size = rows[0].count
    var weights = [Double](repeating: 0, count: size)
    weights[0] = log(max(seen.reduce(0, +) / Double(seen.count), 0.1))
    var means: [Double] = []
    for _ in 0..<60 {
      means = rows.map { row in exp(min(30, zip(row, weights).reduce(0) { $0 + $1.0 * $1.1 })) }
      var gradient = [Double](repeating: 0, count: size)
      var information = [Double](repeating: 0, count: size * size)
      for (row, (mean, count)) in zip(rows, zip(means, seen)) {
        for first in 0..<size {
          gradient[first] += row[first] * (count - mean)
          for second in 0...first {
            information[first * size + second] += mean * row[first] * row[second]
          }
        }
      }
      for index in 0..<size { information[index * size + index] += 1e-9 }
      guard let step = Cholesky(information, size: size)?.solve(gradient) else { return nil }
      weights = zip(weights, step).map { $0 + max(-2, min(2, $1)) }
      if step.allSatisfy({ abs($0) < 1e-8 }) { break }
    }
    let likelihood = zip(seen, means).reduce(0) { sum, cell in
      sum + (cell.0 > 0 ? cell.0 * log(max(cell.1, 1e-12)) : 0) - cell.1 - lgamma(cell.0 + 1)
    }
    return likelihood.isFinite ? (means, likelihood) : nil
  }

  /// The log-likelihood of the seen cells if `unseen` households were in the cell that nobody saw.
  private func logLikelihood(unseen: Double) -> Double? {
    var counts = cells.counts.map(Double.init)
    counts[0] = unseen
    guard let fit = LogLinear.fitted(pairs, counts, cellRange: 0..<8) else { return nil }
    let total = counts.reduce(0, +)
    return lgamma(total + 1) - lgamma(unseen + 1)
      + zip(counts, fit.means).reduce(0) { sum, cell in
        sum + (cell.0 > 0 ? cell.0 * log(max(cell.1 / total, 1e-300)) : 0)
      }
  }

  /// The likeliest number of unseen households and where the log-likelihood has fallen by 1.92.
  func profile() -> (peak: Double, interval: ClosedRange<Double>)? {
    let farthest = Double(cells.seen) * 200
    let value = { (unseen: Double) in logLikelihood(unseen: unseen) ?? -.infinity }
    guard let peak = LogLinear.peak(of: value, in: 0...farthest), peak < farthest * 0.9 else {
      return nil
    }
    let bar = value(peak) - 1.92
    let low = value(0) >= bar ? 0 : LogLinear.crossing(of: value, bar, from: 0, to: peak)
    guard value(farthest) < bar else { return nil }
    let high = LogLinear.crossing(of: value, bar, from: farthest, to: peak)
    return (peak, low...max(low, high))
  }

  /// By golden sections of the logarithm, for the number may be of any size.
  private static func peak(
    of value: (Double) -> Double, in range: ClosedRange<Double>
  ) -> Double? {
    let part = (5.0.squareRoot() - 1) / 2
    var (low, high) = (log1p(range.lowerBound), log1p(range.upperBound))
    for _ in 0..<50 {
      let (left, right) = (high - part * (high - low), low + part * (high - low))
      if value(expm1(left)) < value(expm1(right)) { low = left } else { high = right }
    }
    let found = expm1((low + high) / 2)
    return value(found).isFinite ? found : nil
  }

  /// Where the value passes the bar, between a point below it and one above.
  private static func crossing(
    of value: (Double) -> Double, _ bar: Double, from below: Double, to above: Double
  ) -> Double {
    var (below, above) = (below, above)
    for _ in 0..<50 {
      let middle = (below + above) / 2
      if value(middle) < bar { below = middle } else { above = middle }
    }
    return (below + above) / 2
  }
}
