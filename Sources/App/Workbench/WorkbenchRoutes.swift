import Casework
import Documents
import Hummingbird

/// `/workbench`: what other lines and weights would change, before anybody decides on them.
struct WorkbenchRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.pages.get("workbench", use: show)
    routes.pages.get("workbench/households", use: list)
    routes.pages.get("workbench/households.xlsx", use: download)
  }

  @Sendable func show(_ request: Request, context: AppContext) async throws -> Response {
    let access = try context.looksBack()
    let asked = TrialForm(request, parts.pack)
    let reading = try await WorkbenchReading.read(parts, as: access)
    let page = try await parts.heavy.run { WorkbenchPage(asked, reading, for: access) }
    return try parts.pages.render(page, context)
  }

  /// The households behind a count.
  @Sendable func list(_ request: Request, context: AppContext) async throws -> Response {
    let list = try await found(request, context)
    let query = TrialForm(request, parts.pack).query(parts.pack)
    let page = try await parts.register.read(as: context.looksBack()) {
      try TrialListPage(list, query, in: $0)
    }
    return try parts.pages.render(page, context)
  }

  /// All of them, as a sheet.
  @Sendable func download(_ request: Request, context: AppContext) async throws -> Response {
    let list = try await found(request, context)
    let lines = try await parts.register.read(as: context.looksBack()) { try $0.lines(list.rows) }
    let sheet = try await parts.sheet(
      [TrialListPage.Row.titles] + lines.map(\.cells), as: .xlsx)
    let export = Export(
      sheet, name: "试算-\(list.month)-\(list.title).xlsx", .masked, of: "workbench")
    return try await parts.letOut(export, context)
  }

  private func found(_ request: Request, _ context: AppContext) async throws -> TrialList {
    let access = try context.looksBack()
    guard let key = request.query("move"),
      let place = request.query("place").flatMap(PlaceCode.init)
    else { throw NotFound() }
    let move = TrialMove(rawValue: key)
    guard move != nil || key == TrialList.missedKey else { throw NotFound() }
    let asked = TrialForm(request, parts.pack)
    let reading = try await WorkbenchReading.read(parts, as: access)
    guard let run = reading.month(asked.month) else { throw NotFound() }
    return try await parts.heavy.run {
      let month = TrialMonth(run, asked.trial, reading)
      return move.map { TrialList($0, in: place, of: month) }
        ?? TrialList(missedIn: access.place, of: month, reading.outcomes)
    }
  }
}

/// What was asked of the workbench; what is missing or cannot be is as the rules in force have it.
struct TrialForm: Sendable {
  let trial: PolicyTrial
  let month: String?

  init(_ request: Request, _ pack: PolicyPack) { self.init(request.query, pack) }

  /// - Parameters:
  ///   - value: what stands in a field of that name.
  ///   - pack: the rules in force.
  init(_ value: (String) -> String?, _ pack: PolicyPack) {
    func number(_ name: String) -> Double? { value(name).flatMap(Double.init) }
    func line(_ name: String, _ standing: Coefficient) -> Coefficient {
      guard let value = number(name), (0.01..<1).contains(value) else { return standing }
      return Coefficient(micro: Int64((value * 1_000_000).rounded()))
    }
    func count(_ name: String, _ standing: Int) -> Int {
      // `NaN` is a number to `Double`, and no whole one.
      guard let value = number(name), !value.isNaN else { return standing }
      return Int(min(max(value, 0), 10_000))
    }
    let usual = pack.effort ?? .usual
    let township = line("township", pack.thresholds.township)
    let county = max(township, line("county", pack.thresholds.county))
    var weights: [String: Double] = [:]
    for factor in pack.factors {
      if let weight = number("w.\(factor.id)"), (0...0.99).contains(weight) {
        weights[factor.id] = weight
      }
    }
    trial = PolicyTrial(
      thresholds: .init(township: township, county: county), weights: weights,
      effort: EffortTerms(
        minutesTownship: count("minutes", usual.minutesTownship),
        minutesCounty: count("minutesCounty", usual.minutesCounty),
        staffTownship: count("staff", usual.staffTownship),
        staffCounty: count("staffCounty", usual.staffCounty),
        hoursEach: count("hours", usual.hoursEach)))
    month = value("month").flatMap { Day($0 + "-01") == nil ? nil : $0 }
  }

  /// What it changes of the rules in force.
  func changes(_ pack: PolicyPack) -> PolicyChanges {
    PolicyChanges(
      township: trial.thresholds.township, county: trial.thresholds.county, weights: trial.weights,
      to: pack)
  }

  /// The trial as a query, so that a list says the same as the count that opens it.
  func query(_ pack: PolicyPack) -> String { query(pack, month: month) }

  func query(_ pack: PolicyPack, month: String?) -> String {
    let changed = pack.factors.compactMap { factor in
      trial.weights[factor.id].flatMap { $0 == factor.weight ? nil : "&w.\(factor.id)=\($0)" }
    }
    let (effort, usual) = (trial.effort, pack.effort ?? .usual)
    let staffed = [
      ("minutes", effort.minutesTownship, usual.minutesTownship),
      ("minutesCounty", effort.minutesCounty, usual.minutesCounty),
      ("staff", effort.staffTownship, usual.staffTownship),
      ("staffCounty", effort.staffCounty, usual.staffCounty),
      ("hours", effort.hoursEach, usual.hoursEach),
    ].filter { $0.1 != $0.2 }.map { "&\($0.0)=\($0.1)" }
    return "township=\(trial.thresholds.township.exact)&county=\(trial.thresholds.county.exact)"
      + (changed + staffed).joined() + (month.map { "&month=\($0)" } ?? "")
  }
}

extension Coefficient {
  /// `0.75` or `0.7512`, as a field of a form has it.
  var exact: String { String(Double(micro) / 1_000_000) }
}
