import App
import Casework
import Foundation
import HTTPTypes
import HummingbirdTesting
import Store
import Testing

/// What happens to a case beside the straight road.
struct ExceptionTests {
  /// 承包地面积与实际不符
  private static let text = "%E6%89%BF%E5%8C%85%E5%9C%B0%E9%9D%A2%E7%A7%AF%E4%B8%8D%E7%AC%A6"

  /// A case whose notice hangs since today.
  private func posted(_ one: TestCase, _ client: any TestClientProtocol) async throws {
    try await one.consent(client)
    try await one.send("do=recordConsent", client)
    try await one.concludeCheck()
    try await one.appraise(client)
    try await one.send("do=endorse", client)
    try await one.send("", to: "notices", client)
  }

  private func objection(_ one: TestCase) async throws -> Int64 {
    let found = try await one.county.register.read(as: one.reviewer) {
      try $0.objections(of: one.id).last?.id
    }
    return try #require(found)
  }

  @Test(arguments: TestStore.available)
  func `an objection stops the notice until another person has answered`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      try await posted(one, client)
      one.county.clock.move(days: 2)
      let raised = try await one.send("objection=\(Self.text)", to: "objections", client)
      #expect(raised.status == .seeOther)
      one.county.clock.move(days: 10)
      let stopped = try await one.send("do=endorse", client)
      #expect(stopped.status == .unprocessableContent && stopped.text.contains("有异议尚未处理"))
      let id = try await objection(one)
      let answer = "objections/\(id)/answer"
      let own = try await one.send("do=reject&answer=\(Self.text)", to: answer, client)
      #expect(own.status == .forbidden)
      try await one.send("do=reject&answer=\(Self.text)", to: answer, by: "township", client)
      // Ten days did not count: of five days two were over.
      one.county.clock.move(days: 3)
      #expect(try await one.send("do=endorse", client).text.contains("公示未满"))
      one.county.clock.move(days: 1)
      try await one.send("do=endorse", client)
      #expect(try await one.stage == .townshipAudit)
    }
  }

  @Test(arguments: TestStore.available)
  func `an objection that is right leads to a new meeting`(store: TestStore) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      let none = try await one.send("objection=\(Self.text)", to: "objections", client)
      #expect(none.status == .unprocessableContent && none.text.contains("没有正在公示"))
      try await posted(one, client)
      let bare = try await one.send("objection=", to: "objections", client)
      #expect(bare.status == .unprocessableContent)
      try await one.send("objection=\(Self.text)", to: "objections", client)
      let answer = "objections/\(try await objection(one))/answer"
      one.county.clock.move(days: 1)
      try await one.send("do=uphold&answer=\(Self.text)", to: answer, by: "township", client)
      #expect(try await one.stage == .appraisal)
      let late = try await one.send(
        "do=reject&answer=\(Self.text)", to: answer, by: "township", client)
      #expect(late.status == .unprocessableContent && late.text.contains("已经处理"))
      #expect(try await one.send("do=endorse", client).text.contains("请先登记民主评议"))
    }
  }

  @Test(arguments: TestStore.available)
  func `help comes first once the township agreed`(store: TestStore) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      let measure = "measure=health%7C%E5%8C%BB%E7%96%97%E6%95%91%E5%8A%A9&helper=a"
      #expect(try await one.send(measure, to: "measures", client).status == .unprocessableContent)
      try await one.send("emergency=\(Self.text)", to: "emergency", client)
      let twice = try await one.send("emergency=\(Self.text)", to: "emergency", client)
      #expect(twice.status == .unprocessableContent && twice.text.contains("已经提出过"))
      let own = try await one.send("do=approve", to: "emergency/decision", client)
      #expect(own.status == .forbidden)
      let bare = try await one.send("do=refuse", to: "emergency/decision", by: "township", client)
      #expect(bare.status == .unprocessableContent)
      try await one.send("do=approve", to: "emergency/decision", by: "township", client)
      #expect(try await one.send(measure, to: "measures", client).status == .seeOther)
      let page = try await client.open("/cases/\(one.id)", cookie: try await one.cookie("village"))
      #expect(page.text.contains("医疗救助") && page.text.contains("先帮扶后补程序"))
      #expect(try await one.stage == .consent)
      let again = try await one.send("do=approve", to: "emergency/decision", by: "township", client)
      #expect(again.status == .conflict)
    }
  }

  @Test(arguments: TestStore.available)
  func `what is made up for after help came first has a last day for every step`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    let rules = one.county.parts.rules
    try await one.county.test { client in
      let usual = try #require(try await one.deadline(rules))
      one.county.clock.move(days: 1)
      try await one.send("emergency=\(Self.text)", to: "emergency", client)
      #expect(try await one.deadline(rules)?.due == usual.due, "asked is not agreed")
      try await one.send("do=approve", to: "emergency/decision", by: "township", client)
      let helped = one.county.clock.now.day
      #expect(try await one.deadline(rules)?.due == helped.adding(days: 7))
      let page = try await client.open("/cases/\(one.id)", cookie: try await one.cookie("village"))
      #expect(page.text.contains("还要补办"))
      for days in [7, 12, 20, 23, 26, 30] {
        #expect(page.text.contains("\(helped.adding(days: days))"), "\(days)")
      }
      one.county.clock.move(days: 8)
      let late = try #require(try await one.deadline(rules))
      #expect(late.isOverdue)
      try await one.consent(client)
      try await one.send("do=recordConsent", client)
      let next = try #require(try await one.deadline(rules))
      #expect(next.due == helped.adding(days: 12) && !next.isOverdue, "late is only what is late")
      let shown = try await client.open("/cases/\(one.id)", cookie: try await one.cookie("village"))
      #expect(!shown.text.contains("<td>承诺授权</td>") && shown.text.contains("<td>民主评议</td>"))
      // More days for the step count for the step.
      try await one.send("do=extend&days=3&reason=\(Self.text)", to: "clock", client)
      _ = try await client.submit(
        "do=approve", to: "/clocks/changes/1", cookie: try await one.cookie("county"))
      #expect(try await one.deadline(rules)?.due == helped.adding(days: 15))
    }
  }

  @Test(arguments: TestStore.available)
  func `a step is taken back while nobody took it up, and nothing is done twice`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      try await one.bringToTownship(client)
      let foreign = try await one.send("do=withdraw", by: "township", client)
      #expect(foreign.status == .forbidden)
      try await one.send("do=withdraw", client)
      #expect(try await one.stage == .publicNotice)
      // The notice has stood its days; it need not hang again.
      try await one.send("do=endorse", client)
      #expect(try await one.stage == .townshipAudit)
      try await one.send("do=endorse", by: "township", client)
      let late = try await one.send("do=withdraw", by: "village", client)
      #expect(late.status == .forbidden)
      try await one.send("do=withdraw", by: "township", client)
      try await one.send("do=endorse", by: "township", client)
      #expect(try await one.stage == .countyApproval)
    }
  }

  @Test(arguments: TestStore.available)
  func `the county sends a case back as far as the consent`(store: TestStore) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      try await one.bringToTownship(client)
      try await one.send("do=endorse", by: "township", client)
      let wrong = try await one.send(
        "do=sendBack&to=removed&\(CaseRoadTests.reason)", by: "county", client)
      #expect(wrong.status == .unprocessableContent)
      try await one.send("do=sendBack&to=consent&\(CaseRoadTests.reason)", by: "county", client)
      #expect(try await one.stage == .consent)
    }
  }
}
