import App
import Casework
import Foundation
import Store
import Testing

struct RulesShelfTests {
  /// Puts an edition with a lower township line into force, as two persons on another node would.
  private func decide(_ edition: String?, in county: TestCounty) async throws {
    let folder = PolicyShelf.bundled.appending(path: "jiangxi-2026")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    let text = try files.map {
      try String(contentsOf: folder.appending(path: $0), encoding: .utf8)
    }
    .joined(separator: "\n---\n").replacing("township: 0.75", with: "township: 0.65")
    try await county.database.write { [now = county.clock.now] db in
      if let edition {
        try db.run(
          """
          INSERT INTO policy_edition (edition, text, kept_at) VALUES (\(edition), \(text), \(now))
          """)
      }
      try db.run(
        """
        INSERT INTO policy_term (id, edition, since_at, county, draft_id, asked_by, agreed_by, reason)
        SELECT COALESCE(MAX(id), 0) + 1, \(edition), \(now), 360732, 1, 2, 3, '试' FROM policy_term
        """)
    }
  }

  @Test(arguments: TestStore.available)
  func `what was decided elsewhere counts from the next request on`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    let cookie = try await county.signIn(
      try await county.officer(.countyReviewer, at: TestCounty.county))
    try await county.test { client in
      #expect(try await client.open("/policy", cookie: cookie).text.contains("乡镇 0.75"))
      try await self.decide("jiangxi-2026@9", in: county)
      #expect(try await client.open("/policy", cookie: cookie).text.contains("乡镇 0.65"))
      #expect(try await client.open("/about").text.contains("jiangxi-2026"))
    }
    // A program that starts later finds the same rules, and the files' again after a roll-back.
    let files = try county.pack()
    func started() async throws -> RulesShelf {
      try await RulesShelf(
        files, in: PolicyShelf.bundled.appending(path: "jiangxi-2026"), county.parts.calendar,
        at: county.clock.now, database: county.database)
    }
    #expect(try await started().current.pack.thresholds.township == Coefficient(micro: 650_000))
    try await decide(nil, in: county)
    #expect(try await started().current.pack.edition == files.edition)
    try await county.workshop.shelf.refresh()
    #expect(county.workshop.pack.edition == files.edition)
  }
}
