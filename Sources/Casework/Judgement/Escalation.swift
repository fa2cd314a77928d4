/// Whose desk a late step has come to: the one above answers for it once it is late enough.
package struct EscalationTerms: Sendable, Decodable, Hashable {
  /// Working days late from which the next level is told.
  package let next: Int
  /// Working days late from which the county is told, whatever the step.
  package let county: Int

  package init(next: Int, county: Int) { (self.next, self.county) = (next, county) }

  /// The level that has to see to a step of `owner`; nil while it is not late enough.
  package func level(of deadline: Deadline, owner: PlaceLevel) -> PlaceLevel? {
    guard deadline.isOverdue else { return nil }
    let late = max(1, -deadline.workingDaysLeft)
    if late >= county { return .county }
    guard late >= next else { return nil }
    return owner == .village ? .township : .county
  }
}

extension Duty {
  /// The level whose work it is.
  package var level: PlaceLevel {
    switch self {
    case .visit, .keepCase, .raiseClue: .village
    case .assignClue, .reviewTownship, .endorseTownship, .announce: .township
    default: .county
    }
  }
}
