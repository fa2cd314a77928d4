import App
import Casework
import Foundation
import HTTPTypes
import HummingbirdTesting
import Store
import Testing

/// Judging many at once, and judging again.
struct JudgementTests {
  /// 收入核实无误
  private static let words = "%E6%94%B6%E5%85%A5%E6%A0%B8%E5%AE%9E%E6%97%A0%E8%AF%AF"

  @Test(arguments: TestStore.available)
  func `many cases are judged on one page, each with a decision of its own`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      try await one.bringToTownship(client)
      let (cookie, version) = (try await one.cookie("township"), try await one.found.version)
      let page = try await client.open("/opinions", cookie: cookie)
      #expect(page.status == .ok && page.text.contains("刘长根"))
      let form = "stage=townshipAudit&version.\(one.id)=\(version)&do.\(one.id)="
      let bare = try await client.submit(form + "sendBack", to: "/opinions", cookie: cookie)
      #expect(bare.status == .unprocessableContent && bare.text.contains("必须写明理由"))
      let done = try await client.submit(
        "\(form)endorse&reason.\(one.id)=\(Self.words)", to: "/opinions", cookie: cookie)
      #expect(done.status == .ok && done.text.contains("通过，提交下一步"))
      #expect(try await one.stage == .countyApproval)
      let twice = try await client.submit(form + "endorse", to: "/opinions", cookie: cookie)
      #expect(twice.status == .unprocessableContent && twice.text.contains("已由他人办理"))
      let village = try await client.open("/opinions", cookie: try await one.cookie("village"))
      #expect(village.status == .forbidden)
    }
  }

  @Test(arguments: TestStore.available)
  func `a meeting judges household by household with its members present`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    let clue = try await waiting(one)
    try await one.county.test { client in
      let cookie = try await one.cookie("township")
      let page = try await client.open("/meetings", cookie: cookie)
      #expect(page.text.contains("刘长根户"))
      let item = "do.\(clue)=agree&conclusion.\(clue)="
      let few = try await client.submit(
        "heldOn=2026-11-23&chair=a&members=b%0Ac&\(item)\(Self.words)", to: "/meetings",
        cookie: cookie)
      #expect(few.status == .unprocessableContent && few.text.contains("至少 3 名到会人员"))
      #expect(few.text.contains("收入核实无误"))
      let mute = try await client.submit(
        "heldOn=2026-11-23&chair=a&members=b%0Ac%0Ad&\(item)", to: "/meetings", cookie: cookie)
      #expect(mute.status == .unprocessableContent && mute.text.contains("结论的依据"))
      let held = try await client.submit(
        "heldOn=2026-11-23&chair=a&members=b%0Ac%0Ad&\(item)\(Self.words)", to: "/meetings",
        cookie: cookie)
      #expect(held.status == .seeOther)
      let after = try await client.open("/meetings", cookie: cookie)
      #expect(after.text.contains("到会：b、c、d") && after.text.contains("收入核实无误"))
      let stage = try await one.county.register.read(as: one.township) { try $0.clue(clue).stage }
      #expect(stage == .closed)
    }
  }

  /// A second clue of the household that waits for the township.
  private func waiting(_ one: TestCase) async throws -> Int64 {
    let (pack, household) = (try one.county.pack(), try await one.county.household("H1"))
    return try await one.county.register.write(as: one.village) { open in
      let clue = try open.raise(
        Finding(source: .patrol, risk: .housing, text: "房屋有裂缝"), about: household, pack)
      try open.db.run(
        "UPDATE clue SET stage = 'townshipReview', coefficient = 760000 WHERE id = \(clue)")
      return clue
    }
  }

  @Test(arguments: TestStore.available)
  func `an appeal is judged by another and begins the matter anew`(store: TestStore) async throws {
    let one = try await TestCase(store)
    let second = try await one.county.officer(.townshipReviewer, at: TestCounty.township)
    try await one.county.test { client in
      let form = "appellant=%E5%88%98&appeal=\(Self.words)"
      let early = try await one.send(form, to: "appeals", client)
      #expect(early.status == .unprocessableContent && early.text.contains("请走异议"))
      try await one.bringToTownship(client)
      try await one.send("do=dismiss&\(CaseRoadTests.reason)", by: "township", client)
      let bare = try await one.send("appellant=&appeal=", to: "appeals", client)
      #expect(bare.status == .unprocessableContent)
      try await one.send(form, to: "appeals", client)
      let again = try await one.send(form, to: "appeals", client)
      #expect(again.status == .unprocessableContent && again.text.contains("正在复核"))
      let answer = "do=uphold&answer=\(Self.words)"
      let own = try await one.send(answer, to: "appeals/1/answer", by: "township", client)
      #expect(own.status == .unprocessableContent && own.text.contains("另一位同事复核"))
      let cookie = try await one.county.signIn(second)
      let path = "/cases/\(one.id)/appeals/1/answer"
      #expect(try await client.submit(answer, to: path, cookie: cookie).status == .seeOther)
      let late = try await client.submit(answer, to: path, cookie: cookie)
      #expect(late.status == .unprocessableContent && late.text.contains("已经复核"))
      let page = try await client.open("/cases/\(one.id)", cookie: cookie)
      #expect(page.text.contains("成立，重新核实") && page.text.contains("新线索"))
    }
  }

  @Test(arguments: TestStore.available)
  func `a late step is told to the desk above, and soon due ones to their own`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      let calm = try await client.open("/reminders", cookie: try await one.cookie("township"))
      #expect(calm.status == .ok && calm.text.contains("没有需要本级催办"))
      // The consent of Monday is due on Wednesday.
      one.county.clock.move(days: 2)
      let own = try await client.open("/reminders", cookie: try await one.cookie("village"))
      #expect(own.text.contains("今天到期") && own.text.contains("承诺授权"))
      one.county.clock.move(days: 1)
      let township = try await client.open("/reminders", cookie: try await one.cookie("township"))
      #expect(township.text.contains("超期 1 个工作日") && township.text.contains("刘长根"))
      let county = try await client.open("/reminders", cookie: try await one.cookie("county"))
      #expect(!county.text.contains("刘长根"))
      one.county.clock.move(days: 7)
      let raised = try await client.open("/reminders", cookie: try await one.cookie("county"))
      #expect(raised.text.contains("刘长根"))
    }
  }
}
