import App
import Casework
import Hummingbird
import HummingbirdTesting
import Store
import Testing

struct SignInTests {
  @Test(arguments: TestStore.available)
  func `an officer signs in, is known, and signs out`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    try await county.officer(.auditor, at: TestCounty.county, login: "auditor")
    try await county.test { client in
      let answer = try await client.submit(
        "account=auditor&password=\(TestCounty.password)&to=/audit", to: "/login")
      #expect(answer.status == .seeOther)
      #expect(answer.headers[.location] == "/audit")
      let cookie = try #require(answer.headers[.setCookie]?.split(separator: ";").first)
      let page = try await client.open("/audit", cookie: String(cookie))
      #expect(page.text.contains("审计员"))
      #expect(page.text.contains("account.signed_in"))
      _ = try await client.submit("", to: "/logout", cookie: String(cookie))
      #expect(try await client.open("/audit", cookie: String(cookie)).status == .seeOther)
    }
  }

  @Test(arguments: TestStore.available)
  func `five wrong passwords lock the account for ten minutes`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    try await county.officer(.auditor, at: TestCounty.county, login: "auditor")
    for _ in 1...5 {
      await #expect(throws: SignInRefusal.self) {
        try await county.parts.signIns.start(login: "auditor", password: "x", kind: .page)
      }
    }
    await #expect(throws: SignInRefusal.self) {
      try await county.parts.signIns.start(
        login: "auditor", password: TestCounty.password, kind: .page)
    }
    county.clock.move(to: county.clock.now.adding(seconds: 601))
    _ = try await county.parts.signIns.start(
      login: "auditor", password: TestCounty.password, kind: .page)
  }

  @Test(arguments: TestStore.available)
  func `half an hour of silence ends it`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    try await county.officer(.auditor, at: TestCounty.county, login: "auditor")
    let token = try await county.parts.signIns.start(
      login: "auditor", password: TestCounty.password, kind: .page)
    county.clock.move(to: county.clock.now.adding(seconds: 29 * 60))
    #expect(try await county.parts.signIns.holder(of: token, kind: .page) != nil)
    county.clock.move(to: county.clock.now.adding(seconds: 29 * 60))
    #expect(try await county.parts.signIns.holder(of: token, kind: .page) != nil)
    county.clock.move(to: county.clock.now.adding(seconds: 31 * 60))
    #expect(try await county.parts.signIns.holder(of: token, kind: .page) == nil)
  }

  @Test(arguments: TestStore.available)
  func `a form from another site is refused`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    try await county.test { client in
      let answer = try await client.execute(
        uri: "/login", method: .post, headers: [.origin: "http://evil.example"])
      #expect(answer.status == .forbidden)
    }
  }

  @Test(arguments: TestStore.available)
  func `another role's page is forbidden in words`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    let officer = try await county.officer(.informationOfficer, at: TestCounty.village)
    let cookie = try await county.signIn(officer)
    try await county.test { client in
      let page = try await client.open("/accounts", cookie: cookie)
      #expect(page.status == .forbidden)
      #expect(page.text.contains("管理账号"))
    }
  }

  @Test(arguments: TestStore.available)
  func `the audit chain shows a changed and a missing entry`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    for _ in 1...4 { try await county.officer(.supervisor, at: TestCounty.county) }
    county.clock.move(days: 1)
    try await county.officer(.supervisor, at: TestCounty.county)
    let keys = try Keys(master: Array(0..<32))
    let whole = try await AuditVerification.run(in: county.database, keys: keys)
    #expect(whole.holds && whole.entries == 5 && whole.signedDays == 1)
    try await county.database.write { db in
      try db.script("UPDATE audit_entry SET detail = 'x' WHERE seq = 2")
    }
    #expect(try await AuditVerification.run(in: county.database, keys: keys).fault != nil)
  }

  @Test(arguments: TestStore.available)
  func `after signing in again the officer is where they were`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    try await county.test { client in
      let list = try await client.open("/cases?stage=monitored&from=50")
      #expect(list.headers[.location] == "/login?to=/cases%3Fstage%3Dmonitored%26from%3D50")
      let form = try await client.execute(
        uri: "/cases/7/steps", method: .post,
        headers: [.origin: "http://localhost", .referer: "http://localhost/cases/7"])
      #expect(form.headers[.location] == "/login?to=/cases/7&late=1")
      let page = try await client.open("/login?to=/cases/7&late=1")
      #expect(page.text.contains("没有办成") && page.text.contains("value=\"/cases/7\""))
    }
  }
}
