import App
import Casework
import Store
import Testing

/// The rows by which lists are sorted and reviews are routed, of which a run writes what it changes.
struct RiskScoreTests {
  private static let system = Access.system(in: TestCounty.county)

  @Test(arguments: TestStore.available)
  func `rows that a run left alone are what it would have written`(store: TestStore) async throws {
    let made = try await RiskCounty(store)
    try await made.county.assess()
    let before = try await rows(made)
    made.county.clock.move(days: 40)
    try await made.county.register.write(as: Self.system) { open in
      // Nothing known of some any more, others elsewhere, and the province speaks of three, of whom
      // one has nothing of ours.
      try open.db.run("DELETE FROM fact WHERE household_id % 3 = 0")
      try open.db.run("UPDATE household SET village = 360732101201 WHERE id % 8 = 0")
      try Self.provincial(open, [7: "0.81", 14: "0.2", 21: "0.9"])
    }
    try await made.county.assess()
    let kept = try await rows(made)
    #expect(kept != before && !Set(kept).isDisjoint(with: before))
    #expect(kept.filter { !$0.hasSuffix("nil") }.count == 3)
    #expect(try await written(made) == kept)
    // The province takes back what it said.
    try await made.county.register.write(as: Self.system) { open in
      _ = try open.db.run("DELETE FROM fact WHERE kind = 'provincialCoefficient'")
    }
    try await made.county.assess()
    let after = try await rows(made)
    #expect(after.allSatisfy { $0.hasSuffix("nil") })
    #expect(try await written(made) == after)
  }

  @Test(arguments: TestStore.available)
  func `a look at a past day neither speaks nor hides what came`(store: TestStore) async throws {
    let made = try await RiskCounty(store)
    let run = try await made.county.assess()
    let before = try await rows(made)
    made.county.clock.move(days: 1)
    try await made.county.register.write(as: Self.system) { open in
      var chance = Chance(seed: 3)
      try RiskCounty.facts(5_000..<5_030, open, &chance, of: 20, knownNow: true)
    }
    try await made.county.assess(asOf: made.county.clock.now.day.adding(days: -1))
    try await made.county.assess(asOf: made.county.clock.now.day.adding(days: -300))
    #expect(try await rows(made) == before)
    let assess = Assess(register: made.county.register, pack: try made.county.pack())
    let touched = try #require(try await assess.refresh(as: Self.system))
    #expect(!touched.isWhole && touched.households > 5)
    // On a day of which no whole run is there yet, yesterday's speaks for the untouched.
    let spoken = try await made.county.register.read(as: Self.system) { open in
      try [1, 200].map { try open.runInForce(for: $0)?.id }
    }
    #expect(spoken == [touched.id, run.id])
  }

  private static func provincial(_ open: OpenRegister, _ sent: [Int64: String]) throws {
    for (household, value) in sent {
      try open.db.run(
        """
        INSERT INTO fact (county, id, household_id, kind, event_key, true_on, known_at, detail,
          department)
        VALUES (\(open.county), \(household + 90_000), \(household), 'provincialCoefficient',
          \("p\(household)"), \(open.today), \(open.now), \(#"{"value":"\#(value)"}"#), '省')
        """)
    }
  }

  private func rows(_ made: RiskCounty) async throws -> [String] {
    try await made.county.database.read { db in
      try db.run(
        """
        SELECT household_id, village, coefficient, governing, provincial FROM risk_score
        ORDER BY household_id
        """
      ).map { row in
        let numbers = try (0..<4).map { "\(try row.integer(at: $0))" }
        let sent = try row.optionalInteger("provincial").map { "\($0)" } ?? "nil"
        return (numbers + [sent]).joined(separator: " ")
      }
    }
  }

  /// The rows of a run that finds none.
  private func written(_ made: RiskCounty) async throws -> [String] {
    try await made.county.database.write { db in _ = try db.run("DELETE FROM risk_score") }
    try await made.county.assess()
    return try await rows(made)
  }
}
