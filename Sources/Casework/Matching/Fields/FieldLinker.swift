/// Finds the row of a table that a row of another means, by columns of any kind: the same rule as
/// for persons, with weights that the rows themselves give.
package struct FieldLinker: Sendable {
  private let table: FieldTable
  /// What each level of each column counts, in bits.
  private let weights: [[Double]]
  private let prior: Double
  private let accept, queue: Double
  private static let pairs = 200_000
  private static let mostRows = 20_000
  /// What a level counts before anything is known.
  private static let standard: [Double] = [8, 6, 2, 4, 0, -4]

  /// Fits the weights to the rows; `lines` gives the two lines of the verdict.
  package init(_ table: FieldTable, rows: [[Int32]], lines: MatchWeights) {
    self.table = table
    (accept, queue) = (lines.accept, lines.queue)
    let persons = max(2, table.rows.count)
    var found: [FieldPattern: Double] = [:]
    let sample = FieldLinker.sample(rows)
    for row in sample {
      for place in table.candidates(of: row) {
        found[table.pattern(row, table.rows[Int(place)]), default: 0] += 1
      }
    }
    let columns = table.kinds.count
    func patterns(_ counts: [FieldPattern: Double]) -> LevelPatterns {
      Dictionary(counts.map { ($0.labels(columns), $1) }, uniquingKeysWith: +)
    }
    let likely = found.filter { pattern, _ in
      (0..<columns).reduce(0) { $0 + FieldLinker.standard[pattern[$1].rawValue] }
        > Bits.log2(Double(persons))
    }
    var fit = LevelFit(
      start: patterns(likely), other: patterns(FieldLinker.chances(sample, table)),
      known: lines.known)
    fit.run(patterns(found), rows: sample.count, persons: persons)
    weights = (0..<columns).map { column in
      FieldLevel.allCases.map { FieldLinker.weight(of: $0, column, fit, table) }
    }
    prior = Bits.log2(fit.known / (1 - fit.known) / Double(persons))
  }

  private static func weight(
    of level: FieldLevel, _ column: Int, _ fit: LevelFit, _ table: FieldTable
  ) -> Double {
    let standard = FieldLinker.standard[level.rawValue]
    switch level {
    case .missing: return 0
    // What chance would do is asked of each value.
    case .same:
      return fit.right.share(column, level.title).map(Bits.log2)
        ?? standard + Bits.log2(table.chances[column])
    default: return fit.bits(column, level.title, pairs: FieldLinker.pairs) ?? standard
    }
  }

  package func verdict(on row: [Int32]) -> FieldVerdict {
    var best: (place: Int, bits: Double, pattern: FieldPattern)?
    var all: [Double] = []
    for place in table.candidates(of: row) {
      let pattern = table.pattern(row, table.rows[Int(place)])
      let bits = bits(pattern, row)
      all.append(bits)
      if bits > best?.bits ?? -.infinity { best = (Int(place), bits, pattern) }
    }
    guard let best else { return FieldVerdict() }
    // Against all others and against nobody.
    let sum = all.reduce(Bits.power(-best.bits)) { $0 + Bits.power($1 - best.bits) }
    let probability = 1 / sum
    return FieldVerdict(
      place: best.place, probability: probability, pattern: best.pattern,
      outcome: probability >= accept ? .accepted : probability >= queue ? .queue : .none)
  }

  /// A value says more the fewer rows bear it.
  private func bits(_ pattern: FieldPattern, _ row: [Int32]) -> Double {
    var sum = prior
    for column in table.kinds.indices {
      let level = pattern[column]
      sum += weights[column][level.rawValue]
      if level == .same { sum -= Bits.log2(table.share(column, row[column])) }
    }
    return sum
  }

  private static func sample(_ rows: [[Int32]]) -> [[Int32]] {
    let step = max(1, rows.count / mostRows)
    return stride(from: 0, to: rows.count, by: step).map { rows[$0] }
  }

  private static func chances(_ rows: [[Int32]], _ table: FieldTable) -> [FieldPattern: Double] {
    guard !rows.isEmpty, !table.rows.isEmpty else { return [:] }
    var state: UInt64 = 88_172_645_463_325_252
    var counts: [FieldPattern: Double] = [:]
    for pair in 0..<pairs {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      let other = table.rows[Int(state % UInt64(table.rows.count))]
      counts[table.pattern(rows[pair % rows.count], other), default: 0] += 1
    }
    return counts
  }
}

/// What became of a row of any table: which row it means, and how surely.
package struct FieldVerdict: Sendable {
  /// The place in the table; nil when none comes near.
  package var place: Int?
  package var probability: Double = 0
  package var pattern = FieldPattern()
  package var outcome = MatchVerdict.Outcome.none
}
