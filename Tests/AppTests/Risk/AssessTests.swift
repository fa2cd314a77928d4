import App
import Casework
import Store
import Testing

struct AssessTests {
  private static let medical = ["姓名", "身份证号", "结算日期", "个人自付"]

  private func county(_ store: TestStore) async throws -> TestCounty {
    let county = try await TestCounty(store)
    try await county.settle([
      TestCounty.person("H1", "张三", TestCounty.id(1)),
      TestCounty.person("H1", "李四", TestCounty.id(2), "配偶"),
      TestCounty.person("H2", "王五", TestCounty.id(3), "户主", .init(base: "脱贫户")),
      TestCounty.person("H2", "王母", TestCounty.id(4), "之母", .init(labour: "无劳动力")),
      TestCounty.person(
        "H3", "赵六", TestCounty.id(5, born: "19400101"), "户主", .init(labour: "无劳动力")),
    ])
    return county
  }

  private func assessment(
    _ code: String, in county: TestCounty, _ run: AssessmentRun
  ) async throws -> Assessment {
    let household = try await county.household(code)
    return try await county.register.read(as: .system(in: TestCounty.county)) {
      try $0.assessment(of: household, in: run.id)
    }
  }

  @Test(arguments: TestStore.available)
  func `the same bill weighs twice as much for a lifted-out household`(
    store: TestStore
  ) async throws {
    let county = try await county(store)
    try await county.push(
      "medical",
      [
        Self.medical, ["张三", TestCounty.id(1), "2026-11-23", "6000"],
        ["王五", TestCounty.id(3), "2026-11-23", "6000"],
      ])
    let run = try await county.assess()
    func strength(_ code: String) async throws -> Int64? {
      try await assessment(code, in: county, run).parts.first { $0.factor == "medicalBurden" }?
        .strength
    }
    #expect(try await strength("H1") == 250_000)
    #expect(try await strength("H2") == 500_000)
  }

  @Test(arguments: TestStore.available)
  func `parts sum exactly, whatever is known`(store: TestStore) async throws {
    let county = try await county(store)
    try await county.push(
      "medical", [Self.medical, ["张三", TestCounty.id(1), "2026-09-01", "30000"]])
    let run = try await county.assess()
    for code in ["H1", "H2", "H3"] {
      let found = try await assessment(code, in: county, run)
      #expect(found.parts.reduce(0) { $0 + $1.hazard.micro } == found.hazard.micro)
    }
    let lone = try await assessment("H3", in: county, run)
    #expect(Set(lone.parts.map(\.factor)).isSuperset(of: ["noLabour", "loneElderly"]))
  }

  @Test(arguments: TestStore.available)
  func `what was never sent is unknown, not healthy`(store: TestStore) async throws {
    let county = try await county(store)
    let run = try await county.assess()
    #expect(run.unknown["dropout"] == "教育“义务教育辍学”从未推送")
    #expect(run.unknown["noLabour"] == nil)
    let header = ["姓名", "身份证号", "辍学日期"]
    try await county.push("dropout", [header, ["没人", TestCounty.id(9), "2026-11-01"]])
    #expect(try await county.assess().unknown["dropout"] == nil)
    // Two months later the next files are overdue.
    county.clock.move(days: 60)
    let late = try await county.assess().unknown["dropout"]
    #expect(late?.contains("逾期：应于 2027-01-05 前报送，最近一份为 2026-11-23") == true)
  }

  @Test(arguments: TestStore.available)
  func `a past day is computed as known then, with the same bytes each time`(
    store: TestStore
  ) async throws {
    let county = try await county(store)
    let today = county.clock.now.day
    county.clock.move(days: 10)
    try await county.push(
      "medical", [Self.medical, ["张三", TestCounty.id(1), "2026-11-20", "30000"]])
    let before = try await county.assess(asOf: today)
    #expect(try await assessment("H1", in: county, before).parts.isEmpty)
    county.clock.move(days: 1)
    let runs = [
      try await county.assess(asOf: today.adding(days: 10)),
      try await county.assess(asOf: today.adding(days: 10)),
    ]
    let texts = try await county.database.read { db in
      try runs.map { run in
        try db.run("SELECT parts FROM assessment WHERE run_id = \(run.id) ORDER BY household_id")
          .map { try $0.text("parts") }
      }
    }
    #expect(texts[0] == texts[1] && !texts[0].isEmpty)
  }
}
