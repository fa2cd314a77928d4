import Casework
import Foundation
import Store

/// What the factors' queries found, household by household.
struct RiskReading: Sendable {
  let pack: PolicyPack
  let viewpoint: Viewpoint
  /// The households looked at, where it was not the whole county.
  let touched: [Int64]?
  private(set) var households: [Int64: Assessment] = [:]
  /// Factors of which something is not known, with the reason.
  private(set) var unknown: [String: String] = [:]
  /// Factors whose query failed in this run, with the reason.
  private(set) var faults: [String: String] = [:]
  /// The last fact and file that this reading may have seen.
  private(set) var reached = Reached(fact: 0, submission: 0)

  struct Reached: Sendable {
    let fact: Int64
    let submission: Int64
  }

  init(pack: PolicyPack, viewpoint: Viewpoint, touched: [Int64]?) {
    (self.pack, self.viewpoint, self.touched) = (pack, viewpoint, touched)
  }

  /// Reads through views that are filled already. Factors in `stopped` are not run.
  func read(stopped: [String: String], in open: OpenRegister) throws -> RiskReading {
    var reading = self
    reading.reached = try reached(in: open)
    reading.unknown = try SourceCheck(pack: pack, viewpoint: viewpoint).unknown(in: open)
    let query = try FactorQuery(
      pack: pack, viewpoint: viewpoint, county: open.county, hasOwnFacts: touched != nil)
    let found = FoundParts(try Easing(pack.factors, query, in: open.db), on: viewpoint.asOf)
    for factor in pack.factors {
      if let reason = stopped[factor.id] {
        reading.unknown[factor.id] = "规则出错，已停用：\(reason)"
        continue
      }
      do {
        found.add(
          try open.db.foreign(try query.statement(factor), seconds: factor.patience), of: factor)
      } catch let failure as StoreFailure {
        reading.fail(factor, failure.description)
      } catch let missing as UnknownParameter {
        reading.fail(factor, missing.description)
      }
    }
    for (factor, reason) in try found.faults() { reading.fail(factor, reason) }
    reading.households = found.households()
    return reading
  }

  private mutating func fail(_ factor: Factor, _ reason: String) {
    faults[factor.id] = reason
    unknown[factor.id] = "规则出错，已停用：\(reason)"
  }

  /// Puts back what an earlier assessment said of factors that could not be computed.
  mutating func keep(_ kept: [Int64: [Part]]) {
    for (household, parts) in kept {
      households[household] = Assessment((households[household]?.parts ?? []) + parts)
    }
  }

  private func reached(in open: OpenRegister) throws -> Reached {
    let row = try open.db.run(
      """
      SELECT (SELECT MAX(id) FROM fact WHERE county = \(open.county)) AS fact,
        (SELECT MAX(id) FROM submission WHERE county = \(open.county)) AS submission
      """
    ).first
    return Reached(
      fact: try row?.optionalInteger("fact") ?? 0,
      submission: try row?.optionalInteger("submission") ?? 0)
  }
}

/// A factor's `−ln(1 − weight)`, taken once for all of its parts.
struct FactorWeight {
  private let factor: Factor

  init(_ factor: Factor) { self.factor = factor }

  func part(_ finding: FactorFinding, left: Double, on day: Day) -> Part {
    var part = Part(
      factor: factor.id,
      hazard: .part(
        weight: factor.weight, strength: left,
        ageDays: finding.trueOn.map { day - $0 } ?? 0, halfLifeDays: factor.halfLifeDays),
      strength: Int64((left * 1_000_000).rounded()), trueOn: finding.trueOn,
      person: finding.person, fact: finding.fact, amount: finding.amount)
    if left < finding.strength { part.uneased = Int64((finding.strength * 1_000_000).rounded()) }
    return part
  }
}
