import Casework
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import App

struct WorkbenchTests {
  private let asOf = Day(number: 20_573)  // 2026-04-30

  /// Two townships; of thirty households ten at 0.70, ten at 0.80, ten at 0.90.
  private func county(_ store: TestStore) async throws -> (TestCounty, String) {
    let county = try await TestCounty(store)
    let elsewhere = PlaceCode(number: 360_732_102_200)
    try await county.add(
      (Int64(1)...40).map { id in
        TestHousehold(
          id: id, village: id % 2 == 0 ? TestCounty.village : elsewhere, head: "户主\(id)",
          monitoredAs: id == 3 ? .unstable : nil,
          identified: id == 3 ? asOf.adding(days: 30) : nil)
      })
    func hazard(_ micro: Int64) -> Int64 { Coefficient(micro: micro).hazard.micro }
    var parts: [Int64: [String: Int64]] = [:]
    for id in Int64(1)...30 {
      parts[id] = ["graveIllness": hazard(id <= 10 ? 700_000 : id <= 20 ? 800_000 : 900_000)]
    }
    try await county.keepRun(1, asOf: asOf, parts)
    let officer = try await county.officer(.countyReviewer, at: TestCounty.county)
    return (county, try await county.signIn(officer))
  }

  @Test(arguments: TestStore.available)
  func `a lower line shows who enters, and every count opens its list`(
    store: TestStore
  ) async throws {
    let (county, cookie) = try await county(store)
    try await county.test { client in
      let standing = try await client.open("/workbench", cookie: cookie)
      #expect(standing.status == .ok)
      #expect(standing.text.contains("须审核 20 户（现行 20 户）"))
      let lower = try await client.open("/workbench?township=0.65&county=0.85", cookie: cookie)
      #expect(lower.text.contains("须审核 30 户（现行 20 户）"))
      // The one taken in later stood at 0.70: missed as things stand, not in the trial.
      #expect(lower.text.contains("0（现行 1）"))
      let address = "/workbench/households?township=0.65&county=0.85&move=enter.township"
      let list = try await client.open(
        "\(address)&place=\(TestCounty.township)", cookie: cookie)
      #expect(list.text.contains("5 户") && list.text.contains("href=\"/households/4/dossier\""))
      #expect(!list.text.contains("href=\"/households/5/dossier\""))
      #expect(list.text.contains("村级 → 乡镇审核") && list.text.contains(">0.70<"))
      // The way back leads to the trial, not to the rules in force.
      #expect(list.text.contains("href=\"/workbench?township=0.65&amp;county=0.85\""))
      let sheet = try await client.open(
        address.replacing("households?", with: "households.xlsx?")
          + "&place=\(TestCounty.township)",
        cookie: cookie)
      #expect(sheet.status == .ok && sheet.headers[.contentType]?.contains("spreadsheetml") == true)
      let rows = try county.rows(ofBook: Data(sheet.body.readableBytesView))
      #expect(rows.count == 6 && rows[0] == ["户主", "村", "审核级别", "现行系数", "试算系数"])
      #expect(rows[1][0] == "户主2" && rows[1][1].hasPrefix("江背镇 "))
      #expect(Array(rows[1][2...]) == ["村级 → 乡镇审核", "0.70", "0.70"])
      for odd in ["move=foo.township&place=\(TestCounty.county)", "move=enter.township&place=1"] {
        #expect(
          try await client.open("/workbench/households?\(odd)", cookie: cookie).status == .notFound)
      }
    }
  }

  @Test(arguments: TestStore.available)
  func `who would be missed is listed with the day they were taken in`(
    store: TestStore
  ) async throws {
    let (county, cookie) = try await county(store)
    try await county.test { client in
      let page = try await client.open("/workbench?township=0.72", cookie: cookie).text
      let link = try #require(
        page.firstMatch(of: /href="([^"]*move=missed)">1（现行 1）/)
      ).output.1
      let list = try await client.open(String(link).replacing("&amp;", with: "&"), cookie: cookie)
        .text
      #expect(list.contains("1 户") && list.contains("户主3") && list.contains("2026-05-30 纳入"))
      #expect(list.contains("href=\"/workbench?township=0.72"))
      let none = try await client.open(
        "/workbench/households?township=0.65&move=missed&place=\(TestCounty.county)",
        cookie: cookie)
      #expect(none.text.contains("没有这样的户"))
    }
  }

  @Test(arguments: TestStore.available)
  func `who goes on to the county stays with the township`(store: TestStore) async throws {
    let (county, cookie) = try await county(store)
    try await county.test { client in
      let address = "/workbench/households?township=0.75&county=0.78&place=\(TestCounty.county)"
      let left = try await client.open("\(address)&move=leave.township", cookie: cookie)
      #expect(left.text.contains("没有这样的户"))
      let seen = try await client.open("\(address)&move=enter.county", cookie: cookie)
      #expect(seen.text.contains("10 户") && seen.text.contains("乡镇审核 → 县级复核"))
    }
  }

  @Test(arguments: TestStore.available)
  func `what is no number or no month is as the rules in force have it`(
    store: TestStore
  ) async throws {
    let (county, cookie) = try await county(store)
    let recent = county.clock.now.day.adding(days: -10)
    try await county.keepRun(2, asOf: recent, [1: ["graveIllness": 3_000_000]])
    try await county.test { client in
      for odd in [
        "staff=NaN&hours=nan", "minutes=inf&hours=-1", "month=", "month=2", "month=9999-99",
      ] {
        let page = try await client.open("/workbench?\(odd)", cookie: cookie)
        #expect(page.status == .ok && page.text.contains("须审核 1 户（现行 1 户）"), "\(odd)")
      }
      // Of the newest month more will be known; half a year after the older one has passed.
      let page = try await client.open("/workbench", cookie: cookie).text
      #expect(page.split(separator: "<span class=\"badge plain\">未满").count == 2)
    }
  }

  @Test(arguments: TestStore.available)
  func `a lighter weight lets households leave`(store: TestStore) async throws {
    let (county, cookie) = try await county(store)
    let weight = try #require(county.parts.pack.factors.first { $0.id == "graveIllness" }).weight
    try await county.test { client in
      // Half the hazard: 0.90 becomes 0.68, below both lines.
      let half = 1 - (1 - weight).squareRoot()
      let page = try await client.open("/workbench?w.graveIllness=\(half)", cookie: cookie)
      #expect(page.text.contains("须审核 0 户（现行 20 户）"))
      let odd = try await client.open("/workbench?township=abc&w.graveIllness=7", cookie: cookie)
      #expect(odd.text.contains("须审核 20 户（现行 20 户）"))
    }
  }

  @Test(arguments: TestStore.available)
  func `hours are those of the pack, unless the form says otherwise`(
    store: TestStore
  ) async throws {
    let (county, cookie) = try await county(store)
    let terms = try #require(county.parts.pack.effort)
    let townships = try await county.register.read(as: .system(in: TestCounty.county)) {
      try $0.places(in: TestCounty.county).count
    }
    try await county.test { client in
      let page = try await client.open("/workbench", cookie: cookie)
      // Ten at the township's line and ten at the county's, who are seen by both.
      let needed = terms.needed(township: 10, county: 10)
      #expect(page.text.contains("乡镇审核约 \(needed.townships) 小时"))
      #expect(page.text.contains("（现有 \(grouped(terms.hours(townships: townships))) 小时）"))
      #expect(page.text.contains("县级复核约 \(needed.county) 小时") && !page.text.contains("人力不够"))
      let few = try await client.open("/workbench?minutes=600&staff=1&hours=8", cookie: cookie)
      #expect(few.text.contains("乡镇审核约 200 小时（现有 \(8 * townships) 小时）"))
      let none = try await client.open("/workbench?minutesCounty=600&staffCounty=1", cookie: cookie)
      #expect(none.text.contains("人力不够") && none.text.contains("value=\"600\""))
      #expect(few.text.contains("badge late"))
    }
  }

  @Test(arguments: TestStore.available)
  func `groups are compared with their intervals or not at all`(store: TestStore) async throws {
    let (county, cookie) = try await county(store)
    try await county.test { client in
      let page = try await client.open("/workbench", cookie: cookie)
      #expect(page.text.contains("女性户主") && page.text.contains("不足 10 户，不给出比例"))
    }
    let officer = try await county.officer(.informationOfficer, at: TestCounty.village)
    let other = try await county.signIn(officer)
    try await county.test { client in
      let refused = try await client.open("/workbench", cookie: other)
      #expect(refused.status == .forbidden)
    }
  }
}
