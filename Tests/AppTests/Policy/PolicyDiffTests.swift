import App
import Casework
import Testing

struct PolicyDiffTests {
  @Test(arguments: TestStore.available)
  func `a pack with another weight tells whom it moves and by what`(
    store: TestStore
  ) async throws {
    let county = try await TestCounty(store)
    try await county.settle([
      TestCounty.person("H1", "张三", TestCounty.id(1)),
      TestCounty.person("H2", "王五", TestCounty.id(3)),
    ])
    try await county.push(
      "medical",
      [["姓名", "身份证号", "结算日期", "个人自付"], ["张三", TestCounty.id(1), "2026-11-23", "50000"]])
    let heavier = try PolicyShelf.load(
      FactorTrialTests.pack("factors-1-health.yaml", "weight: 0.72", "weight: 0.9"))
    let access = Access.system(in: TestCounty.county)
    let same = try await PolicyComparison(
      county.pack(), county.pack(), over: county.register
    ).run(as: access)
    #expect(same.changes.isEmpty && same.households == 2)
    let diff = try await PolicyComparison(county.pack(), heavier, over: county.register)
      .run(as: access)
    let change = try #require(diff.changes.first)
    #expect(diff.changes.count == 1 && change.code == "H1" && change.factor == "medicalBurden")
    #expect(change.from < change.to && change.to == .county)
    let runs = try await county.register.read(as: access) { try $0.runs(limit: 5).count }
    #expect(runs == 0)
  }
}
