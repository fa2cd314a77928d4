import App
import Casework
import Foundation
import Store
import Testing

/// A county changes a form by one sheet; records keep the version that they were filled in with.
struct FormEditionTests {
  private static let visited =
    "companion=李建国&conclusion=noRisk&reason=收入稳定，支出可以承受&persons=1"
    + "&guarantee.schooling=1&guarantee.medicalInsurance=1&guarantee.housing=1"

  /// A clue that waits for a visit; those before it are dealt with.
  private func raise(_ forms: TestForms) async throws -> Int64 {
    try await forms.county.database.write { db in
      _ = try db.run("UPDATE clue SET stage = 'closed'")
    }
    let (pack, household) = (try forms.county.pack(), forms.household)
    return try await forms.county.register.write(as: forms.village) { open in
      try open.raise(
        Finding(source: .patrol, risk: .illness, text: "户主住院"), about: household, pack)
    }
  }

  @Test(arguments: TestStore.available)
  func `a look at a sheet changes nothing before it is put in force`(
    store: TestStore
  ) async throws {
    let forms = try await TestForms(store)
    let loaded = try await forms.load(try await forms.visitWithWater())
    let look = try await forms.open(loaded.location, as: forms.admin)
    #expect(look.text.contains("水源（x.1，单选）") && look.text.contains("现行为第 1 版"))
    let clue = try await raise(forms)
    let page = try await forms.open("/clues/\(clue)/visit", as: forms.village)
    #expect(page.text.contains("入户日期") && !page.text.contains("水源"))
    let unsaid = try await forms.send("version=1.1", to: "/forms/visit/terms", as: forms.admin)
    #expect(unsaid.status == 422 && unsaid.text.contains("写明启用或停用的理由"))
    let done = try await forms.send(
      "version=1.1&reason=县里要求补充水源", to: "/forms/visit/terms", as: forms.admin)
    #expect(done.status == 303)
    let asked = try await forms.open("/clues/\(clue)/visit", as: forms.village)
    #expect(asked.text.contains("水源") && asked.text.contains("“饮水安全”为“有问题”时填写"))
  }

  @Test(arguments: TestStore.available)
  func `an added question is asked and judged, and old records stay as they were`(
    store: TestStore
  ) async throws {
    let forms = try await TestForms(store)
    let (before, village) = (try await raise(forms), forms.village)
    let old = try await forms.send(
      "\(Self.visited)&guarantee.water=1&visitedOn=2026-11-20", to: "/clues/\(before)/visit",
      as: village)
    #expect(old.status == 303, "\(old.text)")
    try await forms.start(try await forms.visitWithWater())
    let path = "/clues/\(try await raise(forms))/visit"
    let lacking =
      Self.visited.replacingOccurrences(of: "noRisk", with: "propose")
      + "&risks=water&guarantee.water=0"
    let missing = try await forms.send(lacking, to: path, as: village)
    #expect(missing.status == 422 && missing.text.contains("请选择“水源”。"))
    let odd = try await forms.send("\(lacking)&x.1=河水", to: path, as: village)
    #expect(odd.status == 422 && odd.text.contains("没有“河水”这个选项"))
    let whole = try await forms.send("\(lacking)&x.1=井水", to: path, as: village)
    #expect(whole.status == 303, "\(whole.text)")

    let records = try await forms.records()
    try #require(records.map(\.version) == ["1.1", "1"])
    #expect(records.first?.answers["x.1"] == "井水")
    let new = try await forms.open("/filled/\(records[0].id)", as: village)
    #expect(new.text.contains("☑ 井水") && new.text.contains("第 1.1 版"))
    let kept = try await forms.open("/filled/\(records[1].id)", as: village)
    #expect(!kept.text.contains("水源") && kept.text.contains("第 1 版"))
    let other = try await forms.open("/filled/\(records[0].id)", as: forms.neighbour)
    #expect(other.status == 404)
  }

  @Test(arguments: TestStore.available)
  func `what need not be asked stands in nobody's way`(store: TestStore) async throws {
    let forms = try await TestForms(store)
    try await forms.start(try await forms.visitWithWater())
    let clue = try await raise(forms)
    let answer = try await forms.send(
      "\(Self.visited)&guarantee.water=1&x.1=井水", to: "/clues/\(clue)/visit", as: forms.village)
    #expect(answer.status == 303, "\(answer.text)")
    #expect(try await forms.records().first?.answers["x.1"] == nil)
    // Nobody was met.
    let next = try await raise(forms)
    let unmet = try await forms.send(
      "companion=李建国&conclusion=notReached&reason=三次上门无人&guarantee.water=0",
      to: "/clues/\(next)/visit", as: forms.village)
    #expect(unmet.status == 303, "\(unmet.text)")
  }

  @Test(arguments: TestStore.available)
  func `the edition before comes back`(store: TestStore) async throws {
    let forms = try await TestForms(store)
    try await forms.start(try await forms.visitWithWater())
    #expect(try await forms.sheet("visit").contains { $0.contains("水源") })
    let back = "version=1&reason=试用结束，恢复原表"
    let done = try await forms.send(back, to: "/forms/visit/terms", as: forms.admin)
    #expect(done.status == 303)
    let rows = try await forms.sheet("visit")
    #expect(!rows.contains { $0.contains("水源") })
    let again = try await forms.send(back, to: "/forms/visit/terms", as: forms.admin)
    #expect(again.status == 422 && again.text.contains("已经在用"))
    let page = try await forms.open("/forms/visit", as: forms.supervisor)
    #expect(page.text.contains("启用第 1.1 版") && page.text.contains("试用结束"))
  }

  @Test func `a bad sheet is refused row by row and nothing is kept`() async throws {
    let forms = try await TestForms(.sqlite)
    let rows = try await forms.visitWithWater()
    var bad = rows
    bad.append(forms.row("", "水质", "下拉"))
    bad.append(forms.row("", "水价", "金额", "", "也许"))
    let answer = try await forms.load(bad)
    #expect(answer.status == 422)
    #expect(answer.text.contains("第 \(rows.count + 1) 行：“水质”的类型“下拉”不认识"))
    #expect(answer.text.contains("第 \(rows.count + 2) 行：“必填”写的“也许”不认识"))
    let short = try await forms.load(rows.filter { !$0.contains("companion") })
    #expect(short.text.contains("缺少字段 companion"))
    #expect(try await forms.load([["甲", "乙"]]).text.contains("表头缺少“标题”列"))
    #expect(try await forms.load([]).status == 422)
    let same = try await forms.load(try await forms.sheet("visit"))
    #expect(same.status == 422 && same.text.contains("完全相同"))
    let page = try await forms.open("/forms/visit", as: forms.admin)
    #expect(page.text.contains("第 1 版") && !page.text.contains("第 1.1 版"))
  }

  @Test func `who may not change forms reads them at most`() async throws {
    let forms = try await TestForms(.sqlite)
    let rows = try await forms.visitWithWater()
    #expect(try await forms.open("/forms", as: forms.supervisor).status == 200)
    #expect(try await forms.load(rows, as: forms.supervisor).status == 403)
    #expect(try await forms.open("/forms", as: forms.village).status == 403)
    #expect(try await forms.open("/forms/sweep/blank", as: forms.village).status == 200)
    #expect(try await forms.open("/forms/none", as: forms.admin).status == 404)
    try await forms.start(rows)
    let ended = try await forms.send(
      "do=end&reason=不再需要这张表", to: "/forms/visit/terms", as: forms.admin)
    #expect(ended.status == 422 && ended.text.contains("不能停用"))
  }
}
