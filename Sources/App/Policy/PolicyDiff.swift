package import Casework
import Store

/// Who would be treated differently under another pack, and by which factor.
package struct PolicyDiff: Sendable {
  package let asOf: Day
  package let households: Int
  /// Highest coefficient under the new pack first.
  package let changes: [Change]

  /// A household whose review level would be another.
  package struct Change: Sendable {
    package let household: Int64
    package let code: String
    package let from: ReviewLevel
    package let to: ReviewLevel
    package let before: Coefficient
    package let after: Coefficient
    /// The factor whose part changes most; nil where only the lines moved.
    package let factor: String?
  }
}

/// Computes a county under two packs and compares, without keeping either.
package struct PolicyComparison: Sendable {
  private let register: Register
  private let (old, new): (PolicyPack, PolicyPack)

  package init(_ old: PolicyPack, _ new: PolicyPack, over register: Register) {
    (self.old, self.new, self.register) = (old, new, register)
  }

  package func run(asOf day: Day? = nil, as access: Access) async throws -> PolicyDiff {
    let now = register.clock.now
    let viewpoint = Viewpoint.of(day ?? now.day, now: now)
    let views = RiskViews(county: access.place.county, viewpoint: viewpoint, touched: nil)
    return try await register.study(as: access, views) { open in
      try open.requires(.assess)
      let before = try reading(old, viewpoint, in: open)
      let after = try reading(new, viewpoint, in: open)
      let sent = try open.provincialCoefficients(known: viewpoint, among: nil)
      let codes = try open.householdCodes()
      let ids = Set(before.households.keys).union(after.households.keys)
      let changes = ids.sorted().compactMap { id in
        change(
          id, code: codes[id] ?? "", before.households[id] ?? Assessment([]),
          after.households[id] ?? Assessment([]), sent: sent[id])
      }
      return PolicyDiff(
        asOf: viewpoint.asOf, households: codes.count,
        changes: changes.sorted {
          ($1.after, $0.household) < ($0.after, $1.household)
        })
    }
  }

  private func reading(
    _ pack: PolicyPack, _ viewpoint: Viewpoint, in open: OpenRegister
  ) throws -> RiskReading {
    let reading = try RiskReading(pack: pack, viewpoint: viewpoint, touched: nil)
      .read(stopped: [:], in: open)
    if let (factor, reason) = reading.faults.min(by: { $0.key < $1.key }) {
      throw PackFault(file: pack.id, line: nil, reason: "因子 \(factor)：\(reason)")
    }
    return reading
  }

  private func change(
    _ id: Int64, code: String, _ before: Assessment, _ after: Assessment, sent: Coefficient?
  ) -> PolicyDiff.Change? {
    let (was, will) = (before.coefficient, after.coefficient)
    let from = ReviewLevel(sent ?? was, old.thresholds)
    let to = ReviewLevel(sent ?? will, new.thresholds)
    guard from != to else { return nil }
    return PolicyDiff.Change(
      household: id, code: code, from: from, to: to, before: sent ?? was, after: sent ?? will,
      factor: PartChange.all(from: before, to: after).first?.factor)
  }
}

extension OpenRegister {
  func householdCodes() throws -> [Int64: String] {
    var codes: [Int64: String] = [:]
    try db.each("SELECT id, code FROM household WHERE county = \(county)") { row in
      codes[try row.integer(at: 0)] = try row.text(at: 1)
    }
    return codes
  }
}
