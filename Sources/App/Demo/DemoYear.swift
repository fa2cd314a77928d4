import Casework
import Documents
import Foundation
import Store

/// Twelve months of a generated county, day by day, each step by the officer whose work it is.
struct DemoYear: Sendable {
  let station: Station
  let register: Register
  let officers: DemoOfficers
  let time: MovingClock
  let made: [MadeHousehold]
  let incidents: [Incident]
  let showcase: DemoShowcase?

  private static let county = PlaceCode(number: 360_732_000_000)
  private var pack: PolicyPack { station.pack }

  func live(
    from start: Day, to today: Day, chance: Chance, tell: @Sendable (String) -> Void
  ) async throws {
    var chance = chance
    let calendar = try await PlaceTables.workingCalendar(in: station.database)
    var day = start.adding(days: 1)
    var sentUntil = start
    while day <= today {
      time.move(to: day.at(hour: 9, minute: 30))
      // Departments send what the month before and the first days brought.
      if day.dayOfMonth == 5 || [1, 8].contains(today - day) {
        tell("\(day) 部门推送，测算风险系数")
        try await send(after: sentUntil, through: day)
        sentUntil = day
      }
      if calendar.isWorkingDay(day), day < today {
        time.move(to: day.at(hour: 15))
        try await work(&chance, calendar, on: day)
        try await hear(&chance, on: day, today: today)
      }
      day = day.adding(days: 1)
    }
  }

  private func send(after last: Day, through day: Day) async throws {
    var workshop = station.workshop(in: register)
    workshop.asksAssessment = false
    let fresh = incidents.filter { $0.day > last && $0.day <= day }
    for item in pack.items {
      guard let header = Blueprint.headers[item.id] else { continue }
      let rows = fresh.filter { $0.blueprint.item == item.id }.map(\.row)
      let file = station.settings.data.appending(path: ".push-\(UUID().uuidString).csv")
      defer { unlink(file.path) }
      let writer = try SheetFile.create(file.path, .csv)
      try writer.add(header)
      for row in rows { try writer.add(row) }
      try writer.close()
      try await workshop.push(
        item.id, file, named: "\(item.department)\(item.title)\(day).csv",
        as: officers.department(item.department))
    }
    let system = Access.system(in: DemoYear.county)
    try await Assess(register: register, pack: pack).run(as: system)
    let pack = pack
    _ = try await register.write(as: system) { try Warnings.raise(in: $0, pack) }
  }

  /// What waits for somebody today; some of it waits a little longer, as it does in life.
  private func work(_ chance: inout Chance, _ calendar: WorkingCalendar, on day: Day) async throws {
    let system = Access.system(in: DemoYear.county)
    let clues = try await register.read(as: system) {
      try $0.clues(at: [.visiting, .townshipReview, .countyReview], limit: 2_000)
    }
    var waiting = showcase?.waiting(among: clues) ?? [:]
    for clue in clues {
      let pace = showcase?.pace(
        0.6, of: clue, waiting, countyLine: pack.thresholds.county, on: day)
      guard chance.happens(pace ?? 0.6) else { continue }
      try await take(clue, &chance)
      showcase?.left(clue, &waiting)
    }
    let cases = try await register.read(as: system) {
      try $0.cases(at: CaseStage.allCases.filter { !$0.isClosed }, limit: 5_000)
    }
    let keys = CheckKeys(in: station.settings.checkKeys, keys: station.keys)
    let life = DemoCases(
      register: register, officers: officers, pack: pack, calendar: calendar,
      checks: DemoChecks(register: register, officers: officers, pack: pack, keys: keys))
    for found in cases where chance.happens(found.stage == .monitored ? 0.06 : 0.7) {
      try await life.take(found, &chance)
    }
  }

  /// What comes to the desks without any data; in the last days also in the village shown.
  private func hear(_ chance: inout Chance, on day: Day, today: Day) async throws {
    // What the newcomer finds in the village shown is `DemoShowcase`'s.
    let told = today - day < DemoShowcase.quietDays ? [] : incidents
    let signs = DemoSigns(
      register: register, officers: officers, pack: pack, made: made, incidents: told)
    try await signs.happen(&chance, on: day)
    if today - day == 2 || today - day == 3, let home = made.first {
      let neighbours = made.filter { $0.villageCode == home.villageCode }
      try await signs.declare(chance.pick(neighbours), &chance)
      try await signs.find(chance.pick(neighbours), &chance)
      try await signs.declare(chance.pick(neighbours), as: "王小明", &chance)
    }
  }

  private func take(_ clue: Clue, _ chance: inout Chance) async throws {
    let pack = pack
    let isWrong = chance.happens(0.08)
    switch clue.stage {
    case .visiting: try await visit(clue, &chance)
    case .townshipReview, .countyReview:
      let role: Role = clue.stage == .townshipReview ? .townshipReviewer : .countyReviewer
      let action: ClueAction = isWrong ? (clue.version < 5 ? .sendBack : .overrule) : .agree
      let reason = isWrong ? "收入核算依据不足，请补充银行流水和务工证明。" : nil
      _ = try await register.write(as: officers.officer(role, over: clue.village)) {
        try $0.take(action, on: clue, reason: reason, pack)
      }
    case .received, .closed, .caseOpened: break
    }
  }

  private func visit(_ clue: Clue, _ chance: inout Chance) async throws {
    guard let household = clue.household else { return }
    let blueprint = try await blueprint(of: household)
    let conclusion = blueprint?.conclusion ?? .noRisk
    let companion = "驻村队员\(chance.pick(["李明", "黄勇", "谢军", "钟华"]))"
    let risks = blueprint?.risks ?? []
    let pack = pack
    let chooses = chance.happens(0.5)
    _ = try await register.write(as: officers.officer(.informationOfficer, over: clue.village)) {
      open in
      var values = try open.prefilled(household).values
      values["companion"] = companion
      let hasProblem = values.contains { $0.key.hasPrefix("guarantee.") && $0.value == "0" }
      let final: VisitConclusion = hasProblem && conclusion == .noRisk ? .watch : conclusion
      values["conclusion"] = final.rawValue
      values["risks"] = risks.map(\.rawValue).joined(separator: ",")
      for guarantee in Guarantee.allCases where values["guarantee.\(guarantee.rawValue)"] == nil {
        values["guarantee.\(guarantee.rawValue)"] = "1"
      }
      values["look.people"] = "家庭人口与台账一致，\(chooses ? "主要劳动力在外务工" : "主要劳动力在家务农")。"
      values["reason"] = DemoYear.reason(final)
      return try open.submit(VisitForm(values: values), for: clue, pack)
    }
  }

  private static func reason(_ conclusion: VisitConclusion) -> String {
    switch conclusion {
    case .propose: "支出大、收入明显减少，家庭自身难以应对，提请纳入监测帮扶。"
    case .watch: "已享受相关政策，生活暂无困难，继续关注。"
    default: "家庭收入稳定，支出可以承受，走访未发现返贫致贫风险。"
    }
  }

  private func blueprint(of household: Int64) async throws -> Blueprint? {
    let code = try await register.read(as: .system(in: DemoYear.county)) { open in
      try open.db.run(
        "SELECT h.code FROM household h WHERE h.id = \(household) AND \(open.sees("h"))"
      ).first?.text("code")
    }
    let own = incidents.filter { $0.household == code }
    return own.first { $0.blueprint.conclusion == .propose }?.blueprint ?? own.first?.blueprint
  }
}
