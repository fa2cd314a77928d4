import Casework
import Store
import Testing

@testable import App

/// What is computed without anybody asking.
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
}
