import App
import Casework
import Foundation
import HTTPTypes
import HummingbirdTesting
import Store
import Testing

/// A rule that fails while the program runs.
struct FactorFaultTests {
  private static let access = Access.system(in: TestCounty.county)
  private static let house =
    "SELECT h.id AS household_id, 1.0 AS strength FROM household_sheet h WHERE h.has_unsafe_house = 1"

  /// A pack whose factor for registered unsafe houses is right for its examples and fails later.
  private func failing(_ sql: String) throws -> PolicyPack {
    try PolicyShelf.load(
      FactorTrialTests.pack("factors-3-living.yaml", Self.house, sql))
  }

  private func assess(_ county: TestCounty, _ pack: PolicyPack) async throws -> AssessmentRun {
    try await Assess(register: county.register, pack: pack).run(as: Self.access)
  }

  private func part(_ county: TestCounty) async throws -> Part? {
    try await county.register.read(as: Self.access) { open in
      let run = try #require(try open.latestRun())
      return try open.assessment(of: 1, in: run.id).parts.first {
        $0.factor == "registeredUnsafeHouse"
      }
    }
  }

  @Test(
    arguments: TestStore.available,
    [
      "SELECT h.id AS household_id, 1.0 / (h.persons - 1) AS strength FROM household_sheet h",
      "SELECT h.id AS household_id, 2.0 AS strength FROM household_sheet h",
      "SELECT h.id AS household_id, 1.0 AS strength FROM household_sheet h UNION ALL SELECT h.id, 1.0 FROM household_sheet h",
      "SELECT h.id AS household_id, 1.0 AS strength, h.base AS amount_fen FROM household_sheet h",
      "SELECT h.id AS household_id, 1.0 AS strength, -9223372036854775807 AS true_on FROM household_sheet h",
      "SELECT h.id AS household_id, h.no_such_column AS strength FROM household_sheet h",
    ])
  func `a factor that fails rests, keeps what it said, and is told of`(
    store: TestStore, sql: String
  ) async throws {
    let county = try await TestCounty(store)
    try await county.add([.init(id: 1), .init(id: 2)])
    try await county.register.write(as: Self.access) { open in
      _ = try open.db.run("UPDATE household SET has_unsafe_house = 1 WHERE id = 1")
    }
    let first = try await assess(county, try county.pack())
    let before = try #require(try await part(county))
    #expect(before.keptFrom == nil && first.faults.isEmpty)
    county.clock.move(days: 1)
    let run = try await assess(county, try failing(sql))
    #expect(run.faults["registeredUnsafeHouse"] != nil)
    #expect(run.unknown["registeredUnsafeHouse"]?.contains("已停用") == true)
    let kept = try #require(try await part(county))
    #expect(kept.hazard == before.hazard && kept.keptFrom == first.asOf)
    // The day after it is not tried again, and the label still names the day it was computed.
    county.clock.move(days: 1)
    #expect(try await assess(county, try failing(sql)).faults.isEmpty)
    #expect(try await part(county)?.keptFrom == first.asOf)
    // Of a household that nothing is known of there is no score, which is not zero.
    let score = try await county.register.read(as: Self.access) { try $0.coefficient(of: 2) }
    #expect(score == nil)
    let administrator = try await county.officer(.countyAdministrator, at: TestCounty.county)
    let cookie = try await county.signIn(administrator)
    try await county.test { client in
      let page = try await client.open("/assessments", cookie: cookie)
      #expect(page.text.contains("“台账危房”出错，已停用"))
      for path in ["/households/2", "/households/2/dossier"] {
        let known = try await client.open(path, cookie: cookie).text
        #expect(known.contains("系数未知") && known.contains("须乡镇审核"))
        #expect(!known.contains("0.00") && !known.contains("按日常走访即可"))
      }
      let answer = try await client.open("/api/v1/households/2/assessment", cookie: cookie)
      #expect(answer.status == .ok && !answer.text.contains("\"coefficient\""))
      let path = "/assessments/factors/registeredUnsafeHouse/restart"
      _ = try await client.submit("", to: path, cookie: cookie)
      let after = try await client.open("/assessments", cookie: cookie)
      #expect(!after.text.contains("出错，已停用"))
    }
    #expect(try await part(county)?.keptFrom == nil)
  }
}
