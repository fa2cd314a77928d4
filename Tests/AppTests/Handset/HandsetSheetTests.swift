import App
import Casework
import Foundation
import HTTPTypes
import HummingbirdTesting
import Store
import Testing

/// The forms of a case on the phone: its application and the sheet of its removal, offered when they
/// are due, and the same record as the page makes.
struct HandsetSheetTests {
  private func offered(_ name: String, _ phone: TestHandset) async throws -> [String: Any]? {
    (try await phone.synced()["case"] as? [String: Any])?[name] as? [String: Any]
  }

  /// What a phone sends that was told of `sheet`.
  private func record(
    _ kind: String, _ values: [String: String], _ found: TestCase, _ phone: TestHandset,
    seen sheet: [String: Any]?
  ) -> [String: Any] {
    var sent = ["case": "\(found.id)", "seen": "\(sheet?["record"] ?? "")"]
    sent.merge(values) { $1 }
    return phone.task(kind, sent)
  }

  private func removed(_ found: TestCase, _ changes: [String: String] = [:]) -> [String: String] {
    var values = ["way": "byHelp", "removedOn": "\(found.county.clock.now.day)", "contact": "王干部"]
    for one in Guarantee.allCases { values["guarantee.\(one.rawValue)"] = "1" }
    values.merge(changes) { $1 }
    return values
  }

  private let applied = [
    "name": "刘长根", "phone": "13800001234", "id": TestCounty.id(1), "risk": "illness",
    "text": "上个月住院花了很多钱", "helper": "邻居李四", "helperIs": "邻居", "helperWhy": "不会写字",
  ]

  /// What is kept of a form, the newest first.
  private func kept(_ form: String, _ found: TestCase) async throws -> [FormRecord] {
    let (access, home) = (found.village, try await found.found.household)
    return try await found.county.register.read(as: access) { open in
      try open.formRecords(of: home).filter { $0.form == form }
    }
  }

  /// Everybody of the household died.
  private func buryAll(_ found: TestCase) async throws {
    let today = found.county.clock.now.day
    try await found.county.database.write { db in
      _ = try db.run("UPDATE person SET left_on = \(today), left_reason = '死亡'")
    }
  }

  @Test(arguments: TestStore.available)
  func `the removal's sheet is due once its conditions hold, and then sends the removal up`(
    store: TestStore
  ) async throws {
    let found = try await TestCase(store)
    let phone = try await TestHandset(found)
    #expect(try await offered("removal", phone) == nil, "the household is not monitored yet")
    try await found.county.test { client in
      try await found.bringToMonitored(client)
      let early = try #require(try await phone.synced()["case"] as? [String: Any])
      let failing = (early["conditions"] as? [[String: Any]] ?? []).filter {
        $0["holds"] as? Bool == false
      }
      #expect(failing.contains { "\($0["evidence"] ?? "")".contains("满 6 个月为") })
      #expect((early["removal"] as? [String: Any])?["isDue"] as? Bool == false)
    }
    try await found.county.test { try await found.bringToRemoval($0, isMonitored: true) }
    let sheet = try #require(try await offered("removal", phone))
    #expect(sheet["isDue"] as? Bool == true && sheet["record"] == nil)
    let bare = try await phone.send(record("removal", ["way": "byHelp"], found, phone, seen: sheet))
    let fields = (bare.json["fields"] as? [[String: String]] ?? []).compactMap { $0["field"] }
    #expect(bare.status == 422 && fields.contains("contact") && fields.contains("guarantee.water"))
    var sent = record("removal", removed(found), found, phone, seen: sheet)
    sent["version"] = "1"
    let taken = try await phone.send(sent)
    #expect(taken["outcome"] == "accepted", "\(taken.json)")
    #expect(taken["sentence"] == "《风险消除表》已登记。")
    #expect(try await phone.send(sent)["code"] == taken["code"], "one record, one receipt")
    let records = try await kept("removal", found)
    #expect(records.count == 1 && records[0].subject == "case/\(found.id)")
    #expect(records.first?.answers == removed(found) && records.first?.version == "1")
    let known = try await offered("removal", phone)
    #expect(known?["isDue"] as? Bool == false && known?["filledOn"] != nil)
    #expect((known?["values"] as? [String: String])?["contact"] == "王干部", "not asked again")
    try await found.county.test { client in
      let proposed = try await found.send("do=proposeRemoval", client)
      #expect(proposed.status == .seeOther)
    }
    #expect(try await found.stage == .removalAppraisal)
  }

  @Test(arguments: TestStore.available)
  func `what the sheet itself says against the removal stands on the receipt`(
    store: TestStore
  ) async throws {
    let found = try await TestCase(store)
    let phone = try await TestHandset(found)
    try await found.county.test { try await found.bringToRemoval($0) }
    let sheet = try await offered("removal", phone)
    let dry = removed(found, ["guarantee.water": "0"])
    let taken = try await phone.send(record("removal", dry, found, phone, seen: sheet))
    #expect(taken["outcome"] == "accepted" && taken["sentence"].contains("“饮水安全”写的是有问题"))
    let wet = try await offered("removal", phone)
    #expect(wet?["isDue"] as? Bool == true, "filled in, but not so that it can be sent up")
    var ahead = removed(found, ["contact": "手机快了一天"])
    ahead["removedOn"] = "\(found.county.clock.now.day.adding(days: 1))"
    let clocked = try await phone.send(record("removal", ahead, found, phone, seen: sheet))
    #expect(clocked["outcome"] == "accepted", "one's own later words count")
    let today = "\(found.county.clock.now.day)"
    #expect(try await kept("removal", found).first?.answers["removedOn"] == today)
    ahead["removedOn"] = "2099-01-01"
    let absurd = try await phone.send(record("removal", ahead, found, phone, seen: sheet))
    #expect(absurd.status == 422 && absurd["detail"].contains("风险消除时间"))
  }

  @Test(arguments: TestStore.available)
  func `a removal that somebody else went on with is not recorded again`(
    store: TestStore
  ) async throws {
    let found = try await TestCase(store)
    let phone = try await TestHandset(found)
    try await found.county.test { try await found.bringToRemoval($0) }
    let sheet = try await offered("removal", phone)
    let sent = record("removal", removed(found), found, phone, seen: sheet)
    let other = try await found.county.officer(.informationOfficer, at: TestCounty.village)
    let first = try await phone.send(sent, as: other)
    #expect(first["outcome"] == "accepted", "\(first.json)")
    let second = try await phone.send(record("removal", removed(found), found, phone, seen: sheet))
    #expect(second["outcome"] == "merged" && second["sentence"].contains("没有重复登记"))
    // Who has seen the other's sheet may put it right.
    let newer = try await offered("removal", phone)
    let right = removed(found, ["contact": "赵干部"])
    let corrected = try await phone.send(record("removal", right, found, phone, seen: newer))
    #expect(corrected["outcome"] == "accepted", "\(corrected.json)")
    try await found.county.test { _ = try await found.send("do=proposeRemoval", $0) }
    let gone = try await offered("removal", phone)
    #expect(gone == nil, "it is not asked any more")
    let late = try await phone.send(record("removal", removed(found), found, phone, seen: newer))
    #expect(late["outcome"] == "merged" && late["sentence"].contains("已经提请风险消除"))
    #expect(try await kept("removal", found).count == 2)
    var foreign = removed(found)
    foreign["case"] = "\(found.id + 1)"
    let strange = try await phone.send(record("removal", foreign, found, phone, seen: nil))
    #expect(strange.status == 422 && strange["detail"].contains("另有个案在办"))
  }

  @Test(arguments: TestStore.available)
  func `a sheet of another village, an unknown edition or an early case is refused`(
    store: TestStore
  ) async throws {
    let found = try await TestCase(store)
    let phone = try await TestHandset(found)
    let early = try await phone.send(record("removal", removed(found), found, phone, seen: nil))
    #expect(early.status == 422 && early["detail"].contains("不能填《风险消除表》"), "\(early.json)")
    let neighbour = try await found.county.officer(.informationOfficer, at: TestCounty.neighbour)
    for (kind, values) in [("removal", removed(found)), ("application", applied)] {
      var sent = record(kind, values, found, phone, seen: nil)
      #expect(try await phone.send(sent, as: neighbour).status == 404, "\(kind)")
      sent["version"] = "77"
      let unknown = try await phone.send(sent)
      #expect(unknown.status == 422 && unknown["detail"].contains("第 77 版"), "\(kind)")
    }
  }

  @Test(arguments: TestStore.available)
  func `the application is prefilled, due until it is whole, and asks the county's own questions`(
    store: TestStore
  ) async throws {
    let found = try await TestCase(store)
    var bank = FormField("x.bank", "放贷的银行", .line)
    (bank.isRequired, bank.isOffice) = (true, true)
    let version = try await found.county.add([bank], to: .application)
    let phone = try await TestHandset(found)
    let sheet = try #require(try await offered("application", phone))
    let known = sheet["values"] as? [String: String] ?? [:]
    #expect(sheet["isDue"] as? Bool == true && known["name"] == "刘长根")
    #expect(known["id"] == TestCounty.id(1) && known["risk"] == "illness")
    var short = record("application", applied, found, phone, seen: sheet)
    short["version"] = version
    let refused = try await phone.send(short)
    #expect(refused.status == 422 && refused["detail"].contains("放贷的银行"))
    var values = applied
    values["x.bank"] = "农商行"
    var sent = record("application", values, found, phone, seen: sheet)
    sent["version"] = version
    sent["filledAt"] = found.county.clock.now.microseconds / 1_000 - 2 * 86_400_000
    let taken = try await phone.send(sent)
    #expect(taken["outcome"] == "accepted" && taken["sentence"].contains("监测对象申请书"))
    let records = try await kept("application", found)
    #expect(records.first?.answers == values && records.first?.version == version)
    #expect(records.first?.filledOn == found.county.clock.now.day.adding(days: -2))
    let after = try await offered("application", phone)
    #expect(after?["isDue"] as? Bool == false)
    #expect((after?["values"] as? [String: String])?["helperWhy"] == "不会写字")
    let other = try await found.county.officer(.informationOfficer, at: TestCounty.village)
    let again = record("application", values, found, phone, seen: sheet)
    let merged = try await phone.send(again, as: other)
    #expect(merged["outcome"] == "merged", "\(merged.json)")
    // A question that the county adds afterwards is still to be asked.
    var more = FormField("x.more", "还款日期", .line)
    more.isRequired = true
    try await found.county.add([more], to: .application)
    #expect(try await offered("application", phone)?["isDue"] as? Bool == true)
  }

  @Test(arguments: TestStore.available)
  func `the application of a case that went on is taken as on its page, not once it is closed`(
    store: TestStore
  ) async throws {
    let found = try await TestCase(store)
    let phone = try await TestHandset(found)
    let sheet = try await offered("application", phone)
    try await found.county.test { try await found.bringToTownship($0) }
    #expect(try await offered("application", phone) == nil, "the step is over")
    let late = try await phone.send(record("application", applied, found, phone, seen: sheet))
    #expect(late["outcome"] == "accepted", "\(late.json)")
    try await found.county.test { client in
      _ = try await found.send("do=dismiss&reason=收入已稳定，不再纳入", by: "township", client)
    }
    #expect(try await found.stage == .dismissed)
    let closed = try await phone.send(record("application", applied, found, phone, seen: sheet))
    #expect(closed.status == 422 && closed["detail"].contains("没有在办的个案"))
  }

  @Test(arguments: TestStore.available)
  func `the dead neither apply nor have their risk removed`(store: TestStore) async throws {
    let (found, monitored) = (try await TestCase(store), try await TestCase(store))
    try await buryAll(found)
    let phone = try await TestHandset(found)
    let dead = try await phone.send(record("application", applied, found, phone, seen: nil))
    let fields = dead.json["fields"] as? [[String: String]] ?? []
    #expect(dead.status == 422 && fields.first?["field"] == "id", "\(dead.json)")
    #expect(dead["detail"].contains("刘长根已于 \(found.county.clock.now.day) 登记为“死亡”"))
    try await monitored.county.test { try await monitored.bringToRemoval($0) }
    let second = try await TestHandset(monitored)
    let sheet = try await offered("removal", second)
    try await buryAll(monitored)
    let empty = record("removal", removed(monitored), monitored, second, seen: sheet)
    let refused = try await second.send(empty)
    #expect(refused.status == 422 && refused["detail"].contains("已经没有人"), "\(refused.json)")
    var handed = empty
    handed["isHandover"] = true
    #expect(try await second.send(handed)["outcome"] == "handed")
    #expect(try await kept("removal", monitored).isEmpty)
  }

  @Test(arguments: TestStore.available)
  func `a household that moved away is handed over with its sheet`(store: TestStore) async throws {
    let found = try await TestCase(store)
    let phone = try await TestHandset(found)
    let (keeper, home) = (found.keeper, phone.households[0])
    try await found.county.register.write(as: keeper) { open in
      try open.move(household: home, to: TestCounty.neighbour, on: open.today, reason: "随子女搬到江口村")
    }
    var sent = record("application", applied, found, phone, seen: nil)
    #expect(try await phone.send(sent).status == 404)
    sent["isHandover"] = true
    // Even of an edition that the server never had.
    sent["version"] = "99"
    #expect(try await phone.send(sent)["outcome"] == "handed")
    var noticed = record("clue", ["text": "路过看到房顶塌了"], found, phone, seen: nil)
    (noticed["form"], noticed["isHandover"]) = ("visit", true)
    #expect(try await phone.send(noticed)["outcome"] == "handed")
    let township = try await found.county.officer(.townshipAdministrator, at: TestCounty.township)
    let cookie = try await found.county.signIn(township)
    try await found.county.test { client in
      let desk = try await client.open("/handset", cookie: cookie).text
      let facts = desk.split(separator: "转交的记录").last ?? ""
      #expect(facts.contains("申请书") && facts.contains("<dd>上个月住院花了很多钱</dd>"))
      #expect(facts.contains("<dd>因病</dd>") && facts.contains("<dd>不会写字</dd>"))
      #expect(facts.contains("发现的情况") && facts.contains("<dd>路过看到房顶塌了</dd>"))
      #expect(!desk.contains(TestCounty.id(1)) && !desk.contains("13800001234"))
    }
  }
}
