import App
import Casework
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

struct DossierTests {
  private static let header = ["姓名", "身份证号", "结算日期", "个人自付"]

  @Test(arguments: TestStore.available)
  func `a dossier shows parts, change, unknowns and what would be`(
    store: TestStore
  ) async throws {
    let county = try await TestCounty(store)
    var traits = TestCounty.Traits()
    traits.income = ""
    try await county.settle([
      TestCounty.person("H1", "张三", TestCounty.id(1), "户主", traits),
      TestCounty.person("H1", "李四", TestCounty.id(2), "配偶", traits),
    ])
    try await county.assess()
    county.clock.move(days: 35)
    try await county.push(
      "medical", [Self.header, ["张三", TestCounty.id(1), "2026-12-01", "36000"]])
    try await county.assess()
    let (id, pack) = (try await county.household("H1"), try county.pack())
    let weight = try #require(pack.factors.first { $0.id == "medicalBurden" }).weight
    let officer = try await county.officer(.informationOfficer, at: TestCounty.village)
    let cookie = try await county.signIn(officer)
    let stranger = try await county.officer(.informationOfficer, at: TestCounty.neighbour)
    let foreign = try await county.signIn(stranger)
    try await county.test { client in
      let page = try await client.open("/households/\(id)/dossier", cookie: cookie).text
      for words in [
        "医疗自付负担", "《medical.csv》第 2 行，27 天前", "本月新增", "与 2026-11-23 的测算相比", "收入接近监测线：台账未填：人均纯收入",
        "从未推送", "入户时请当面问清",
      ] {
        #expect(page.contains(words), "\(words)")
      }
      let half = try await client.open("/households/\(id)/dossier?part0=0", cookie: cookie).text
      #expect(half.contains("“医疗自付负担”留下 0%：本县测算的系数由") && half.contains("变为 0.00"))
      #expect(half.contains("<span class=\"badge good\">低于乡镇审核线</span> “医疗自付负担”"))
      // What is known in part is not the first thing to ask for.
      #expect(page.contains("（如新患大病") && page.contains("医疗自付负担：医保“门诊慢特病自付”从未推送"))
      let plain = try await client.open("/households/\(id)/plain", cookie: cookie).text
      #expect(plain.contains("按 2026-12-28 了解到的情况"))
      #expect(plain.contains("可以问问医疗救助") && !plain.contains("系数") && !plain.contains("李四"))
      #expect(!plain.contains("\(weight)") && !plain.contains("36000"))
      for path in ["dossier", "plain"] {
        let answer = try await client.open("/households/\(id)/\(path)", cookie: foreign)
        #expect(answer.status == .notFound)
      }
    }
  }
}
