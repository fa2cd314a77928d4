import App
import Casework
import HTTPTypes
import HummingbirdTesting
import Store
import Testing

/// Files that look wrong as a whole wait for a person.
struct QuarantineTests {
  private static let header = ["姓名", "身份证号", "结算日期", "个人自付", "病种"]

  @Test(arguments: TestStore.available)
  func `after three good months a file with sums in cents waits`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    let people = (1...40).map { TestCounty.person("H\($0)", "钟\(name($0))", TestCounty.id($0)) }
    try await county.settle(people)
    for month in 7...9 { #expect(try await push(county, month).stage == .committed) }
    let bad = try await push(county, 10, scale: 100)
    #expect(bad.stage == .quarantined && bad.fault?.contains("单位") == true)
    let facts = try await county.database.read { db in
      try db.run("SELECT CAST(COUNT(*) AS BIGINT) AS n FROM fact").first?.integer("n")
    }
    #expect(facts == 120)
    let head = try await county.officer(.countyAdministrator, at: TestCounty.county)
    let cookie = try await county.signIn(head)
    try await county.test { client in
      let page = try await client.open("/submissions/\(bad.id)", cookie: cookie)
      #expect(page.text.contains("金额分布变了") && page.text.contains("<svg viewBox"))
      let runs = try await client.open("/assessments", cookie: cookie)
      #expect(runs.text.contains("现用 2026-10-08 的数据，已有 31 天"))
      let without = try await client.submit(
        "", to: "/submissions/\(bad.id)/release", cookie: cookie)
      #expect(without.status == .unprocessableContent)
      _ = try await client.submit(
        "reason=checked+with+hospital", to: "/submissions/\(bad.id)/release", cookie: cookie)
    }
    let after = try await county.register.read(as: head) { try $0.submission(bad.id) }
    #expect(after.stage == .checked)
  }

  @Test(arguments: TestStore.available)
  func `half of the rows and last month's file wait, a normal month does not`(store: TestStore)
    async throws
  {
    let county = try await TestCounty(store)
    let people = (1...40).map { TestCounty.person("H\($0)", "钟\(name($0))", TestCounty.id($0)) }
    try await county.settle(people)
    for month in 6...9 { #expect(try await push(county, month).stage == .committed) }
    let again = try await push(county, 9)
    #expect(again.stage == .committed)
    let half = try await push(county, 10, rows: 15)
    #expect(half.stage == .quarantined && half.fault?.contains("38%") == true)
    let old = try await push(county, 8, sentIn: 12)
    #expect(old.stage == .quarantined && old.fault?.contains("一字不差") == true)
  }

  @Test(arguments: TestStore.available)
  func `that nothing happened may be said every month`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    try await county.settle([TestCounty.person("H1", "钟一", TestCounty.id(1))])
    for month in 7...10 { #expect(try await push(county, month, rows: 0).stage == .committed) }
  }

  private func push(
    _ county: TestCounty, _ month: Int, rows: Int = 40, scale: Int = 1, sentIn sent: Int? = nil
  ) async throws -> Submission {
    // Each month's bills come in the first days of the next.
    let day = try #require(Day(year: 2026, month: sent ?? month + 1, day: 8))
    county.clock.move(to: day.at(hour: 9))
    let lines = (0..<rows).map { $0 + 1 }.map { number in
      [
        "钟\(name(number))", TestCounty.id(number),
        "2026-\(month < 10 ? "0" : "")\(month)-\(10 + number % 15)",
        "\((900 + number * 37 + month) * scale)", ["肺炎", "骨折", "高血压"][number % 3],
      ]
    }
    return try await county.push("medical", [Self.header] + lines)
  }

  private func name(_ number: Int) -> String {
    let words = Array("福禄寿喜明亮春夏秋冬")
    return "\(words[number / 10 % 10])\(words[number % 10])"
  }
}
