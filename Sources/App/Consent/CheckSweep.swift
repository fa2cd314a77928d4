package import Casework
import Store

/// Ends checks whose authorisation ran out, and removes the keys of all that have ended.
package struct CheckSweep: Sendable {
  let register: Register
  let keys: CheckKeys

  package init(register: Register, keys: CheckKeys) {
    (self.register, self.keys) = (register, keys)
  }

  /// Every county that has a check.
  package func run(in counties: [PlaceCode]) async throws {
    for county in counties {
      try await register.write(as: .system(in: county)) { open in
        for check in try open.overdueChecks() { _ = try open.end(check, .expired) }
      }
      try await destroyEnded(in: county)
    }
  }

  /// A key that a stopped program left behind goes at the next sweep: destroying is repeated
  /// until the store has none of them.
  package func destroyEnded(in county: PlaceCode) async throws {
    let names = try await register.read(as: .system(in: county)) { try $0.endedKeys() }
    for name in names { try keys.destroy(name) }
  }
}

extension OpenRegister {
  fileprivate func overdueChecks() throws -> [EconomicCheck] {
    try db.run(
      """
      SELECT \(EconomicCheck.columns) FROM economic_check e
      WHERE \(sees("e")) AND e.destroyed_at IS NULL AND e.valid_until_on < \(today)
      """
    ).map { try EconomicCheck(row: $0, in: self) }
  }

  fileprivate func endedKeys() throws -> [String] {
    try db.run(
      "SELECT e.key_name FROM economic_check e WHERE \(sees("e")) AND e.destroyed_at IS NOT NULL"
    ).map { try $0.text("key_name") }
  }
}
