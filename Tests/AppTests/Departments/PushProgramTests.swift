import Casework
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Store
import Testing

@testable import App

/// A program with a token, as it speaks to `/api/v1/submissions`.
private struct Program {
  let client: any TestClientProtocol
  let token: String

  func ask(
    _ method: HTTPRequest.Method, _ path: String, _ more: [String: String] = [:],
    _ body: [UInt8] = []
  ) async throws -> TestResponse {
    var fields: HTTPFields = [.authorization: "Bearer \(token)", .contentType: "application/json"]
    for (name, value) in more { if let name = HTTPField.Name(name) { fields[name] = value } }
    return try await client.execute(
      uri: "/api/v1/submissions\(path)", method: method, headers: fields,
      body: ByteBuffer(bytes: body))
  }

  func announce(_ size: Int, key: String? = nil, item: String = "medical") async throws
    -> TestResponse
  {
    try await ask(
      .post, "", key.map { ["Idempotency-Key": $0] } ?? [:],
      Array("{\"item\":\"\(item)\",\"fileName\":\"十一月.csv\",\"size\":\(size)}".utf8))
  }
}

extension TestResponse {
  fileprivate func value<Value>(_ name: String, as type: Value.Type = Value.self) throws -> Value {
    let object = try JSONSerialization.jsonObject(with: Data(Array(buffer: body))) as? [String: Any]
    return try #require(object?[name] as? Value)
  }
}

struct PushProgramTests {
  private static let file = Array(
    "姓名,身份证号,结算日期,个人自付\n张三,\(TestCounty.id(1)),2026-11-02,52000\n没人,\(TestCounty.id(9)),2026-11-02,1\n"
      .utf8)

  /// A county with one household, and a program that holds a token of its health insurance.
  private func withProgram(
    _ store: TestStore,
    _ body: @escaping @Sendable (TestCounty, Program) async throws -> Void
  ) async throws {
    let county = try await TestCounty(store)
    try await county.settle([TestCounty.person("H1", "张三", TestCounty.id(1))])
    let officer = try await county.officer(
      .departmentOfficer, at: TestCounty.county, department: "医保")
    let token = try await county.register.write(as: officer) {
      try $0.makePushToken("医保结算系统", department: nil, days: 30)
    }
    try await county.test { try await body(county, Program(client: $0, token: token)) }
  }

  @Test(arguments: TestStore.available)
  func `the result of a file that is still arriving is refused in words`(
    store: TestStore
  ) async throws {
    try await withProgram(store) { _, program in
      let id: Int = try await program.announce(100).value("id")
      let answer = try await program.ask(.get, "/\(id)/result")
      #expect(answer.status == .unprocessableContent && answer.text.contains("还没有传完"))
    }
  }

  @Test(arguments: TestStore.available)
  func `a file sent in pieces is checked, committed and undone`(store: TestStore) async throws {
    try await withProgram(store) { county, program in
      let begun = try await program.announce(Self.file.count)
      #expect(begun.status == .created && begun.headers[PushAnswer.offset] == "0")
      let path = "/\(try begun.value("id", as: Int.self))"
      let first = Array(Self.file[..<40])
      let sent = try await program.ask(.patch, path, ["Upload-Offset": "0"], first)
      #expect(sent.headers[PushAnswer.offset] == "40")
      // The answer was lost: the same piece again is told where to go on.
      let again = try await program.ask(.patch, path, ["Upload-Offset": "0"], first)
      #expect(again.status == .conflict && again.text.contains("40"))
      #expect(try await program.ask(.get, path).value("arrived", as: Int.self) == 40)
      let rest = Array(Self.file[40...])
      let whole = try await program.ask(.patch, path, ["Upload-Offset": "40"], rest)
      #expect(try whole.value("stage", as: String.self) == "received")
      try await county.work()
      let checked = try await program.ask(.get, path)
      #expect(try checked.value("counts", as: [String: Int].self) == ["added": 1, "notFound": 1])
      let rows = try await program.ask(.get, "\(path)/rows?limit=1")
      #expect(try rows.value("next", as: Int.self) == 2)
      let next = try await program.ask(.get, "\(path)/rows?after=2").text
      #expect(next.contains("台账中没有这个证件号码"))
      #expect(try await program.ask(.get, "\(path)/result").text.contains("查无此人"))
      for _ in 1...2 { #expect(try await program.ask(.post, "\(path)/commit").status == .accepted) }
      try await county.work()
      #expect(try await program.ask(.get, path).value("stage", as: String.self) == "committed")
      #expect(try await program.ask(.delete, path).status == .accepted)
      try await county.work()
      #expect(try await program.ask(.get, path).value("stage", as: String.self) == "undone")
    }
  }

  @Test(arguments: TestStore.available)
  func `a file that never comes whole leaves nothing behind`(store: TestStore) async throws {
    try await withProgram(store) { county, program in
      for isGivenUp in [true, false] {
        let begun = try await program.announce(Self.file.count)
        let path = "/\(try begun.value("id", as: Int.self))"
        _ = try await program.ask(.patch, path, ["Upload-Offset": "0"], Array(Self.file[..<40]))
        let parts = {
          try FileManager.default.contentsOfDirectory(atPath: county.files.folder.path)
        }
        #expect(try parts().contains { $0.hasPrefix(".part-") })
        if isGivenUp {
          #expect(
            try await program.ask(.delete, path).value("stage", as: String.self) == "discarded")
        } else {
          county.clock.move(days: 8)
          try await county.workshop.sweep()
          #expect(try await program.ask(.get, path).value("stage", as: String.self) == "expired")
        }
        #expect(try !parts().contains { $0.hasPrefix(".part-") })
      }
    }
  }

  @Test(arguments: TestStore.available)
  func `a repeated request is one submission, and its repetition is written`(
    store: TestStore
  ) async throws {
    try await withProgram(store) { county, program in
      let first = try await program.announce(100, key: "十一月/医保")
      county.clock.move(to: county.clock.now.adding(seconds: 90))
      let second = try await program.announce(100, key: "十一月/医保")
      #expect(try first.value("id", as: Int.self) == second.value("id", as: Int.self))
      let seen = try await county.database.read { db in
        try db.run("SELECT seen_at - made_at AS apart FROM replay_key").first?.integer("apart")
      }
      #expect(seen == 90_000_000)
      let other = try await program.announce(101, key: "十一月/医保")
      #expect(other.status == .unprocessableContent && other.text.contains("Idempotency-Key"))
      #expect(other.headers[.contentType]?.hasPrefix("application/problem+json") == true)
    }
  }

  @Test(arguments: TestStore.available)
  func `a token ends, is taken back, and opens nothing else`(store: TestStore) async throws {
    try await withProgram(store) { county, program in
      #expect(try await program.announce(10, item: "dropout").status == .notFound)
      let households = try await program.client.execute(
        uri: "/api/v1/households", method: .get,
        headers: [.authorization: "Bearer \(program.token)"])
      #expect(households.status == .forbidden)
      #expect(try await program.announce(10).status == .created)
      county.clock.move(days: 31)
      #expect(try await program.announce(10).status == .unauthorized)
      county.clock.move(days: -31)
      try await county.register.write(as: .system(in: TestCounty.county)) { open in
        try open.revokePushToken(try #require(open.pushTokens().first).id)
      }
      #expect(try await program.announce(10).status == .unauthorized)
    }
  }

  @Test(arguments: TestStore.available)
  func `a token is told once and kept nowhere`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    let officer = try await county.officer(
      .departmentOfficer, at: TestCounty.county, department: "医保")
    try await county.test { client in
      let cookie = try await county.signIn(officer)
      let made = try await client.submit(
        "title=%E7%B3%BB%E7%BB%9F&days=30", to: "/push-tokens", cookie: cookie)
      let token = try #require(made.text.firstMatch(of: /swp_[\w-]+/)).output
      #expect(!(try await client.open("/push-tokens", cookie: cookie).text.contains(token)))
      let refused = try await client.submit("title=x&days=0", to: "/push-tokens", cookie: cookie)
      #expect(refused.status == .unprocessableContent && refused.text.contains("有效期"))
    }
  }
}
