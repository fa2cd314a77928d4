import Casework
import Foundation
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import App

extension TestCounty {
  /// Two households; the first has a hospital bill that makes it stand at 0.69.
  static func withBill(_ store: TestStore) async throws -> TestCounty {
    let county = try await TestCounty(store)
    try await county.settle([
      person("H1", "张三", id(1)), person("H2", "王五", id(3)),
    ])
    try await county.push(
      "medical", [["姓名", "身份证号", "结算日期", "个人自付"], ["张三", id(1), "2026-11-23", "20000"]])
    try await county.work()
    return county
  }

  /// An administrator who proposes and a reviewer who decides, signed in.
  func desks() async throws -> (maker: String, checker: String) {
    (
      try await signIn(try await officer(.countyAdministrator, at: Self.county)),
      try await signIn(try await officer(.countyReviewer, at: Self.county))
    )
  }

  static func form(_ fields: [(String, String)]) -> String {
    fields.map { name, value in
      "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
    }.joined(separator: "&")
  }

  static func proposal(
    township: String, county: String = "0.85", _ more: [(String, String)] = []
  ) -> String {
    form(
      [
        ("township", township), ("county", county), ("title", "降低乡镇线"),
        ("reason", "多看一些临界的户"),
      ] + more)
  }

  /// Presses a button on a draft's page, as it was last seen.
  func press(
    _ action: String, on draft: Int64, _ more: [(String, String)] = [], as cookie: String,
    _ client: any TestClientProtocol
  ) async throws -> TestResponse {
    let version = try await register.read(as: .system(in: Self.county)) {
      try $0.draft(draft).version
    }
    return try await client.submit(
      Self.form([("do", action), ("version", "\(version)")] + more),
      to: "/policy/drafts/\(draft)", cookie: cookie)
  }

  /// Proposes a township line, has it compared, asks for it and agrees.
  func bringIntoForce(
    township: String, _ client: any TestClientProtocol, _ desks: (maker: String, checker: String)
  ) async throws -> Int64 {
    let saved = try await client.submit(
      Self.proposal(township: township), to: "/policy/drafts", cookie: desks.maker)
    let id = try #require(
      saved.headers[.location]?.split(separator: "/").last.flatMap { Int64($0) })
    try await work()
    let why = [("reason", "经局务会议研究同意")]
    #expect(try await press("ask", on: id, why, as: desks.maker, client).status == .seeOther)
    #expect(try await press("agree", on: id, as: desks.checker, client).status == .seeOther)
    try await work()
    return id
  }
}
