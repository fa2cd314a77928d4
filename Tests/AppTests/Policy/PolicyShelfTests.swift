import App
import Casework
import Foundation
import Testing

struct PolicyShelfTests {
  @Test func `the pack that comes with the program is sound`() throws {
    let pack = try PolicyShelf.load("jiangxi-2026", from: nil)
    #expect(pack.factors.count >= 16 && pack.measures.count == 14)
    #expect(Set(pack.items.compactMap(\.number)) == Set(1...44))
    let compared = pack.items.filter { !$0.isPushable }.map(\.id)
    #expect(compared == ["vehicle", "business", "realestate", "deposit", "securities"])
    #expect(pack.line(of: 2024)?.yuan == 8_500)
    #expect(pack.line(of: 2030)?.year == 2026)
  }

  @Test(arguments: [
    ("pack.yaml", "township: 0.75", "township: high", "pack.yaml", "thresholds"),
    ("pack.yaml", "township: 0.75", "township: 0.95", "pack.yaml", "不能高于县级"),
    ("pack.yaml", "hoursEach: 24", "hoursEach: 0", "pack.yaml", "effort"),
    ("pack.yaml", "voiceMinutes: 3", "voiceMinutes: 30", "pack.yaml", "voiceMinutes"),
    ("pack.yaml", "photoStamp: []", "photoStamp: [when]", "pack.yaml", "photoStamp"),
    ("factors-1-health.yaml", "weight: 0.72", "weight: 1.0", "factors-1", "医疗自付负担"),
    ("factors-1-health.yaml", "[medical, outpatient]", "[nothing]", "factors-1", "nothing"),
    ("items-1-people.yaml", "fact: lostWork", "facts: lostWork", "items-1-people.yaml", "fact"),
    ("items-3-livelihood.yaml", "fact: water", "facts: water", "items-3-livelihood.yaml", "fact"),
    ("items-2-health.yaml", "fact: relief", "fact: death", "items-2-health.yaml", "临时救助"),
    ("items-2-health.yaml", "{reason}", "{cause}", "items-2-health.yaml", "{cause}"),
    (
      "items-3-livelihood.yaml", "protects: [disaster]", "protects: [rain]",
      "items-3-livelihood.yaml", "rain"
    ),
    (
      "items-1-people.yaml", "every: month, day: 5", "every: month, day: 31", "items-1-people.yaml",
      "cadence"
    ),
    ("items-1-people.yaml", "min: 1, max: 240", "min: 1, max: 0", "items-1-people.yaml", "months"),
    ("items-3-livelihood.yaml", "# 各栏含义", "title: 重复\n# 各栏含义", "pack.yaml", "title"),
    ("factors-1-health.yaml", "[medical, outpatient]", "[deposit]", "factors-1", "授权"),
    ("forms-1-visit.yaml", "name: companion", "name: partner", "forms-1-visit.yaml", "companion"),
    ("forms-1-visit.yaml", "kind: day", "kind: date", "forms-1-visit.yaml", "kind"),
    ("forms-2-case.yaml", "field: hasRisk", "field: risky", "forms-2-case.yaml", "显示条件"),
    ("forms-2-case.yaml", "name: sweep", "name: visit", "forms-1-visit.yaml", "实有 2 张"),
    ("pack.yaml", "township: 0.75", "township: .nan", "pack.yaml", "thresholds"),
    ("pack.yaml", "county: 0.85", "county: 1", "pack.yaml", "thresholds"),
    ("pack.yaml", "warning: 0.55", "warning: -1", "pack.yaml", "warning"),
    ("pack.yaml", "yuan: 9200", "yuan: -5", "pack.yaml", "2026 年"),
    ("pack.yaml", "provincialIncome: 24000", "provincialIncome: 0", "pack.yaml", "2026 年"),
    ("pack.yaml", "year: 2025", "year: 2024", "pack.yaml", "两条 2024"),
    ("pack.yaml", "effort:", "works:", "pack.yaml", "works"),
    ("pack.yaml", "township: 0.75", "township: 0.75, township: 0.8", "pack.yaml", "YAML"),
    ("factors-1-health.yaml", "halfLifeDays: 240", "halfLife: 240", "factors-1", "halfLife"),
    ("factors-1-health.yaml", "id: uninsured", "id: un'insured", "factors-1", "字母和数字"),
    ("factors-1-health.yaml", "{amount} 元。脱贫", "{sum} 元。脱贫", "factors-1", "{amount}"),
    ("factors-1-health.yaml", "plain: 家里看病", "plain: 家里 {amount} 看病", "factors-1", "plain"),
    ("factors-1-health.yaml", "kind: relief, title", "kind: nosuch, title", "factors-1", "nosuch"),
    ("factors-1-health.yaml", "fullYuan: 10000", "fullYuan: 0", "factors-1", "fullYuan"),
    (
      "factors-1-health.yaml", "fullYuan: 10000", "fullYuan: 9223372036854775807", "factors-1",
      "fullYuan"
    ),
    (
      "factors-1-health.yaml", "ago: 365, yuan: 20000", "ago: 9223372036854775807", "factors-1",
      "ago"
    ),
    (
      "factors-1-health.yaml", "ago: 365, yuan: 20000", "ago: 365, yuan: 9223372036854775807",
      "factors-1", "yuan"
    ),
    ("factors-1-health.yaml", "ago: 365, yuan: 20000", "ago: 365, of: 9", "factors-1", "第 9 个成员"),
    (
      "factors-1-health.yaml", "kind: graveDisease, ago: 100", "kind: graveDiseases, ago: 100",
      "factors-1", "graveDiseases"
    ),
    ("factors-1-health.yaml", "base: liftedOut", "base: lifted", "factors-1", "lifted"),
    (
      "factors-1-health.yaml", "members: [{ gravelyIll: false }]", "members: [{ born: x }]",
      "factors-1", "born"
    ),
    (
      "factors-1-health.yaml", "members: [{ gravelyIll: false }]", "members: [{ labour: x }]",
      "factors-1", "劳动能力"
    ),
    (
      "factors-1-health.yaml", "members: [{ gravelyIll: false }]",
      "members: [{}, { left: 99999999 }]", "factors-1", "left"
    ),
    (
      "factors-1-health.yaml", "members: [{ gravelyIll: false }]", "sheet: { house: 1 }",
      "factors-1", "house"
    ),
    (
      "factors-1-health.yaml", "members: [{ gravelyIll: false }]",
      "sheet: { income: 9223372036854775807 }", "factors-1", "台账"
    ),
    (
      "factors-1-health.yaml", "yuan: 20000 }], strength: 1 }", "yuan: 20000 }], strength: .nan }",
      "factors-1", "strength"
    ),
    ("factors-1-health.yaml", "base: liftedOut", "bases: liftedOut", "factors-1", "“bases”"),
    ("factors-1-health.yaml", "{ gravelyIll: false }", "{ ill: false }", "factors-1", "“ill”"),
    ("factors-1-health.yaml", "ago: 365, yuan: 20000", "ago: 365, sum: 1", "factors-1", "“sum”"),
    ("factors-1-health.yaml", "fullYuan: 10000", "wholeYuan: 10000", "factors-1", "“wholeYuan”"),
    ("items-2-health.yaml", "windowDays: 365", "window: 365", "items-2-health.yaml", "“window”"),
    ("items-2-health.yaml", "month, day: 5", "month, day: 5, hour: 9", "items-2-health", "“hour”"),
    ("items-2-health.yaml", "example: 肺癌", "instance: 肺癌", "items-2-health.yaml", "“instance”"),
    ("measures.yaml", "measures:", "measures: [", "measures.yaml", "YAML"),
  ])
  func `a fault in a pack is told by file, line and rule`(
    file: String, right: String, wrong: String, inFile: String, rule: String
  ) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.copyItem(
      at: PolicyShelf.bundled.appending(path: "jiangxi-2026"), to: folder)
    let page = folder.appending(path: file)
    let text = try String(contentsOf: page, encoding: .utf8)
    try text.replacingOccurrences(of: right, with: wrong)
      .write(to: page, atomically: true, encoding: .utf8)
    let fault = try #require(throws: PackFault.self) { try PolicyShelf.load(folder) }
    #expect(fault.sentence.contains(inFile) && fault.sentence.contains(rule))
    #expect(fault.line != nil)
  }

  @Test(arguments: [
    ("GBK", Data([0xD2, 0xBD, 0xC1, 0xC6]), "UTF-8"), ("text", Data("hello".utf8), "名称: 内容"),
    ("list", Data("- a".utf8), "名称: 内容"), ("empty", Data(), "空的"), ("folder", nil, "读不出"),
  ])
  func `a file that is no page of a pack is refused`(
    name: String, bytes: Data?, reason: String
  ) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.copyItem(
      at: PolicyShelf.bundled.appending(path: "jiangxi-2026"), to: folder)
    let page = folder.appending(path: "\(name).yaml")
    if let bytes {
      try bytes.write(to: page)
    } else {
      try FileManager.default.createDirectory(at: page, withIntermediateDirectories: false)
    }
    let fault = try #require(throws: PackFault.self) { try PolicyShelf.load(folder) }
    #expect(fault.file == "\(name).yaml" && fault.reason.contains(reason))
  }
}
