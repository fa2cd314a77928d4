import App
import Casework
import Foundation
import HTTPTypes
import HummingbirdTesting
import Store
import Testing

/// While a household is monitored it is followed up in time and leaves only when all holds.
struct MonitoredTests {
  @Test(arguments: TestStore.available)
  func `the next follow-up counts from the last one`(store: TestStore) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      try await one.bringToMonitored(client)
      let rules = one.county.parts.rules
      let first = try #require(try await one.deadline(rules))
      one.county.clock.move(days: 20)
      try await one.send("situation=a", to: "follow-ups", client)
      let second = try #require(try await one.deadline(rules))
      #expect(second.due == first.due.adding(days: 20))
    }
  }

  @Test(arguments: TestStore.available)
  func `a removal names every condition that fails`(store: TestStore) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      try await one.bringToMonitored(client)
      let refused = try await one.send("do=proposeRemoval", client)
      #expect(refused.status == .unprocessableContent)
      for condition in [RemovalCondition.incomeAboveLine, .stableLongEnough, .riskGone] {
        #expect(refused.text.contains(condition.title))
      }
      #expect(!refused.text.contains("不符合风险消除条件：\(RemovalCondition.hasLabour.title)"))
      #expect(try await one.stage == .monitored)
    }
  }

  @Test(arguments: TestStore.available)
  func `a removal goes through when all conditions hold`(store: TestStore) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      try await one.bringToRemoval(client)
      try await one.fillRemoval(client, ["way": "natural"])
      try await one.remove(client)
      #expect(try await one.stage == .removed)
      let way = try await one.county.database.read { db in
        try db.run("SELECT removal_way FROM household_case").first?.text("removal_way")
      }
      #expect(way == "natural", "the sheet says how")
    }
  }

  @Test(arguments: TestStore.available)
  func `a removal is not sent up before its sheet is filled in`(store: TestStore) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      try await one.bringToRemoval(client)
      let bare = try await one.send("do=proposeRemoval", client)
      #expect(bare.status == .unprocessableContent)
      #expect(bare.text.contains("提请风险消除前要先填好《风险消除表》，还缺：风险消除方式、"))
      #expect(bare.text.contains("监测联系人") && bare.text.contains("饮水安全。"))
      try await one.fillRemoval(client, ["guarantee.water": "0"])
      let unsafe = try await one.send("do=proposeRemoval", client)
      #expect(unsafe.status == .unprocessableContent && unsafe.text.contains("“饮水安全”写的是有问题"))
      try await one.fillRemoval(client)
      // Meanwhile the county asks one thing more.
      var field = FormField("x.tap", "自来水户表号", .line)
      field.isRequired = true
      try await one.county.add([field], to: .removal)
      let older = try await one.send("do=proposeRemoval", client)
      #expect(older.status == .unprocessableContent && older.text.contains("还缺：自来水户表号。"))
      #expect(try await one.stage == .monitored)
      try await one.fillRemoval(client, ["x.tap": "A1"])
      try await one.remove(client)
      #expect(try await one.stage == .removed)
      // What comes back is looked at anew.
      try await one.send("do=rollBack&\(CaseRoadTests.reason)", by: "county", client)
      try await one.send(
        "situation=a&income=20000&guarantees=1&riskGone=1", to: "follow-ups", client)
      let stale = try await one.send("do=proposeRemoval", client)
      #expect(stale.status == .unprocessableContent && stale.text.contains("还缺：风险消除方式、"))
    }
  }

  @Test(arguments: TestStore.available)
  func `help that nobody gave did not remove a risk`(store: TestStore) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      try await one.bringToMonitored(client)
      one.county.clock.move(days: 200)
      try await one.send(
        "situation=a&income=20000&guarantees=1&riskGone=1", to: "follow-ups", client)
      try await one.county.assess()
      try await one.fillRemoval(client)
      let odd = try await one.send("do=proposeRemoval", client)
      #expect(odd.status == .unprocessableContent && odd.text.contains("没有登记过帮扶措施"))
      try await one.fillRemoval(client, ["way": "natural"])
      try await one.send("do=proposeRemoval", client)
      #expect(try await one.stage == .removalAppraisal)
    }
  }

  @Test(arguments: TestStore.available)
  func `a case ends under the rules that it began with`(store: TestStore) async throws {
    let one = try await TestCase(store)
    let folder = one.county.folder.appending(path: UUID().uuidString)
    let bundled = PolicyShelf.bundled.appending(path: "jiangxi-2026")
    try FileManager.default.copyItem(at: bundled, to: folder)
    let (pack, database) = (try one.county.pack(), one.county.database)
    let now = one.county.clock.now
    _ = try await PolicyEditions.keep(pack, in: folder, at: now, database: database)
    let file = folder.appending(path: "pack.yaml")
    let text = try String(contentsOf: file, encoding: .utf8)
    let moved = text.replacing(
      "version: \"\(pack.version)\"", with: "version: \"\(pack.version)-2\""
    )
    .replacing("stableMonths: \(pack.removal.stableMonths)", with: "stableMonths: 99")
    // The same edition with other rules is refused, because the case runs on it.
    try text.replacing("stableMonths: \(pack.removal.stableMonths)", with: "stableMonths: 99")
      .write(to: file, atomically: true, encoding: .utf8)
    await #expect(throws: PackFault.self) {
      try await PolicyEditions.keep(
        PolicyShelf.load(folder), in: folder, at: now, database: database)
    }
    try moved.write(to: file, atomically: true, encoding: .utf8)
    let next = try PolicyShelf.load(folder)
    let kept = try await PolicyEditions.keep(next, in: folder, at: now, database: database)
    #expect(next.removal.stableMonths == 99 && kept.count == 2)
    let found = try await one.found
    #expect(kept[found.pack]?.removal.stableMonths == pack.removal.stableMonths)
  }
}
