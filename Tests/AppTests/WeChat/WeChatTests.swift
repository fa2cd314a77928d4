import App
import Casework
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Store
import Testing

/// The mini-program's way in: whose code it is, binding, tickets, and what page and shell hand over.
/// One after the other, as each has a server of WeChat's of its own to wait for.
@Suite(.serialized)
struct WeChatTests {
  /// What the mini-program sends: JSON, and the token once it has one.
  private struct Shell: Sendable {
    let client: any TestClientProtocol

    func send(
      _ value: [String: String], to path: String, token: String? = nil,
      _ method: HTTPRequest.Method = .post
    ) async throws -> TestHandset.Answer {
      var fields: HTTPFields = [.contentType: "application/json"]
      if let token { fields[.authorization] = "Bearer \(token)" }
      let answer = try await client.execute(
        uri: "/api/v1/wechat/\(path)", method: method, headers: fields,
        body: ByteBuffer(bytes: try JSONSerialization.data(withJSONObject: value)))
      let json = try? JSONSerialization.jsonObject(with: Data(answer.text.utf8))
      return TestHandset.Answer(
        status: Int(answer.status.code), json: json as? [String: Any] ?? [:])
    }

    func bind(_ code: String, _ login: String) async throws -> TestHandset.Answer {
      let bound = try await send(
        ["code": code, "account": login, "password": TestCounty.password], to: "binding")
      #expect(bound.status == 200, "\(bound.json)")
      return bound
    }
  }

  /// A county with one village officer, its shell, and WeChat's server standing beside it.
  private func county(
    _ store: TestStore,
    _ body: @escaping @Sendable (TestCounty, Access, Shell) async throws -> Void
  ) async throws {
    let standIn = WeChatStandIn()
    try await standIn.run { base in
      let county = try await TestCounty(store) {
        ($0.weChatID, $0.weChatSecret) = (WeChatStandIn.id, WeChatStandIn.secret)
        $0.weChatBase = base
      }
      let officer = try await county.officer(
        .informationOfficer, at: TestCounty.village, login: "officer")
      try await county.test { try await body(county, officer, Shell(client: $0)) }
    }
  }

  @Test(arguments: TestStore.available)
  func `a phone is bound by one sign-in with the password and comes in without it afterwards`(
    store: TestStore
  ) async throws {
    try await county(store) { _, officer, shell in
      let unknown = try await shell.send(["code": "code-a-1"], to: "session")
      #expect(unknown.status == 422 && unknown["detail"].contains("还没有绑定"))
      let bound = try await shell.bind("code-a-2", officer.name)
      #expect(bound.status == 200 && bound["officer"] == "\(officer.officer)", "\(bound.json)")
      let again = try await shell.send(["code": "code-a-3"], to: "session")
      #expect(again.status == 200 && !again["token"].isEmpty && again["mayVisit"] == "1")
      let replayed = try await shell.send(["code": "code-a-3"], to: "session")
      #expect(replayed.status == 422 && replayed["detail"].contains("已用过"))
      let foreign = try await shell.send(["code": "code-b-1"], to: "session")
      #expect(foreign["detail"].contains("还没有绑定"))
      // Another phone takes the place of the first.
      _ = try await shell.bind("code-b-2", officer.name)
      #expect(try await shell.send(["code": "code-a-4"], to: "session").status == 422)
      #expect(try await shell.send(["code": "code-b-3"], to: "session").status == 200)
    }
  }

  @Test(arguments: TestStore.available)
  func `unbinding signs the phone out`(store: TestStore) async throws {
    try await county(store) { _, officer, shell in
      let bound = try await shell.bind("code-a-1", officer.name)
      let token = bound["token"]
      #expect(try await shell.send([:], to: "binding", token: token, .delete).status == 204)
      #expect(try await shell.send(["to": "/m/"], to: "tickets", token: token).status == 401)
      #expect(try await shell.send(["code": "code-a-2"], to: "session").status == 422)
    }
  }

  @Test(arguments: TestStore.available)
  func `a bound phone keeps all rules of the account`(store: TestStore) async throws {
    try await county(store) { county, officer, shell in
      _ = try await shell.bind("code-a-1", officer.name)
      for _ in 1...5 {
        _ = try await shell.send(
          [
            "code": "code-c-\(Int.random(in: 1...1_000_000))", "account": officer.name,
            "password": "x",
          ],
          to: "binding")
      }
      let locked = try await shell.send(["code": "code-a-2"], to: "session")
      #expect(locked.status == 422 && locked["detail"].contains("锁定"))
      county.clock.move(days: 1)
      #expect(try await shell.send(["code": "code-a-3"], to: "session").status == 200)
      county.clock.move(days: 90)
      let ended = try await shell.send(["code": "code-a-4"], to: "session")
      #expect(ended.status == 422 && ended["detail"].contains("90 天"))
      _ = try await shell.bind("code-a-5", officer.name)
      try await county.database.write { db in
        _ = try db.run("UPDATE account SET is_active = 0, changed_at = changed_at + 1")
      }
      #expect(try await shell.send(["code": "code-a-6"], to: "session").status == 422)
    }
  }

  @Test(arguments: TestStore.available)
  func `a ticket opens one page once, within a minute`(store: TestStore) async throws {
    try await county(store) { county, officer, shell in
      let token = try await shell.bind("code-a-1", officer.name)["token"]
      func ticket(to path: String = "/m/") async throws -> String {
        try await shell.send(["to": path], to: "tickets", token: token)["ticket"]
      }
      let first = try await ticket()
      let entered = try await shell.client.open("/wechat/enter?ticket=\(first)&fs=1.3")
      #expect(entered.status == .seeOther && entered.headers[.location] == "/m/?fs=1.3")
      let cookies = entered.headers[values: .setCookie]
      let cookie = try #require(
        cookies.first { $0.hasPrefix("shouwang=") }?.split(separator: ";").first)
      let page = try await shell.client.open("/handset", cookie: String(cookie))
      #expect(page.status == .ok)
      let large = try await shell.client.open("/f?fs=1.3")
      #expect(large.text.contains("data-type=\"large\""))
      #expect(large.headers[values: .setCookie].contains { $0.hasPrefix("reading=auto.large") })
      let replayed = try await shell.client.open("/wechat/enter?ticket=\(first)")
      #expect(replayed.status == .unprocessableContent && replayed.text.contains("已用过"))
      #expect(replayed.headers[values: .setCookie].isEmpty)
      let late = try await ticket()
      county.clock.move(to: county.clock.now.adding(seconds: 60))
      #expect(
        try await shell.client.open("/wechat/enter?ticket=\(late)").status == .unprocessableContent)
      #expect(
        try await shell.client.open("/wechat/enter?ticket=\(late.dropLast())0").status
          == .unprocessableContent)
      #expect(
        try await shell.send(["to": "//evil.example"], to: "tickets", token: token).status == 404)
      let kept = try await county.database.read { db in
        try db.run("SELECT ticket_hash FROM wechat_ticket").map { try $0.blob("ticket_hash") }
      }
      #expect(kept.count == 2 && !kept.contains(Array(first.utf8)))
    }
  }

  @Test(arguments: TestStore.available)
  func `what the shell did comes to the page of the same officer, once`(
    store: TestStore
  ) async throws {
    try await county(store) { county, officer, shell in
      let token = try await shell.bind("code-a-1", officer.name)["token"]
      try await county.officer(.informationOfficer, at: TestCounty.village, login: "other")
      let other = try await shell.bind("code-b-1", "other")["token"]
      let id = try await shell.send(["kind": "scan"], to: "errands", token: token)["id"]
      func look(as token: String) async throws -> TestHandset.Answer {
        try await shell.send([:], to: "errands/\(id)", token: token, .get)
      }
      let (early, foreign) = (try await look(as: token), try await look(as: other))
      #expect(early["isDone"] == "0" && foreign.status == 422)
      #expect(try await shell.send(["text": "x"], to: "errands/\(id)", token: other).status == 422)
      let told = try await shell.send(
        ["text": "http://x/f?v=1"], to: "errands/\(id)", token: token)
      #expect(told.status == 204)
      let twice = try await shell.send(["text": "y"], to: "errands/\(id)", token: token)
      #expect(twice.status == 422)
      let done = try await look(as: token)
      #expect((done.json["answer"] as? [String: String])?["text"] == "http://x/f?v=1")
      let again = try await look(as: token)
      #expect(again.status == 422, "read once")
    }
  }

  @Test(arguments: [
    ("code-often-1", "太频繁"), ("code-broken-1", "没有应答"), ("nonsense", "无效"), ("", "无效"),
  ])
  func `what WeChat refuses is told in words`(code: String, words: String) async throws {
    try await county(.sqlite) { _, _, shell in
      let answer = try await shell.send(["code": code], to: "session")
      #expect(answer.status == 422 && answer["detail"].contains(words), "\(answer.json)")
    }
  }

  @Test func `without a mini-program nobody comes in by WeChat`() async throws {
    let county = try await TestCounty(.sqlite)
    try await county.test { client in
      let answer = try await Shell(client: client).send(["code": "code-a-1"], to: "session")
      #expect(answer.status == 422 && answer["detail"].contains("没有接入微信"))
    }
  }
}
