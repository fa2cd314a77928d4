import App
import Casework
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Store
import Testing

/// What the bodies and the household do with a check.
struct OwnCheckTests {
  /// 替儿子登记的车
  private static let words = "%E6%9B%BF%E5%84%BF%E5%AD%90%E7%99%BB%E8%AE%B0%E7%9A%84%E8%BD%A6"

  private func receipt(_ one: TestCase, _ check: Int64) async throws -> String {
    let (number, sealed) = try await one.county.database.read { db in
      let row = try #require(
        try db.run("SELECT number, word_sealed FROM economic_check WHERE id = \(check)").first)
      return (try row.text("number"), try row.blob("word_sealed"))
    }
    return "number=\(number)&word=\(try one.county.register.keys.unseal(sealed))"
  }

  @Test(arguments: TestStore.available)
  func `the household sees who opened, explains and withdraws`(store: TestStore) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      try await one.consent(client)
      let check = try #require(try await one.concludeCheck(hit: "vehicle"))
      let (cookie, proof) = (try await one.cookie("village"), try await receipt(one, check))
      _ = try await client.submit(
        "purpose=\(Self.words)", to: "/checks/\(check)/openings", cookie: cookie)
      let page = try await client.submit(proof, to: "/my-check")
      #expect(page.status == .ok && page.text.contains(one.village.name))
      #expect(page.text.contains("刘长根：机动车登记") && !page.text.contains("小型轿车"))
      let told = try await client.submit(
        "\(proof)&do=explain&hit=1&text=\(Self.words)", to: "/my-check")
      #expect(told.status == .ok && !told.text.contains("请说明"))
      let results = try await client.open("/checks/\(check)/results", cookie: cookie)
      #expect(results.text.contains("替儿子登记的车"))
      let left = try await client.submit(
        "\(proof)&do=withdraw&withdrawal=\(Self.words)", to: "/my-check")
      #expect(left.status == .ok && left.text.contains("密钥已销毁"))
      let gone = try await client.open("/checks/\(check)/results", cookie: cookie)
      #expect(gone.status == .unprocessableContent && !gone.text.contains("小型轿车"))
    }
  }

  @Test(arguments: TestStore.available)
  func `five wrong code words lock the page for an hour`(store: TestStore) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      try await one.consent(client)
      let check = try #require(try await one.concludeCheck())
      let proof = try await receipt(one, check)
      let wrong = "\(proof)X"
      for _ in 0..<5 {
        let refused = try await client.submit(wrong, to: "/my-check")
        #expect(refused.status == .unprocessableContent && refused.text.contains("口令不对"))
      }
      #expect(try await client.submit(proof, to: "/my-check").text.contains("输错次数过多"))
      one.county.clock.move(to: one.county.clock.now.adding(seconds: 3_601))
      #expect(try await client.submit(proof, to: "/my-check").status == .ok)
      let none = try await client.submit("number=1&word=2", to: "/my-check")
      #expect(none.status == .unprocessableContent)
    }
  }

  @Test(arguments: TestStore.available)
  func `a body fetches its list, answers it once, and sees no other`(store: TestStore) async throws
  {
    let one = try await TestCase(store)
    let police = try await one.county.officer(
      .departmentOfficer, at: TestCounty.county, department: "公安")
    try await one.county.test { client in
      try await one.consent(client)
      try await one.send(
        "handler=\(one.village.officer)&handler=\(one.township.officer)", to: "check",
        by: "keeper", client)
      let cookie = try await one.county.signIn(police)
      let listed = try await client.open("/checks", cookie: cookie)
      #expect(listed.text.contains("下载名单") && !listed.text.contains("自然资源"))
      #expect(!listed.text.contains("刘长根") && !listed.text.contains("/cases/"))
      #expect(try await client.open("/checks/1/list", cookie: cookie).status == .ok)
      let foreign = try await client.open(
        "/checks/1/list?department=%E8%87%AA%E7%84%B6%E8%B5%84%E6%BA%90", cookie: cookie)
      #expect(foreign.status == .notFound)
      #expect(try await client.open("/checks/1", cookie: cookie).status == .forbidden)
      let number = TestCounty.id(1)
      func sheet(_ answer: String) -> String {
        let head = CheckList.header.joined(separator: ",")
        return "\(head)\n360732-2026-000001,刘长根,\(number),机动车登记,\(answer)"
      }
      let bad = try await client.upload(sheet("大概有,,"), to: "/checks/1/answers", cookie: cookie)
      #expect(bad.status == .unprocessableContent && bad.text.contains("结果只能填"))
      let good = try await client.upload(sheet("无,,"), to: "/checks/1/answers", cookie: cookie)
      #expect(good.status == .seeOther)
      let again = try await client.upload(sheet("无,,"), to: "/checks/1/answers", cookie: cookie)
      #expect(again.status == .unprocessableContent && again.text.contains("已经反馈"))
      #expect(try await client.open("/checks", cookie: cookie).text.contains("已反馈"))
    }
  }

  @Test(arguments: TestStore.available)
  func `a household that civil affairs just checked is not checked again`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    try await one.county.push(
      "lowincome",
      [
        ["姓名", "证件号码", "认定日期", "类别"],
        ["刘长根", TestCounty.id(1), "2026-09-01", "低保边缘"],
      ])
    try await one.county.work()
    try await one.county.test { client in
      try await one.consent(client)
      let refused = try await one.send(
        "handler=\(one.village.officer)&handler=\(one.township.officer)", to: "check",
        by: "keeper", client)
      #expect(refused.status == .unprocessableContent && refused.text.contains("不重复核对"))
      try await one.send("do=recordConsent", client)
      try await one.appraise(client)
      #expect(try await one.send("do=endorse", client).status == .seeOther)
    }
  }

  @Test(arguments: TestStore.available)
  func `a guardian signs with name and relation`(store: TestStore) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      let adult = try await one.county.register.read(as: one.village) { open in
        try open.consents(open.householdCase(one.id))[0].person
      }
      let bare = try await one.send(
        "given.\(adult)=1&signer.\(adult)=%E5%88%98%E5%A4%A7%E6%B5%B7", to: "consents", client)
      #expect(bare.status == .unprocessableContent && bare.text.contains("与本人的关系"))
      try await one.send(
        "given.\(adult)=1&signer.\(adult)=%E5%88%98%E5%A4%A7%E6%B5%B7&guardian.\(adult)=%E7%88%B6",
        to: "consents", client)
      let page = try await client.open("/cases/\(one.id)", cookie: try await one.cookie("village"))
      #expect(page.text.contains("刘大海（父）代签"))
    }
  }
}

extension TestClientProtocol {
  /// Uploads a CSV file as a browser would.
  func upload(_ text: String, to path: String, cookie: String) async throws -> TestResponse {
    let body = """
      --mark\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r
      Content-Type: text/csv\r\n\r\n\(text)\r\n--mark--\r\n
      """
    return try await execute(
      uri: path, method: .post,
      headers: [
        .origin: "http://localhost", .cookie: cookie,
        .contentType: "multipart/form-data; boundary=mark",
      ], body: ByteBuffer(string: body))
  }
}
