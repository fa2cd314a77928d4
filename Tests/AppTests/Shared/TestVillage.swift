import App
import Casework
import Documents
import Foundation
import Store

/// Sheets for a county under test, and a few households of two villages.
extension TestCounty {
  static let registryHeader = [
    "县", "乡", "村", "户编号", "户类型", "户联系电话", "姓名", "证件号码", "与户主关系", "劳动技能",
    "健康状况", "工资性收入", "人均纯收入（元）", "是否解决安全饮用水", "是否危房户",
  ]

  /// A valid identity number; the serial's last digit decides the sex.
  static func id(_ serial: Int, born: String = "19800101") -> String {
    let digits = "360732" + born + String(1_000 + serial).suffix(3)
    return digits + (ResidentID.checkCharacter(of: digits).map(String.init) ?? "")
  }

  /// What differs between the persons of a test.
  struct Traits {
    var village = "江背村"
    var base = "一般农户"
    var labour = "普通劳动力"
    var income = "15000"
  }

  static func person(
    _ code: String, _ name: String, _ id: String, _ relation: String = "户主",
    _ traits: Traits = Traits()
  ) -> [String] {
    [
      "兴国县", "江背镇", traits.village, code, traits.base, "13800000000", name, id, relation,
      traits.labour, "健康", "20000", traits.income, "是", "否",
    ]
  }

  func sheet(_ rows: [[String]]) throws -> URL {
    let file = folder.appending(path: "\(UUID().uuidString).csv")
    let writer = try SheetFile.create(file.path, .csv)
    for row in rows { try writer.add(row) }
    try writer.close()
    return file
  }

  var folder: URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "shouwang-tests")
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  var files: SealedFiles { workshop.files }

  func pack() throws -> PolicyPack { try PolicyShelf.load("jiangxi-2026", from: nil) }

  /// The pack with a file of the county's own beside the others.
  func pack(and section: String) throws -> PolicyPack {
    let own = folder.appending(path: UUID().uuidString)
    try FileManager.default.copyItem(
      at: PolicyShelf.bundled.appending(path: "jiangxi-2026"), to: own)
    try section.write(to: own.appending(path: "own.yaml"), atomically: true, encoding: .utf8)
    return try PolicyShelf.load(own)
  }

  /// Puts an edition into force that says something else than the files, or the files' again, as two
  /// persons on another node would.
  func decide(_ edition: String?, _ old: String = "", _ new: String = "") async throws {
    let folder = PolicyShelf.bundled.appending(path: "jiangxi-2026")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    let text = try files.map {
      try String(contentsOf: folder.appending(path: $0), encoding: .utf8)
    }
    .joined(separator: "\n---\n").replacingOccurrences(of: old, with: new)
    try await database.write { [now = clock.now] db in
      if let edition {
        try db.run(
          """
          INSERT INTO policy_edition (edition, text, kept_at) VALUES (\(edition), \(text), \(now))
          """)
      }
      try db.run(
        """
        INSERT INTO policy_term (id, edition, since_at, county, draft_id, asked_by, agreed_by, reason)
        SELECT COALESCE(MAX(id), 0) + 1, \(edition), \(now), 360732, 1, 2, 3, '试' FROM policy_term
        """)
    }
  }

  /// Brings households in as the county does.
  func settle(_ persons: [[String]]) async throws {
    let access = try await officer(.countyAdministrator, at: TestCounty.county)
    try await workshop.importRegistry(
      try sheet([TestCounty.registryHeader] + persons), named: "册.csv", as: access)
  }

  /// Sends a department's rows as the department does.
  @discardableResult
  func push(_ item: String, _ rows: [[String]]) async throws -> Submission {
    let pack = try pack()
    let department = pack.item(item)?.department
    let access = try await officer(
      .departmentOfficer, at: TestCounty.county, department: department)
    let id = try await workshop.push(item, try sheet(rows), named: "\(item).csv", as: access)
    return try await register.read(as: access) { try $0.submission(id) }
  }

  /// Does the jobs that wait, one after the other, as the workers of a server would.
  func work() async throws {
    while let job = try await workshop.queue.take(as: "test") {
      try await workshop.perform(job, as: "test")
    }
  }

  @discardableResult
  func assess(asOf day: Day? = nil) async throws -> AssessmentRun {
    try await Assess(register: register, pack: try pack())
      .run(asOf: day, as: .system(in: TestCounty.county))
  }

  /// The id of a household by its number.
  func household(_ code: String) async throws -> Int64 {
    try await database.read { db in
      try db.run("SELECT id FROM household WHERE code = \(code)").first?.integer("id") ?? 0
    }
  }
}

extension TestCounty {
  /// The rows of a workbook that a page gave.
  func rows(ofBook bytes: Data) throws -> [[String]] {
    let file = folder.appending(path: "\(UUID().uuidString).xlsx")
    try bytes.write(to: file)
    var (reader, rows): (any SheetReader, [[String]]) = (try SheetFile.open(file.path), [])
    while let row = try reader.next() { rows.append(row.cells) }
    return rows
  }
}
