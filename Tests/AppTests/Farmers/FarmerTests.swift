import App
import Casework
import Foundation
import HTTPTypes
import HummingbirdTesting
import Store
import Testing

/// A household declares, asks, is answered; nobody learns what is not theirs.
struct FarmerTests {
  private static func form(
    _ changes: [String: String] = [:], name: String = "张三", id: String = TestCounty.id(1)
  ) -> String {
    var values = [
      "name": name, "phone": "13800001234", "id": id, "village": "\(TestCounty.village)",
      "risk": "illness", "text": "上个月住院花了很多钱",
    ]
    values.merge(changes) { $1 }
    return values.map { "\($0)=\(encoded($1))" }.joined(separator: "&")
  }

  private static func encoded(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
  }

  /// Number and word from the page that was given.
  private static func proof(_ page: String) throws -> (number: String, word: String) {
    let parts = page.split(separator: "<b>").dropFirst().map { String($0.prefix { $0 != "<" }) }
    let place = try #require(parts.firstIndex { $0.hasPrefix("SW-") })
    return (parts[place], parts[place + 1])
  }

  private static func asking(_ proof: (number: String, word: String), tail: String = "1234")
    -> String
  {
    "receipt=\(proof.number)&tail=\(tail)&word=\(encoded(proof.word))"
  }

  private func county(_ store: TestStore) async throws -> TestCounty {
    let county = try await TestCounty(store)
    try await county.settle([TestCounty.person("H1", "张三", TestCounty.id(1))])
    return county
  }

  @Test(arguments: TestStore.available)
  func `number, phone and word together show where a declaration stands`(
    store: TestStore
  ) async throws {
    let county = try await county(store)
    try await county.test { client in
      let answer = try await client.submit(Self.form(), to: "/f/declare")
      let proof = try Self.proof(answer.text)
      let shown = try await client.submit(Self.asking(proof), to: "/f/progress")
      #expect(shown.text.contains("村干部会上门了解情况") && shown.text.contains("11 月 25 日"))
      #expect(shown.text.contains("家庭人口") && !shown.text.contains(TestCounty.id(1)))
      var sentences: Set<String> = []
      for wrong in [
        Self.asking(proof, tail: "9999"), Self.asking((proof.number, "错误")),
        Self.asking(("SW-0000-0000", proof.word)), "receipt=1&tail=2&word=3",
      ] {
        let refused = try await client.submit(wrong, to: "/f/progress")
        #expect(refused.status == .unprocessableContent)
        sentences.insert(String(refused.text.split(separator: "role=\"alert\">")[1].prefix(20)))
      }
      #expect(sentences.count == 1, "what is wrong is not told")
    }
  }

  @Test(arguments: TestStore.available)
  func `known or not, the page that is given says the same`(store: TestStore) async throws {
    let county = try await county(store)
    try await county.test { client in
      func plain(_ text: String) -> String {
        text.replacing(/SW-[0-9A-Z-]+/, with: "").replacing(/口令是 <b>..<\/b>/, with: "")
      }
      let known = try await client.submit(Self.form(), to: "/f/declare")
      let unknown = try await client.submit(
        Self.form(name: "外来人", id: TestCounty.id(77)), to: "/f/declare")
      #expect(plain(known.text) == plain(unknown.text) && known.status == unknown.status)
    }
  }

  @Test(arguments: TestStore.available)
  func `what is recorded of a household is shown to its own people only`(
    store: TestStore
  ) async throws {
    let county = try await county(store)
    let administrator = try await county.officer(
      .townshipAdministrator, at: TestCounty.township)
    let (household, pack) = (try await county.household("H1"), try county.pack())
    try await county.test { client in
      let answer = try await client.submit(
        Self.form(name: "外来人", id: TestCounty.id(77)), to: "/f/declare")
      let proof = try Self.proof(answer.text)
      try await county.register.write(as: administrator) { open in
        let clue = try #require(try open.clues(at: [.received]).first)
        try open.place(clue, at: household, pack)
      }
      let shown = try await client.submit(Self.asking(proof), to: "/f/progress")
      #expect(shown.text.contains("村干部会上门") && !shown.text.contains("家庭人口"))
    }
  }

  @Test(arguments: TestStore.available)
  func `a flood from one address stops, and ends with the hour`(store: TestStore) async throws {
    let county = try await county(store)
    try await county.test { client in
      for number in 0..<60 {
        let form = Self.form(["text": "上个月住院花了很多钱，第 \(number) 户"])
        #expect(try await client.submit(form, to: "/f/declare").status == .ok)
      }
      let over = try await client.submit(Self.form(), to: "/f/declare")
      #expect(over.status == .unprocessableContent && over.text.contains("12317"))
      #expect(over.text.contains("上个月住院花了很多钱"), "what was written stays on the page")
      county.clock.move(to: county.clock.now.adding(seconds: 3_600))
      #expect(try await client.submit(Self.form(), to: "/f/declare").status == .ok)
    }
    let count = try await county.database.read { db in
      try db.run("SELECT COUNT(*) AS n FROM declaration").first?.int("n")
    }
    #expect(count == 61)
  }

  @Test(arguments: TestStore.available)
  func `who presses twice declares once, and is shown the same receipt`(
    store: TestStore
  ) async throws {
    let county = try await county(store)
    try await county.test { client in
      async let first = client.submit(Self.form(), to: "/f/declare")
      async let second = client.submit(Self.form(), to: "/f/declare")
      let answers = try await [first, second]
      let proofs = try answers.map { try Self.proof($0.text) }
      #expect(answers.allSatisfy { $0.status == .ok })
      #expect(proofs[0] == proofs[1], "number and word")
      let shown = try await client.submit(Self.asking(proofs[1]), to: "/f/progress")
      #expect(shown.text.contains("村干部会上门了解情况"))
      // Somebody else, or something else, is another declaration.
      let other = try await client.submit(Self.form(["phone": "13800005678"]), to: "/f/declare")
      #expect(try Self.proof(other.text).number != proofs[0].number)
      county.clock.move(to: county.clock.now.adding(seconds: 180))
      let later = try await client.submit(Self.form(), to: "/f/declare")
      #expect(try Self.proof(later.text).number != proofs[0].number)
    }
    let kept = try await county.database.read { db in
      try ["declaration", "form_record"].map {
        try db.run("SELECT county FROM \(SQL(trusted: $0))").count
      }
    }
    #expect(kept == [3, 3])
  }

  @Test(arguments: TestStore.available)
  func `a poster names its village, and a forged one is told`(store: TestStore) async throws {
    let county = try await county(store)
    let officer = try await county.officer(.informationOfficer, at: TestCounty.village)
    let cookie = try await county.signIn(officer)
    try await county.test { client in
      let poster = try await client.open("/f/poster/\(TestCounty.village)", cookie: cookie)
      let code = try #require(poster.text.firstMatch(of: /f\?v=([0-9]+-[0-9A-Z]+)/)?.output.1)
      #expect(poster.text.contains("<path d=\"M4 4h1v1h-1z"))
      let home = try await client.open("/f?v=\(code)")
      #expect(home.text.contains("江背村") && !home.text.contains("不是本系统发的"))
      let form = try await client.open("/f/declare?v=\(code)")
      #expect(form.text.contains("value=\"\(TestCounty.village)\" selected"))
      let moved = code.replacing("\(TestCounty.village)", with: "\(TestCounty.neighbour)")
      for forged in [moved, "x", "360732101200-00000000"] {
        #expect(try await client.open("/f?v=\(forged)").text.contains("不是本系统发的"))
      }
      let other = try await client.open("/f/poster/\(TestCounty.neighbour)", cookie: cookie)
      #expect(other.status == .notFound)
    }
  }

  @Test(arguments: TestStore.available)
  func `what is said reaches the township and its answer the household`(
    store: TestStore
  ) async throws {
    let county = try await county(store)
    let township = try await county.officer(.townshipAdministrator, at: TestCounty.township)
    let cookie = try await county.signIn(township)
    try await county.test { client in
      let proof = try Self.proof(try await client.submit(Self.form(), to: "/f/declare").text)
      let words = "&kind=complaint&text=\(Self.encoded("等了很久没有人来 <b>急</b>"))"
      #expect(
        try await client.submit(Self.asking(proof) + words, to: "/f/voice").text.contains("已经收到"))
      let forged = Self.asking((proof.number, "错误")) + words
      #expect(try await client.submit(forged, to: "/f/voice").status == .unprocessableContent)
      let list = try await client.open("/voices", cookie: cookie)
      #expect(list.text.contains("&lt;b&gt;急&lt;/b&gt;") && !list.text.contains("<b>急"))
      let short = try await client.submit("answer=x", to: "/voices/1", cookie: cookie)
      #expect(short.status == .unprocessableContent)
      _ = try await client.submit(
        "answer=\(Self.encoded("明天上午上门，已联系您"))", to: "/voices/1", cookie: cookie)
      #expect(try await !client.open("/voices", cookie: cookie).text.contains("急&lt;"))
      let shown = try await client.submit(Self.asking(proof), to: "/f/progress")
      #expect(shown.text.contains("明天上午上门"))
    }
  }

  @Test(arguments: TestStore.available)
  func `rare characters and markup in every field come back as text`(store: TestStore) async throws
  {
    let county = try await county(store)
    let officer = try await county.officer(.townshipAdministrator, at: TestCounty.township)
    let cookie = try await county.signIn(officer)
    let text = "䶮𠮷㛃😀<script>hit()</script>'\"&"
    try await county.test { client in
      let answer = try await client.submit(
        Self.form(["text": text, "helper": text], name: text, id: TestCounty.id(77)),
        to: "/f/declare")
      let proof = try Self.proof(answer.text)
      let shown = try await client.submit(Self.asking(proof), to: "/f/progress")
      let clue = try await client.open("/clues/1", cookie: cookie)
      let refused = try await client.submit(
        Self.form(["text": text, "phone": text]), to: "/f/declare")
      for page in [shown, clue, refused] {
        #expect(page.text.contains("䶮𠮷㛃😀&lt;script&gt;") && !page.text.contains("<script>hit"))
      }
    }
  }

  @Test(arguments: TestStore.available)
  func `who fills it in for another is recorded`(store: TestStore) async throws {
    let county = try await county(store)
    let officer = try await county.officer(.informationOfficer, at: TestCounty.village)
    let cookie = try await county.signIn(officer)
    try await county.test { client in
      _ = try await client.submit(Self.form(["helper": "邻居李四"]), to: "/f/declare")
      #expect(try await client.open("/clues/1", cookie: cookie).text.contains("（邻居李四代填）"))
    }
  }
}
