import Casework
import Foundation
import HTTPTypes
import HummingbirdTesting
import Store
import Testing

@testable import App

/// Rows that nobody is sure of: who may decide them, what a decision changes, and its undoing.
struct MatchQueueTests {
  private static let people = [
    TestCounty.person("H1", "张三", TestCounty.id(1)),
    TestCounty.person("H1", "李四", TestCounty.id(2), "配偶"),
    TestCounty.person("H2", "王五", TestCounty.id(3), "户主", .init(income: "7000")),
    TestCounty.person("H3", "王五", TestCounty.id(5), "户主", .init(income: "7000")),
    TestCounty.person("H4", "赵六", TestCounty.id(7), "户主", .init(village: "高寨村")),
  ]
  private static let header = ["姓名", "身份证号", "出生日期", "乡镇", "村", "结算日期", "个人自付", "病种"]
  /// One of two namesakes born on one day in one village.
  private static let namesake = [
    "王五", "", "1980-01-01", "江背镇", "江背村", "2026-11-03", "52000", "肺癌",
  ]
  private static let clear = ["张三", TestCounty.id(1), "", "", "", "2026-11-02", "100", ""]

  private func count(_ table: SQL, _ county: TestCounty) async throws -> Int {
    try await county.database.read { try $0.run("SELECT COUNT(*) AS n FROM \(table)") }
      .first?.int("n") ?? 0
  }

  private func officer(_ county: TestCounty, _ department: String = "医保") async throws -> Access {
    try await county.officer(.departmentOfficer, at: TestCounty.county, department: department)
  }

  private func next(_ county: TestCounty, as access: Access) async throws -> MatchRow? {
    try await county.register.read(as: access) { try $0.nextWaiting(after: .start, of: nil) }
  }

  private func find(_ id: Int64, _ county: TestCounty) async throws -> Submission {
    try await county.register.read(as: .system(in: TestCounty.county)) { try $0.submission(id) }
  }

  private func fates(_ id: Int64, _ county: TestCounty) async throws -> [RowFate: Int] {
    let outcomes = try await county.register.read(as: .system(in: TestCounty.county)) {
      try $0.eachOutcome(of: id)
    }
    return outcomes.values.reduce(into: [:]) { $0[$1.fate, default: 0] += 1 }
  }

  private func decide(
    _ row: MatchRow, as person: Int64?, _ county: TestCounty, by access: Access
  ) async throws {
    let pack = try county.pack()
    try await county.register.write(as: access) { try $0.decide(row, as: person, pack) }
  }

  @Test(arguments: TestStore.available)
  func `a decision makes the fact and keeps every count in step`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    try await county.settle(Self.people)
    let sent = try await county.push("medical", [Self.header, Self.clear, Self.namesake])
    #expect(sent.stage == .committed && sent.counts == [.added: 1, .queued: 1])
    let access = try await officer(county)
    let row = try #require(try await next(county, as: access))
    #expect(row.choices.count == 2 && row.said.name == "王五")
    try await decide(row, as: row.choices[1].person, county, by: access)
    #expect(try await count("fact WHERE person_id = \(row.choices[1].person)", county) == 1)
    let after = try await find(sent.id, county)
    #expect(after.counts == [.added: 2])
    #expect(try await fates(sent.id, county) == after.counts)
    #expect(try await count("match_event WHERE action = 'accept'", county) == 1)
    #expect(try await next(county, as: access) == nil)
    let home = try await county.register.read(as: access) { open in
      try open.inbox(Rules(county.pack(), editions: [:], county.parts.rules.calendar))
    }
    #expect(home.piles.first { $0.href == "/matches" }?.count == 0)
  }

  @Test(arguments: TestStore.available)
  func `a decision before the commit waits for it, and goes with the file`(
    store: TestStore
  ) async throws {
    let county = try await TestCounty(store)
    try await county.settle(Self.people)
    let access = try await officer(county)
    let hash = try county.files.keep(
      try county.sheet([Self.header, Self.clear, Self.namesake, Self.namesake]))
    let id = try await county.workshop.receive(
      "medical", IncomingFile(name: "十一月.csv", hash: hash), as: access)
    try await county.work()
    let row = try #require(try await next(county, as: access))
    try await decide(row, as: row.choices[0].person, county, by: access)
    // The file says the same twice: decided once, told once.
    #expect(try await find(id, county).counts == [.added: 2, .unchanged: 1])
    #expect(try await count("fact", county) == 0)
    #expect(try await count("match_event", county) == 2)
    try await county.register.write(as: access) { _ = try $0.commit($0.submission(id)) }
    try await county.work()
    #expect(try await count("fact", county) == 2)
    try await county.register.write(as: access) { try $0.undo($0.submission(id)) }
    try await county.work()
    #expect(try await count("fact WHERE kind = 'retracted'", county) == 2)
    let stays = try await find(id, county)
    #expect(stays.stage == .undone)
    #expect(try await fates(id, county) == stays.counts)
    // The file is gone: nothing of it can be decided or taken back any more.
    #expect(try await next(county, as: access) == nil)
    await #expect(throws: NotFound.self) {
      try await county.register.write(as: access) {
        try $0.undo($0.matchRow(row.submission, row.row))
      }
    }
  }

  @Test(arguments: TestStore.available)
  func `a decision is remembered for the department's next file`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    try await county.settle(Self.people)
    try await county.push("medical", [Self.header, Self.namesake])
    let access = try await officer(county)
    let row = try #require(try await next(county, as: access))
    let person = row.choices[1].person
    try await decide(row, as: person, county, by: access)
    var later = Self.namesake
    later[5] = "2026-11-20"
    let second = try await county.push("medical", [Self.header, later])
    #expect(second.counts == [.added: 1])
    let outcomes = try await county.register.read(as: access) { try $0.eachOutcome(of: second.id) }
    #expect(outcomes[2]?.reason?.contains("2026-11-23 已人工判定") == true)
    #expect(try await count("fact WHERE person_id = \(person)", county) == 2)
    // Another department decides for itself.
    let other = try await county.push(
      "disability",
      [
        ["姓名", "身份证号", "出生日期", "乡镇", "村", "发证日期", "残疾类别", "残疾等级"],
        ["王五", "", "1980-01-01", "江背镇", "江背村", "2026-11-03", "肢体", "2"],
      ])
    #expect(other.counts == [.queued: 1])
  }

  @Test(arguments: TestStore.available)
  func `a decision taken back takes its fact back and asks again`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    try await county.settle(Self.people)
    let sent = try await county.push("medical", [Self.header, Self.clear, Self.namesake])
    let access = try await officer(county)
    let row = try #require(try await next(county, as: access))
    try await decide(row, as: row.choices[0].person, county, by: access)
    try await county.work()
    let resting = try await county.register.read(as: .system(in: TestCounty.county)) {
      try $0.cluesResting(on: $0.submission(sent.id)).count
    }
    try await county.register.write(as: access) {
      try $0.undo($0.matchRow(row.submission, row.row))
    }
    #expect(try await count("fact WHERE kind = 'retracted'", county) == 1)
    let after = try await find(sent.id, county)
    #expect(after.counts == [.added: 1, .queued: 1])
    #expect(try await fates(sent.id, county) == after.counts)
    let left = try await county.register.read(as: .system(in: TestCounty.county)) {
      try $0.cluesResting(on: $0.submission(sent.id)).count
    }
    #expect(resting == 1 && left == 0)
    // It is asked again, also of the next file, and can be answered the other way.
    let again = try #require(try await next(county, as: access))
    try await decide(again, as: nil, county, by: access)
    #expect(try await find(sent.id, county).counts == [.added: 1, .notFound: 1])
    let next = try await county.push("medical", [Self.header, Self.namesake])
    #expect(next.counts == [.notFound: 1])
  }

  @Test(arguments: TestStore.available)
  func `of two who decide at once the second is told of the first`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    try await county.settle(Self.people)
    try await county.push("medical", [Self.header, Self.namesake])
    let (one, two) = (try await officer(county), try await officer(county))
    let row = try #require(try await next(county, as: one))
    let form = "person=\(row.choices[0].person)&version=\(row.version)"
    let (first, second) = (try await county.signIn(one), try await county.signIn(two))
    try await county.test { client in
      let page = try await client.open("/matches", cookie: first)
      #expect(page.status == .ok && page.text.contains("是台账 1"))
      let path = "/matches/\(row.submission)/\(row.row)"
      async let early = client.submit(form, to: path, cookie: first)
      async let late = client.submit(form, to: path, cookie: second)
      let answers = try await [early, late]
      #expect(Set(answers.map(\.status)) == [.seeOther, .conflict])
      let told = answers.first { $0.status == .conflict }?.text ?? ""
      #expect(told.contains("刚才已由") && told.contains("您的判定没有记录"))
    }
    #expect(try await count("match_event", county) == 1)
    #expect(try await count("fact", county) == 1)
  }

  @Test(arguments: TestStore.available)
  func `others' rows are not there, nor persons who were not offered`(
    store: TestStore
  ) async throws {
    let county = try await TestCounty(store)
    try await county.settle(Self.people)
    try await county.push("medical", [Self.header, Self.namesake])
    let own = try await officer(county)
    let row = try #require(try await next(county, as: own))
    let other = try await officer(county, "教育")
    #expect(try await next(county, as: other) == nil)
    await #expect(throws: NotFound.self) {
      try await county.register.read(as: other) { try $0.matchRow(row.submission, row.row) }
    }
    let village = try await county.officer(.informationOfficer, at: TestCounty.village)
    await #expect(throws: NotPermitted.self) {
      try await county.register.read(as: village) { try $0.nextWaiting(after: .start, of: nil) }
    }
    await #expect(throws: MatchRefusal.self) {
      try await decide(row, as: 1, county, by: own)
    }
    let administrator = try await county.officer(.countyAdministrator, at: TestCounty.county)
    #expect(try await next(county, as: administrator)?.row == row.row)
  }
}
