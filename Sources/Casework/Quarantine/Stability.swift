internal import Glibc

/// How far a distribution has moved from what it was (population stability index).
package enum Stability {
  /// The index over bins that hold enough; smaller ones are thrown together.
  ///
  /// Each share is smoothed by half a row, so that an empty bin counts and does not explode.
  static func index(_ now: [Double], _ usual: [Double], least: Double) -> Double {
    let (total, before) = (now.reduce(0, +), usual.reduce(0, +))
    guard total > 0, before > 0 else { return 0 }
    var bins: [(now: Double, usual: Double)] = []
    var rest = (now: 0.0, usual: 0.0)
    for (here, there) in zip(now, usual) {
      if there / before * total >= least || here >= least {
        bins.append((here, there))
      } else {
        rest = (rest.now + here, rest.usual + there)
      }
    }
    if rest.now + rest.usual > 0 { bins.append(rest) }
    let count = Double(bins.count)
    return bins.reduce(0) { sum, bin in
      let p = (bin.now + 0.5) / (total + 0.5 * count)
      let q = (bin.usual + 0.5) / (before + 0.5 * count)
      return sum + (p - q) * log(p / q)
    }
  }

  /// What the index comes to by chance alone: about the number of bins over the number of rows.
  static func chance(bins: Int, rows: Double) -> Double { Double(max(1, bins - 1)) / max(1, rows) }

  /// Whether two shares differ by more than chance lets them, in standard errors.
  static func distance(_ now: (Int, of: Int), _ usual: (Int, of: Int)) -> Double {
    guard now.of > 0, usual.of > 0 else { return 0 }
    let (p, q) = (Double(now.0) / Double(now.of), Double(usual.0) / Double(usual.of))
    let all = Double(now.0 + usual.0) / Double(now.of + usual.of)
    let spread = (all * (1 - all) * (1 / Double(now.of) + 1 / Double(usual.of))).squareRoot()
    return spread > 0 ? (p - q) / spread : 0
  }
}
