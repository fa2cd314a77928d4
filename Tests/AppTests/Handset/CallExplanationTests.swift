import App
import Casework
import Foundation
import HTTPTypes
import HummingbirdTesting
import Store
import Testing

/// Who is found fault with by a spot-check call is heard, beside the finding.
struct CallExplanationTests {
  private static func encoded(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
  }

  @Test(arguments: TestStore.available)
  func `who visited explains a call once, and who called reads both`(
    store: TestStore
  ) async throws {
    let phone = try await TestHandset(store)
    #expect(try await phone.send(try await phone.record()).status == 201)
    let caller = try await phone.county.officer(.supervisor, at: TestCounty.county)
    let drawn = try await phone.synced(as: caller)
    let visit = (drawn["call"] as? [String: Any])?["visit"] ?? ""
    var record = phone.task(
      "call",
      [
        "visit": "\(visit)", "reached": "1", "came": "0", "asked": "0", "satisfied": "0",
        "trouble": "1", "text": "他从来不上门，别告诉他",
      ])
    record["household"] = drawn["id"]
    let sent = try await phone.send(record, as: caller)
    #expect(sent["sentence"].contains("走访人会看到"), "\(sent.json)")
    let (visitor, supervisor) = (
      try await phone.county.signIn(phone.officer), try await phone.county.signIn(caller)
    )
    let other = try await phone.county.signIn(
      try await phone.county.officer(.informationOfficer, at: TestCounty.village))
    try await phone.county.test { client in
      let home = try await client.open("/", cookie: visitor).text
      #expect(home.contains("抽查要您说明"))
      let shown = try await client.open("/calls", cookie: visitor).text
      #expect(shown.contains("农户说没有人来过") && shown.contains("交说明"))
      // Neither who called nor what else the household said.
      #expect(!shown.contains(caller.name) && !shown.contains("别告诉他") && !shown.contains("满意吗"))
      let foreign = try await client.open("/calls", cookie: other).text
      #expect(!foreign.contains("农户说没有人来过"))
      let waiting = try await client.open("/calls", cookie: supervisor).text
      #expect(waiting.contains("等待走访人说明") && !waiting.contains("交说明"))
      func explain(_ words: String, _ cookie: String) async throws -> TestResponse {
        try await client.submit(
          "explanation=\(Self.encoded(words))", to: "/calls/1/explanation", cookie: cookie)
      }
      let short = try await explain("去了", visitor)
      #expect(short.status == .unprocessableContent && short.text.contains("哪天去的"))
      let words = "11 月 23 日上午去的，户主在地里，见的是他母亲 <b>"
      #expect(try await explain(words, other).status == .notFound)
      #expect(try await explain(words, supervisor).status == .forbidden)
      #expect(try await explain(words, visitor).status == .seeOther)
      #expect(try await explain("另外一种说法也可以", visitor).status == .notFound, "once")
      let both = try await client.open("/calls", cookie: supervisor).text
      #expect(both.contains("农户说没有人来过") && both.contains("见的是他母亲 &lt;b&gt;"))
      #expect(!both.contains("等待走访人说明"))
      let after = try await client.open("/", cookie: visitor).text
      #expect(!after.contains("抽查要您说明"))
      #expect(try await client.open("/calls", cookie: visitor).text.contains("见的是他母亲"))
    }
  }

  @Test(arguments: TestStore.available)
  func `a call in which all was well asks for no explanation and takes none`(
    store: TestStore
  ) async throws {
    let phone = try await TestHandset(store)
    #expect(try await phone.send(try await phone.record()).status == 201)
    let caller = try await phone.county.officer(.supervisor, at: TestCounty.county)
    let drawn = try await phone.synced(as: caller)
    let visit = (drawn["call"] as? [String: Any])?["visit"] ?? ""
    var record = phone.task(
      "call",
      [
        "visit": "\(visit)", "reached": "1", "came": "1", "asked": "1", "satisfied": "1",
        "trouble": "0",
      ])
    record["household"] = drawn["id"]
    #expect(try await phone.send(record, as: caller).status == 201)
    let visitor = try await phone.county.signIn(phone.officer)
    try await phone.county.test { client in
      #expect(!(try await client.open("/calls", cookie: visitor).text.contains("交说明")))
      let words = "explanation=\(Self.encoded("那天上午去过，见到户主"))"
      let answer = try await client.submit(words, to: "/calls/1/explanation", cookie: visitor)
      #expect(answer.status == .notFound)
    }
  }
}
