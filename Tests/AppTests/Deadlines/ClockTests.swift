import App
import Casework
import Foundation
import HTTPTypes
import HummingbirdTesting
import Store
import Testing

/// Clocks stop for outages, pauses and extensions that two persons agreed on, and for nothing else.
struct ClockTests {
  static let reason = "reason=%E6%9A%B4%E9%9B%A8%E5%86%B2%E6%AF%81%E6%A1%A5%E6%A2%81"

  /// The consent of a case of Monday 23 November is due on Wednesday.
  private func due(_ one: TestCase) async throws -> String {
    try #require(try await one.deadline(one.county.parts.rules)).due.description
  }

  /// Records an outage; `what` is a form's `kind=…&place=…&from=…`.
  private func outage(
    _ what: String, of one: TestCase, by who: String = "keeper", _ client: any TestClientProtocol
  ) async throws -> TestResponse {
    try await client.submit(
      "\(what)&\(Self.reason)", to: "/clocks/outages", cookie: try await one.cookie(who))
  }

  private func decide(
    _ answer: String, _ path: String, of one: TestCase, by who: String = "county",
    _ client: any TestClientProtocol
  ) async throws -> TestResponse {
    try await client.submit("do=\(answer)", to: path, cookie: try await one.cookie(who))
  }

  @Test(arguments: TestStore.available)
  func `an outage stops the clocks of its place once it is approved`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      #expect(try await due(one) == "2026-11-25")
      let sent = try await outage(
        "kind=disaster&place=\(TestCounty.township)&from=2026-11-24&until=2026-11-25", of: one,
        client)
      #expect(sent.status == .seeOther)
      #expect(try await due(one) == "2026-11-25")
      #expect(try await decide("approve", "/clocks/outages/1", of: one, client).status == .seeOther)
      #expect(try await due(one) == "2026-11-27")
      let page = try await client.open("/cases/\(one.id)", cookie: try await one.cookie("village"))
      #expect(page.text.contains("跳过 11月24日（周二）—11月25日（周三） 灾害"))
      #expect(page.text.contains("到期 2026年11月27日（周五）"))
      #expect(!page.text.contains(one.reviewer.name))
    }
  }

  @Test(arguments: TestStore.available)
  func `an outage elsewhere or of another kind of work stops nothing`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      _ = try await outage(
        "kind=disaster&place=\(TestCounty.neighbour)&from=2026-11-24", of: one, client)
      _ = try await outage(
        "kind=lateFile&place=\(TestCounty.township)&from=2026-11-24", of: one, client)
      for id in 1...2 { _ = try await decide("approve", "/clocks/outages/\(id)", of: one, client) }
      #expect(try await due(one) == "2026-11-25")
    }
  }

  @Test(arguments: TestStore.available)
  func `an outage that lasts holds the clock until it ends`(store: TestStore) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      _ = try await outage(
        "kind=roadClosed&place=\(TestCounty.village)&from=2026-11-24", of: one, client)
      _ = try await decide("approve", "/clocks/outages/1", of: one, client)
      one.county.clock.move(days: 7)
      let page = try await client.open("/cases/\(one.id)", cookie: try await one.cookie("village"))
      #expect(page.text.contains("暂停计时（道路中断）"))
      #expect(
        try await decide("end", "/clocks/outages/1", of: one, by: "keeper", client).status
          == .seeOther)
      one.county.clock.move(days: 5)
      #expect(try await due(one) == "2026-12-02")
    }
  }

  @Test(arguments: TestStore.available)
  func `a county holiday is skipped by working days only`(store: TestStore) async throws {
    let one = try await TestCase(store)
    let administrator = try await one.county.officer(.countyAdministrator, at: TestCounty.county)
    try await one.county.test { client in
      let sent = try await client.submit(
        "kind=countyHoliday&place=\(TestCounty.county)&from=2026-11-24&until=2026-11-24&\(Self.reason)",
        to: "/clocks/outages", cookie: try await one.county.signIn(administrator))
      #expect(sent.status == .seeOther)
      _ = try await decide("approve", "/clocks/outages/1", of: one, client)
      #expect(try await due(one) == "2026-11-26")
    }
  }

  @Test(arguments: TestStore.available)
  func `a pause and an extension need a reason and a second person`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      #expect(try await one.send("do=pause", to: "clock", client).status == .unprocessableContent)
      #expect(
        try await one.send("do=extend&days=99&\(Self.reason)", to: "clock", client).status
          == .unprocessableContent)
      try await one.send("do=extend&days=3&\(Self.reason)", to: "clock", client)
      let again = try await one.send("do=extend&days=3&\(Self.reason)", to: "clock", client)
      #expect(again.status == .unprocessableContent && again.text.contains("没有重复登记"))
      #expect(try await due(one) == "2026-11-25")
      let own = try await decide("approve", "/clocks/changes/1", of: one, by: "village", client)
      #expect(own.status == .forbidden)
      _ = try await decide("approve", "/clocks/changes/1", of: one, client)
      #expect(try await due(one) == "2026-11-30")
      let late = try await decide("refuse", "/clocks/changes/1", of: one, client)
      #expect(late.status == .conflict)
      let page = try await client.open("/cases/\(one.id)", cookie: try await one.cookie("village"))
      #expect(page.text.contains("限 5 个工作日（含批准延期 3 个工作日）"))
    }
  }

  @Test(arguments: TestStore.available)
  func `a paused clock stands still until it is resumed`(store: TestStore) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      one.county.clock.move(days: 1)
      try await one.send("do=pause&\(Self.reason)", to: "clock", client)
      _ = try await decide("approve", "/clocks/changes/1", of: one, client)
      one.county.clock.move(days: 6)
      try await one.send("do=resume", to: "clock", client)
      #expect(try await due(one) == "2026-12-01")
      let idle = try await one.send("do=resume", to: "clock", client)
      #expect(idle.status == .unprocessableContent)
    }
  }

  @Test(
    arguments: [
      "kind=nonsense&place=360732101200&from=2026-11-24",
      "kind=disaster&place=360733000000&from=2026-11-24",
      "kind=disaster&place=360732101200&from=2026-11-24&until=2026-11-20",
      "kind=disaster&place=360732101200&from=2026-02-30",
      "kind=disaster&place=360732101200&from=2036-11-24",
      "kind=countyHoliday&place=360732101200&from=2026-11-24&until=2026-11-24",
    ], TestStore.available)
  func `an outage that cannot be is refused and its form kept`(
    form: String, store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      let answer = try await client.submit(
        "\(form)&\(Self.reason)", to: "/clocks/outages", cookie: try await one.cookie("keeper"))
      #expect(answer.status == .unprocessableContent && answer.text.contains("暴雨冲毁桥梁"))
    }
  }

  @Test(arguments: TestStore.available)
  func `the ledger is written by the offices and decided by the county`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      let village = try await outage(
        "kind=disaster&place=\(TestCounty.village)&from=2026-11-24", of: one, by: "village", client)
      #expect(village.status == .forbidden)
      _ = try await outage(
        "kind=disaster&place=\(TestCounty.village)&from=2026-11-24", of: one, client)
      let own = try await decide("approve", "/clocks/outages/1", of: one, by: "keeper", client)
      #expect(own.status == .forbidden)
      let page = try await client.open("/clocks", cookie: try await one.cookie("county"))
      #expect(page.text.contains("暴雨冲毁桥梁") && page.text.contains("批准"))
      #expect(try await decide("approve", "/clocks/outages/9", of: one, client).status == .notFound)
    }
  }
}
