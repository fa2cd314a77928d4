/// How the part of one factor, and person, differs between two assessments.
package struct PartChange: Sendable {
  package let factor: String
  package let person: Int64?
  /// Of the hazard; more is worse.
  package let change: Hazard
  /// Whether it was not there before, or is not there any more.
  package let isNew: Bool
  package let isGone: Bool

  /// Whatever changed, the largest change first.
  package static func all(from before: Assessment, to after: Assessment) -> [PartChange] {
    var changes: [PartChange] = []
    for part in after.parts {
      let old = before.part(like: part)
      let change = Hazard(micro: part.hazard.micro - (old?.hazard.micro ?? 0))
      guard change != .zero else { continue }
      changes.append(
        PartChange(
          factor: part.factor, person: part.person, change: change, isNew: old == nil,
          isGone: false))
    }
    for part in before.parts where after.part(like: part) == nil {
      changes.append(
        PartChange(
          factor: part.factor, person: part.person, change: Hazard(micro: -part.hazard.micro),
          isNew: false, isGone: true))
    }
    return changes.sorted {
      (abs($1.change.micro), $0.factor) < (abs($0.change.micro), $1.factor)
    }
  }
}

extension Assessment {
  /// The part of the same factor and person.
  package func part(like other: Part) -> Part? {
    parts.first { $0.factor == other.factor && $0.person == other.person }
  }

  /// The assessment if each part had only this share of its hazard, by its place; 1 is as it is.
  package func scaled(_ shares: [Int: Double]) -> Assessment {
    Assessment(
      parts.enumerated().map { index, part in
        let share = min(1, max(0, shares[index] ?? 1))
        return Part(
          factor: part.factor,
          hazard: Hazard(micro: Int64((Double(part.hazard.micro) * share).rounded())),
          strength: part.strength, trueOn: part.trueOn, person: part.person, fact: part.fact,
          amount: part.amount)
      })
  }
}
