package import Casework

/// What was done, in words of the form `household.opened`; each feature adds its own.
package struct AuditAction: RawRepresentable, Hashable, Sendable {
  package let rawValue: String

  package init(rawValue: String) { self.rawValue = rawValue }
  package init(_ rawValue: String) { self.rawValue = rawValue }
}

/// An audit entry to be: it gets its number and its hash when the transaction ends.
package struct AuditNote: Sendable {
  package let action: AuditAction
  /// `household/12`, `clue/7`: the record by kind and id.
  package let subject: String
  package let detail: String
}

/// One line of the audit log as it stands.
package struct AuditEntry: Sendable {
  package let seq: Int64
  package let enteredAt: Instant
  package let officer: Int64
  package let role: String
  package let action: String
  package let subject: String
  package let detail: String
}
