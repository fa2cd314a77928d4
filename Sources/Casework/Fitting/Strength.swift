/// How strongly one thing is there in a household, between 0 and 1, read from one column.
package struct Strength: Hashable, Sendable, Codable {
  package let column: String
  package let shape: Shape
  /// What counts where the column is unknown: the mean of those that are known, never nought.
  package let unknown: Double

  package enum Shape: Hashable, Sendable, Codable {
    /// 0 up to `from`, 1 from `to` on, straight between.
    case rising(from: Double, to: Double)
    case falling(from: Double, to: Double)
    case equals(String)
    case differs(String)
    case missing, present
  }

  /// The same thing seen from the other side: one less it, for every household.
  package var reversed: Strength {
    let other: Shape =
      switch shape {
      case .rising(let from, let to): .falling(from: from, to: to)
      case .falling(let from, let to): .rising(from: from, to: to)
      case .equals(let word): .differs(word)
      case .differs(let word): .equals(word)
      case .missing: .present
      case .present: .missing
      }
    return Strength(column: column, shape: other, unknown: 1 - unknown)
  }

  /// The strengths of some rows of a column.
  package func values(in values: PanelColumn?, rows: [Int]) -> [Double] {
    switch values {
    case .numbers(let numbers): rows.map { value(number: numbers[$0]) }
    case .words(let words): rows.map { value(word: words[$0]) }
    case nil: rows.map { _ in value(number: nil) }
    }
  }

  private func value(number: Double?) -> Double {
    switch shape {
    case .rising(let from, let to):
      number.map { min(1, max(0, ($0 - from) / (to - from))) } ?? unknown
    case .falling(let from, let to):
      number.map { 1 - min(1, max(0, ($0 - from) / (to - from))) } ?? unknown
    // A file to be scored may hold words that look like numbers where the fitted one had words.
    case .equals, .differs: value(word: number.map { Strength.text($0) })
    case .missing: number == nil ? 1 : 0
    case .present: number == nil ? 0 : 1
    }
  }

  private func value(word: String?) -> Double {
    switch shape {
    case .equals(let level): word == level ? 1 : 0
    case .differs(let level): word == level ? 0 : 1
    case .missing: word == nil ? 1 : 0
    case .present: word == nil ? 0 : 1
    case .rising, .falling: word.flatMap(Double.init).map { value(number: $0) } ?? unknown
    }
  }

  private static func text(_ number: Double) -> String {
    Int(exactly: number).map(String.init) ?? String(number)
  }

  /// Whether it is read from numbers.
  var isNumeric: Bool {
    switch shape {
    case .rising, .falling: true
    case .equals, .differs, .missing, .present: false
    }
  }

  /// Whether it bends inside its column's range, as against running through it or naming a word.
  var isHinge: Bool { hinge }
  private let hinge: Bool

  init(column: String, shape: Shape, unknown: Double, isHinge: Bool = false) {
    (self.column, self.shape, self.unknown, hinge) = (column, shape, unknown, isHinge)
  }
}

extension Strength: CustomStringConvertible {
  package var description: String {
    switch shape {
    case .rising(let from, let to): "\(column) ↑ \(Strength.short(from))…\(Strength.short(to))"
    case .falling(let from, let to): "\(column) ↓ \(Strength.short(to))…\(Strength.short(from))"
    case .equals(let word): "\(column) = \(word)"
    case .differs(let word): "\(column) ≠ \(word)"
    case .missing: "\(column) 未知"
    case .present: "\(column) 已知"
    }
  }

  private static func short(_ value: Double) -> String {
    if let whole = Int(exactly: value) { return String(whole) }
    let rounded = (value * 1_000).rounded() / 1_000
    return String(rounded == 0 ? value : rounded)
  }
}

/// Finds the strengths that a panel's columns can have, from the rows that are fitted and no other.
struct StrengthFinder {
  let panel: Panel
  let rows: [Int]
  /// Fewer rows than this tell nothing of a word or of being unknown.
  private static let fewest = 5
  private static let mostWords = 25

  /// One strength a column, in the direction of its values; `hinged` adds bends at quantiles.
  func strengths(hinged: Bool) -> [Strength] {
    zip(panel.names, panel.columns).flatMap { name, column in
      switch column {
      case .numbers(let values): numeric(name, rows.map { values[$0] }, hinged: hinged)
      case .words(let values): named(name, rows.map { values[$0] })
      }
    }
  }

  /// Columns already between 0 and 1 are taken as they are; others are scaled to their range.
  private func numeric(_ name: String, _ values: [Double?], hinged: Bool) -> [Strength] {
    let known = values.compactMap { $0 }.sorted()
    var found = unknownness(name, missing: values.count - known.count)
    guard let low = known.first, let high = known.last, low < high else { return found }
    let isStrength = low >= 0 && high <= 1
    found.append(
      make(name, isStrength ? 0 : low, isStrength ? 1 : high, of: known, isHinge: false))
    guard hinged, Set(known).count > 4 else { return found }
    let quantile = { (part: Double) in known[Int(part * Double(known.count - 1))] }
    let (foot, top) = (quantile(0.01), quantile(0.99))
    var seen: Set<Double> = []
    for bend in [0.25, 0.5, 0.75, 0.9].map(quantile) where bend < top && seen.insert(bend).inserted
    {
      found.append(make(name, bend, top, of: known, isHinge: true))
    }
    seen = []
    for bend in [0.1, 0.25, 0.5].map(quantile) where bend > foot && seen.insert(bend).inserted {
      found.append(make(name, foot, bend, of: known, isHinge: true))
    }
    return found
  }

  private func make(
    _ name: String, _ from: Double, _ to: Double, of known: [Double], isHinge: Bool
  ) -> Strength {
    let sum = known.reduce(0) { $0 + min(1, max(0, ($1 - from) / (to - from))) }
    return Strength(
      column: name, shape: .rising(from: from, to: to), unknown: sum / Double(known.count),
      isHinge: isHinge)
  }

  private func named(_ name: String, _ values: [String?]) -> [Strength] {
    var counts: [String: Int] = [:]
    for value in values.compactMap({ $0 }) { counts[value, default: 0] += 1 }
    let levels = counts.filter { $0.value >= StrengthFinder.fewest && $0.value < values.count }
      .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(StrengthFinder.mostWords)
    return unknownness(name, missing: values.count { $0 == nil })
      + levels.map { Strength(column: name, shape: .equals($0.key), unknown: 0) }
  }

  private func unknownness(_ name: String, missing: Int) -> [Strength] {
    let enough = StrengthFinder.fewest...(max(StrengthFinder.fewest, rows.count - 5))
    return enough.contains(missing)
      ? [Strength(column: name, shape: .missing, unknown: 0)] : []
  }
}
