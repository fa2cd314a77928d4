import App
import Casework
import Foundation
import Store
import Testing

struct RulesShelfTests {
  @Test(arguments: TestStore.available)
  func `what was decided elsewhere counts from the next request on`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    let cookie = try await county.signIn(
      try await county.officer(.countyReviewer, at: TestCounty.county))
    try await county.test { client in
      #expect(try await client.open("/policy", cookie: cookie).text.contains("乡镇 0.75"))
      try await county.decide(
        "jiangxi-2026@99", "township: 0.75", "township: 0.65")
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
    try await county.decide(nil)
    #expect(try await started().current.pack.edition == files.edition)
    try await county.workshop.shelf.refresh()
    #expect(county.workshop.pack.edition == files.edition)
  }
}
