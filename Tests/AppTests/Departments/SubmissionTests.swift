import Casework
import Foundation
import HTTPTypes
import HummingbirdTesting
import Store
import Testing

@testable import App

struct SubmissionTests {
  private static let people = [
    TestCounty.person("H1", "张三", TestCounty.id(1), "户主", .init(income: "7000")),
    TestCounty.person("H1", "李四", TestCounty.id(2), "配偶"),
    TestCounty.person("H2", "王五", TestCounty.id(3), "户主", .init(income: "7000")),
  ]
  private static let header = ["姓名", "身份证号", "结算日期", "个人自付", "病种"]
  private static func bill(
    _ name: String, _ serial: Int, day: String = "2026-11-02", _ amount: String = "52000",
    _ disease: String = "肺癌"
  ) -> [String] { [name, TestCounty.id(serial), day, amount, disease] }

  private func count(_ table: SQL, _ county: TestCounty) async throws -> Int {
    try await county.database.read { try $0.run("SELECT COUNT(*) AS n FROM \(table)") }
      .first?.int("n") ?? 0
  }

  private func officer(_ county: TestCounty) async throws -> Access {
    try await county.officer(.departmentOfficer, at: TestCounty.county, department: "医保")
  }

  /// Sends a file as the page does; its jobs are done when `work` is called.
  private func send(
    _ rows: [[String]], _ county: TestCounty, as access: Access
  ) async throws -> Int64 {
    let hash = try county.files.keep(try county.sheet([Self.header] + rows))
    return try await county.workshop.receive(
      "medical", IncomingFile(name: "十一月.csv", hash: hash), as: access)
  }

  private func find(_ id: Int64, _ county: TestCounty) async throws -> Submission {
    try await county.register.read(as: .system(in: TestCounty.county)) { try $0.submission(id) }
  }

  @Test(arguments: TestStore.available)
  func `a dry run tells every row's fate and touches no fact`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    try await county.settle(Self.people)
    let access = try await officer(county)
    let id = try await send(
      [
        Self.bill("张三", 1), Self.bill("张三", 1), Self.bill("错名", 3), Self.bill("没人", 9),
        Self.bill("王五", 3, day: "2027-01-01"),
      ], county, as: access)
    #expect(try await find(id, county).stage == .received)
    try await county.work()
    let checked = try await find(id, county)
    #expect(checked.stage == .checked)
    #expect(
      checked.counts == [.added: 1, .unchanged: 1, .queued: 1, .notFound: 1, .refused: 1])
    #expect(try await count("fact", county) == 0)
    #expect(try await county.assess().unknown["medicalBurden"] != nil)
  }

  @Test(arguments: TestStore.available)
  func `confirming twice is one commit`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    try await county.settle(Self.people)
    let access = try await officer(county)
    let id = try await send([Self.bill("张三", 1), Self.bill("王五", 3)], county, as: access)
    try await county.work()
    try await county.test { client in
      let cookie = try await county.signIn(access)
      let page = try await client.open("/submissions/\(id)", cookie: cookie).text
      #expect(page.contains("确认导入") && page.contains("尚未入库"))
      async let first = client.submit("", to: "/submissions/\(id)/commit", cookie: cookie)
      async let second = client.submit("", to: "/submissions/\(id)/commit", cookie: cookie)
      #expect(try await [first.status, second.status] == [.seeOther, .seeOther])
      try await county.work()
      #expect(try await client.open("/submissions/\(id)", cookie: cookie).text.contains("已入库"))
    }
    #expect(try await count("fact", county) == 2)
    let subject = "submission/\(id)"
    #expect(try await count("job WHERE kind = 'commit' AND subject = \(subject)", county) == 1)
    #expect(
      try await count(
        "submission_event WHERE action = 'commit' AND submission_id = \(id)", county) == 1)
    #expect(try await count("staged_fact", county) == 0)
    #expect(try await count("assessment_run", county) == 1)
  }

  @Test(arguments: TestStore.available)
  func `undoing a file restores the coefficients exactly, and it can come again`(
    store: TestStore
  ) async throws {
    let county = try await TestCounty(store)
    try await county.settle(Self.people)
    try await county.push("medical", [Self.header, Self.bill("张三", 1)])
    let before = try await scores(county)
    let access = try await officer(county)
    // One new bill, and a correction of the one that is known.
    let rows = [Self.bill("王五", 3), Self.bill("张三", 1, "52000", "胃炎")]
    let id = try await send(rows, county, as: access)
    try await county.work()
    #expect(try await find(id, county).counts == [.added: 1, .updated: 1])
    _ = try await county.register.write(as: access) { try $0.commit($0.submission(id)) }
    try await county.work()
    #expect(try await scores(county) != before)
    county.clock.move(to: county.clock.now.adding(seconds: 60))
    try await county.register.write(as: access) { try $0.undo($0.submission(id)) }
    try await county.work()
    #expect(try await find(id, county).stage == .undone)
    #expect(try await scores(county) == before)
    #expect(try await details(county) == ["肺癌"])
    let again = try await send(rows, county, as: access)
    try await county.work()
    #expect(try await find(again, county).counts == [.added: 1, .updated: 1])
    _ = try await county.register.write(as: access) { try $0.commit($0.submission(again)) }
    try await county.work()
    #expect(try await details(county) == ["肺癌", "胃炎"])
  }

  /// Each household's coefficient and its parts, but for the numbers of the facts.
  private func scores(_ county: TestCounty) async throws -> [String] {
    let run = try await county.assess()
    return try await county.database.read { db in
      try db.run(
        """
        SELECT household_id, hazard, coefficient FROM assessment
        WHERE run_id = \(run.id) ORDER BY household_id
        """
      ).map {
        "\(try $0.integer("household_id")) \(try $0.integer("hazard")) \(try $0.integer("coefficient"))"
      }
    }
  }

  /// The diseases of the facts that hold.
  private func details(_ county: TestCounty) async throws -> [String] {
    try await county.database.read { db in
      try db.run(
        """
        SELECT f.detail ->> 'disease' AS disease FROM fact f WHERE f.kind <> 'retracted'
          AND NOT EXISTS (SELECT 1 FROM fact r WHERE r.replaces = f.id) ORDER BY disease
        """
      ).map { try $0.text("disease") }
    }.sorted()
  }

  @Test(arguments: TestStore.available)
  func `a clue goes with its file unless something else holds it`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    try await county.settle(Self.people)
    let access = try await officer(county)
    let pack = try county.pack()
    let id = try await send([Self.bill("张三", 1), Self.bill("王五", 3)], county, as: access)
    try await county.work()
    _ = try await county.register.write(as: access) { try $0.commit($0.submission(id)) }
    try await county.work()
    let other = try await county.household("H2")
    try await county.register.write(as: .system(in: TestCounty.county)) { open in
      _ = try open.raise(
        Finding(source: .patrol, risk: .illness, text: "干部走访时看到的"), about: other, pack)
    }
    let page = try await county.register.read(as: access) { open in
      try Aftermath(of: open.submission(id), in: open)
    }
    #expect(page.facts == 2 && page.clues.map(\.isWithdrawn) == [true, false])
    try await county.register.write(as: access) { try $0.undo($0.submission(id)) }
    try await county.work()
    let clues = try await county.database.read { db in
      try db.run("SELECT stage FROM clue ORDER BY id").map { try $0.text("stage") }
    }
    #expect(clues == ["closed", "visiting"])
    #expect(try await count("clue_event WHERE action = 'loseSignal'", county) == 1)
    #expect(try await count("clue_event WHERE action = 'withdraw'", county) == 1)
  }

  @Test(arguments: TestStore.available)
  func `after a day a file is no longer undone`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    try await county.settle(Self.people)
    let id = try await county.push("medical", [Self.header, Self.bill("张三", 1)]).id
    county.clock.move(days: 2)
    await #expect(throws: StageRefusal.self) {
      try await county.register.write(as: .system(in: TestCounty.county)) {
        try $0.undo($0.submission(id))
      }
    }
  }

  @Test(arguments: TestStore.available)
  func `what was checked expires`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    try await county.settle(Self.people)
    let id = try await send([Self.bill("张三", 1)], county, as: try await officer(county))
    try await county.work()
    county.clock.move(days: 8)
    await #expect(throws: StageRefusal.self) {
      try await county.register.write(as: .system(in: TestCounty.county)) {
        try $0.commit($0.submission(id))
      }
    }
    try await county.workshop.sweep()
    #expect(try await find(id, county).stage == .expired)
    #expect(try await count("staged_fact", county) == 0)
  }

  @Test(arguments: TestStore.available)
  func `a file that is mostly wrong waits for a person's reason`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    try await county.settle(Self.people)
    let rows = [Self.bill("张三", 1)] + (10..<35).map { Self.bill("没人", $0) }
    let sender = try await officer(county)
    let id = try await send(rows, county, as: sender)
    try await county.work()
    #expect(try await find(id, county).stage == .quarantined)
    // However long it waits, it is not given up without anybody having seen it.
    county.clock.move(days: 40)
    try await county.workshop.sweep()
    let waiting = try await find(id, county)
    #expect(waiting.stage == .quarantined && waiting.expiresAt == nil)
    let administrator = try await county.officer(.countyAdministrator, at: TestCounty.county)
    await #expect(throws: StageRefusal.self) {
      try await county.register.write(as: administrator) {
        try $0.release($0.submission(id), because: "好")
      }
    }
    try await county.register.write(as: administrator) {
      try $0.release($0.submission(id), because: "已电话核对，名单无误")
    }
    #expect(try await find(id, county).stage == .checked)
    county.clock.move(days: 6)
    try await county.workshop.sweep()
    _ = try await county.register.write(as: sender) { try $0.commit($0.submission(id)) }
    try await county.work()
    #expect(try await find(id, county).stage == .committed)
  }

  @Test(arguments: TestStore.available)
  func `a queued row becomes a fact once somebody says whom it means`(
    store: TestStore
  ) async throws {
    let county = try await TestCounty(store)
    try await county.settle(Self.people)
    let id = try await county.push("medical", [Self.header, Self.bill("错名", 3)]).id
    #expect(try await count("fact", county) == 0)
    let pack = try county.pack()
    try await county.register.write(as: .system(in: TestCounty.county)) { open in
      let person = try #require(
        try open.candidates(
          for: SoughtPerson(
            name: "王五", id: ResidentID(TestCounty.id(3)), birth: nil, village: nil)
        ).first)
      #expect(try open.settle(row: 2, of: open.submission(id), as: person, pack) == .added)
    }
    #expect(try await count("fact", county) == 1)
    #expect(try await find(id, county).counts == [.added: 1])
  }
}
