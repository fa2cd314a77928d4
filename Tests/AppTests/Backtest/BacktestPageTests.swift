import App
import Casework
import HTTPTypes
import HummingbirdTesting
import Testing

struct BacktestPageTests {
  private let asOf = Day(number: 20_573)  // 2026-04-30

  /// Twenty above the line, twelve of whom were taken in later; three under it that were as well.
  private func county(_ store: TestStore) async throws -> TestCounty {
    let county = try await TestCounty(store)
    let later = asOf.adding(days: 40)
    try await county.add(
      (Int64(1)...40).map { id in
        let isMet = id <= 12 || (21...23).contains(id)
        return TestHousehold(
          id: id, head: "户主\(id)", monitoredAs: isMet ? .unstable : nil,
          identified: isMet ? later : nil)
      })
    let hazards = (Int64(1)...22).map { id -> (Int64, [String: Int64]) in
      (id, id <= 20 ? ["graveIllness": 1_000_000, "noLabour": 500_000] : ["noLabour": 90_000])
    }
    try await county.keepRun(
      1, asOf: asOf, Dictionary(hazards, uniquingKeysWith: { first, _ in first }))
    return county
  }

  @Test(arguments: TestStore.available)
  func `the county sees who was missed and opens them`(store: TestStore) async throws {
    let county = try await county(store)
    let officer = try await county.officer(.countyAdministrator, at: TestCounty.county)
    let cookie = try await county.signIn(officer)
    try await county.test { client in
      let page = try await client.open("/backtest", cookie: cookie)
      #expect(page.status == .ok)
      // 12 of 20 above the line, 12 of the 15 who came later.
      #expect(page.text.contains("60%（39–78%）") && page.text.contains("80%（55–93%）"))
      #expect(page.text.contains("href=\"/households/23\"") && page.text.contains("无任何风险因素"))
      #expect(!page.text.contains("href=\"/households/12\""))
      #expect(page.text.contains("只发现 0 户，少于 10 户，无法估计"))
      // Nobody had been taken in within three months but those twelve and three.
      let short = try await client.open("/backtest?ahead=1", cookie: cookie)
      #expect(short.text.contains("不足 10 户"))
    }
  }

  @Test(arguments: TestStore.available)
  func `whoever was monitored already is no outcome`(store: TestStore) async throws {
    let county = try await county(store)
    try await county.keepRun(2, asOf: asOf.adding(days: 60), [1: ["noLabour": 2_000_000]])
    let reading = try await BacktestReading.read(
      months: 13, shelf: RunShelf(), register: county.register,
      as: .system(in: TestCounty.county))
    #expect(reading.columns.count == 2)
    let lines = county.parts.pack.thresholds
    let (first, second) = (
      reading.month(reading.columns[0], ahead: 6, lines),
      reading.month(reading.columns[1], ahead: 6, lines)
    )
    #expect(first.households == 40 && first.outcomes == 15 && first.township.hits == 12)
    #expect(second.households == 25 && second.outcomes == 0 && second.township.above == 0)
  }

  @Test(arguments: TestStore.available)
  func `missing months are computed and a township has no such page`(
    store: TestStore
  ) async throws {
    let county = try await TestCounty(store)
    try await county.add([.init(id: 1)])
    let access = Access.system(in: TestCounty.county)
    let assess = Assess(register: county.register, pack: try county.pack())
    #expect(try await assess.fillMonths(4, as: access).count == 3)
    #expect(try await assess.fillMonths(4, as: access).isEmpty)
    let reviewer = try await county.officer(.townshipReviewer, at: TestCounty.township)
    let cookie = try await county.signIn(reviewer)
    try await county.test { client in
      let refused = try await client.open("/backtest", cookie: cookie)
      #expect(refused.status == .forbidden)
    }
  }
}
