import Casework
import Store
import Testing

@testable import App

/// What is computed without anybody asking, and what is taken out of what was computed long ago.
struct AssessmentSweepTests {
  private static let system = Access.system(in: TestCounty.county)

  private func sweep(_ county: TestCounty, at hour: Int) async throws {
    county.clock.move(to: county.clock.now.day.at(hour: hour))
    try await AssessmentSweep(register: county.register)
      .run(in: county.workshop.queue.countiesWithAssessments())
  }

  /// The assessments that were asked for, oldest first.
  private func asked(_ county: TestCounty) async throws -> [Job] {
    try await county.register.read(as: Self.system) { open in
      try open.jobs().filter { $0.kind == .assess }.reversed()
    }
  }

  /// Does what waits.
  private func work(_ county: TestCounty) async throws {
    while let job = try await county.workshop.queue.take(as: "night") {
      try await county.workshop.perform(job, as: "night")
    }
  }

  @Test(arguments: TestStore.available)
  func `a county that was computed before is computed once every night`(
    store: TestStore
  ) async throws {
    let county = try await TestCounty(store)
    try await county.settle([TestCounty.person("H1", "张三", TestCounty.id(1))])
    county.clock.move(days: 1)
    try await sweep(county, at: 3)
    // Nobody has computed anything yet: an installation that is being filled is left alone.
    #expect(try await asked(county).isEmpty)
    try await county.assess()
    try await sweep(county, at: 4)
    #expect(try await asked(county).isEmpty)
    county.clock.move(days: 1)
    try await sweep(county, at: 1)
    #expect(try await asked(county).isEmpty)
    for hour in [2, 2, 5] { try await sweep(county, at: hour) }
    #expect(try await asked(county).map(\.state) == [.waiting])
    try await work(county)
    try await sweep(county, at: 6)
    #expect(try await asked(county).map(\.state) == [.done])
    let run = try await county.register.read(as: Self.system) { try $0.latestRun() }
    #expect(run?.asOf == county.clock.now.day && run?.isWhole == true)
  }

  @Test(arguments: TestStore.available)
  func `what somebody cancelled is not begun again the same day`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    try await county.assess()
    county.clock.move(days: 1)
    try await sweep(county, at: 2)
    try await county.database.write { db in
      _ = try db.run("UPDATE job SET state = 'cancelled' WHERE kind = 'assess'")
    }
    try await sweep(county, at: 9)
    #expect(try await asked(county).count == 1)
    county.clock.move(days: 1)
    try await sweep(county, at: 2)
    #expect(try await asked(county).map(\.state) == [.cancelled, .waiting])
  }

  @Test(arguments: TestStore.available)
  func `old runs keep their months' last and what was decided on`(store: TestStore) async throws {
    let made = try await RiskCounty(store)
    let county = made.county
    var runs: [AssessmentRun] = []
    // 23 and 30 November, 7, 14, 21 and 28 December; clues are raised on 9 December, a case takes a
    // step on 16 December.
    try await county.add([TestHousehold(id: 301, monitoredAs: .marginal)])
    for week in 0..<6 {
      if week > 0 { county.clock.move(days: 7) }
      runs.append(try await county.assess())
      if week == 2 { try await clues(county, about: 17) }
      if week == 3 { try await step(county, about: 21) }
    }
    let before = try await rows(made, runs)
    #expect(before.allSatisfy { $0 > 200 })
    county.clock.move(days: 63)
    let now = try await county.assess()
    try await sweep(county, at: 1)
    // The last of them is sixty-three days old, and the last of its month.
    #expect(try await rows(made, runs) == [0, before[1], 1, 1, 0, before[5]])
    #expect(try await rows(made, [now])[0] > 200)
    #expect(try await made.rows(runs[2]).first?.hasPrefix("17 ") == true)
    #expect(try await made.rows(runs[3]).first?.hasPrefix("21 ") == true)
    // A second look finds nothing to do, and "since last month" no run that was thinned.
    try await sweep(county, at: 1)
    #expect(try await rows(made, runs) == [0, before[1], 1, 1, 0, before[5]])
    let earlier = try await county.register.read(as: Self.system) { open in
      try [24, 16].map { day in
        try open.earlierAssessment(
          of: 17, before: #require(Day("2026-12-\(day)")))?.asOf
      }
    }
    #expect(earlier == [runs[1].asOf, runs[1].asOf])
  }

  /// One about a household, and one that has found none.
  private func clues(_ county: TestCounty, about household: Int64) async throws {
    let village = try await county.officer(.informationOfficer, at: TestCounty.village)
    let pack = try county.pack()
    county.clock.move(days: 2)
    try await county.register.write(as: village) { open in
      let found = Finding(source: .patrol, risk: .illness, text: "户主住院")
      _ = try open.raise(found, about: household, pack)
      let other = try open.raise(found, about: household + 1, pack)
      try open.db.run("UPDATE clue SET household_id = NULL WHERE id = \(other)")
    }
    county.clock.move(days: -2)
  }

  private func step(_ county: TestCounty, about household: Int64) async throws {
    county.clock.move(days: 2)
    try await county.register.write(as: Self.system) { open in
      try open.db.run("UPDATE household_case SET household_id = \(household) WHERE id = 1301")
      try open.addEvent(
        of: 1_301,
        HistoryStep(seq: 1, action: "followUp", from: .monitored, to: .monitored, reason: nil))
    }
    county.clock.move(days: -2)
  }

  private func rows(_ made: RiskCounty, _ runs: [AssessmentRun]) async throws -> [Int] {
    var counts: [Int] = []
    for run in runs { counts.append(try await made.rows(run).count) }
    return counts
  }
}
