import App
import Casework
import HTTPTypes
import HummingbirdTesting
import Store
import Testing

/// A "no risk" conclusion goes as high as the coefficient says, and no further.
struct ReviewTests {
  /// A household with a coefficient sent by the province, its clue, and the officers it needs.
  private func scene(
    _ store: TestStore, micro: Int64
  ) async throws -> (county: TestCounty, clue: Int64, village: Access) {
    let county = try await TestCounty(store)
    try await county.settle([TestCounty.person("H1", "张三", TestCounty.id(1))])
    let household = try await county.household("H1")
    try await county.assess()
    try await county.database.write { db in
      _ = try db.run(
        """
        INSERT INTO risk_score (county, household_id, village, coefficient, provincial,
          governing)
        VALUES (360732, \(household), 360732101200, 0, \(micro), \(micro))
        ON CONFLICT (county, household_id) DO UPDATE
        SET provincial = EXCLUDED.provincial, governing = EXCLUDED.governing
        """)
    }
    let village = try await county.officer(.informationOfficer, at: TestCounty.village)
    let pack = try county.pack()
    let clue = try await county.register.write(as: village) { open in
      try open.raise(
        Finding(source: .patrol, risk: .illness, text: "户主住院"), about: household, pack)
    }
    return (county, clue, village)
  }

  private func visit(_ county: TestCounty, _ clue: Int64, _ village: Access) async throws {
    let pack = try county.pack()
    _ = try await county.register.write(as: village) { open in
      let found = try open.clue(clue)
      var values = try open.prefilled(try #require(found.household)).values
      values["companion"] = "李建国"
      values["conclusion"] = "noRisk"
      values["reason"] = "收入稳定，支出可以承受"
      for guarantee in Guarantee.allCases { values["guarantee.\(guarantee.rawValue)"] = "1" }
      return try open.submit(VisitForm(values: values), for: found, pack)
    }
  }

  private func stage(_ county: TestCounty, _ clue: Int64, _ access: Access) async throws
    -> ClueStage
  {
    try await county.register.read(as: access) { try $0.clue(clue).stage }
  }

  @Test(
    arguments: TestStore.available,
    [(620_000, ClueStage.closed), (780_000, .townshipReview), (910_000, .townshipReview)]
      as [(Int64, ClueStage)])
  func `no risk closes below the township's line only`(
    store: TestStore, expected: (Int64, ClueStage)
  ) async throws {
    let (county, clue, village) = try await scene(store, micro: expected.0)
    try await visit(county, clue, village)
    #expect(try await stage(county, clue, village) == expected.1)
  }

  @Test(arguments: TestStore.available)
  func `at 0.91 the township agrees and then the county`(store: TestStore) async throws {
    let (county, clue, village) = try await scene(store, micro: 910_000)
    try await visit(county, clue, village)
    let township = try await county.officer(.townshipReviewer, at: TestCounty.township)
    let reviewer = try await county.officer(.countyReviewer, at: TestCounty.county)
    let (first, second) = (try await county.signIn(township), try await county.signIn(reviewer))
    try await county.test { client in
      let early = try await client.submit("do=agree", to: "/clues/\(clue)/review", cookie: second)
      #expect(early.status == .forbidden)
      _ = try await client.submit("do=agree", to: "/clues/\(clue)/review", cookie: first)
      #expect(try await stage(county, clue, village) == .countyReview)
      _ = try await client.submit("do=agree", to: "/clues/\(clue)/review", cookie: second)
      #expect(try await stage(county, clue, village) == .closed)
    }
  }

  @Test(arguments: TestStore.available, ["overrule", "sendBack"])
  func `deciding otherwise needs a reason`(store: TestStore, action: String) async throws {
    let (county, clue, village) = try await scene(store, micro: 780_000)
    try await visit(county, clue, village)
    let township = try await county.officer(.townshipReviewer, at: TestCounty.township)
    let cookie = try await county.signIn(township)
    try await county.test { client in
      let path = "/clues/\(clue)/review"
      let bare = try await client.submit("do=\(action)", to: path, cookie: cookie)
      #expect(bare.status == .unprocessableContent && bare.text.contains("理由"))
      let reason =
        "&reason=%E6%94%B6%E5%85%A5%E6%A0%B8%E7%AE%97%E4%BE%9D%E6%8D%AE%E4%B8%8D%E8%B6%B3"
      _ = try await client.submit("do=\(action)\(reason)", to: path, cookie: cookie)
    }
    let expected: ClueStage = action == "overrule" ? .caseOpened : .visiting
    #expect(try await stage(county, clue, village) == expected)
  }

  @Test(arguments: TestStore.available)
  func `pressing twice is one step and another village sees nothing`(
    store: TestStore
  ) async throws {
    let (county, clue, village) = try await scene(store, micro: 780_000)
    try await visit(county, clue, village)
    let township = try await county.officer(.townshipReviewer, at: TestCounty.township)
    let neighbour = try await county.officer(.informationOfficer, at: TestCounty.neighbour)
    let (mine, foreign) = (try await county.signIn(township), try await county.signIn(neighbour))
    try await county.test { client in
      #expect(try await client.open("/clues/\(clue)", cookie: foreign).status == .notFound)
      let path = "/clues/\(clue)/review"
      _ = try await client.submit("do=agree&version=2", to: path, cookie: mine)
      let again = try await client.submit("do=agree&version=2", to: path, cookie: mine)
      #expect(again.status == .conflict)
    }
  }
}
