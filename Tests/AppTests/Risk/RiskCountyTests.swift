import App
import Casework
import Store
import Testing

/// What must hold for every household, whatever is known of it.
struct RiskCountyTests {
  @Test(arguments: TestStore.available)
  func `old dates give the same bytes and parts sum exactly`(store: TestStore) async throws {
    let made = try await RiskCounty(store)
    let day = made.county.clock.now.day.adding(days: -200)
    let first = try await made.county.assess(asOf: day)
    // What becomes known later, and what changes in the register, must not reach an older day.
    made.county.clock.move(days: 3)
    try await made.county.register.write(as: .system(in: TestCounty.county)) { open in
      var chance = Chance(seed: 5)
      try RiskCounty.facts(3_000..<3_300, open, &chance, knownNow: true)
      try open.db.run(
        "UPDATE person SET labour = 'none', changed_at = \(open.now) WHERE household_id <= 50")
      try open.db.run(
        "UPDATE household SET income_per_person_fen = 0, changed_at = \(open.now) WHERE id <= 50")
    }
    let again = try await made.county.assess(asOf: day)
    let (rows, second) = (try await made.rows(first), try await made.rows(again))
    #expect(rows == second && rows.count > 150)
    let today = try await made.county.assess()
    #expect(try await made.rows(today) != rows)
    for (household, assessment) in try await made.assessments(today) {
      let sum = assessment.parts.reduce(Int64(0)) { $0 + $1.hazard.micro }
      #expect(sum == assessment.hazard.micro, "household \(household)")
    }
  }

  @Test(arguments: TestStore.available)
  func `what a push touches is computed as if all had been`(store: TestStore) async throws {
    let made = try await RiskCounty(store)
    let access = Access.system(in: TestCounty.county)
    let assess = Assess(register: made.county.register, pack: try made.county.pack())
    #expect(try await assess.refresh(as: access) == nil)
    try await assess.run(as: access)
    #expect(try await assess.refresh(as: access) == nil)
    try await made.county.register.write(as: access) { open in
      var chance = Chance(seed: 7)
      try RiskCounty.facts(4_000..<4_040, open, &chance, of: 20, knownNow: true)
    }
    let part = try #require(try await assess.refresh(as: access))
    #expect(!part.isWhole)
    let scores = try await scores(made)
    let whole = try await assess.run(as: access)
    #expect(try await self.scores(made) == scores)
    let (some, all) = (try await made.assessments(part), try await made.assessments(whole))
    let touched = some.filter { !$0.value.parts.isEmpty }
    #expect(touched.count > 10)
    for (household, assessment) in touched {
      #expect(assessment.parts == all[household]?.parts)
    }
  }

  private func scores(_ made: RiskCounty) async throws -> [String] {
    try await made.county.database.read { db in
      try db.run("SELECT household_id, governing FROM risk_score ORDER BY household_id")
        .map { "\(try $0.integer(at: 0)) \(try $0.integer(at: 1))" }
    }
  }

  @Test(arguments: TestStore.available.filter { $0 == .postgres })
  func `the two databases differ by at most one millionth a part`(store: TestStore) async throws {
    let (one, two) = (try await RiskCounty(.sqlite), try await RiskCounty(store))
    let left = try await one.assessments(try await one.county.assess())
    let right = try await two.assessments(try await two.county.assess())
    for (household, assessment) in left {
      let other = try #require(right[household])
      #expect(Set(assessment.parts.map(\.factor)) == Set(other.parts.map(\.factor)))
      for part in assessment.parts {
        let twin = try #require(other.part(like: part))
        #expect(abs(twin.hazard.micro - part.hazard.micro) <= 1)
        #expect(twin.fact == part.fact && twin.trueOn == part.trueOn)
      }
    }
  }
}
