import App
import Casework
import Foundation
import HTTPTypes
import HummingbirdTesting
import Store
import Testing

/// A household whose declaration has become a case: what it sees, says and takes back.
struct OwnCaseTests {
  private static func encoded(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
  }

  private static func form(_ values: [String: String]) -> String {
    values.map { "\($0)=\(encoded($1))" }.joined(separator: "&")
  }

  /// The case's household declares, and the declaration belongs to its clue.
  private func declared(
    _ found: TestCase, _ client: any TestClientProtocol
  ) async throws -> [String: String] {
    let page = try await client.submit(
      Self.form([
        "name": "刘长根", "phone": "13800001234", "id": TestCounty.id(1),
        "village": "\(TestCounty.village)", "risk": "illness", "text": "上个月住院花了很多钱",
      ]), to: "/f/declare"
    ).text
    let parts = page.split(separator: "<b>").dropFirst().map { String($0.prefix { $0 != "<" }) }
    let place = try #require(parts.firstIndex { $0.hasPrefix("SW-") })
    try await found.county.database.write { db in
      _ = try db.run("UPDATE declaration SET clue_id = 1")
    }
    return ["receipt": parts[place], "tail": "1234", "word": parts[place + 1]]
  }

  @Test(arguments: TestStore.available)
  func `a household sees who decided and takes its own letter back`(store: TestStore) async throws {
    let found = try await TestCase(store)
    try await found.county.test { client in
      let proof = try await declared(found, client)
      try await found.consent(client)
      let shown = try await client.submit(Self.form(proof), to: "/f/progress")
      #expect(shown.text.contains("村级信息员办理") && shown.text.contains("已授权"))
      #expect(shown.text.contains("撤回我的授权"))
      let bare = try await client.submit(Self.form(proof), to: "/f/progress/withdrawal")
      #expect(bare.status == .unprocessableContent)
      let forged = proof.merging(["word": "错误", "withdrawal": "我不同意了，请停"]) { $1 }
      let refused = try await client.submit(Self.form(forged), to: "/f/progress/withdrawal")
      #expect(refused.text.contains("口令不对"))
      let gone = try await client.submit(
        Self.form(proof.merging(["withdrawal": "我不同意了，请停"]) { $1 }), to: "/f/progress/withdrawal"
      )
      #expect(gone.status == .ok && gone.text.contains("已撤回"))
      #expect(!gone.text.contains("撤回我的授权"))
    }
  }

  @Test(arguments: TestStore.available)
  func `an objection stops the notice, unnamed or not, and its answer comes back`(
    store: TestStore
  ) async throws {
    let found = try await TestCase(store)
    try await found.county.test { client in
      let proof = try await declared(found, client)
      try await found.consent(client)
      try await found.send("do=recordConsent", client)
      try await found.concludeCheck()
      try await found.appraise(client)
      try await found.send("do=endorse", client)
      try await found.send("", to: "notices", client)
      let own = proof.merging(
        ["kind": "objection", "text": "我家的收入算多了", "unnamed": "1"]) { $1 }
      let said = try await client.submit(Self.form(own), to: "/f/voice")
      #expect(said.text.contains("已经收到"))
      func stranger(_ head: String) async throws -> String {
        try await client.submit(
          Self.form([
            "kind": "objection", "village": "\(TestCounty.village)", "head": head,
            "text": "他家在县城有两套房", "objector": "村民某",
          ]), to: "/f/voice"
        ).text
      }
      let (named, unknown) = (try await stranger("刘长根"), try await stranger("没有这户"))
      #expect(named == unknown, "no word about who is on a notice")
      let (access, id) = (found.village, found.id)
      let raised = try await found.county.register.read(as: access) { try $0.objections(of: id) }
      #expect(raised.map(\.objector) == [nil, "村民某"])
      let shown = try await client.submit(Self.form(proof), to: "/f/progress")
      #expect(shown.text.contains("公示暂停"))
      let voices = try await client.open("/voices", cookie: try await found.cookie("keeper"))
      #expect(voices.text.contains("两套房") && !voices.text.contains("我家的收入算多了"))
      try await found.send(
        "do=reject&answer=\(Self.encoded("已复核，收入没有算多"))",
        to: "objections/\(raised[0].id)/answer", by: "township", client)
      let answered = try await client.submit(Self.form(proof), to: "/f/progress")
      #expect(answered.text.contains("已复核，收入没有算多"))
    }
  }

  @Test(arguments: TestStore.available)
  func `satisfaction has three levels, and only dissatisfaction has to be explained`(
    store: TestStore
  ) async throws {
    let found = try await TestCase(store)
    try await found.county.test { client in
      let proof = try await declared(found, client)
      for (kind, status) in [("satisfied", 200), ("fair", 200), ("unsatisfied", 422)] {
        let said = try await client.submit(
          Self.form(proof.merging(["kind": kind, "text": ""]) { $1 }), to: "/f/voice")
        #expect(said.status.code == status, "\(kind)")
      }
      let shown = try await client.submit(Self.form(proof), to: "/f/progress")
      #expect(shown.text.contains("基本满意") && shown.text.contains("对这次走访满意吗"))
      let voices = try await client.open("/voices", cookie: try await found.cookie("keeper"))
      #expect(voices.text.contains("没有等待答复的"))
    }
  }
}
