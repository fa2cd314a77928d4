import App
import Casework
import Documents
import Foundation
import HTTPTypes
import HummingbirdTesting
import Store
import Testing

/// Forms filled in for a household: sweeps, removals, and the county's own.
struct FormFillingTests {
  private static let swept =
    "sweptOn=2026-11-23&companion=李建国&way=visit&guarantee.schooling=1"
    + "&guarantee.medicalInsurance=1&guarantee.housing=1"

  @Test(arguments: TestStore.available)
  func `a sweep is kept, and what it finds becomes a clue`(store: TestStore) async throws {
    let forms = try await TestForms(store)
    let (path, village) = ("/households/\(forms.household)/forms/sweep", forms.village)
    #expect(try await forms.open(path, as: village).text.contains("集中排查表"))
    #expect(try await forms.open(path, as: forms.neighbour).status == 404)
    let short = try await forms.send("\(Self.swept)&hasRisk=1", to: path, as: village)
    #expect(short.status == 422 && short.text.contains("请选择“饮水安全”。"))
    #expect(short.text.contains("请选择“风险类型”。") && short.text.contains("请填写“风险情况”。"))
    let dry = try await forms.send(
      "\(Self.swept)&guarantee.water=0&hasRisk=0", to: path, as: village)
    #expect(dry.status == 422 && dry.text.contains("不能填“没有风险”"))
    let calm = try await forms.send(
      "\(Self.swept)&guarantee.water=1&hasRisk=0&risk=illness", to: path, as: village)
    #expect(calm.status == 303 && calm.location.hasPrefix("/households/"))
    let found = try await forms.send(
      "\(Self.swept)&guarantee.water=0&hasRisk=1&risk=water&text=水井干了两个月", to: path,
      as: village)
    #expect(found.status == 303 && found.location.hasPrefix("/clues/"))
    #expect(try await forms.open(found.location, as: village).text.contains("水井干了两个月"))
    let records = try await forms.records()
    try #require(records.count == 2)
    #expect(records[1].answers["risk"] == nil)
    let page = try await forms.open("/households/\(forms.household)", as: village)
    #expect(page.text.contains("填集中排查表") && page.text.contains("/filled/\(records[0].id)"))
  }

  @Test(arguments: TestStore.available)
  func `a county's own form is filled in, exported and ended`(store: TestStore) async throws {
    let forms = try await TestForms(store)
    var rows = try await forms.sheet("new")
    rows[1][2] = "饮水补充调查"
    rows.append(forms.row("", "联系电话", "电话"))
    let (name, version) = try await forms.start(rows)
    #expect(name.hasPrefix("x.") && version == "1")
    let path = "/households/\(forms.household)/forms/\(name)"
    let page = try await forms.open("/households/\(forms.household)", as: forms.village)
    #expect(page.text.contains("填饮水补充调查"))
    let answer = try await forms.send(
      "x.1=其他&x.2=山塘水&x.3=2&x.4=13812345678", to: path, as: forms.village)
    #expect(answer.status == 303, "\(answer.text)")
    // What was answered is not asked again.
    let again = try await forms.open(path, as: forms.village)
    #expect(again.text.contains("山塘水") && again.text.contains("2026-11-23填写"))

    let export = "/forms/\(name)/answers"
    let cells = try forms.cells(of: try await forms.open(export, as: forms.admin))
    try #require(cells.count == 2)
    #expect(cells[0].suffix(4) == ["水源", "其他水源是什么", "一年缺水几个月", "联系电话"])
    #expect(cells[1].suffix(4) == ["其他", "山塘水", "2", "138****5678"])
    #expect(cells[1][1...2] == ["H1", "刘长根"])
    let elsewhere = try await forms.county.officer(
      .townshipAdministrator, at: PlaceCode(number: 360_732_102_000))
    let none = try forms.cells(of: try await forms.open(export, as: elsewhere))
    #expect(none.count == 1)

    let ended = try await forms.send(
      "do=end&reason=调查已经结束", to: "/forms/\(name)/terms", as: forms.admin)
    #expect(ended.status == 303)
    #expect(try await forms.open(path, as: forms.village).status == 404)
    let record = try #require(try await forms.records().first)
    let kept = try await forms.open("/filled/\(record.id)", as: forms.village)
    #expect(kept.text.contains("饮水补充调查") && kept.text.contains("138****5678"))
  }

  @Test(arguments: TestStore.available)
  func `a household is asked what the county added, and is told what is missing`(
    store: TestStore
  ) async throws {
    let forms = try await TestForms(store)
    let rows = try await forms.sheet("application")
    try await forms.start(rows + [forms.row("困难", "借了多少钱", "金额", "", "是")])
    let declared =
      "name=刘长根&phone=13800001234&id=\(TestCounty.id(1))&village=\(TestCounty.village)"
      + "&risk=illness&text=上个月住院花了很多钱"
    #expect(try await forms.open("/f/declare", as: forms.village).text.contains("借了多少钱"))
    let short = try await forms.send(declared, to: "/f/declare", as: forms.village)
    #expect(short.status == 422 && short.text.contains("请填写“借了多少钱”。"))
    let whole = try await forms.send("\(declared)&x.1=3000", to: "/f/declare", as: forms.village)
    #expect(whole.status == 200 && whole.text.contains("已经收到"))
    let record = try #require(try await forms.records().first)
    #expect(record.form == "application" && record.version == "3.1")
    #expect(record.answers["x.1"] == "3000.00")
    let page = try await forms.open("/filled/\(record.id)", as: forms.village)
    #expect(page.text.contains("3000.00") && !page.text.contains(TestCounty.id(1)))
  }

  @Test(arguments: TestStore.available)
  func `a removal's form is kept with its case`(store: TestStore) async throws {
    let found = try await TestCase(store)
    try await found.county.test { client in
      let path = "/cases/\(found.id)/removal"
      let early = try await client.submit(
        Self.removed, to: path, cookie: try await found.cookie("village"))
      #expect(early.status == .unprocessableContent)
      try await found.bringToMonitored(client)
      let cookie = try await found.cookie("village")
      let page = try await client.open(path, cookie: cookie)
      #expect(page.text.contains("风险消除方式") && page.text.contains("20000.00"))
      let short = try await client.submit("way=byHelp", to: path, cookie: cookie)
      #expect(short.text.contains("请填写“监测联系人”。"))
      let kept = try await client.submit(Self.removed, to: path, cookie: cookie)
      #expect(kept.status == .seeOther)
      let home = try await client.open(
        "/households/\(try await found.found.household)", cookie: cookie)
      #expect(home.text.contains("风险消除表"))
    }
  }

  private static let removed =
    "way=byHelp&removedOn=2026-11-20&contact=刘长根&phone=13800001234&amount.wages=24000"
    + "&guarantee.schooling=1&guarantee.medicalInsurance=1&guarantee.housing=1&guarantee.water=1"

  @Test(arguments: TestStore.available)
  func `answers lie sealed`(store: TestStore) async throws {
    let forms = try await TestForms(store)
    var rows = try await forms.sheet("new")
    rows[1][2] = "饮水补充调查"
    let (name, _) = try await forms.start(rows)
    _ = try await forms.send(
      "x.1=其他&x.2=山塘水&x.3=2", to: "/households/\(forms.household)/forms/\(name)",
      as: forms.village)
    let sealed = try await forms.county.database.read { db in
      try db.run("SELECT answers_sealed FROM form_record").first?.blob("answers_sealed") ?? []
    }
    #expect(sealed.count > 20)
    #expect(!String(decoding: sealed, as: UTF8.self).contains("山塘水"))
  }
}
