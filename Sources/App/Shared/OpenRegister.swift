package import Casework
package import Store

/// The register as one officer has it open, inside one transaction.
///
/// A class, because what it opens and decides is noted here until the transaction ends.
package final class OpenRegister {
  package let db: any Connection
  package let access: Access
  package let now: Instant
  let keys: Keys
  var notes: [AuditNote] = []
  /// What bears on the clocks here, once it was read.
  var ledger: ClockLedger?

  init(db: any Connection, access: Access, now: Instant, keys: Keys) {
    (self.db, self.access, self.now, self.keys) = (db, access, now, keys)
  }

  package var today: Day { now.day }
  package var county: Int64 { access.place.county }

  /// The rows of a table or alias with columns `county` and `village` that this officer may see.
  package func sees(_ alias: StaticString) -> SQL {
    let region = access.region
    let table = SQL(trusted: "\(alias)")
    return """
      \(table).county = \(county) \
      AND \(table).village BETWEEN \(region.lowerBound) AND \(region.upperBound)
      """
  }

  /// The next free id of a kind of record; `count` of them from the returned one on.
  package func nextID(_ name: String, count: Int64 = 1) throws -> Int64 {
    let rows = try db.run(
      """
      INSERT INTO id_counter (county, name, next) VALUES (\(county), \(name), \(1 + count))
      ON CONFLICT (county, name) DO UPDATE SET next = id_counter.next + \(count)
      RETURNING next
      """)
    guard let next = try rows.first?.integer("next") else { throw UnreadableColumn("next") }
    return next - count
  }

  package func seal(_ text: String) throws -> [UInt8] { try keys.seal(text) }
  func seal(bytes: [UInt8]) throws -> [UInt8] { try keys.seal(bytes) }
  package func unseal(_ sealed: [UInt8]) throws -> String { try keys.unseal(sealed) }
  package func blindIndex(_ text: String) -> Int64 { keys.blindIndex(text) }

  /// Notes a decision or an opened record; it is written with the transaction.
  package func audit(_ action: AuditAction, subject: String, detail: String = "") {
    notes.append(AuditNote(action: action, subject: subject, detail: detail))
  }

  package func requires(_ duty: Duty) throws {
    guard access.may(duty) else { throw NotPermitted(duty: duty) }
  }
}

/// The officer's role does not include the duty: answered with 403.
package struct NotPermitted: Error {
  package let duty: Duty
}

/// The record does not exist or is not this officer's; the two look the same from outside.
package struct NotFound: Error {
  package init() {}
}

/// Somebody else moved the record meanwhile: answered with 409.
package struct MovedMeanwhile: Error {
  package init() {}
}
