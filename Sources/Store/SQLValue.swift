/// A value that either database can store.
package enum SQLValue: Equatable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])
  /// A calendar day as days since 1970-01-01, for columns declared `DATE`.
  case day(Int)
  /// A count of days to be added to or taken from a day.
  case days(Int)
  /// Many values bound as one, for `IN \(many: …)`.
  case integers([Int64])
  case texts([String])
}

/// Something that can be bound into a statement.
package protocol SQLConvertible {
  var sqlValue: SQLValue { get }
}

extension SQLValue: SQLConvertible {
  package var sqlValue: SQLValue { self }
}

extension Int64: SQLConvertible {
  package var sqlValue: SQLValue { .integer(self) }
}

extension Int: SQLConvertible {
  package var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Double: SQLConvertible {
  package var sqlValue: SQLValue { .real(self) }
}

extension String: SQLConvertible {
  package var sqlValue: SQLValue { .text(self) }
}

/// Yes and no are 1 and 0 in both databases.
extension Bool: SQLConvertible {
  package var sqlValue: SQLValue { .integer(self ? 1 : 0) }
}

extension [UInt8]: SQLConvertible {
  package var sqlValue: SQLValue { .blob(self) }
}
