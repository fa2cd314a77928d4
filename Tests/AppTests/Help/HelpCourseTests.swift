import App
import Casework
import Foundation
import HTTPTypes
import HummingbirdTesting
import Store
import Testing

/// A household's help over time: does it work, does it end, does anybody look.
struct HelpCourseTests {
  /// 情况属实
  private static let text = "情况属实，按政策办理"
  private static let health = "measure=health%7C医疗救助&helper=a"

  @Test(arguments: TestStore.available)
  func `whether a measure works is read from the factors of its risk`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    try await one.county.push(
      "medical",
      [["姓名", "身份证号", "结算日期", "个人自付"], ["刘长根", TestCounty.id(1), "2026-11-20", "50000"]])
    try await one.county.work()
    try await one.county.test { client in
      try await one.bringToMonitored(client)
      try await one.county.assess()
      try await one.send("\(Self.health)&risk=illness", to: "measures", client)
      let path = "/cases/\(one.id)/help"
      let early = try await client.open(path, cookie: try await one.cookie("village"))
      #expect(early.text.contains("待下次测算后比较"))
      one.county.clock.move(days: 120)
      try await one.county.assess()
      let later = try await client.open(path, cookie: try await one.cookie("village"))
      #expect(later.text.firstMatch(of: /对应风险下降 [0-9]+%/) != nil, "the bill has grown old")
    }
  }

  @Test(arguments: TestStore.available)
  func `what goes on after the removal is seen until its last day, all else ends with it`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      try await one.bringToRemoval(client)
      let until = one.county.clock.now.day.adding(days: 40)
      try await one.send("\(Self.health)&continues=1&until=\(until)", to: "measures", client)
      try await one.fillRemoval(client)
      try await one.remove(client)
      #expect(try await one.stage == .removed)
      let (access, id) = (one.village, one.id)
      let measures = try await one.county.register.read(as: access) { try $0.measures(of: id) }
      #expect(measures.map(\.endedOn) == [one.county.clock.now.day, nil])
      let path = "/cases/\(one.id)/help"
      let page = try await client.open(path, cookie: try await one.cookie("village"))
      #expect(page.text.contains("风险消除后继续的政策") && page.text.contains("继续享受"))
      #expect(!page.text.contains("还没有检查") && !page.text.contains("没有发现问题"))
      one.county.clock.move(days: 29)
      let soon = try await client.open("/reminders", cookie: try await one.cookie("village"))
      #expect(soon.text.contains("继续的政策到期：医疗救助"))
      #expect(!soon.text.contains("今天到期"), "its last day is still to come")
      one.county.clock.move(days: 7)
      let over = try await client.open(path, cookie: try await one.cookie("village"))
      #expect(over.text.contains("已到期，请结束"))
      let told = try await client.open("/reminders", cookie: try await one.cookie("village"))
      #expect(told.text.contains("继续的政策到期：医疗救助"))
      let going = try #require(measures.last)
      let ended = try await one.send("paid=300", to: "measures/\(going.id)/end", client)
      #expect(ended.status == .seeOther)
      let after = try await client.open("/reminders", cookie: try await one.cookie("village"))
      #expect(!after.text.contains("继续的政策到期"))
    }
  }

  @Test(arguments: TestStore.available)
  func `no measure ends before it begins`(store: TestStore) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      try await one.bringToMonitored(client)
      let begun = one.county.clock.now.day.adding(days: 20)
      try await one.send("\(Self.health)&begun=\(begun)", to: "measures", client)
      let early = try await one.send("", to: "measures/1/end", client)
      #expect(early.status == .unprocessableContent && early.text.contains("\(begun) 才开始"))
    }
  }

  @Test(arguments: TestStore.available)
  func `first measure, both looks and what a department owes are reminded of`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      try await one.bringToMonitored(client)
      let calm = try await reminders(one, "village", client)
      #expect(!calm.contains("落实首项措施"), "there is time left")
      one.county.clock.move(days: 10)
      #expect(try await reminders(one, "village", client).contains("落实首项措施"))
      #expect(try await reminders(one, "township", client).contains("10 天检查"))
      one.county.clock.move(days: 10)
      let late = try await reminders(one, "township", client)
      #expect(late.contains("落实首项措施"), "what the village is late with")
      try await one.send(
        "kind=tenDays&do=good&check=\(Self.text)", to: "help-checks", by: "township", client)
      try await one.send(Self.health, to: "measures", client)
      let done = try await reminders(one, "township", client)
      #expect(!done.contains("10 天检查") && !done.contains("落实首项措施"))
      try await one.send("department=民政&asked=\(Self.text)", to: "referrals", client)
      one.county.clock.move(days: 25)
      #expect(try await reminders(one, "county", client).contains("转办民政"))
    }
  }

  @Test(arguments: TestStore.available)
  func `who was taken in by mistake leaves only with the county's word`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      try await one.bringToMonitored(client)
      let moved = try await one.send("way=movedAway&reason=\(Self.text)", to: "exit", client)
      #expect(moved.status == .unprocessableContent && moved.text.contains("不是整户迁出"))
      try await one.send("way=misidentified&reason=\(Self.text)", to: "exit", client)
      #expect(try await one.stage == .exitApproval)
      let bare = try await one.send("do=sendBack", by: "county", client)
      #expect(bare.status == .unprocessableContent && bare.text.contains("必须写明理由"))
      try await one.send("do=sendBack&\(CaseRoadTests.reason)", by: "county", client)
      #expect(try await one.stage == .monitored)
      let stale = try await one.send("do=proposeExit&reason=\(Self.text)", client)
      #expect(stale.status == .unprocessableContent, "an old proposal is none")
      try await one.send("way=misidentified&reason=\(Self.text)", to: "exit", client)
      #expect(try await one.send("do=endorse", by: "village", client).status == .forbidden)
      try await one.send("do=endorse", by: "county", client)
      #expect(try await one.stage == .exited)
      let page = try await client.open("/cases/\(one.id)", cookie: try await one.cookie("village"))
      #expect(page.text.contains("识别有误，清退"))
    }
  }

  @Test(arguments: TestStore.available)
  func `who comes to a household is its member, with a letter to sign`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    try await one.county.settle([TestCounty.person("H2", "王五", TestCounty.id(2))])
    try await one.county.test { client in
      try await one.bringToMonitored(client)
      let today = one.county.clock.now.day
      func form(_ id: String, _ name: String = "李桂花") -> String {
        "situation=办了喜事&joinedWhy=marriedIn&joined=\(name)&joinedId=\(id)&joinedAs=spouse"
          + "&joinedOn=\(today)"
      }
      let bare = try await one.send("situation=a&joinedWhy=birth", to: "follow-ups", client)
      #expect(bare.status == .unprocessableContent && bare.text.contains("请填写“新成员姓名”。"))
      let elsewhere = try await one.send(form(TestCounty.id(2)), to: "follow-ups", client)
      #expect(elsewhere.text.contains("是另一户的成员") && !elsewhere.text.contains("王五"))
      let known = try await one.send(form(TestCounty.id(1)), to: "follow-ups", client)
      #expect(known.text.contains("已经是这一户的成员"))
      let kept = try await one.send(form(TestCounty.id(3)), to: "follow-ups", client)
      #expect(kept.status == .seeOther)
      let (access, id) = (one.village, one.id)
      let (adults, size) = try await one.county.register.read(as: access) { open in
        let found = try open.householdCase(id)
        let rows = try open.db.run("SELECT size FROM household WHERE id = \(found.household)")
        return (try open.consents(found).map(\.name), try rows.first?.int("size"))
      }
      #expect(adults.contains("李桂花") && size == 2)
      let page = try await client.open("/cases/\(id)", cookie: try await one.cookie("village"))
      #expect(page.text.contains("value=\"李桂花\""), "and may leave again")
      try await one.send(
        "situation=a&left=李桂花&leftWhy=death&leftOn=\(today)", to: "follow-ups", client)
      let dead = try await one.send(form(TestCounty.id(3)), to: "follow-ups", client)
      #expect(dead.status == .unprocessableContent && dead.text.contains("已去世"))
    }
  }

  @Test(arguments: TestStore.available)
  func `what the registry knows asks for help of its own kind`(store: TestStore) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      try await one.bringToMonitored(client)
      try await one.send("measure=industry%7C入股分红&helper=a", to: "measures", client)
      try await one.county.database.write { db in
        _ = try db.run(
          "UPDATE person SET is_insured = 0, disability_grade = 2, schooling = '中职二年级'")
      }
      let path = "/cases/\(one.id)/help"
      let gaps = try await client.open(path, cookie: try await one.cookie("village"))
      for words in ["没有参加基本医疗保险，但没有相应的措施", "一级或二级残疾人", "中职或高职在读"] {
        #expect(gaps.text.contains(words), "\(words)")
      }
      #expect(!gaps.text.contains("失学辍学"))
      try await one.send(Self.health, to: "measures", client)
      let fewer = try await client.open(path, cookie: try await one.cookie("village"))
      #expect(!fewer.text.contains("没有参加基本医疗保险"))
    }
  }

  @Test(arguments: TestStore.available)
  func `a new sign within the watch is looked at sooner`(store: TestStore) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      try await one.bringToRemoval(client)
      try await one.fillRemoval(client)
      try await one.remove(client)
      let calendar = one.county.parts.calendar
      let within = one.county.clock.now.day
      #expect(try await due(one) == calendar.adding(workingDays: 1, to: within))
      one.county.clock.move(days: 200)
      let after = one.county.clock.now.day
      #expect(try await due(one) == calendar.adding(workingDays: 2, to: after))
    }
  }

  private func reminders(
    _ one: TestCase, _ who: String, _ client: any TestClientProtocol
  ) async throws -> String {
    try await client.open("/reminders", cookie: try await one.cookie(who)).text
  }

  /// The last day for the visit after a new sign, which is dealt with at once.
  private func due(_ one: TestCase) async throws -> Day {
    let (rules, pack, household) = (
      one.county.parts.rules, one.pack, try await one.found.household
    )
    return try await one.county.register.write(as: one.village) { open in
      let id = try open.raise(
        Finding(source: .patrol, risk: .housing, text: "房屋有裂缝"), about: household, pack)
      let clue = try open.clue(id)
      _ = try open.db.run("UPDATE clue SET stage = 'closed' WHERE id = \(id)")
      return try #require(try clue.deadline(rules, in: open)).due
    }
  }
}
