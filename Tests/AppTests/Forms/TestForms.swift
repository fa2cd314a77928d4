import App
import Casework
import Documents
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Store
import Testing

/// A county whose administrator changes forms by their sheets, and a village of one household.
struct TestForms: Sendable {
  let county: TestCounty
  let admin, village, neighbour, supervisor: Access
  let household: Int64

  init(_ store: TestStore) async throws {
    county = try await TestCounty(store)
    try await county.settle([TestCounty.person("H1", "刘长根", TestCounty.id(1))])
    household = try await county.household("H1")
    admin = try await county.officer(.countyAdministrator, at: TestCounty.county)
    village = try await county.officer(.informationOfficer, at: TestCounty.village)
    neighbour = try await county.officer(.informationOfficer, at: TestCounty.neighbour)
    supervisor = try await county.officer(.supervisor, at: TestCounty.county)
  }

  struct Answer: Sendable {
    let status: Int
    let text: String
    let location: String
    let bytes: Data
  }

  func open(_ path: String, as access: Access) async throws -> Answer {
    try await ask(.get, path, as: access, nil, [])
  }

  func send(_ form: String, to path: String, as access: Access) async throws -> Answer {
    try await ask(
      .post, path, as: access, "application/x-www-form-urlencoded", Array(form.utf8))
  }

  /// A form's sheet as it is downloaded, with its heading.
  func sheet(_ form: String) async throws -> [[String]] {
    try cells(of: try await open("/forms/\(form)/sheet", as: admin))
  }

  /// The rows of a workbook that was answered.
  func cells(of answer: Answer) throws -> [[String]] {
    try county.rows(ofBook: answer.bytes)
  }

  func load(_ rows: [[String]], as access: Access? = nil) async throws -> Answer {
    let file = county.folder.appending(path: "\(UUID().uuidString).xlsx")
    let writer = try SheetFile.create(file.path, .xlsx)
    for row in rows { try writer.add(row) }
    try writer.close()
    let head = "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"表.xlsx\"\r\n\r\n"
    let body = Array(head.utf8) + Array(try Data(contentsOf: file)) + Array("\r\n--cut--\r\n".utf8)
    return try await ask(
      .post, "/forms", as: access ?? admin, "multipart/form-data; boundary=cut", body)
  }

  /// Loads a sheet and puts it in force; gives the form's name and the edition's version.
  @discardableResult
  func start(_ rows: [[String]]) async throws -> (form: String, version: String) {
    let parts = try await load(rows).location.split(separator: "/").map(String.init)
    try #require(parts.count == 4, "\(parts)")
    let answer = try await send(
      "version=\(parts[3])&reason=经局务会议研究启用", to: "/forms/\(parts[1])/terms", as: admin)
    #expect(answer.status == 303)
    return (parts[1], parts[3])
  }

  /// The visit sheet with one more question, asked where the water is not in order.
  func visitWithWater() async throws -> [[String]] {
    let water = row(
      "饮水补充", "水源", "单选", "自来水；井水；其他", "是", "饮水安全=有问题")
    return try await sheet("visit") + [water]
  }

  /// A row of the sheet: after the kind come options, whether it is required, and its condition.
  func row(_ section: String, _ title: String, _ kind: String, _ rest: String...) -> [String] {
    [section, "", title, kind] + rest
  }

  /// What was filled in for the household, the newest first.
  func records() async throws -> [FormRecord] {
    let household = household
    return try await county.register.read(as: village) { try $0.formRecords(of: household) }
  }

  private func ask(
    _ method: HTTPRequest.Method, _ path: String, as access: Access, _ type: String?,
    _ body: [UInt8]
  ) async throws -> Answer {
    let cookie = try await county.signIn(access)
    let got = ReceivedForm()
    try await county.test { client in
      var fields: HTTPFields = [.origin: "http://localhost", .cookie: cookie]
      if let type { fields[.contentType] = type }
      let answer = try await client.execute(
        uri: path, method: method, headers: fields, body: ByteBuffer(bytes: body))
      got.take(
        Answer(
          status: Int(answer.status.code), text: answer.text,
          location: answer.headers[.location] ?? "",
          bytes: Data(answer.body.readableBytesView)))
    }
    return try #require(got.answer)
  }
}

/// Brings an answer out of the client's closure.
private final class ReceivedForm: @unchecked Sendable {
  // A class, because the closure of the client returns nothing; it runs once, before it is read.
  private(set) var answer: TestForms.Answer?

  func take(_ answer: TestForms.Answer) { self.answer = answer }
}
