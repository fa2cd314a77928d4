import Casework
import HTTPTypes
import HummingbirdTesting
import Store
import Testing

@testable import App

struct ComparisonTests {
  private static let system = Access.system(in: TestCounty.county)

  @Test(arguments: TestStore.available)
  func `two editions are held side by side, household by household`(store: TestStore) async throws {
    let county = try await TestCounty.withBill(store)
    let (maker, checker) = try await county.desks()
    let edition = county.parts.pack.edition
    try await county.test { client in
      let more = [("w.medicalBurden", "0.9")]
      _ = try await client.submit(
        TestCounty.proposal(township: "0.7", more), to: "/policy/drafts", cookie: maker)
      let asked = TestCounty.form([("old", edition), ("new", "\(edition)+1")])
      let answer = try await client.submit(asked, to: "/policy/comparisons", cookie: checker)
      #expect(answer.headers[.location] == "/policy/comparisons/1")
      let waiting = try await client.open("/policy/comparisons/1", cookie: checker)
      #expect(waiting.text.contains("正在按两版规则测算"))
      try await county.work()
      let page = try await client.open("/policy/comparisons/1", cookie: checker)
      let household = try await county.household("H1")
      #expect(page.text.contains("href=\"/households/\(household)/dossier\""))
      #expect(page.text.contains("村级 → 县级复核") && page.text.contains("医疗自付负担"))
      #expect(page.text.contains("0.69 → 0.87") && !page.text.contains("王五"))
      let none = try await client.open(
        "/policy/comparisons/1?move=county.village", cookie: checker)
      #expect(none.text.contains("没有这样的户"))
      let same = try await client.submit(
        TestCounty.form([("old", edition), ("new", edition)]), to: "/policy/comparisons",
        cookie: checker)
      #expect(same.status == .unprocessableContent && same.text.contains("不同的两版"))
      let officer = try await county.officer(.townshipReviewer, at: TestCounty.township)
      let township = try await county.signIn(officer)
      let refused = try await client.open("/policy/comparisons/1", cookie: township)
      #expect(refused.status == .forbidden)
    }
  }

  @Test(arguments: TestStore.available)
  func `a draft in shadow is computed with every whole run and changes nothing`(
    store: TestStore
  ) async throws {
    let county = try await TestCounty.withBill(store)
    let (maker, _) = try await county.desks()
    let before = try await score(county)
    try await county.test { client in
      _ = try await client.submit(
        TestCounty.proposal(township: "0.65"), to: "/policy/drafts", cookie: maker)
      let wrong = try await county.press(
        "startShadow", on: 1, [("months", "13")], as: maker, client)
      #expect(wrong.status == .unprocessableContent && wrong.text.contains("1—12 个月"))
      let begun = try await county.press(
        "startShadow", on: 1, [("months", "1")], as: maker, client)
      #expect(begun.status == .seeOther)
      try await county.work()
      #expect(try await self.shadows(county).map(\.changed) == [1])
      #expect(try await self.score(county) == before)
      // The same day again replaces it; the next day adds to it; after its month it ends.
      try await county.assess()
      #expect(try await self.shadows(county).count == 1)
      county.clock.move(days: 1)
      try await county.assess()
      #expect(try await self.shadows(county).count == 2)
      let morning = try await county.desks().maker
      let page = try await client.open("/policy/drafts/1", cookie: morning)
      #expect(page.text.contains("2026-11-23 至 2026-12-23") && page.text.contains("2026-11-24"))
      // A step without a reason has none: the draft's own is told once beside it, once as saved.
      _ = try await county.press("stopShadow", on: 1, as: morning, client)
      let stopped = try await client.open("/policy/drafts/1", cookie: morning).text
      #expect(stopped.split(separator: "多看一些临界的户").count == 3)
      _ = try await county.press("startShadow", on: 1, [("months", "1")], as: morning, client)
      try await county.work()
      county.clock.move(days: 40)
      try await county.assess()
      #expect(try await self.shadows(county).count == 2)
    }
  }

  private func shadows(_ county: TestCounty) async throws -> [ComparisonRecord] {
    try await county.register.read(as: Self.system) {
      try $0.comparisons(where: "c.draft_id = 1", limit: 10)
    }
  }

  private func score(_ county: TestCounty) async throws -> Coefficient? {
    let household = try await county.household("H1")
    return try await county.register.read(as: Self.system) { try $0.coefficient(of: household) }
  }
}
