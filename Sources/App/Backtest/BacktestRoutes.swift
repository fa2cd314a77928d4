import Casework
import Hummingbird

/// `/backtest`: whether the coefficients of past months were right, and whom they missed.
struct BacktestRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.pages.get("backtest", use: show)
    routes.pages.post("backtest", use: fill)
  }

  @Sendable func show(_ request: Request, context: AppContext) async throws -> Response {
    let access = try context.looksBack()
    let ahead = request.query("ahead").flatMap { Int($0) } ?? BacktestPage.months
    guard (1...24).contains(ahead) else { throw NotFound() }
    let reading = try await BacktestReading.read(
      months: 13, shelf: parts.runs, register: parts.register, as: access)
    let lines = parts.pack.thresholds
    let months = try await parts.heavy.run {
      reading.columns.map { reading.month($0, ahead: ahead, lines) }
    }
    let asked = request.query("month").flatMap { Day($0 + "-01") }
    let chosen =
      months.first { $0.asOf.firstOfMonth == asked } ?? months.last { $0.isComplete }
      ?? months.last
    let page = try await parts.register.read(as: access) { open in
      let heads = try open.headsAndVillages(
        Set((chosen?.missed ?? []).prefix(BacktestPage.mostMissed).map(\.household)))
      return BacktestPage(
        months, chosen, ahead: ahead, heads: heads,
        coverage: try open.coverage(since: open.today.adding(months: -12)))
    }
    return try parts.pages.render(page, context)
  }

  /// Computes the months that were never computed.
  @Sendable func fill(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.assess)
    try await Assess(register: parts.register, pack: parts.pack)
      .fillMonths(13, as: context.signedIn())
    return .leading(to: "/backtest")
  }
}

extension AppContext {
  /// The county's own desks, which may look at all households at once.
  func looksBack() throws -> Access {
    let access = try signedIn()
    guard access.looksBack else { throw NotPermitted(duty: .assess) }
    return access
  }
}

extension Access {
  /// Whether it is one of the county's own desks, which may look at all households at once.
  var looksBack: Bool { (may(.assess) || may(.approveCounty)) && place.level == .county }
}
