import Casework
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Store
import Testing

@testable import App

/// A body's program answers its checks with a token that is good for nothing else.
struct CheckAnswerTests {
  private let number = "360732-2026-000001"

  private func call(
    _ client: any TestClientProtocol, _ method: HTTPRequest.Method, _ path: String, _ token: String,
    _ body: String = ""
  ) async throws -> TestResponse {
    try await client.execute(
      uri: "/api/v1/\(path)", method: method,
      headers: [.authorization: "Bearer \(token)", .contentType: "application/json"],
      body: ByteBuffer(string: body))
  }

  private func answers(_ found: String, text: String = "") -> String {
    #"{"answers":[{"id":"\#(TestCounty.id(1))","item":"vehicle","found":\#(found),"text":"\#(text)"}]}"#
  }

  @Test(arguments: TestStore.available)
  func `a program reads its questions and answers them once, sealed`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    let police = try await one.county.officer(
      .departmentOfficer, at: TestCounty.county, department: "公安")
    let tokens = try await one.county.register.write(as: police) { open in
      try [Purpose.checks, .push].map {
        try open.makePushToken("查询系统", department: nil, days: 30, for: $0)
      }
    }
    try await one.county.test { client in
      try await one.consent(client)
      try await one.send(
        "handler=\(one.village.officer)&handler=\(one.township.officer)", to: "check",
        by: "keeper", client)
      let path = "checks/\(number)"
      // A token that pushes does not answer, and the other way round.
      #expect(try await call(client, .get, "\(path)/list", tokens[1]).status == .forbidden)
      #expect(try await call(client, .get, "submissions", tokens[0]).status == .forbidden)
      #expect(try await call(client, .get, "households", tokens[0]).status == .forbidden)
      let open = try await call(client, .get, "checks", tokens[0])
      #expect(open.text.contains(number) && open.text.contains("\"isAnswered\":false"))
      let list = try await call(client, .get, "\(path)/list", tokens[0])
      #expect(list.text.contains(TestCounty.id(1)) && list.text.contains("\"item\":\"vehicle\""))
      let mute = try await call(client, .post, "\(path)/answers", tokens[0], answers("true"))
      #expect(mute.status == .unprocessableContent && mute.text.contains("第 1 行"))
      let none = try await call(client, .post, "\(path)/answers", tokens[0], #"{"answers":[]}"#)
      #expect(none.status == .unprocessableContent && none.text.contains("没有答"))
      let good = try await call(
        client, .post, "\(path)/answers", tokens[0], answers("true", text: "小型轿车"))
      #expect(good.status == .created)
      let again = try await call(
        client, .post, "\(path)/answers", tokens[0], answers("false"))
      #expect(again.status == .unprocessableContent && again.text.contains("已经反馈"))
      #expect(
        try await call(client, .get, "checks/1/list", tokens[0]).status == .notFound)
    }
    let sealed = try await one.county.database.read { db in
      try db.run("SELECT findings_sealed FROM check_request WHERE department = '公安'")
        .first?.optionalBlob("findings_sealed")
    }
    #expect(sealed.map { !String(decoding: $0, as: UTF8.self).contains("轿车") } == true)
  }
}
