/// A household's coefficient with all that it is made of.
package struct Assessment: Sendable {
  /// Largest first.
  package let parts: [Part]

  /// Of the same factor and person only the largest part counts, so that two files that tell the
  /// same event do not count twice.
  package init(_ all: [Part]) {
    var largest: [Part] = []
    largest.reserveCapacity(all.count)
    // A household has a handful of parts: a walk over them is quicker than a dictionary.
    for part in all where part.hazard > .zero {
      guard let twin = largest.firstIndex(where: { $0.isTwin(of: part) }) else {
        largest.append(part)
        continue
      }
      if part.hazard > largest[twin].hazard { largest[twin] = part }
    }
    largest.sort { ($1.hazard, $0.factor, $0.person ?? 0) < ($0.hazard, $1.factor, $1.person ?? 0) }
    parts = largest
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

  package var title: String {
    switch self {
    case .village: "村级"
    case .township: "乡镇审核"
    case .county: "县级复核"
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

extension Part {
  fileprivate func isTwin(of other: Part) -> Bool {
    factor == other.factor && person == other.person
  }
}
