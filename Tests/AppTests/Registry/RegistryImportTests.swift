import App
import Casework
import Documents
import Foundation
import Store
import Testing

struct RegistryImportTests {
  private static let header = [
    "县", "乡", "村", "户编号", "户类型", "户联系电话", "姓名", "证件号码", "与户主关系", "劳动技能",
    "健康状况", "工资性收入", "人均纯收入（元）",
  ]

  private func row(
    _ code: String, _ name: String, _ id: String, _ relation: String, wage: String = "20000"
  ) -> [String] {
    [
      "兴国县", "江背镇", code == "H4" ? "没有村" : "江背村", code, "一般农户", "13800000000", name, id, relation,
      "普通劳动力",
      "健康", wage, "9000",
    ]
  }

  private static func id(_ serial: Int) -> String {
    let digits = "36073219800101" + String(1_000 + serial).suffix(3)
    return digits + (ResidentID.checkCharacter(of: digits).map(String.init) ?? "")
  }

  private func take(
    _ rows: [[String]], into county: TestCounty, as access: Access, format: SheetFormat = .csv,
    above: [[String]] = []
  ) async throws -> Submission {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "sheet.\(format.rawValue)")
    let writer = try SheetFile.create(file.path, format)
    for row in above + [Self.header] + rows { try writer.add(row) }
    try writer.close()
    let id = try await county.workshop.importRegistry(file, named: "册.csv", as: access)
    return try await county.register.read(as: access) { try $0.submission(id) }
  }

  @Test(arguments: TestStore.available, [SheetFormat.csv, .xlsx])
  func `every row has a fate and the same file again changes nothing`(
    store: TestStore, format: SheetFormat
  ) async throws {
    let county = try await TestCounty(store)
    let access = try await county.officer(.countyAdministrator, at: TestCounty.county)
    let rows = [
      row("H1", "张三", Self.id(1), "户主"), row("H1", "李四", Self.id(2), "配偶"),
      row("H2", "王五", Self.id(3), "户主"), row("H2", "王六", "3.6E+17", "之子"),
      row("H3", "赵七", Self.id(1), "户主"), row("H4", "孙八", Self.id(5), "户主"),
    ]
    let above = [["监测对象信息导出"], ["2026-11-01"]]
    let first = try await take(rows, into: county, as: access, format: format, above: above)
    #expect(first.counts == [.added: 3, .refused: 3])
    let reasons = try await county.register.read(as: access) {
      try $0.outcomes(of: first.id, fate: .refused).map { "\($0.row) \($0.outcome.reason ?? "")" }
    }
    #expect(reasons[0].hasPrefix("7 H 列“证件号码”：证件号码被 Excel"))
    #expect(reasons[1].hasPrefix("8 H 列“证件号码”：证件号码与第 4 行重复"))
    #expect(reasons[2].hasPrefix("9 C 列“村”：本县没有“江背镇 没有村”"))
    let second = try await take(rows, into: county, as: access, format: format, above: above)
    #expect(second.counts == [.unchanged: 3, .refused: 3])
  }

  @Test(arguments: TestStore.available)
  func `a village and a community of one name are two places`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    let access = try await county.officer(.countyAdministrator, at: TestCounty.county)
    let names = ["江口村", "江口社区", "江口村委会", "江口居委会", "江口", "塘背", "塘背社区"]
    let rows = names.enumerated().map { number, village in
      var row = row("V\(number)", "张三", Self.id(number), "户主")
      row.replaceSubrange(1...2, with: ["兴江乡", village])
      return row
    }
    #expect(try await take(rows, into: county, as: access).counts == [.added: 6, .refused: 1])
    let placed = try await county.register.read(as: access) { open in
      try open.db.run("SELECT code, village FROM household ORDER BY code").map {
        "\(try $0.text("code")) \(try $0.integer("village") % 1_000_000)"
      }
    }
    #expect(
      placed == [
        "V0 200200", "V1 200001", "V2 200200", "V3 200001", "V5 200201", "V6 200201",
      ])
  }

  @Test(arguments: TestStore.available)
  func `a changed row is updated and its former version stays`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    let access = try await county.officer(.countyAdministrator, at: TestCounty.county)
    let spouse = row("H1", "李四", Self.id(2), "配偶")
    _ = try await take([row("H1", "张三", Self.id(1), "户主"), spouse], into: county, as: access)
    county.clock.move(days: 30)
    let changed = row("H1", "张三", Self.id(1), "户主", wage: "5000")
    let report = try await take([changed, spouse], into: county, as: access)
    #expect(report.counts == [.updated: 1, .unchanged: 1])
    let wages = try await county.database.read { db in
      (
        try db.run("SELECT wage_fen FROM household").first?.integer("wage_fen"),
        try db.run("SELECT wage_fen FROM household_history").map { try $0.integer("wage_fen") }
      )
    }
    #expect(wages.0 == 500_000 && wages.1 == [2_000_000])
  }

  @Test(arguments: TestStore.available)
  func `identity numbers and phones do not stand in the database`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    let access = try await county.officer(.countyAdministrator, at: TestCounty.county)
    _ = try await take([row("H1", "张三", Self.id(1), "户主")], into: county, as: access)
    let sealed = try await county.database.read { db in
      try db.run("SELECT id_sealed, phone_sealed FROM person").flatMap {
        [try $0.blob("id_sealed"), try $0.blob("phone_sealed")]
      }
    }
    #expect(sealed.count == 2)
    #expect(try sealed.map(county.register.keys.unseal) == [Self.id(1), "13800000000"])
    #expect(!sealed.contains { String(decoding: $0, as: UTF8.self).contains("36073219") })
  }

  @Test(arguments: TestStore.available)
  func `a sheet without a known header changes nothing`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    let access = try await county.officer(.countyAdministrator, at: TestCounty.county)
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).csv")
    try Data("甲,乙\n1,2\n".utf8).write(to: file)
    await #expect(throws: SubmissionRefusal.self) {
      try await county.workshop.importRegistry(file, named: "x.csv", as: access)
    }
    let left = try await county.register.read(as: access) { open in
      (
        try open.submissions(item: "registry").map(\.stage),
        try open.db.run("SELECT id FROM person")
      )
    }
    #expect(left.0 == [.refused] && left.1.isEmpty)
  }
}
