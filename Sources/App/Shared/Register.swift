package import Casework
package import Store

/// The records of the county; they open only to somebody, over the places that are theirs.
///
/// There is no way in without an `Access` (`design.md` D11).
package struct Register: Sendable {
  private let database: any Database
  package let keys: Keys
  package let clock: Clock

  package init(database: any Database, keys: Keys, clock: Clock) {
    (self.database, self.keys, self.clock) = (database, keys, clock)
  }

  /// Runs `body` on one unchanging view of the records.
  ///
  /// What it opened is in the audit log before the caller gets the answer. Statements that take
  /// longer than `timeout` seconds are cut off.
  package func read<Value: Sendable>(
    as access: Access, timeout: Int? = nil,
    _ body: @escaping @Sendable (OpenRegister) throws -> Value
  ) async throws -> Value {
    let (now, keys) = (clock.now, keys)
    let (value, notes) = try await database.read(timeout: timeout) { db in
      let open = OpenRegister(db: db, access: access, now: now, keys: keys)
      return (try body(open), open.notes)
    }
    if !notes.isEmpty {
      try await write(as: access) { open in open.notes = notes }
    }
    return value
  }

  /// Runs `prepare`, which may fill scratch tables, and `body`, which reads them and the records,
  /// on one unchanging view.
  func study<Value: Sendable>(
    as access: Access, prepare: @escaping @Sendable (any Connection) throws -> Void,
    _ body: @escaping @Sendable (OpenRegister) throws -> Value
  ) async throws -> Value {
    let (now, keys) = (clock.now, keys)
    return try await database.study(prepare: prepare) { db in
      try body(OpenRegister(db: db, access: access, now: now, keys: keys))
    }
  }

  /// Runs `body` in one transaction, its audit entries included: all of it is kept, or none.
  package func write<Value: Sendable>(
    as access: Access, _ body: @escaping @Sendable (OpenRegister) throws -> Value
  ) async throws -> Value {
    let (now, keys) = (clock.now, keys)
    return try await database.write { db in
      let open = OpenRegister(db: db, access: access, now: now, keys: keys)
      let value = try body(open)
      try AuditChain.append(open.notes, in: open)
      return value
    }
  }

  /// Tells the engine that these tables were changed in bulk.
  func settle(_ tables: StaticString...) async throws {
    for table in tables { try await database.settle(table) }
  }

  /// The same records at another moment, for a county that lives its year in a minute.
  package func living(at clock: Clock) -> Register {
    Register(database: database, keys: keys, clock: clock)
  }
}
