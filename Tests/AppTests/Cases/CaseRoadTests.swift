import App
import Casework
import Foundation
import HTTPTypes
import HummingbirdTesting
import Store
import Testing

/// A case goes its road step by step, each by whom it belongs to, and nothing is skipped.
struct CaseRoadTests {
  static let reason = "reason=%E8%AF%84%E8%AE%AE%E8%AE%B0%E5%BD%95%E4%B8%8D%E5%85%A8"

  @Test(arguments: TestStore.available)
  func `the straight road leads to a monitored household`(store: TestStore) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      try await one.bringToMonitored(client)
      #expect(try await one.stage == .monitored)
      let page = try await client.open("/cases/\(one.id)", cookie: try await one.cookie("village"))
      #expect(page.text.contains("纳入监测") || page.text.contains("公告"))
    }
  }

  @Test(arguments: TestStore.available)
  func `without every adult's consent it does not go on`(store: TestStore) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      let early = try await one.send("do=recordConsent", client)
      #expect(early.status == .unprocessableContent && early.text.contains("还缺承诺授权：刘长根"))
      try await one.consent(answer: 0, client)
      let refused = try await one.send("do=recordConsent", client)
      #expect(refused.status == .unprocessableContent && refused.text.contains("拒绝授权"))
      #expect(try await one.stage == .consent)
    }
  }

  @Test(arguments: TestStore.available)
  func `a meeting without majority or with too many votes does not endorse`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      try await one.consent(client)
      try await one.send("do=recordConsent", client)
      let none = try await one.send("do=endorse", client)
      #expect(none.text.contains("请先登记民主评议"))
      let many = try await one.send(
        "chair=a&present=5&inFavour=5&against=1&minutes=b", to: "appraisals", client)
      #expect(many.status == .unprocessableContent && many.text.contains("票数不对"))
      try await one.send(
        "chair=a&present=5&inFavour=2&against=1&minutes=b", to: "appraisals", client)
      let few = try await one.send("do=endorse", client)
      #expect(few.status == .unprocessableContent)
      #expect(try await one.stage == .appraisal)
    }
  }

  @Test(arguments: TestStore.available)
  func `a notice stands its five days and is posted once`(store: TestStore) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      try await one.consent(client)
      try await one.send("do=recordConsent", client)
      try await one.concludeCheck()
      try await one.appraise(client)
      try await one.send("do=endorse", client)
      #expect(try await one.send("do=endorse", client).text.contains("请先张贴公示"))
      try await one.send("", to: "notices", client)
      let again = try await one.send("", to: "notices", client)
      #expect(again.status == .unprocessableContent && again.text.contains("已经张贴"))
      one.county.clock.move(days: 5)
      let early = try await one.send("do=endorse", client)
      #expect(early.status == .unprocessableContent && early.text.contains("公示未满"))
      one.county.clock.move(days: 1)
      try await one.send("do=endorse", client)
      #expect(try await one.stage == .townshipAudit)
    }
  }

  @Test(arguments: TestStore.available)
  func `a return goes back with its reason and everything is done again`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      try await one.bringToTownship(client)
      let bare = try await one.send("do=sendBack", by: "township", client)
      #expect(bare.status == .unprocessableContent && bare.text.contains("必须写明理由"))
      one.county.clock.move(days: 1)
      try await one.send("do=sendBack&\(Self.reason)", by: "township", client)
      #expect(try await one.stage == .appraisal)
      let page = try await client.open("/cases/\(one.id)", cookie: try await one.cookie("village"))
      #expect(page.text.contains("评议记录不全"))
      // The old meeting does not count for the new round.
      #expect(try await one.send("do=endorse", client).text.contains("请先登记民主评议"))
    }
  }

  @Test(arguments: TestStore.available)
  func `each step belongs to one role and two persons`(store: TestStore) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      let wrong = try await one.send("do=dismiss&\(Self.reason)", by: "county", client)
      #expect(wrong.status == .forbidden)
      try await one.bringToTownship(client)
      #expect(try await one.send("do=endorse", by: "village", client).status == .forbidden)
      #expect(try await one.send("do=endorse", by: "county", client).status == .forbidden)
      let neighbour = try await one.county.officer(.informationOfficer, at: TestCounty.neighbour)
      let foreign = try await one.county.signIn(neighbour)
      let page = try await client.open("/cases/\(one.id)", cookie: foreign)
      #expect(page.status == .notFound)
      let step = try await client.submit(
        "do=endorse", to: "/cases/\(one.id)/steps", cookie: foreign)
      #expect(step.status == .notFound)
    }
  }

  @Test(arguments: TestStore.available)
  func `who prepared a step does not judge it`(store: TestStore) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      try await one.bringToTownship(client)
      // The same person in another office, as in a township with few people.
      let id = one.village.officer
      let second = Access(
        officer: id, name: one.village.name, role: .townshipReviewer, place: TestCounty.township)
      let pack = try one.county.pack()
      await #expect(throws: CaseRefusal.self) {
        try await one.county.register.write(as: second) { open in
          try open.take(.endorse, on: open.householdCase(one.id), reason: nil, pack)
        }
      }
      #expect(try await one.stage == .townshipAudit)
    }
  }

  @Test(arguments: TestStore.available)
  func `of two reviewers at once one is told that it moved`(store: TestStore) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      try await one.bringToTownship(client)
      let stale = try await one.found
      let version = stale.version
      let first = try await one.send("do=endorse&version=\(version)", by: "township", client)
      #expect(first.status == .seeOther)
      let second = try await one.send(
        "do=sendBack&version=\(version)&\(Self.reason)", by: "township", client)
      #expect(second.status == .conflict)
      // Both had read it before either wrote.
      await #expect(throws: MovedMeanwhile.self) {
        try await one.county.register.write(as: one.township) {
          _ = try $0.take(.endorse, on: stale, reason: nil, one.pack)
        }
      }
      #expect(try await one.stage == .countyApproval)
    }
  }

  @Test(arguments: TestStore.available)
  func `the posted text has no sensitive field`(store: TestStore) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      try await one.bringToTownship(client)
      let text = try await one.county.database.read { db in
        try db.run("SELECT text FROM public_notice").map { try $0.text("text") }.joined()
      }
      #expect(text.contains("刘长根"))
      #expect(!text.contains(TestCounty.id(1)) && !text.contains("13800000000"))
      #expect(!text.contains("病") && !text.contains("残"))
      let digits = text.split { !$0.isNumber }.map(\.count).max() ?? 0
      #expect(digits < 8)
    }
  }

  @Test(arguments: TestStore.available)
  func `a notice with somebody's number in it is not posted`(store: TestStore) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      try await one.consent(client)
      try await one.send("do=recordConsent", client)
      try await one.concludeCheck()
      try await one.appraise(client)
      try await one.send("do=endorse", client)
      // Somebody typed the head's phone into the name.
      try await one.county.database.write { db in
        _ = try db.run("UPDATE household SET head_name = '刘长根 138-0000-0000'")
      }
      let refused = try await one.send("", to: "notices", client)
      #expect(refused.status == .unprocessableContent && refused.text.contains("有电话号码"))
    }
  }
}
