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
}
