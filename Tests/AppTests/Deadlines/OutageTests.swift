import App
import Casework
import Foundation
import HTTPTypes
import HummingbirdTesting
import Store
import Testing

/// Clocks that stop without anybody's word: for late departments and for servers that were down.
struct OutageTests {
  private static let header = ["姓名", "身份证号", "结算日期", "个人自付", "病种"]

  /// A clue from the hospital's bill, at the township's desk since the Friday before it is due.
  private func scene(
    _ store: TestStore
  ) async throws -> (county: TestCounty, clue: Int64, township: Access) {
    let county = try await TestCounty(store)
    try await county.settle([TestCounty.person("H1", "张三", TestCounty.id(1))])
    try await bill(county, "2026-11-02")
    try await county.assess()
    let (pack, township) = (
      try county.pack(), try await county.officer(.townshipReviewer, at: TestCounty.township)
    )
    _ = try await county.register.write(as: .system(in: TestCounty.county)) {
      try Warnings.raise(in: $0, pack)
    }
    let clue = try await county.register.read(as: township) {
      try $0.clues(at: [.visiting]).first?.id
    }
    county.clock.move(days: 11)
    try await reached(county)
    return (county, try #require(clue), township)
  }

  /// The clue came to the township today.
  private func reached(_ county: TestCounty) async throws {
    try await county.database.write { [now = county.clock.now] db in
      _ = try db.run("UPDATE clue SET stage = 'townshipReview', stage_since_at = \(now)")
    }
  }

  private func bill(_ county: TestCounty, _ day: String) async throws {
    _ = try await county.push(
      "medical", [Self.header, ["张三", TestCounty.id(1), day, "36500", "癌"]])
    try await county.work()
  }

  private func deadline(_ one: (county: TestCounty, clue: Int64, township: Access)) async throws
    -> Deadline
  {
    let rules = one.county.parts.rules
    return try await one.county.register.read(as: one.township) { open in
      try #require(try open.clue(one.clue).deadline(rules, in: open))
    }
  }

  @Test(arguments: TestStore.available)
  func `a review waits for the file that it rests on, and no longer than the pack says`(
    store: TestStore
  ) async throws {
    let one = try await scene(store)
    // Friday 4 December: the bills of the month are due on Monday the 7th, the review on Tuesday.
    #expect(one.county.clock.now.day == Day("2026-12-04"))
    #expect(try await deadline(one).due == Day("2026-12-08"))
    one.county.clock.move(days: 5)
    let waiting = try await deadline(one)
    #expect(waiting.due == Day("2026-12-10") && !waiting.isOverdue)
    #expect(waiting.standstill?.contains("医保“住院自付”12 月应报的文件") == true)
    let village = try await one.county.officer(.informationOfficer, at: TestCounty.village)
    try await one.county.test { client in
      let page = try await client.open(
        "/clues/\(one.clue)", cookie: try await one.county.signIn(village))
      #expect(page.text.contains("跳过 12月8日（周二）—12月9日（周三） 部门数据迟到：医保"))
      let ledger = try await client.open(
        "/clocks", cookie: try await one.county.signIn(one.township))
      #expect(ledger.text.contains("12 月应报的文件") && ledger.text.contains("2026-12-08"))
    }
    // The date jumps forth and back: what is computed follows it.
    one.county.clock.move(days: 20)
    let capped = try await deadline(one)
    #expect(capped.due == Day("2026-12-18") && capped.isOverdue, "ten days, and no more")
    #expect(capped.count.proof.contains { $0.contains("最多停计 10 天") })
    one.county.clock.move(days: -20)
    #expect(try await deadline(one) == waiting)
    one.county.clock.move(days: -30)
    #expect(try await deadline(one).due == Day("2026-12-08"))
    one.county.clock.move(days: 31)
    try await bill(one.county, "2026-12-03")
    #expect(one.county.clock.now.day == Day("2026-12-10"))
    one.county.clock.move(days: 1)
    let running = try await deadline(one)
    #expect(running.due == Day("2026-12-11") && running.standstill == nil)
    #expect(try await outages(one.county) == 0, "nothing of it is stored")
  }

  @Test(arguments: TestStore.available)
  func `a file that came in time stops nothing`(
    store: TestStore
  ) async throws {
    let one = try await scene(store)
    try await bill(one.county, "2026-12-03")
    one.county.clock.move(days: 5)
    #expect(try await deadline(one).due == Day("2026-12-08"))
  }

  @Test(arguments: TestStore.available)
  func `the meeting waits for the check's answers that are overdue`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    let rules = one.county.parts.rules
    try await one.county.test { client in
      try await one.consent(client)
      try await one.county.register.write(as: one.keeper) { open in
        _ = try open.commission(
          open.householdCase(one.id), handlers: [one.village.officer, one.township.officer],
          one.pack,
          one.county.checkKeys)
      }
      // Asked on Monday 23 November, the answers are due a week later.
      one.county.clock.move(days: 8)
      try await one.send("do=recordConsent", client)
      #expect(try await one.deadline(rules)?.due == Day("2026-12-04"))
      one.county.clock.move(days: 1)
      let late = try #require(try await one.deadline(rules))
      #expect(late.due == Day("2026-12-07") && late.standstill?.contains("的核对答复") == true)
      let page = try await client.open("/cases/\(one.id)", cookie: try await one.cookie("village"))
      #expect(page.text.contains("部门数据迟到：") && page.text.contains("的核对答复"))
    }
  }

  @Test(arguments: TestStore.available)
  func `a review waits for a department's answer that is overdue`(
    store: TestStore
  ) async throws {
    let one = try await scene(store)
    try await bill(one.county, "2026-12-03")
    try await one.county.test { client in
      let asked = try await client.submit(
        "department=公安&question=户主是否在服刑", to: "/clues/\(one.clue)/assist",
        cookie: try await one.county.signIn(one.township))
      #expect(asked.status == .seeOther)
      // Asked on Friday the 4th, to be answered by Friday the 11th, when the clue is back.
      one.county.clock.move(days: 7)
      try await reached(one.county)
      #expect(try await deadline(one).due == Day("2026-12-15"))
      one.county.clock.move(days: 3)
      let waiting = try await deadline(one)
      #expect(waiting.due == Day("2026-12-16"))
      #expect(waiting.standstill == "部门数据迟到：公安的协查答复")
      let desk = try await one.county.officer(
        .departmentOfficer, at: TestCounty.county, department: "公安")
      _ = try await client.submit(
        "answer=没有在服刑", to: "/answers/assists/1", cookie: try await one.county.signIn(desk))
      one.county.clock.move(days: 1)
      let running = try await deadline(one)
      #expect(running.due == Day("2026-12-16") && running.standstill == nil)
    }
  }

  private func outages(_ county: TestCounty) async throws -> Int {
    try await county.database.read { db in
      try db.run("SELECT COUNT(*) AS n FROM outage WHERE is_approved = 1").first?.int("n") ?? -1
    }
  }

  private func beat(_ county: TestCounty, after running: Int64? = nil) async throws {
    try await Heartbeat(
      database: county.database, register: county.register, shelf: county.parts.shelf
    ).beat(after: running)
  }

  @Test(arguments: TestStore.available)
  func `a server that was down for a day's work is in the ledger by itself`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    let (county, rules) = (one.county, one.county.parts.rules)
    try await beat(county)
    county.clock.move(to: county.clock.now.adding(seconds: 60))
    try await beat(county, after: 60_000_000)
    #expect(try await outages(county) == 0)
    #expect(try await one.deadline(rules)?.due == Day("2026-11-25"))
    county.clock.move(days: 1)
    try await beat(county)
    #expect(try await outages(county) == 1)
    // Monday from nine on; on Tuesday it was there again before an hour was lost.
    let due = try #require(try await one.deadline(rules))
    #expect(due.due == Day("2026-11-25"), "the day of the beginning does not count anyway")
    county.clock.move(days: 2)
    try await beat(county)
    let later = try #require(try await one.deadline(rules))
    #expect(later.due == Day("2026-11-27"), "Tuesday and Wednesday are lost")
    #expect(later.count.proof.contains { $0.contains("系统中断") })
    try await county.test { client in
      let page = try await client.open("/clocks", cookie: try await one.cookie("county"))
      #expect(page.text.contains("没有心跳，系统自动记入") && !page.text.contains("今天结束"))
    }
  }

  @Test(arguments: TestStore.available)
  func `a date that jumps is no outage, and a long one waits for a person`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    let (county, rules) = (one.county, one.county.parts.rules)
    try await beat(county)
    county.clock.move(days: 30)
    try await beat(county, after: 60_000_000)
    #expect(try await outages(county) == 0, "the program itself was there all the time")
    county.clock.move(days: -30)
    try await beat(county, after: 60_000_000)
    county.clock.move(days: 2)
    try await beat(county)
    #expect(try await outages(county) == 1)
    county.clock.move(days: -2)
    try await beat(county)
    #expect(try await outages(county) == 0, "it was recorded at a time that has not come")
    #expect(try await one.deadline(rules)?.due == Day("2026-11-25"))
    county.clock.move(days: 12)
    try await beat(county)
    #expect(try await outages(county) == 0)
    try await county.test { client in
      let page = try await client.open("/clocks", cookie: try await one.cookie("county"))
      #expect(page.text.contains("待批准") && page.text.contains("没有心跳"))
      let agreed = try await client.submit(
        "do=approve", to: "/clocks/outages/2", cookie: try await one.cookie("county"))
      #expect(agreed.status == .seeOther)
    }
    #expect(try await outages(county) == 1)
  }
}
