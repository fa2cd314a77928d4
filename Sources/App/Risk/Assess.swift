package import Casework
import Foundation
import Store

extension AuditAction {
  package static let assessed = AuditAction("risk.assessed")
}

/// Computes the coefficient of every household of a county.
package struct Assess: Sendable {
  package let register: Register
  package let pack: PolicyPack
  /// A factor's query may take this many seconds.
  private static let patience = 60

  package init(register: Register, pack: PolicyPack) {
    (self.register, self.pack) = (register, pack)
  }

  /// Computes and keeps a run; today's run is the one in force.
  @discardableResult
  package func run(asOf day: Day? = nil, as access: Access) async throws -> AssessmentRun {
    let started = register.clock.now
    let viewpoint = Viewpoint.of(day ?? started.day, now: started)
    let found = try await register.read(as: access, timeout: Assess.patience) { [pack] open in
      try open.requires(.assess)
      return try RiskReading(pack: pack, viewpoint: viewpoint).read(in: open)
    }
    let isCurrent = viewpoint.asOf == started.day
    return try await register.write(as: access) { [pack] open in
      let run = try open.keep(found, pack: pack, at: viewpoint, started: started)
      if isCurrent { try open.putInForce(found, run: run.id) }
      open.audit(.assessed, subject: "assessment_run/\(run.id)", detail: viewpoint.asOf.description)
      return run
    }
  }
}

/// One computation of all coefficients, as it is kept.
package struct AssessmentRun: Sendable {
  package let id: Int64
  package let asOf: Day
  package let pack: String
  /// Households with any risk at all.
  package let households: Int
  /// Factors that could not be computed, each with the reason.
  package let unknown: [String: String]
  package let finishedAt: Instant

  init(row: Row) throws {
    id = try row.integer("id")
    asOf = try row.day("as_of_on")
    pack = try row.text("pack")
    households = try row.int("households")
    unknown = try JSONDecoder().decode(
      [String: String].self, from: Data(row.text("unknown").utf8))
    finishedAt = try row.instant("finished_at")
  }

  static let columns: SQL = "r.id, r.as_of_on, r.pack, r.households, r.unknown, r.finished_at"
}

/// What the factors' queries found, household by household.
struct RiskReading: Sendable {
  let pack: PolicyPack
  let viewpoint: Viewpoint
  private(set) var households: [Int64: Assessment] = [:]
  private(set) var unknown: [String: String] = [:]

  init(pack: PolicyPack, viewpoint: Viewpoint) { (self.pack, self.viewpoint) = (pack, viewpoint) }

  func read(in open: OpenRegister) throws -> RiskReading {
    var reading = self
    let query = FactorQuery(pack: pack, viewpoint: viewpoint, county: open.county)
    let sent = try itemsSent(in: open)
    var parts: [Int64: [Part]] = [:]
    for factor in pack.factors {
      if let item = factor.items.first(where: { !sent.contains($0) }) {
        let title = pack.item(item).map { "\($0.department)“\($0.title)”" } ?? item
        reading.unknown[factor.id] = "\(title)从未推送"
      } else {
        try open.db.each(try query.statement(factor)) { row in
          if let part = try part(row, of: factor) {
            parts[try row.integer("household_id"), default: []].append(part)
          }
        }
      }
    }
    reading.households = parts.mapValues(Assessment.init)
    return reading
  }

  /// A strength outside [0, 1] is a fault of the pack: no score is better than a wrong one.
  private func part(_ row: Row, of factor: Factor) throws -> Part? {
    let strength = try row.real("strength")
    guard strength.isFinite, strength >= 0, strength <= 1 else {
      throw PackFault(
        file: pack.id, line: nil, reason: "因子“\(factor.title)”给出的强度 \(strength) 不在 0 与 1 之间")
    }
    guard strength > 0 else { return nil }
    let trueOn = try row.optionalDayNumber("true_on").map(Day.init(number:))
    return Part(
      factor: factor.id,
      hazard: .part(
        weight: factor.weight, strength: strength,
        ageDays: trueOn.map { viewpoint.asOf - $0 } ?? 0, halfLifeDays: factor.halfLifeDays),
      strength: Int64((strength * 1_000_000).rounded()), trueOn: trueOn,
      person: try row.optionalInteger("person_id"), fact: try row.optionalInteger("fact_id"),
      amount: try row.optionalMoney("amount_fen"))
  }

  /// Items of which anything had come in by then; of the others nothing is known.
  private func itemsSent(in open: OpenRegister) throws -> Set<String> {
    Set(
      try open.db.run(
        """
        SELECT DISTINCT item FROM submission
        WHERE county = \(open.county) AND finished_at <= \(viewpoint.knownAt)
          AND (undone_at IS NULL OR undone_at > \(viewpoint.knownAt))
        """
      ).map { try $0.text("item") })
  }
}
