import App
import Casework
import Foundation
import HTTPTypes
import HummingbirdTesting
import Store
import Testing

/// The economic check: never without consent, open to few and for a while, gone when it ends.
struct CheckTests {
  /// 核对车辆情况
  private static let purpose = "purpose=%E6%A0%B8%E5%AF%B9%E8%BD%A6%E8%BE%86%E6%83%85%E5%86%B5"
  /// 替儿子登记的车
  private static let words = "text=%E6%9B%BF%E5%84%BF%E5%AD%90%E7%99%BB%E8%AE%B0%E7%9A%84%E8%BD%A6"

  @Test(arguments: TestStore.available)
  func `nobody is asked before every adult has authorised it`(store: TestStore) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      let handlers = "handler=\(one.village.officer)&handler=\(one.township.officer)"
      let early = try await one.send(handlers, to: "check", by: "keeper", client)
      #expect(early.status == .unprocessableContent && early.text.contains("刘长根没有有效的授权"))
      try await one.consent(client)
      let single = try await one.send(
        "handler=\(one.village.officer)", to: "check", by: "keeper", client)
      #expect(single.status == .unprocessableContent && single.text.contains("经办人"))
      #expect(try await one.send(handlers, to: "check", client).status == .forbidden)
      #expect(try await one.send(handlers, to: "check", by: "keeper", client).status == .seeOther)
      let twice = try await one.send(handlers, to: "check", by: "keeper", client)
      #expect(twice.status == .unprocessableContent && twice.text.contains("不用重复委托"))
      let page = try await client.open("/cases/\(one.id)", cookie: try await one.cookie("keeper"))
      #expect(page.text.contains("360732-2026-00000\(one.id)-1") && page.text.contains("等待各单位反馈"))
    }
  }

  @Test(arguments: TestStore.available)
  func `a case goes to its notice only with a finished check`(store: TestStore) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      try await one.consent(client)
      try await one.send("do=recordConsent", client)
      try await one.appraise(client)
      let none = try await one.send("do=endorse", client)
      #expect(none.status == .unprocessableContent && none.text.contains("还没有家庭经济状况核对"))
      let check = try #require(try await one.concludeCheck(hit: "vehicle"))
      let open = try await one.send("do=endorse", client)
      #expect(open.status == .unprocessableContent && open.text.contains("待农户说明"))
      try await settle(check, one, client)
      #expect(try await one.send("do=endorse", client).status == .seeOther)
      #expect(try await one.stage == .publicNotice)
    }
  }

  /// The village writes down what the household says; the township judges it.
  private func settle(
    _ check: Int64, _ one: TestCase, _ client: any TestClientProtocol
  ) async throws {
    let (village, township) = (try await one.cookie("village"), try await one.cookie("township"))
    for cookie in [village, township] {
      let opened = try await client.submit(
        Self.purpose, to: "/checks/\(check)/openings", cookie: cookie)
      #expect(opened.status == .seeOther)
    }
    let hit = "/checks/\(check)/hits/1"
    let early = try await client.submit("do=accept&\(Self.words)", to: hit, cookie: township)
    #expect(early.status == .unprocessableContent && early.text.contains("不能这样处理"))
    let told = try await client.submit("do=explain&\(Self.words)", to: hit, cookie: village)
    #expect(told.status == .seeOther)
    let own = try await client.submit("do=accept&\(Self.words)", to: hit, cookie: village)
    #expect(own.status == .unprocessableContent && own.text.contains("另一名经办人"))
    let judged = try await client.submit("do=accept&\(Self.words)", to: hit, cookie: township)
    #expect(judged.status == .seeOther)
  }

  @Test(arguments: TestStore.available)
  func `results open for named handlers, for thirty minutes, under their name`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      try await one.consent(client)
      let check = try #require(try await one.concludeCheck(hit: "vehicle"))
      let (path, cookie) = ("/checks/\(check)", try await one.cookie("village"))
      let closed = try await client.open("\(path)/results", cookie: cookie)
      #expect(closed.status == .unprocessableContent && !closed.text.contains("小型轿车"))
      let mute = try await client.submit("purpose=", to: "\(path)/openings", cookie: cookie)
      #expect(mute.status == .unprocessableContent && mute.text.contains("用途"))
      let stranger = try await client.submit(
        Self.purpose, to: "\(path)/openings", cookie: try await one.cookie("county"))
      #expect(stranger.status == .unprocessableContent && stranger.text.contains("不在名单上"))
      _ = try await client.submit(Self.purpose, to: "\(path)/openings", cookie: cookie)
      let opened = try await client.open("\(path)/results", cookie: cookie)
      #expect(opened.status == .ok && opened.text.contains("小型轿车"))
      let drawn = "\(one.village.name) \(one.county.clock.now)</text>"
      #expect(opened.text.contains("class=\"watermark\"") && opened.text.contains(drawn))
      one.county.clock.move(to: one.county.clock.now.adding(seconds: 30 * 60))
      let fresh = try await one.cookie("village")
      let late = try await client.open("\(path)/results", cookie: fresh)
      #expect(late.status == .unprocessableContent && !late.text.contains("小型轿车"))
      let page = try await client.open(path, cookie: fresh)
      #expect(page.text.contains("核对车辆情况") && page.text.contains(one.village.name))
      // The database holds no word of what was found.
      let kept = try await one.county.database.read { db in
        try db.run("SELECT findings_sealed FROM check_request").compactMap {
          try $0.optionalBlob("findings_sealed")
        }.map { String(decoding: $0, as: UTF8.self) }
      }
      #expect(!kept.isEmpty && kept.allSatisfy { !$0.contains("轿车") && !$0.contains("vehicle") })
    }
  }

  @Test(arguments: TestStore.available)
  func `a withdrawn consent destroys the key, and no old backup opens it again`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      try await one.consent(client)
      let check = try #require(try await one.concludeCheck(hit: "vehicle"))
      // The backup: every row as it was, before the household changed its mind.
      let keys = one.county.checkKeys
      let saved = try await one.county.register.read(as: one.village) {
        try $0.economicCheck(check)
      }
      let before = try await one.county.register.read(as: one.village) {
        try $0.findings(of: saved, keys).filter(\.finding.isHit).count
      }
      #expect(before == 1 && keys.holds(saved.keyName))
      let bare = try await one.send("withdrawal=", to: "consents/withdrawal", client)
      #expect(bare.status == .unprocessableContent && keys.holds(saved.keyName))
      let left = try await one.send(
        "withdrawal=\(Self.words.dropFirst(5))", to: "consents/withdrawal", client)
      #expect(left.status == .seeOther && !keys.holds(saved.keyName))
      // The old rows are put back, as a restored backup would.
      try await one.county.database.write { db in
        _ = try db.run(
          "UPDATE economic_check SET destroyed_at = NULL, destroyed_why = NULL WHERE id = \(check)")
        _ = try db.run("UPDATE consent SET withdrawn_on = NULL WHERE case_id = \(one.id)")
      }
      await #expect(throws: CheckRefusal.self) {
        _ = try await one.county.register.read(as: one.village) {
          try $0.findings(of: $0.economicCheck(check), keys)
        }
      }
      let cookie = try await one.cookie("village")
      _ = try await client.submit(Self.purpose, to: "/checks/\(check)/openings", cookie: cookie)
      let page = try await client.open("/checks/\(check)/results", cookie: cookie)
      #expect(page.status == .unprocessableContent && page.text.contains("密钥已销毁"))
    }
  }

  @Test(arguments: TestStore.available)
  func `a case whose household withdrew does not go on until it signs anew`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      try await one.bringToTownship(client)
      try await one.send(
        "withdrawal=\(Self.words.dropFirst(5))", to: "consents/withdrawal", client)
      let halted = try await one.send("do=endorse", by: "township", client)
      #expect(halted.status == .unprocessableContent && halted.text.contains("已撤回或到期"))
      try await one.send(
        "do=sendBack&to=consent&\(CaseRoadTests.reason)", by: "township", client)
      try await one.consent(client)
      try await one.bringToTownship(client)
      #expect(try await one.stage == .townshipAudit)
    }
  }

  @Test(arguments: TestStore.available)
  func `a check ends with its authorisation`(store: TestStore) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      try await one.consent(client)
      let check = try #require(try await one.concludeCheck())
      let (keys, sweep) = (
        one.county.checkKeys,
        CheckSweep(register: one.county.register, keys: one.county.checkKeys)
      )
      let name = try await one.county.register.read(as: one.village) {
        try $0.economicCheck(check).keyName
      }
      one.county.clock.move(days: 365)
      try await sweep.run(in: [TestCounty.county])
      #expect(keys.holds(name))
      one.county.clock.move(days: 1)
      try await sweep.run(in: [TestCounty.county])
      #expect(!keys.holds(name))
      let page = try await client.open("/checks/\(check)", cookie: try await one.cookie("village"))
      #expect(page.text.contains("密钥已销毁") && page.text.contains("授权到期"))
    }
  }
}
