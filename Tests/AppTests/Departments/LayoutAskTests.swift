import App
import Casework
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Store
import Testing

struct LayoutAskTests {
  private static let people = [
    TestCounty.person("H1", "张三", TestCounty.id(1)),
    TestCounty.person("H1", "李四", TestCounty.id(2), "配偶"),
    TestCounty.person("H2", "王五", TestCounty.id(3)),
  ]
  private static let wide = [
    ["2026年10月份农村低保备案表"],
    ["序号", "乡镇", "村", "户主姓名", "户主身份证号", "月保障金额", "成员1姓名", "成员1身份证号"],
    ["1", "江背镇", "江背村", "张三", TestCounty.id(1), "900", "李四", TestCounty.id(2)],
    ["2", "江背镇", "江背村", "王五", TestCounty.id(3), "450"],
    ["合计", "", "", "", "", "1350"],
  ]

  @Test(arguments: TestStore.available)
  func `a row with several persons tells of each, the sum of the head only`(store: TestStore)
    async throws
  {
    let county = try await TestCounty(store)
    try await county.settle(Self.people)
    let done = try await county.push("dibaoroll", Self.wide)
    #expect(done.counts == [.added: 3, .skipped: 1] && done.stage == .committed)
    let facts = try await county.database.read { db in
      try db.run("SELECT amount_fen, true_on FROM fact ORDER BY id").map {
        (try $0.optionalInteger("amount_fen"), try $0.day("true_on"))
      }
    }
    #expect(facts.map(\.0) == [90_000, nil, 45_000])
    #expect(facts.allSatisfy { $0.1.description == "2026-10-01" })
  }

  @Test(arguments: TestStore.available)
  func `a program is told of two columns with one title and of letters that are none`(
    store: TestStore
  ) async throws {
    let county = try await TestCounty(store)
    try await county.settle(Self.people)
    let heading = ["姓名", "身份证号", "结算日期", "个人自付", "个人自付"]
    let bill = ["张三", TestCounty.id(1), "2026-11-02", "52000", "5200"]
    let told = await #expect(throws: SubmissionRefusal.self) {
      try await county.push("medical", [heading, bill])
    }
    #expect(
      told?.sentence == "工作表“CSV”第 1 行的表头里，“个人自付”各有两列而内容不同，"
        + "不知道以哪一列为准。请删去多余的列或改列名后重新上传。")
    let file = county.folder.appending(path: "\(UUID().uuidString).csv")
    var bytes = Array("姓名,身份证号,结算日期,个人自付\n李四,\(TestCounty.id(2)),2026-11-02,1\n".utf8)
    bytes += [0xFF, 0xFE, 0xFF] + Array(",\(TestCounty.id(1)),2026-11-02,52000\n".utf8)
    try Data(bytes).write(to: file)
    let access = try await county.officer(
      .departmentOfficer, at: TestCounty.county, department: "医保")
    let id = try await county.workshop.push("medical", file, named: "a.csv", as: access)
    let rows = try await county.register.read(as: access) {
      try $0.outcomes(of: id, fate: .refused).map { $0.outcome.reason }
    }
    #expect(rows == ["第 3 行：本行有无法识别的字符，请在原文件中改正后重新发送"])
  }

  @Test(arguments: TestStore.available)
  func `an unknown layout is asked about once`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    try await county.settle(Self.people)
    let access = try await county.officer(
      .departmentOfficer, at: TestCounty.county, department: "民政")
    let cookie = try await county.signIn(access)
    let file = try Data(contentsOf: county.sheet(Self.wide))
    let ground = try await county.officer(
      .departmentOfficer, at: TestCounty.county, department: "教育")
    let stranger = try await county.signIn(ground)
    try await county.test { client in
      let asked = try await client.upload(file, item: "dibaoroll", cookie: cookie)
      let place = try #require(asked.headers[.location])
      #expect(asked.status == .seeOther && place.hasPrefix("/layouts/"))
      let page = try await client.open(place, cookie: cookie)
      #expect(page.status == .ok && page.text.contains("成员1身份证号"))
      #expect(page.text.contains("value=\"id@1\" selected"))
      #expect(try await client.open(place, cookie: stranger).status == .notFound)
      let nothing = try await client.submit("use-0-3=@0", to: place, cookie: cookie)
      #expect(nothing.status == .unprocessableContent && nothing.text.contains("证件号码"))
      let fields = "use-0-3=name%400&use-0-4=id%400&use-0-5=value.amount%400&use-0-6=name%401"
      let answered = try await client.submit(
        fields + "&use-0-7=id%401", to: place, cookie: cookie)
      #expect(answered.headers[.location]?.hasPrefix("/submissions/") == true)
      let again = try await client.upload(file, item: "dibaoroll", cookie: cookie)
      #expect(again.headers[.location]?.hasPrefix("/submissions/") == true)
    }
  }
}

extension TestClientProtocol {
  /// Uploads a file for an item as the page's form does.
  func upload(_ file: Data, item: String, cookie: String) async throws -> TestResponse {
    var body = ByteBuffer(
      string: "--cut\r\nContent-Disposition: form-data; name=\"item\"\r\n\r\n\(item)\r\n--cut\r\n"
        + "Content-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n")
    body.writeBytes(file)
    body.writeString("\r\n--cut--\r\n")
    return try await execute(
      uri: "/submissions", method: .post,
      headers: [
        .origin: "http://localhost", .cookie: cookie,
        .contentType: "multipart/form-data; boundary=cut",
      ], body: body)
  }
}
