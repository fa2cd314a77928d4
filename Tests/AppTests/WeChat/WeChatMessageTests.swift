import App
import Casework
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Store
import Testing

/// Messages that were agreed to: what makes one, what is in it, and what WeChat makes of it.
@Suite(.serialized)
struct WeChatMessageTests {
  /// A county whose mini-program has templates, with WeChat's server standing beside it.
  private struct Town: Sendable {
    let county: TestCounty
    let post: WeChatPost
    let client: any TestClientProtocol
    let sweep: MessageSweep

    func send() async throws { try await sweep.run(in: [TestCounty.county]) }

    func send(
      _ value: [String: String], to path: String, token: String? = nil
    ) async throws -> TestHandset.Answer {
      var fields: HTTPFields = [.contentType: "application/json"]
      if let token { fields[.authorization] = "Bearer \(token)" }
      let answer = try await client.execute(
        uri: "/api/v1/wechat/\(path)", method: .post, headers: fields,
        body: ByteBuffer(bytes: try JSONSerialization.data(withJSONObject: value)))
      let json = try? JSONSerialization.jsonObject(with: Data(answer.text.utf8))
      return TestHandset.Answer(
        status: Int(answer.status.code), json: json as? [String: Any] ?? [:])
    }

    func states() async throws -> [String] {
      try await county.database.read { db in
        try db.run("SELECT state, attempts FROM wechat_message ORDER BY changed_at, id").map {
          "\(try $0.text("state")) \(try $0.integer("attempts"))"
        }
      }
    }

    func forgotten() async throws -> Bool {
      try await county.database.read { db in
        try db.run("SELECT 1 AS n FROM wechat_message WHERE openid_sealed IS NOT NULL").isEmpty
      }
    }

    /// Somebody in the village declares a difficulty.
    func declares() async throws -> [String: String] {
      let page = try await client.submit(
        "name=%E5%BC%A0%E4%B8%89&phone=13800001234&id=\(TestCounty.id(1))"
          + "&village=\(TestCounty.village)&risk=illness&text=%E4%BD%8F%E9%99%A2%E8%8A%B1%E4%BA%86%E5%BE%88%E5%A4%9A",
        to: "/f/declare"
      ).text
      let parts = page.split(separator: "<b>").dropFirst().map { String($0.prefix { $0 != "<" }) }
      let place = try #require(parts.firstIndex { $0.hasPrefix("SW-") })
      return ["receipt": parts[place], "tail": "1234", "word": parts[place + 1]]
    }

    func agrees(_ proof: [String: String], code: String) async throws {
      let offered = try await send(proof, to: "offers")
      #expect(offered.status == 201 && offered["template"] == "case-t", "\(offered.json)")
      #expect(try await send(["code": code], to: "offers/\(offered["id"])").status == 204)
      let twice = try await send(["code": code + "9"], to: "offers/\(offered["id"])")
      #expect(twice.status == 422 && twice["detail"].contains("已用过"))
    }
  }

  private func town(
    _ store: TestStore, _ body: @escaping @Sendable (Town) async throws -> Void
  ) async throws {
    let standIn = WeChatStandIn()
    try await standIn.run { base in
      let county = try await TestCounty(store) {
        ($0.weChatID, $0.weChatSecret) = (WeChatStandIn.id, WeChatStandIn.secret)
        $0.weChatBase = base
        let fields = "character_string1,thing2,date3"
        $0.weChatVisitMessage = MessageTemplate("visit-t:\(fields)")
        $0.weChatCaseMessage = MessageTemplate("case-t:\(fields)")
      }
      try await county.settle([TestCounty.person("H1", "张三", TestCounty.id(1))])
      let parts = county.parts
      let sweep = try #require(
        MessageSweep(parts.settings, register: county.register, shelf: parts.shelf))
      try await county.test {
        try await body(Town(county: county, post: standIn.post, client: $0, sweep: sweep))
      }
    }
  }

  /// The visit to the clue is made, so that the declaration goes on.
  private func goOn(_ town: Town) async throws {
    try await town.county.database.write { db in
      _ = try db.run("UPDATE clue SET stage = 'townshipReview', version = version + 1")
    }
  }

  @Test(arguments: TestStore.available)
  func `a household that agreed is told once that its declaration goes on`(
    store: TestStore
  ) async throws {
    try await town(store) { town in
      let proof = try await town.declares()
      let wrong = try await town.send(proof.merging(["word": "错误"]) { $1 }, to: "offers")
      #expect(wrong.status == 422 && wrong["detail"].contains("口令不对"))
      try await town.agrees(proof, code: "code-home-1")
      try await town.send()
      #expect(town.post.messages.isEmpty, "nothing is new")
      try await goOn(town)
      try await town.send()
      try await town.send()
      let told = try #require(town.post.messages.first)
      #expect(town.post.messages.count == 1 && town.post.tokens == 1)
      #expect(told.openID == "o-home" && told.template == "case-t")
      let number = proof["receipt"] ?? ""
      #expect(
        told.values == [
          "character_string1=\(number)", "date3=2026年11月23日", "thing2=走访完成，乡镇正在复核",
        ])
      #expect(try await town.states() == ["sent 1"])
      #expect(try await town.forgotten(), "whose WeChat it is is not kept")
    }
  }

  @Test(arguments: TestStore.available)
  func `a token that ended is fetched anew, once, and a refusal is final`(
    store: TestStore
  ) async throws {
    try await town(store) { town in
      let proof = try await town.declares()
      try await town.agrees(proof, code: "code-home-1")
      try await town.agrees(proof, code: "code-son-1")
      try await goOn(town)
      town.post.answer(40_001, 43_101, 0)
      try await town.send()
      #expect(town.post.tokens == 2)
      #expect(town.post.messages.count == 1)
      #expect(try await town.states().sorted() == ["refused 1", "sent 1"])
      #expect(try await town.forgotten())
    }
  }

  @Test(arguments: TestStore.available)
  func `what WeChat does not take is tried again, later and not for ever`(
    store: TestStore
  ) async throws {
    try await town(store) { town in
      let proof = try await town.declares()
      try await town.agrees(proof, code: "code-home-1")
      try await goOn(town)
      town.post.answer(-1, 45_009, -1, -1, 40_037, -1)
      try await town.send()
      try await town.send()
      #expect(try await town.states() == ["due 1"], "not at once")
      for _ in 1...6 {
        town.county.clock.move(days: 1)
        try await town.send()
      }
      #expect(try await town.states() == ["failed 6"])
      #expect(town.post.messages.isEmpty)
      #expect(try await town.forgotten())
    }
  }

  @Test(arguments: TestStore.available)
  func `an officer is reminded of a visit that falls due, once for each yes`(
    store: TestStore
  ) async throws {
    try await town(store) { town in
      try await town.county.officer(
        .informationOfficer, at: TestCounty.village, login: "officer")
      let bound = try await town.send(
        ["code": "code-a-1", "account": "officer", "password": TestCounty.password],
        to: "binding")
      #expect(bound["template"] == "visit-t")
      let token = bound["token"]
      _ = try await town.declares()
      let agreed = try await town.send([:], to: "messages", token: token)
      #expect(agreed.status == 201 && agreed["agreed"] == "1")
      try await town.send()
      #expect(town.post.messages.isEmpty, "there is time yet")
      town.county.clock.move(days: 1)
      try await town.send()
      let later = try await town.send(["code": "code-a-2"], to: "session")["token"]
      #expect(try await town.send([:], to: "messages", token: later).status == 201)
      try await town.send()
      let told = try #require(town.post.messages.first)
      #expect(town.post.messages.count == 1, "one visit, one message")
      #expect(told.openID == "o-a")
      #expect(told.values[2] == "thing2=有一户快到走访期限，请安排")
      // Who is bound no longer is told nothing more.
      let gone = try await town.client.execute(
        uri: "/api/v1/wechat/binding", method: .delete,
        headers: [.authorization: "Bearer \(later)"])
      #expect(gone.status == .noContent)
      #expect(try await town.states() == ["sent 1"])
    }
  }

  @Test(arguments: TestStore.available)
  func `at night nobody's telephone rings`(store: TestStore) async throws {
    try await town(store) { town in
      let proof = try await town.declares()
      try await town.agrees(proof, code: "code-home-1")
      try await goOn(town)
      town.county.clock.move(to: town.county.clock.now.adding(seconds: 12 * 3_600))
      try await town.send()
      #expect(town.post.messages.isEmpty)
      town.county.clock.move(to: town.county.clock.now.adding(seconds: 12 * 3_600))
      try await town.send()
      #expect(town.post.messages.count == 1)
    }
  }

  @Test func `only the mini-program's pages offer a message, and only where one is sent`()
    async throws
  {
    try await town(.sqlite) { town in
      let proof = try await town.declares()
      func page(_ agent: String) async throws -> String {
        var fields: HTTPFields = [.origin: "http://localhost", .userAgent: agent]
        fields[.contentType] = "application/x-www-form-urlencoded"
        let form = proof.map { key, value in
          "\(key)=\(value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
        }
        return try await town.client.execute(
          uri: "/f/progress", method: .post, headers: fields,
          body: ByteBuffer(string: form.joined(separator: "&"))
        ).text
      }
      #expect(try await page("MicroMessenger miniProgram").contains("微信告诉我"))
      #expect(try await !page("Chrome").contains("微信告诉我"))
    }
    let county = try await TestCounty(.sqlite)
    let none = MessageSweep(
      county.parts.settings, register: county.register, shelf: county.parts.shelf)
    #expect(none == nil)
  }
}
