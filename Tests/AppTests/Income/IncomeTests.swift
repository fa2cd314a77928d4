import App
import Casework
import Foundation
import HTTPTypes
import HummingbirdTesting
import Store
import Testing

struct IncomeTests {
  /// 工资单核对
  private static let words = "%E5%B7%A5%E8%B5%84%E5%8D%95%E6%A0%B8%E5%AF%B9"

  @Test(arguments: TestStore.available)
  func `the sheet comes filled with its sources and asks a ground for what differs`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    try await one.county.push(
      "relief",
      [
        ["姓名", "证件号码", "发放日期", "救助金额", "事由"],
        ["刘长根", TestCounty.id(1), "2026-09-10", "1500", "住院"],
      ])
    try await one.county.work()
    try await one.county.test { client in
      let cookie = try await one.cookie("village")
      let page = try await client.open("/cases/\(one.id)/income", cookie: cookie)
      #expect(page.text.contains("民政推送 1 条：1,500.00 元"))
      #expect(page.text.contains("入户核实：20,000.00 元") || page.text.contains("台账：20,000.00 元"))
      #expect(page.text.contains("突发严重困难户"))
      func send(_ form: String) async throws -> TestResponse {
        try await one.send(form, to: "income", client)
      }
      let bare = try await send("persons=1&amount.wages=3000&amount.otherTransfer=1500")
      #expect(bare.status == .unprocessableContent && bare.text.contains("“务工收入”与已知的数不同"))
      let huge = try await send("persons=1&amount.wages=1e12&amount.otherTransfer=1500")
      #expect(huge.status == .unprocessableContent && huge.text.contains("“1e12”不对"))
      let form = "persons=1&amount.wages=3000&note.wages=\(Self.words)&amount.otherTransfer=1500"
      let kind = try await send("\(form)&kind=suddenHardship")
      #expect(kind.status == .unprocessableContent && kind.text.contains("应为“边缘易致贫户”"))
      #expect(kind.text.contains("工资单核对"))
      #expect(try await send("\(form)&kind=marginal").status == .seeOther)
      let found = try await one.found
      #expect(found.kind == .marginal && found.incomePerPerson == Money(yuan: 4_500))
      let why = try await send("\(form)&kind=suddenHardship&deviation=\(Self.words)")
      #expect(why.status == .seeOther)
      #expect(try await one.found.kind == .suddenHardship)
      let kept = try await one.county.register.read(as: one.village) {
        try $0.incomeSheet(of: one.id)
      }
      #expect(kept?.deviation == "工资单核对" && kept?.reference == Money(yuan: 4_500))
      try await one.bringToTownship(client)
      let late = try await send("\(form)&kind=marginal")
      #expect(late.status == .unprocessableContent && late.text.contains("以后的变化写在回访里"))
    }
  }

  @Test(arguments: TestStore.available)
  func `social assistance reads what was counted, of what was passed on to it alone`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    let civil = try await one.county.officer(
      .departmentOfficer, at: TestCounty.county, department: "民政")
    let other = try await one.county.officer(
      .departmentOfficer, at: TestCounty.county, department: "教育")
    try await one.county.test { client in
      try await one.send(
        "persons=1&amount.wages=3000&note.wages=\(Self.words)&kind=marginal", to: "income", client)
      try await one.bringToMonitored(client)
      try await one.send(
        "department=民政&asked=请核定是否符合低保条件", to: "referrals", client)
      let cookie = try await one.county.signIn(civil)
      let list = try await client.open("/referrals", cookie: cookie)
      #expect(list.text.contains("/referrals/1/income"))
      let page = try await client.open("/referrals/1/income", cookie: cookie)
      #expect(page.text.contains("3,000.00") && page.text.contains("工资单核对"))
      #expect(!page.text.contains(TestCounty.id(1)))
      let foreign = try await client.open(
        "/referrals/1/income", cookie: try await one.county.signIn(other))
      #expect(foreign.status == .notFound)
      for step in ["do=acknowledge", "do=settle&text=已纳入低保，自下月起"] {
        _ = try await client.submit(step, to: "/referrals/1", cookie: cookie)
      }
      let over = try await client.open("/referrals/1/income", cookie: cookie)
      #expect(over.status == .notFound, "what is settled is closed")
    }
    let opened = try await one.county.database.read { db in
      try db.run("SELECT subject, detail FROM audit_entry WHERE action = 'income.shared'").map {
        "\(try $0.text("subject")) \(try $0.text("detail"))"
      }
    }
    #expect(opened == ["case/\(one.id) 民政"])
  }
}
