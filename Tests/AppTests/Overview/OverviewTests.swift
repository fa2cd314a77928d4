import App
import Casework
import HTTPTypes
import HummingbirdTesting
import Store
import Testing

struct OverviewTests {
  @Test(arguments: TestStore.available)
  func `every count is as long as the list it opens`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    let before = try #require(Day("2026-03-20"))
    let elsewhere = PlaceCode(number: 360_732_102_200)
    try await county.add([
      .init(id: 1), .init(id: 2, monitoredAs: .unstable, identified: before),
      .init(id: 3, village: TestCounty.neighbour, monitoredAs: .marginal),
      .init(id: 4, village: elsewhere, monitoredAs: .marginal, identified: before, removed: before),
      .init(id: 5, village: elsewhere, monitoredAs: .suddenHardship),
    ])
    let lists: [Counted: MonitoredFilter] = [
      .unstable: .unstable, .marginal: .marginal, .suddenHardship: .suddenHardship,
      .newlyMonitored: .new, .removed: .removed,
    ]
    for (role, place) in [
      (Role.countyReviewer, TestCounty.county), (.townshipReviewer, TestCounty.township),
    ] {
      let officer = try await county.officer(role, at: place)
      let counts = try await county.register.read(as: officer) { open in
        try open.counts(in: place, county.parts.rules)
      }
      for line in counts {
        for counted in [Counted.households] + Array(lists.keys) {
          var filter = HouseholdFilter(place: line.place)
          filter.monitored = lists[counted]
          let asked = filter
          let found = try await county.register.read(as: officer) { open in
            try open.households(asked, TestCounty.lines, limit: 100).count
          }
          #expect(line[counted] == found, "\(counted) of \(line.name)")
        }
      }
    }
  }

  @Test(arguments: TestStore.available)
  func `a township sees its villages and no other township`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    try await county.add([.init(id: 1, monitoredAs: .unstable)])
    let officer = try await county.officer(.townshipAdministrator, at: TestCounty.township)
    let cookie = try await county.signIn(officer)
    try await county.test { client in
      let page = try await client.open("/overview", cookie: cookie)
      #expect(page.status == .ok && page.text.contains("江背村"))
      let other = try await client.open("/overview?township=360732102000", cookie: cookie)
      #expect(other.status == .notFound)
    }
  }
}
