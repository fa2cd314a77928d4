import App
import Casework
import Store
import Testing

struct DepartmentPushTests {
  private static let people = [
    TestCounty.person("H1", "张三", TestCounty.id(1)),
    TestCounty.person("H1", "李四", TestCounty.id(2), "配偶"),
    TestCounty.person("H2", "王五", TestCounty.id(3)),
    TestCounty.person("H3", "王五", TestCounty.id(5)),
    TestCounty.person("H4", "赵六", TestCounty.id(7), "户主", .init(village: "高寨村")),
  ]
  private static let header = ["姓名", "身份证号", "出生日期", "乡镇", "村", "结算日期", "个人自付", "病种"]

  @Test(arguments: TestStore.available)
  func `rows find their person or say why not, and twice is once`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    try await county.settle(Self.people)
    let rows = [
      Self.header,
      ["张三", TestCounty.id(1), "", "", "", "2026-11-02", "36,500.00", "肺癌"],
      ["李四", "", "1980-01-01", "江背镇", "江背村", "2026/11/3", "1200", ""],
      ["王五", "", "1980-01-01", "江背镇", "江背村", "2026-11-03", "900", ""],
      ["错名", TestCounty.id(3), "", "", "", "2026-11-03", "900", ""],
      ["没人", TestCounty.id(9), "", "", "", "2026-11-03", "900", ""],
      ["张三", "36073219800101001X1", "", "", "", "2026-11-03", "900", ""],
      ["张三", TestCounty.id(1), "", "", "", "2027-01-01", "900", ""],
    ]
    let first = try await county.push("medical", rows)
    #expect(first.counts == [.added: 2, .queued: 2, .notFound: 1, .refused: 2])
    let second = try await county.push("medical", rows)
    #expect(second.counts == [.unchanged: 2, .queued: 2, .notFound: 1, .refused: 2])
    let facts = try await county.database.read { db in
      try db.run("SELECT amount_fen FROM fact ORDER BY id").map { try $0.integer("amount_fen") }
    }
    #expect(facts == [3_650_000, 120_000])
  }

  @Test(arguments: TestStore.available)
  func `a department sends its own items only`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    let access = try await county.officer(
      .departmentOfficer, at: TestCounty.county, department: "教育")
    await #expect(throws: NotFound.self) {
      try await county.workshop.push(
        "medical", try county.sheet([Self.header]), named: "x.csv", as: access)
    }
  }
}
