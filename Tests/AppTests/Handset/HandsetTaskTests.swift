import App
import Casework
import Foundation
import HTTPTypes
import HummingbirdTesting
import Store
import Testing

/// What is done on the phone beside visits: letters, measures, follow-ups, sweeps, places.
struct HandsetTaskTests {
  private func adult(_ household: [String: Any]) -> [String: Any] {
    let open = household["case"] as? [String: Any]
    return (open?["adults"] as? [[String: Any]])?.first ?? [:]
  }

  @Test(arguments: TestStore.available)
  func `a letter is signed on the phone, once, and not without a signature`(
    store: TestStore
  ) async throws {
    let found = try await TestCase(store)
    let phone = try await TestHandset(found)
    let waiting = adult(try await phone.synced())
    #expect(waiting["name"] as? String == "刘长根" && waiting["state"] as? String == "open")
    let person = "\(waiting["person"] ?? "")"
    let bare = try await phone.send(phone.task("consent", ["person": person, "answer": "given"]))
    #expect(bare.status == 422 && bare["detail"].contains("签名"))
    let foreign = try await phone.send(
      phone.task("consent", ["person": "999", "answer": "given"], signed: true))
    #expect(foreign.status == 404)
    let letter = phone.task("consent", ["person": person, "answer": "given"], signed: true)
    let signed = try await phone.send(letter)
    #expect(signed["outcome"] == "accepted" && signed["sentence"].contains("刘长根的授权已登记"))
    #expect(try await phone.send(letter)["code"] == signed["code"])
    let again = try await phone.send(
      phone.task("consent", ["person": person, "answer": "given"], signed: true))
    #expect(again["outcome"] == "merged")
    #expect(adult(try await phone.synced())["state"] as? String == "given")
    try await found.county.test { client in
      try await found.send("do=recordConsent", client)
      #expect(try await found.stage == .appraisal)
    }
  }

  @Test(arguments: TestStore.available)
  func `a guardian says in what relation, a refusal stops the case`(store: TestStore) async throws {
    let found = try await TestCase(store)
    let phone = try await TestHandset(found)
    let person = "\(adult(try await phone.synced())["person"] ?? "")"
    let unnamed = try await phone.send(
      phone.task("consent", ["person": person, "answer": "given", "signer": "王某"], signed: true))
    #expect(unnamed.status == 422 && unnamed["detail"].contains("关系"))
    let refused = try await phone.send(
      phone.task("consent", ["person": person, "answer": "refused"]))
    #expect(refused["sentence"].contains("不同意授权"))
    try await found.county.test { client in
      let stopped = try await found.send("do=recordConsent", client)
      #expect(stopped.text.contains("拒绝授权"))
    }
  }

  @Test(arguments: TestStore.available)
  func `a measure is done on its day, and a follow-up kept`(store: TestStore) async throws {
    let found = try await TestCase(store)
    let phone = try await TestHandset(found)
    let early = try await phone.send(phone.task("followUp", ["situation": "一切正常，收入稳定"]))
    #expect(early.status == 422, "the case is not monitored yet")
    try await found.county.test { client in
      try await found.bringToMonitored(client)
      let pack = try found.county.pack()
      let category = try #require(pack.measures.first)
      let (access, id) = (found.village, found.id)
      try await found.county.register.write(as: access) { open in
        let measure = Measure(
          category: category.id, subtype: category.subtypes[0], helper: "乡医院",
          amount: Money(yuan: 500), begunOn: open.today)
        try open.add(measure, to: open.householdCase(id), pack)
      }
    }
    let planned =
      ((try await phone.synced()["case"] as? [String: Any])?["measures"]
      as? [[String: Any]])?.first
    let id = "\(planned?["id"] ?? "")"
    #expect(planned?["helper"] as? String == "乡医院")
    let today = found.county.clock.now.day
    let wrong = try await phone.send(phone.task("measure", ["measure": id, "amount": "很多"]))
    #expect(wrong.status == 422)
    let done = try await phone.send(
      phone.task("measure", ["measure": id, "doneOn": "\(today)", "amount": "480"]))
    #expect(done["outcome"] == "accepted", "\(done.json)")
    let twice = try await phone.send(phone.task("measure", ["measure": id]))
    #expect(twice["outcome"] == "merged" && twice["sentence"].contains("他人"))
    let visited = try await phone.send(
      phone.task(
        "followUp",
        ["situation": "药费已报销，收入稳定", "way": "phone", "guarantees": "1", "income": "13000"]))
    #expect(visited["outcome"] == "accepted", "\(visited.json)")
    let (access, number) = (found.village, found.id)
    let (measures, visits) = try await found.county.register.read(as: access) { open in
      (try open.measures(of: number), try open.followUps(of: number))
    }
    #expect(measures.last?.endedOn == today && measures.last?.paid == Money(yuan: 480))
    #expect(visits.last?.way == .phone && visits.last?.followedOn == today)
  }

  @Test(arguments: TestStore.available)
  func `who left the household is said in the follow-up's own form`(
    store: TestStore
  ) async throws {
    let found = try await TestCase(store)
    let phone = try await TestHandset(found)
    try await found.county.test { try await found.bringToMonitored($0) }
    let today = found.county.clock.now.day
    var values = ["situation": "搬去县城了", "leftWhy": "movedOut", "leftOn": "\(today)"]
    let nobody = try await phone.send(phone.task("followUp", values))
    #expect(nobody.status == 422 && nobody["detail"].contains("离开的成员"))
    values["left"] = "陈生"
    let stranger = try await phone.send(phone.task("followUp", values))
    #expect(stranger.status == 422 && stranger["detail"].contains("没有“陈生”这个选项"))
    values["left"] = "刘长根"
    let kept = try await phone.send(phone.task("followUp", values))
    #expect(kept["outcome"] == "accepted", "\(kept.json)")
    let left = try await found.county.database.read { db in
      try db.run("SELECT left_on, left_reason FROM person WHERE left_on IS NOT NULL").map {
        "\(try $0.day("left_on")) \(try $0.text("left_reason"))"
      }
    }
    #expect(left == ["\(today) 户籍迁出"])
  }

  @Test(arguments: TestStore.available)
  func `a sweep puts the guarantees right, and a risk becomes a clue`(store: TestStore) async throws
  {
    let phone = try await TestHandset(store)
    var values = ["hasRisk": "0", "way": "visit", "sweptOn": "2026-11-24"]
    for one in Guarantee.allCases { values["guarantee.\(one.rawValue)"] = "1" }
    let calm = try await phone.send(phone.task("sweep", values))
    #expect(calm["outcome"] == "accepted" && calm["sentence"].contains("没有发现风险"))
    values["guarantee.water"] = "0"
    let dry = try await phone.send(phone.task("sweep", values))
    #expect(dry.status == 422 && "\(dry.json)".contains("hasRisk"))
    values["hasRisk"] = "1"
    let bare = try await phone.send(phone.task("sweep", values))
    #expect(bare.status == 422 && bare["detail"].contains("风险类型"))
    values.merge(["risk": "water", "text": "水井干了两个月"]) { $1 }
    var risk = phone.task("sweep", values)
    risk["base"] = try await phone.known()
    let risky = try await phone.send(risk)
    #expect(risky["sentence"].contains("作为线索"))
    #expect(try await phone.known()["guarantee.water"] == "0")
    let cookie = try await phone.county.signIn(phone.officer)
    try await phone.county.test { client in
      let page = try await client.open("/clues/\(phone.clues[0])", cookie: cookie)
      #expect(page.text.contains("水井干了两个月"))
    }
  }

  @Test(arguments: TestStore.available)
  func `a place is one point within the country, kept only where the officer sends it`(
    store: TestStore
  ) async throws {
    let phone = try await TestHandset(store)
    #expect(try await phone.known()["place"] == nil)
    for wrong in ["", "26.3", "91,115", "26.3,0", "x,y"] {
      #expect(try await phone.send(phone.task("place", ["place": wrong])).status == 422, "\(wrong)")
    }
    let kept = try await phone.send(phone.task("place", ["place": "26.3412345,115.3501299"]))
    #expect(kept["outcome"] == "accepted")
    let values = try await phone.synced()["values"] as? [String: String]
    #expect(values?["place"] == "26.34123,115.35013")
    let keeper = try await phone.county.officer(.townshipAdministrator, at: TestCounty.township)
    let household = phone.households[0]
    try await phone.county.register.write(as: keeper) { open in
      try open.move(
        household: household, to: TestCounty.neighbour, on: open.today, reason: "随子女搬到江口村")
    }
    let next = try await phone.county.officer(.informationOfficer, at: TestCounty.neighbour)
    let moved = try await phone.synced(as: next)["values"] as? [String: String]
    #expect(moved?["place"] == "", "it lives elsewhere now")
  }

  @Test(arguments: TestStore.available)
  func `a caller is given drawn visits, asks four questions, and a new difficulty is a clue`(
    store: TestStore
  ) async throws {
    let phone = try await TestHandset(store)
    let caller = try await phone.county.officer(.supervisor, at: TestCounty.county)
    #expect(try await phone.synced(as: caller).isEmpty, "nobody was visited yet")
    _ = try await phone.send(try await phone.record())
    let home = try await phone.synced(as: caller)
    let call = try #require(home["call"] as? [String: Any])
    #expect(home["head"] as? String == "张三" && (home["members"] as? [Any])?.isEmpty == true)
    #expect((home["values"] as? [String: String])?.isEmpty == true, "no income for callers")
    let visit = "\(call["visit"] ?? "")"
    var values = ["visit": visit, "reached": "1", "came": "0", "asked": "0", "satisfied": "1"]
    #expect(try await phone.send(phone.task("call", values), as: caller).status == 422)
    values["trouble"] = "1"
    let silent = try await phone.send(phone.task("call", values), as: caller)
    #expect(silent.status == 422 && silent["detail"].contains("新的困难"))
    values["text"] = "老人上周摔伤住院"
    #expect(try await phone.send(phone.task("call", values)).status == 403, "visitors do not call")
    let told = try await phone.send(phone.task("call", values), as: caller)
    #expect(told["outcome"] == "accepted" && told["sentence"].contains("走访人会看到"), "\(told.json)")
    #expect(try await phone.synced(as: caller).isEmpty, "called once")
    let cookie = try await phone.county.signIn(caller)
    let village = try await phone.county.signIn(phone.officer)
    try await phone.county.test { client in
      let page = try await client.open("/calls", cookie: cookie)
      #expect(page.text.contains("农户说没有人来过") && page.text.contains("老人上周摔伤住院"))
      let visitor = try await client.open("/calls", cookie: village)
      #expect(visitor.text.contains("农户说没有人来过") && !visitor.text.contains("摔伤住院"))
    }
  }
}
