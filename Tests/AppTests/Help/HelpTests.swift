import App
import Casework
import Foundation
import HTTPTypes
import HummingbirdTesting
import Store
import Testing

/// A household's help: plan, measures, contacts, checks, referrals, and the ways out.
struct HelpTests {
  /// 医疗负担明显减轻
  private static let text =
    "%E5%8C%BB%E7%96%97%E8%B4%9F%E6%8B%85%E6%98%8E%E6%98%BE%E5%87%8F%E8%BD%BB"
  private static let health = "measure=health%7C%E5%8C%BB%E7%96%97%E6%95%91%E5%8A%A9&helper=a"

  @Test(arguments: TestStore.available)
  func `plan, measure and contact fill the gaps that the page names`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      let early = try await one.send("goal=\(Self.text)&helper=a&unit=b", to: "plan", client)
      #expect(early.status == .unprocessableContent && early.text.contains("监测帮扶中的户"))
      try await one.bringToMonitored(client)
      let cookie = try await one.cookie("village")
      let page = try await client.open("/cases/\(one.id)/help", cookie: cookie)
      #expect(page.text.contains("还没有帮扶计划") && page.text.contains("还没有任何帮扶措施"))
      let bare = try await one.send("goal=&helper=a&unit=b", to: "plan", client)
      #expect(bare.status == .unprocessableContent && bare.text.contains("帮扶计划须写明目标"))
      let turned = try await one.send(
        "goal=\(Self.text)&helper=a&unit=b&from=2026-12-01&until=2026-11-01", to: "plan", client)
      #expect(turned.status == .unprocessableContent && turned.text.contains("结束不能早于开始"))
      try await one.send(
        "goal=\(Self.text)&helper=a&unit=b&phone=13800001234", to: "plan", client)
      let huge = try await one.send(
        "\(Self.health)&amount=1000000000000", to: "measures", client)
      #expect(huge.status == .unprocessableContent && huge.text.contains("一千万元"))
      let much = try await one.send("\(Self.health)&amount=10000001", to: "measures", client)
      #expect(much.status == .unprocessableContent && much.text.contains("一千万元"))
      let words = try await one.send("\(Self.health)&amount=abc", to: "measures", client)
      #expect(words.status == .unprocessableContent && words.text.contains("“abc”"))
      let other = try await one.send("\(Self.health)&risk=water", to: "measures", client)
      #expect(other.status == .unprocessableContent && other.text.contains("风险类型之一"))
      let backwards = try await one.send(
        "\(Self.health)&begun=2026-12-01&until=2026-11-30", to: "measures", client)
      #expect(backwards.status == .unprocessableContent && backwards.text.contains("日期不对"))
      let endless = try await one.send("\(Self.health)&continues=1", to: "measures", client)
      #expect(endless.status == .unprocessableContent && endless.text.contains("要写计划结束的日期"))
      try await one.send(
        "\(Self.health)&risk=illness&amount=3000&continues=1&until=2027-06-30", to: "measures",
        client)
      try await one.send("contact=\(Self.text)&way=phone", to: "contacts", client)
      let full = try await client.open("/cases/\(one.id)/help", cookie: cookie)
      #expect(full.text.contains("没有开发式帮扶") && !full.text.contains("还没有帮扶计划"))
      #expect(full.text.contains("138****1234") && !full.text.contains("13800001234"))
      #expect(full.text.contains("3,000.00") && full.text.contains("消除后继续"))
      let first = try await one.send("paid=2500", to: "measures/1/end", client)
      #expect(first.status == .seeOther)
      let twice = try await one.send("", to: "measures/1/end", client)
      #expect(twice.status == .unprocessableContent && twice.text.contains("已经结束"))
    }
  }

  @Test(arguments: TestStore.available)
  func `the township looks after ten days, once`(store: TestStore) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      try await one.bringToMonitored(client)
      let form = "kind=tenDays&do=good&check=\(Self.text)"
      let early = try await one.send(form, to: "help-checks", by: "township", client)
      #expect(early.status == .unprocessableContent && early.text.contains("还没有到检查的日子"))
      one.county.clock.move(days: 11)
      let page = try await client.open(
        "/cases/\(one.id)/help", cookie: try await one.cookie("village"))
      #expect(page.text.contains("到期，还没有检查"))
      #expect(try await one.send(form, to: "help-checks", client).status == .forbidden)
      #expect(
        try await one.send(form, to: "help-checks", by: "township", client).status == .seeOther)
      let again = try await one.send(form, to: "help-checks", by: "township", client)
      #expect(again.status == .unprocessableContent && again.text.contains("已经登记"))
    }
  }

  @Test(arguments: TestStore.available)
  func `a department signs for a matter, settles it, and sees no other's`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    let civil = try await one.county.officer(
      .departmentOfficer, at: TestCounty.county, department: "民政")
    let police = try await one.county.officer(
      .departmentOfficer, at: TestCounty.county, department: "公安")
    try await one.county.test { client in
      try await one.bringToMonitored(client)
      let bare = try await one.send("department=%E6%B0%91%E6%94%BF&asked=", to: "referrals", client)
      #expect(bare.status == .unprocessableContent && bare.text.contains("请写清转办什么"))
      try await one.send(
        "department=%E6%B0%91%E6%94%BF&asked=\(Self.text)", to: "referrals", client)
      let foreign = try await one.county.signIn(police)
      #expect(try await !client.open("/referrals", cookie: foreign).text.contains("医疗负担"))
      let stolen = try await client.submit("do=acknowledge", to: "/referrals/1", cookie: foreign)
      #expect(stolen.status == .notFound)
      let cookie = try await one.county.signIn(civil)
      let early = try await client.submit(
        "do=settle&text=\(Self.text)", to: "/referrals/1", cookie: cookie)
      #expect(early.status == .unprocessableContent && early.text.contains("待部门签收"))
      #expect(
        try await client.submit("do=acknowledge", to: "/referrals/1", cookie: cookie).status
          == .seeOther)
      let mute = try await client.submit("do=giveBack", to: "/referrals/1", cookie: cookie)
      #expect(mute.status == .unprocessableContent && mute.text.contains("退回须写理由"))
      _ = try await client.submit(
        "do=settle&text=\(Self.text)", to: "/referrals/1", cookie: cookie)
      let page = try await client.open(
        "/cases/\(one.id)/help", cookie: try await one.cookie("village"))
      #expect(page.text.contains("部门已办结"))
    }
  }

  @Test(arguments: TestStore.available)
  func `a household leaves by death only when nobody is left, and the county agrees`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      try await one.bringToMonitored(client)
      let early = try await one.send("way=death&reason=\(Self.text)", to: "exit", client)
      #expect(early.status == .unprocessableContent && early.text.contains("还有 1 名在户成员"))
      let unnamed = try await one.send("do=proposeExit&reason=\(Self.text)", client)
      #expect(unnamed.status == .unprocessableContent && unnamed.text.contains("先选择退出的情形"))
      let today = one.county.clock.now.day
      let later = try await one.send(
        "situation=办了丧事&left=刘长根&leftWhy=death&leftOn=2099-01-01", to: "follow-ups", client)
      #expect(later.status == .unprocessableContent)
      #expect(later.text.contains("“离开的日期”不能超过 \(today)"))
      #expect(later.text.contains("办了丧事"), "what was written stays on the page")
      let unknown = try await one.send(
        "situation=a&left=陈生&leftWhy=death&leftOn=\(today)", to: "follow-ups", client)
      #expect(unknown.text.contains("“离开的成员”没有“陈生”这个选项"))
      let nobody = try await one.send("situation=a&leftWhy=death", to: "follow-ups", client)
      #expect(nobody.text.contains("请填写“离开的成员”。"))
      let page = try await client.open("/cases/\(one.id)", cookie: try await one.cookie("village"))
      #expect(page.text.contains("<input type=\"radio\" name=\"left\" value=\"刘长根\">"))
      try await one.send(
        "situation=a&left=刘长根&leftWhy=death&leftOn=\(today)", to: "follow-ups", client)
      let bare = try await one.send("way=death&reason=", to: "exit", client)
      #expect(bare.status == .unprocessableContent && bare.text.contains("必须写明理由"))
      try await one.send("way=death&reason=\(Self.text)", to: "exit", client)
      #expect(try await one.stage == .exitApproval)
      #expect(try await one.send("do=endorse", by: "township", client).status == .forbidden)
      try await one.send("do=endorse", by: "county", client)
      #expect(try await one.stage == .exited)
    }
  }

  @Test(arguments: TestStore.available)
  func `a follow-up brings a new risk onto the case, and hardship is followed up sooner`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      try await one.bringToMonitored(client)
      try await one.send("situation=a&newRisk=housing", to: "follow-ups", client)
      #expect(try await one.found.risks == [.illness, .housing])
      let twice = try await one.send("situation=a&newRisk=housing", to: "follow-ups", client)
      #expect(twice.status == .unprocessableContent && twice.text.contains("已经登记"))
      let money = try await one.send("situation=a&income=1e12", to: "follow-ups", client)
      #expect(money.status == .unprocessableContent && money.text.contains("“1e12”"))
      let rules = one.county.parts.rules
      func set(_ kind: HouseholdKind) async throws {
        try await one.county.database.write { db in
          _ = try db.run(
            "UPDATE household_case SET kind = \(kind.rawValue) WHERE id = \(one.id)")
        }
      }
      try await set(.marginal)
      let usual = try #require(try await one.deadline(rules))
      try await set(.suddenHardship)
      let sooner = try #require(try await one.deadline(rules))
      #expect(usual.due - sooner.due == 16)
    }
  }
}
