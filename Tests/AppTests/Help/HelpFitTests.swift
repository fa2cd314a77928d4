import App
import Casework
import HTTPTypes
import HummingbirdTesting
import Store
import Testing

/// What a household's page says of measures that do not agree with what is known.
struct HelpFitTests {
  private static let roll = ["姓名", "身份证号", "享受起始日期", "户保障金额"]

  private func page(
    _ one: TestCase, _ client: any TestClientProtocol
  ) async throws -> String {
    try await client.open("/cases/\(one.id)/help", cookie: try await one.cookie("village")).text
  }

  @Test(arguments: TestStore.available)
  func `a measure is held against the department's roll once that is there`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    try await one.county.settle([TestCounty.person("H2", "王五", TestCounty.id(2))])
    try await one.county.test { client in
      try await one.bringToMonitored(client)
      try await one.send("measure=social%7C低保&helper=a", to: "measures", client)
      let blind = try await page(one, client)
      #expect(blind.contains("“低保”暂时核对不了：民政“低保在册（新增）”从未推送"))
      #expect(!blind.contains("不符</span>"), "nobody is accused of what is not known")
      one.county.clock.move(days: 1)
      try await one.county.push(
        "dibaoroll", [Self.roll, ["王五", TestCounty.id(2), "2026-10-01", "600"]])
      try await one.county.work()
      let day = one.county.clock.now.day
      let denied = try await page(one, client)
      #expect(
        denied.contains("不符</span> 措施里登记了“低保”，但到 \(day) 的数据显示没有成员享受低保"))
      #expect(!denied.contains("暂时核对不了：民政"))
      let told = try await client.open("/cases/\(one.id)", cookie: try await one.cookie("village"))
      #expect(told.status == .ok)
      one.county.clock.move(days: 1)
      try await one.county.push(
        "dibaoroll", [Self.roll, ["刘长根", TestCounty.id(1), "2026-10-01", "600"]])
      try await one.county.work()
      #expect(try await !page(one, client).contains("数据显示没有成员享受低保"))
      try await one.send("paid=1", to: "measures/1/end", client)
      #expect(try await page(one, client).contains("有成员享受低保，但措施里没有登记“低保”"))
      one.county.clock.move(days: 40)
      #expect(
        try await page(one, client).contains("有成员享受低保，但措施里没有登记“低保”"),
        "a later roll is late, and the earlier still says yes")
    }
  }

  @Test(arguments: TestStore.available)
  func `a premium that is paid for a household that came too late is named`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      one.county.clock.move(days: 60)
      try await one.bringToMonitored(client)
      try await one.send("measure=health%7C居民医保个人缴费补贴&helper=a", to: "measures", client)
      let early = try await page(one, client)
      #expect(early.contains("医保缴费补贴的月份不符") && early.contains("参保已于 2026-12-31 截止"))
    }
  }
}
