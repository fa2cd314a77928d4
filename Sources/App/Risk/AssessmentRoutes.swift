import Casework
import Hummingbird
import Store

/// `/assessments`: the county computes coefficients and sees who must look again; `/policy`
/// shows by which rules.
struct AssessmentRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.pages.get("assessments", use: list)
    routes.pages.post("assessments", use: run)
    routes.pages.post("assessments/factors/:factor/restart", use: restart)
    routes.pages.get("assessments/provincial", use: provincial)
    routes.pages.get("policy", use: policy)
  }

  @Sendable func list(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.assess)
    let pack = parts.pack
    let page = try await parts.register.read(as: context.signedIn()) { open in
      try AssessmentPage(open.runs(limit: 20), pack, in: open)
    }
    return try parts.pages.render(page, context)
  }

  @Sendable func run(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.assess)
    let job = try await parts.register.write(as: context.signedIn()) { open in
      try open.ask(.assess, "county")
    }
    return .leading(to: "/jobs/\(job.id)")
  }

  /// Lets a factor that failed run again, at once.
  @Sendable func restart(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.assess)
    let pack = parts.pack
    guard let name = context.parameters.get("factor"),
      let factor = pack.factors.first(where: { $0.id == name })
    else { throw NotFound() }
    try await parts.register.write(as: context.signedIn()) {
      try $0.restart(factor.id, pack.edition)
    }
    try await Assess(register: parts.register, pack: pack).run(as: context.signedIn())
    return .leading(to: "/assessments")
  }

  @Sendable func provincial(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.assess)
    let pack = parts.pack
    let page = try await parts.register.read(as: context.signedIn()) {
      try ProvincialPage(pack, in: $0)
    }
    return try parts.pages.render(page, context)
  }

  @Sendable func policy(_ request: Request, context: AppContext) async throws -> Response {
    let access = try context.signedIn()
    return try parts.pages.render(PolicyPage(parts.pack, for: access), context)
  }
}

/// What `Templates/risk/runs.mustache` shows.
struct AssessmentPage: Page {
  static let template = "risk/runs"
  let rows: [Line]
  let levels: [Level]
  let unknown: [String]
  let alarms: [Alarm]
  /// What is computed with older data, and how old.
  let held: [String]
  /// Households of which the province sent a coefficient.
  let sent: Int

  struct Line: Sendable {
    let asOf: String
    let pack: String
    let scope: String
    let households: Int
    let finished: String
  }

  /// A factor that failed and rests.
  struct Alarm: Sendable {
    let factor: String
    let title: String
    let reason: String
  }

  struct Level: Sendable {
    let title: String
    let href: String
    let count: String
  }

  init(_ runs: [AssessmentRun], _ pack: PolicyPack, in open: OpenRegister) throws {
    held = try open.heldData(pack)
    rows = runs.map {
      Line(
        asOf: $0.asOf.description, pack: $0.pack, scope: $0.isWhole ? "全县" : "有变化的户",
        households: $0.households,
        finished: $0.finishedAt.description)
    }
    let (lines, bands) = (pack.thresholds, [CoefficientBand.county, .township])
    let counts = try open.db.run(
      """
      SELECT
        CAST(SUM(CASE WHEN s.governing >= \(lines.county.micro) THEN 1 ELSE 0 END) AS BIGINT)
          AS county,
        CAST(SUM(CASE WHEN s.governing >= \(lines.township.micro)
          AND s.governing < \(lines.county.micro) THEN 1 ELSE 0 END) AS BIGINT) AS township,
        COUNT(s.provincial) AS sent
      FROM risk_score s WHERE \(open.sees("s"))
      """
    ).first
    levels = try bands.map { band in
      Level(
        title: band.title(lines), href: "/households?band=\(band.rawValue)",
        count: grouped(Int(try counts?.optionalInteger(band.rawValue) ?? 0)))
    }
    sent = Int(try counts?.optionalInteger("sent") ?? 0)
    alarms = try open.stoppedFactors(pack.edition).sorted { $0.key < $1.key }.map { id, reason in
      Alarm(
        factor: id, title: pack.factors.first { $0.id == id }?.title ?? id, reason: reason)
    }
    let reasons = runs.first?.unknown ?? [:]
    unknown = pack.factors.compactMap { factor in
      reasons[factor.id].map { "\(factor.title)：\($0)" }
    }
  }
}
