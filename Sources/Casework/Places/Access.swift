/// Who opens the records, in which role, over which places and what for.
///
/// No record is read or written without one; every list, count, search and export goes through
/// the same value.
package struct Access: Hashable, Sendable {
  package let officer: Int64
  package let name: String
  package let role: Role
  package let place: PlaceCode
  /// The sender's department, for department and bank officers only.
  package let department: String?
  package let purpose: Purpose

  package init(
    officer: Int64, name: String, role: Role, place: PlaceCode, department: String? = nil,
    purpose: Purpose = .duty
  ) {
    (self.officer, self.name, self.role) = (officer, name, role)
    (self.place, self.department, self.purpose) = (place, department, purpose)
  }

  /// The rows that the officer may see, as a range of village codes.
  ///
  /// Those who see no household at all get an empty-handed range, not a wide one.
  package var region: ClosedRange<Int64> { role.seesHouseholds ? place.range : 0...0 }

  package func may(_ duty: Duty) -> Bool {
    role.duties.contains(duty) && (purpose.duties?.contains(duty) ?? true)
  }

  /// Nightly and monthly work done by the program itself, in one county.
  package static func system(in county: PlaceCode) -> Access {
    Access(officer: 0, name: "系统", role: .system, place: county, purpose: .batch)
  }
}

/// Why the records are opened; it stands in the audit log.
package enum Purpose: String, Sendable {
  case duty, batch, declaration, practice
  /// A program with a token: it pushes files, or it answers checks.
  case push, checks

  /// What a purpose leaves of a role's duties; nil where it leaves all.
  var duties: Set<Duty>? {
    switch self {
    case .duty, .batch, .declaration, .practice: nil
    case .push: [.pushData]
    case .checks: [.answerCheck]
    }
  }
}
