import App
import Casework
import HTTPTypes
import HummingbirdTesting
import Store
import Testing

struct HouseholdListTests {
  private let lines = TestCounty.lines

  /// The ids a filter finds for an officer.
  private func ids(
    _ filter: HouseholdFilter, _ officer: Access, _ county: TestCounty, limit: Int = 100
  ) async throws -> [Int64] {
    try await county.register.read(as: officer) { [lines] open in
      try open.households(filter, lines, limit: limit).map(\.household.id)
    }
  }

  @Test(arguments: TestStore.available)
  func `each officer sees the households of the own place only`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    let elsewhere = PlaceCode(number: 360_732_102_200)
    try await county.add([
      .init(id: 1), .init(id: 2, village: TestCounty.neighbour), .init(id: 3, village: elsewhere),
    ])
    let village = try await county.officer(.informationOfficer, at: TestCounty.village)
    let township = try await county.officer(.townshipReviewer, at: TestCounty.township)
    let all = try await county.officer(.countyReviewer, at: TestCounty.county)
    #expect(try await ids(.init(), village, county) == [1])
    #expect(try await ids(.init(), township, county) == [1, 2])
    #expect(try await ids(.init(), all, county) == [1, 2, 3])
    #expect(try await ids(.init(place: elsewhere), township, county) == [])
    #expect(try await ids(.init(place: TestCounty.township), all, county) == [1, 2])
    let cookie = try await county.signIn(village)
    try await county.test { client in
      for path in ["/households/2", "/households/x"] {
        let answer = try await client.open(path, cookie: cookie)
        #expect(answer.status == .notFound)
      }
    }
  }

  @Test(arguments: TestStore.available)
  func `paging gives every household once`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    try await county.add(
      (1...23).map {
        .init(
          id: $0, village: $0 % 3 == 0 ? TestCounty.neighbour : TestCounty.village,
          coefficient: 800_000 + $0 % 4, monitoredAs: .marginal)
      })
    let officer = try await county.officer(.countyReviewer, at: TestCounty.county)
    var filters = [HouseholdFilter(), HouseholdFilter(), HouseholdFilter()]
    filters[1].band = .township
    filters[2].monitored = .any
    for filter in filters {
      var (page, seen) = (filter, [Int64]())
      while true {
        let asked = page
        let lines = try await county.register.read(as: officer) { [lines] open in
          try open.households(asked, lines, limit: 5)
        }
        seen += lines.map(\.household.id)
        guard let last = lines.last else { break }
        page.after = last.cursor
      }
      #expect(seen.count == 23 && Set(seen).count == 23)
    }
  }

  @Test(arguments: TestStore.available)
  func `a household is found by name, number, identity number and phone`(
    store: TestStore
  ) async throws {
    let county = try await TestCounty(store)
    try await county.add([.init(id: 1), .init(id: 2, head: "钟秀英")])
    let officer = try await county.officer(.countyReviewer, at: TestCounty.county)
    var filter = HouseholdFilter()
    let questions: [(text: String, found: [Int64])] = [
      ("钟秀英", [2]), ("钟", []), ("36073200000001", [1]), (TestCounty.identityNumber(2), [2]),
      ("13807970000", [1, 2]), ("无此人", []),
    ]
    for question in questions {
      filter.search = question.text
      #expect(try await ids(filter, officer, county) == question.found)
    }
    // Within a township the beginning of the name is enough.
    filter.place = TestCounty.township
    filter.search = "钟"
    #expect(try await ids(filter, officer, county) == [2])
  }

  @Test(arguments: TestStore.available)
  func `bands follow the lines of the rules in force`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    try await county.add([.init(id: 1, coefficient: 700_000), .init(id: 2, coefficient: 760_000)])
    let officer = try await county.officer(.countyReviewer, at: TestCounty.county)
    let lower = Thresholds(
      township: Coefficient(micro: 600_000), county: Coefficient(micro: 700_000),
      warning: Coefficient(micro: 300_000))
    var filter = HouseholdFilter()
    filter.band = .county
    let asked = filter
    let found = try await county.register.read(as: officer) { [lines] open in
      try [lines, lower].map { try open.households(asked, $0, limit: 9).map(\.household.id) }
    }
    #expect(found == [[], [2, 1]])
  }

  @Test(arguments: TestStore.available)
  func `bands, kinds and types narrow the list`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    let today = try #require(Day("2026-11-20"))
    let before = try #require(Day("2026-03-20"))
    try await county.add([
      .init(id: 1, base: .liftedOut, coefficient: 910_000),
      .init(id: 2, coefficient: 850_000, monitoredAs: .unstable, identified: before),
      .init(id: 3, coefficient: 849_999, monitoredAs: .marginal, identified: today),
      .init(id: 4, monitoredAs: .marginal, identified: before, removed: today),
    ])
    let officer = try await county.officer(.countyReviewer, at: TestCounty.county)
    let questions: [(change: (inout HouseholdFilter) -> Void, found: [Int64])] = [
      ({ $0.band = .county }, [1, 2]), ({ $0.band = .township }, [3]),
      ({ $0.base = .liftedOut }, [1]), ({ $0.monitored = .any }, [2, 3]),
      ({ $0.monitored = .marginal }, [3]), ({ $0.monitored = .new }, [3]),
      ({ $0.monitored = .removed }, [4]),
    ]
    for question in questions {
      var filter = HouseholdFilter()
      question.change(&filter)
      #expect(try await ids(filter, officer, county) == question.found)
    }
  }

  @Test(arguments: TestStore.available)
  func `opening a file shows it masked and leaves a trace`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    try await county.add([.init(id: 1, coefficient: 812_345, monitoredAs: .marginal)])
    let officer = try await county.officer(.informationOfficer, at: TestCounty.village)
    let cookie = try await county.signIn(officer)
    try await county.test { client in
      let list = try await client.open("/households?q=%E5%88%98", cookie: cookie)
      #expect(list.status == .ok && list.text.contains("刘长根"))
      #expect(list.text.contains("0.81"))
      _ = try await client.open("/households/1", cookie: cookie)
      let page = try await client.open("/households/1", cookie: cookie)
      #expect(page.text.contains("360732********"))
      #expect(!page.text.contains(TestCounty.identityNumber(1)))
      #expect(page.text.contains("138****0000"))
      // The first opening is on the second page, by name.
      #expect(page.text.contains(officer.name))
    }
  }
}
