import App
import Casework
import HummingbirdTesting
import Testing

struct ProvincialTests {
  private static let header = ["姓名", "身份证号", "测算日期", "风险系数"]

  @Test(arguments: TestStore.available)
  func `the province's coefficient governs and the page says where ours differs`(
    store: TestStore
  ) async throws {
    let county = try await TestCounty(store)
    try await county.settle([
      TestCounty.person("H1", "张三", TestCounty.id(1)),
      TestCounty.person("H2", "王五", TestCounty.id(3)),
    ])
    let file = try await county.push(
      "provincial",
      [
        Self.header, ["张三", TestCounty.id(1), "2026-11-01", "0.88"],
        ["王五", TestCounty.id(3), "2026-11-01", "1.2"],
      ])
    #expect(file.counts[.added] == 1 && file.counts[.refused] == 1)
    try await county.assess()
    let (first, second) = (try await county.household("H1"), try await county.household("H2"))
    let officer = try await county.officer(.countyReviewer, at: TestCounty.county)
    let known = try await county.register.read(as: officer) { open in
      try [first, second].map { try open.coefficient(of: $0)?.micro }
    }
    #expect(known[0] == 880_000 && (known[1] ?? 0) < 750_000)
    var filter = HouseholdFilter()
    filter.band = .county
    let asked = filter
    let listed = try await county.register.read(as: officer) {
      try $0.households(asked, TestCounty.lines, limit: 9).map(\.household.id)
    }
    #expect(listed == [first])
    let administrator = try await county.officer(.countyAdministrator, at: TestCounty.county)
    let cookie = try await county.signIn(administrator)
    try await county.test { client in
      let page = try await client.open("/assessments/provincial", cookie: cookie)
      #expect(page.text.contains("0.88") && page.text.contains("按省：县级复核（按本县：村级）"))
      #expect(page.text.contains("本县尚不知道"))
      let dossier = try await client.open("/households/\(first)/dossier", cookie: cookie)
      #expect(dossier.text.contains("省系统推送的系数为 0.88，以它为准"))
      // What would change is told of ours, by name; nobody is told that the usual rounds will do.
      #expect(dossier.text.contains("<li>按本县测算的 0.") && !dossier.text.contains("按日常走访即可"))
      let counts = try await client.open("/assessments", cookie: cookie).text
      #expect(counts.contains("href=\"/households?band=county\"><b>1</b>0.85 及以上（县级复核）"))
      #expect(counts.contains("href=\"/households?band=township\"><b>0</b>0.75–0.85（乡镇审核）"))
    }
  }
}
