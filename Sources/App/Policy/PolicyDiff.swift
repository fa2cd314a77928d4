package import Casework
import Store

/// Who would be treated differently under another pack, and by which factor.
package struct PolicyDiff: Sendable {
  package let asOf: Day
  package let households: Int
  /// How many households stand at each level, under the old pack and under the new one.
  package let before: [ReviewLevel: Int]
  package let after: [ReviewLevel: Int]
  /// Highest coefficient under the new pack first.
  package let changes: [Change]
  /// Why a factor of the new pack could not be computed; nil where all were.
  package let fault: String?

  /// A household whose review level would be another.
  package struct Change: Sendable {
    package let household: Int64
    package let code: String
    package let village: PlaceCode
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
      return try PolicyDiff(
        from: reading(old, viewpoint, in: open), to: reading(new, viewpoint, in: open), in: open)
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
}

extension PolicyDiff {
  /// Two readings of the same county at the same viewpoint.
  init(from old: RiskReading, to new: RiskReading, in open: OpenRegister) throws {
    let sent = try open.provincialCoefficients(known: new.viewpoint, among: nil)
    let homes = try open.householdHomes()
    var (before, after) = ([ReviewLevel: Int](), [ReviewLevel: Int]())
    var changes: [Change] = []
    for id in Set(old.households.keys).union(new.households.keys).union(sent.keys) {
      guard let home = homes[id] else { continue }
      let (was, will) = (
        old.households[id] ?? Assessment([]), new.households[id] ?? Assessment([])
      )
      let (first, second) = (sent[id] ?? was.coefficient, sent[id] ?? will.coefficient)
      let from = ReviewLevel(first, old.pack.thresholds)
      let to = ReviewLevel(second, new.pack.thresholds)
      before[from, default: 0] += 1
      after[to, default: 0] += 1
      guard from != to else { continue }
      changes.append(
        Change(
          household: id, code: home.code, village: home.village, from: from, to: to,
          before: first, after: second,
          factor: sent[id] == nil ? PartChange.all(from: was, to: will).first?.factor : nil))
    }
    (asOf, households) = (new.viewpoint.asOf, homes.count)
    (self.before, self.after) = (before, after)
    self.changes = changes.sorted { ($1.after, $0.household) < ($0.after, $1.household) }
    fault = new.faults.min { $0.key < $1.key }.map { "\($0.key)：\($0.value)" }
  }
}

extension OpenRegister {
  fileprivate func householdHomes() throws -> [Int64: (code: String, village: PlaceCode)] {
    var homes: [Int64: (code: String, village: PlaceCode)] = [:]
    try db.each("SELECT id, code, village FROM household WHERE county = \(county)") { row in
      homes[try row.integer(at: 0)] = (
        try row.text(at: 1), PlaceCode(number: try row.integer(at: 2))
      )
    }
    return homes
  }
}
