package import Casework
import Foundation
import Store

extension AuditAction {
  package static let assessed = AuditAction("risk.assessed")
  package static let restartedFactor = AuditAction("risk.factor.restarted")
}

/// Computes the coefficient of every household of a county.
package struct Assess: Sendable {
  package let register: Register
  package let pack: PolicyPack

  package init(register: Register, pack: PolicyPack) {
    (self.register, self.pack) = (register, pack)
  }

  /// Computes and keeps a run of the whole county; today's run is the one in force.
  @discardableResult
  package func run(asOf day: Day? = nil, as access: Access) async throws -> AssessmentRun {
    try await run(asOf: day, touched: nil, as: access)
  }

  /// Computes anew the households of which a file, a visit or an import has told something since
  /// the last run; nil when there are none, or when nothing was computed yet.
  @discardableResult
  package func refresh(as access: Access) async throws -> AssessmentRun? {
    let touched = try await register.read(as: access) { try $0.touchedSinceLastRun() }
    guard let touched, !touched.isEmpty else { return nil }
    return try await run(asOf: nil, touched: touched, as: access)
  }

  /// Brings the coefficients up to date: of touched households only where today's whole run under
  /// these rules is there, else of all.
  func update(as access: Access) async throws {
    let edition = pack.edition
    let isCurrent = try await register.read(as: access) { open in
      try !open.awaitsShadow()
        && open.runs(limit: 50).contains {
          $0.isWhole && $0.asOf == open.today && $0.pack == edition
        }
    }
    if isCurrent { try await refresh(as: access) } else { try await run(as: access) }
  }

  private func run(
    asOf day: Day?, touched: [Int64]?, as access: Access
  ) async throws -> AssessmentRun {
    let started = register.clock.now
    let viewpoint = Viewpoint.of(day ?? started.day, now: started)
    let isCurrent = viewpoint.asOf == started.day
    let views = RiskViews(county: access.place.county, viewpoint: viewpoint, touched: touched)
    let shadows =
      isCurrent && touched == nil ? try await register.read(as: access) { try $0.shadows() } : []
    let (found, diffs) = try await register.study(as: access, views) { [pack] open in
      try open.requires(.assess)
      let stopped = isCurrent ? try open.stoppedFactors(pack.edition) : [:]
      var reading = try RiskReading(pack: pack, viewpoint: viewpoint, touched: touched)
        .read(stopped: stopped, in: open)
      let failed = Set(stopped.keys).union(reading.faults.keys)
      if isCurrent, !failed.isEmpty {
        reading.keep(try open.lastParts(of: failed, among: touched.map(Set.init)))
      }
      let diffs = try shadows.map { shadow in
        let other = try RiskReading(pack: shadow.pack, viewpoint: viewpoint, touched: nil)
          .read(stopped: [:], in: open)
        return try PolicyDiff(from: reading, to: other, in: open)
      }
      return (reading, diffs)
    }
    return try await register.write(as: access) { [pack] open in
      let run = try open.keep(
        found, pack: pack, started: started, isInForce: isCurrent)
      if isCurrent {
        try open.stop(found.faults, pack.edition)
        try open.putInForce(found)
      }
      for (shadow, diff) in zip(shadows, diffs) {
        try open.keepShadow(diff, of: shadow.draft, beside: pack.edition)
      }
      open.audit(.assessed, subject: "assessment_run/\(run.id)", detail: viewpoint.asOf.description)
      return run
    }
  }
}

extension Register {
  /// Runs `body` over the published views of a county, on one unchanging view of its records.
  func study<Value: Sendable>(
    as access: Access, _ views: RiskViews,
    _ body: @escaping @Sendable (OpenRegister) throws -> Value
  ) async throws -> Value {
    try await study(as: access, prepare: { try views.fill($0) }, body)
  }
}

/// One computation of coefficients, as it is kept.
package struct AssessmentRun: Sendable {
  package let id: Int64
  package let asOf: Day
  package let pack: String
  /// Households with any risk at all.
  package let households: Int
  /// Factors of which something is not known, each with the reason.
  package let unknown: [String: String]
  /// Factors whose query failed in it, each with the reason.
  package let faults: [String: String]
  /// Whether it was of all households, not only of those that a file had touched.
  package let isWhole: Bool
  package let finishedAt: Instant

  init(row: Row) throws {
    id = try row.integer("id")
    asOf = try row.day("as_of_on")
    pack = try row.text("pack")
    households = try row.int("households")
    unknown = try AssessmentRun.reasons(row.text("unknown"))
    faults = try AssessmentRun.reasons(row.text("faults"))
    isWhole = try row.text("scope") == "all"
    finishedAt = try row.instant("finished_at")
  }

  private static func reasons(_ text: String) throws -> [String: String] {
    try JSONDecoder().decode([String: String].self, from: Data(text.utf8))
  }

  static let columns: SQL = """
    r.id, r.as_of_on, r.pack, r.households, r.unknown, r.faults, r.scope, r.finished_at
    """
}
