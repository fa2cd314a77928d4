/// One reason for concern, as the policy pack describes it.
package struct Factor: Sendable, Decodable {
  package let id: String
  package let title: String
  package let risk: RiskKind
  /// The coefficient if this factor stood alone at full strength, in [0, 1).
  package let weight: Double
  package let halfLifeDays: Int?
  /// The departments whose data it needs; where one never sent any, the factor is unknown.
  package let items: [String]
  /// What it says of a household, with `{…}` for columns of its query.
  package let evidence: String
  /// One row per household and person: household_id, person_id, strength, true_on, fact_id, amount_fen.
  package let sql: String
}

/// What one factor adds to one household's hazard, and what it rests on.
package struct Part: Hashable, Sendable {
  package let factor: String
  package let hazard: Hazard
  /// In millionths of full strength, as the factor's query gave it.
  package let strength: Int64
  package let trueOn: Day?
  package let person: Int64?
  package let fact: Int64?
  package let amount: Money?

  package init(
    factor: String, hazard: Hazard, strength: Int64, trueOn: Day?, person: Int64?, fact: Int64?,
    amount: Money?
  ) {
    (self.factor, self.hazard, self.strength, self.trueOn) = (factor, hazard, strength, trueOn)
    (self.person, self.fact, self.amount) = (person, fact, amount)
  }
}

/// A household's coefficient with all that it is made of.
package struct Assessment: Sendable {
  /// Largest first.
  package let parts: [Part]

  /// Of the same factor and person only the largest part counts, so that two files that tell the
  /// same event do not count twice.
  package init(_ all: [Part]) {
    var largest: [Key: Part] = [:]
    for part in all {
      let key = Key(factor: part.factor, person: part.person)
      if let kept = largest[key], kept.hazard >= part.hazard { continue }
      largest[key] = part
    }
    parts = largest.values.filter { $0.hazard > .zero }.sorted {
      ($1.hazard, $0.factor, $0.person ?? 0) < ($0.hazard, $1.factor, $1.person ?? 0)
    }
  }

  private struct Key: Hashable {
    let factor: String
    let person: Int64?
  }

  package var hazard: Hazard { parts.reduce(.zero) { $0 + $1.hazard } }
  package var coefficient: Coefficient { Coefficient(hazard: hazard) }

  /// The smallest change of a single part that would carry the coefficient across a line.
  package func crossing(_ line: Coefficient) -> Crossing? {
    let (now, needed) = (hazard, line.hazard)
    guard now >= needed else {
      return Crossing(line: line, part: nil, change: Hazard(micro: needed.micro - now.micro))
    }
    // The line is left when the hazard falls below it, so one millionth more than the surplus.
    let surplus = now.micro - needed.micro + 1
    let enough = parts.filter { $0.hazard.micro >= surplus }
    guard let part = enough.min(by: { $0.hazard < $1.hazard }) else { return nil }
    return Crossing(line: line, part: part, change: Hazard(micro: -surplus))
  }
}

/// How one change would cross a line: which part would have to shrink, or how much would have to
/// be added.
package struct Crossing: Sendable {
  package let line: Coefficient
  /// The part that would have to shrink; nil when something new would have to be added.
  package let part: Part?
  package let change: Hazard

  /// The coefficient that a new factor alone would need to add what is missing.
  package var alone: Coefficient { Coefficient(hazard: Hazard(micro: abs(change.micro))) }
}

/// Who must look at a "no risk" conclusion again.
package enum ReviewLevel: String, Sendable, Comparable {
  case village, township, county

  /// An unknown coefficient is never healthy: the township looks.
  package init(_ coefficient: Coefficient?, _ thresholds: Thresholds) {
    guard let coefficient else {
      self = .township
      return
    }
    if coefficient >= thresholds.county {
      self = .county
    } else {
      self = coefficient >= thresholds.township ? .township : .village
    }
  }

  package static func < (left: ReviewLevel, right: ReviewLevel) -> Bool {
    left.rank < right.rank
  }

  private var rank: Int {
    switch self {
    case .village: 0
    case .township: 1
    case .county: 2
    }
  }
}
