import App
import Casework
import Foundation
import Testing

/// The worked example of docs/coefficient.md, computed by the program.
struct CoefficientPageTests {
  private static func page() throws -> String {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../docs/coefficient.md")
    return try String(contentsOf: file, encoding: .utf8)
  }

  private func text(_ hazard: Hazard) -> String {
    "\(hazard.micro / 1_000_000).\(String(hazard.micro % 1_000_000 + 1_000_000).dropFirst())"
  }

  @Test(arguments: TestStore.available)
  func `the page's example comes out as it says`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    let traits = TestCounty.Traits(base: "脱贫户", income: "20000")
    let (head, wife) = (TestCounty.id(1), TestCounty.id(2))
    try await county.settle([
      TestCounty.person("H1", "张三", head, "户主", traits),
      TestCounty.person("H1", "李四", wife, "配偶", traits),
    ])
    let who = ["姓名", "身份证号"]
    try await county.push(
      "medical", [who + ["结算日期", "个人自付"], ["张三", head, "2026-07-26", "9000"]])
    let bare = try await assessment(county)
    try await county.push("housing", [who + ["鉴定日期", "鉴定等级"], ["张三", head, "2026-09-11", "C"]])
    let without = try await assessment(county)
    try await county.push(
      "relief", [who + ["发放日期", "救助金额"], ["张三", head, "2026-07-30", "5000"]])
    let (found, page) = (try await assessment(county), try Self.page())
    #expect(found.parts.map(\.factor) == ["medicalBurden", "unsafeHouse"])
    for part in found.parts { #expect(page.contains("**\(text(part.hazard))**")) }
    #expect(page.contains("= \(text(found.hazard))。系数"))
    #expect(page.contains("**0.\(found.coefficient.micro / 100)**"))
    #expect(page.contains("是 \(text(bare.hazard))，系数为 0.\(without.coefficient.micro / 100)"))
    let crossing = try #require(found.crossing(Coefficient(micro: 750_000)))
    #expect(page.contains("还差 \(text(crossing.change))"))
    #expect(page.contains("**单独系数 \(crossing.alone)**"))
  }

  private func assessment(_ county: TestCounty) async throws -> Assessment {
    let run = try await county.assess()
    let household = try await county.household("H1")
    return try await county.register.read(as: .system(in: TestCounty.county)) {
      try $0.assessment(of: household, in: run.id)
    }
  }
}
