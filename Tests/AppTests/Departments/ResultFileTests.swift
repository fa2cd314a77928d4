import Casework
import Documents
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Store
import Testing

@testable import App

/// The sender gets their own file back with what became of each row.
struct ResultFileTests {
  /// A file as it was sent, and the officers of its department.
  private struct Sent {
    let id: Int64
    let cookie: String
    let access: Access
  }

  private func send(
    _ file: Data, named name: String, _ item: String, to county: TestCounty
  ) async throws -> Sent {
    let department = try county.pack().item(item)?.department
    let access = try await county.officer(
      .departmentOfficer, at: TestCounty.county, department: department)
    let place = county.folder.appending(path: "\(UUID().uuidString)-\(name)")
    try file.write(to: place)
    let id = try await county.workshop.push(item, place, named: name, as: access)
    return Sent(id: id, cookie: try await county.signIn(access), access: access)
  }

  /// The result as the page and as the interface gives it, which are the same.
  private func result(of sent: Sent, _ county: TestCounty) async throws -> Data {
    let token = try await county.register.write(as: sent.access) {
      try $0.makePushToken("系统", department: nil, days: 30)
    }
    let found = Found()
    try await county.test { client in
      let page = try await client.open("/submissions/\(sent.id)/result", cookie: sent.cookie)
      let answer = try await client.execute(
        uri: "/api/v1/submissions/\(sent.id)/result", method: .get,
        headers: [.authorization: "Bearer \(token)"])
      #expect(page.status == .ok && answer.status == .ok)
      #expect(page.headers[.contentDisposition]?.hasPrefix("attachment") == true)
      await found.set(Data(Array(buffer: answer.body)), Data(Array(buffer: page.body)))
    }
    let (answer, page) = await (found.answer, found.page)
    #expect(try sheets(answer, county) == sheets(page, county))
    return answer
  }

  private actor Found {
    private(set) var (answer, page) = (Data(), Data())
    func set(_ answer: Data, _ page: Data) { (self.answer, self.page) = (answer, page) }
  }

  private func counts(_ sent: Sent, _ county: TestCounty) async throws -> [RowFate: Int] {
    try await county.register.read(as: sent.access) { try $0.submission(sent.id) }.counts
  }

  private func sheets(_ bytes: Data, _ county: TestCounty) throws -> [[SheetRow]] {
    let file = county.folder.appending(path: UUID().uuidString)
    try bytes.write(to: file)
    let book = try SheetFile.book(file.path)
    return try book.sheets.map { sheet in
      var (reader, rows): (any SheetReader, [SheetRow]) = (try book.reader(sheet.index), [])
      while let row = try reader.next() { rows.append(row) }
      return rows
    }
  }

  @Test(arguments: TestStore.available)
  func `a workbook comes back whole, and once corrected only the rest of it is taken`(
    store: TestStore
  ) async throws {
    let county = try await TestCounty(store)
    let persons = try LayoutFile.persons()
    try await county.settle(LayoutFile.registry(persons.dropLast(4)))
    let name = "2026年6月份城乡特困人员备案表.xlsx"
    let file = try LayoutFile.data(name)
    let sent = try await send(file, named: name, "tekun", to: county)
    #expect(try await counts(sent, county) == [.added: 7, .notFound: 1])
    let result = try await result(of: sent, county)
    let (before, after) = (try sheets(file, county), try sheets(result, county))
    #expect(after.count == 2 && after[0] == before[0])
    #expect(after[1].map(\.number) == before[1].map(\.number))
    #expect(
      after[1].map { Array($0.cells.prefix(6)) } == before[1].map { Array($0.cells.prefix(6)) })
    let words = after[1].map { $0.cells.last ?? "" }
    #expect(words[2] == "办理结果" && words[3] == "新增")
    #expect(words.last?.hasPrefix("查无此人：") == true)
    // The person is entered in the register, and the file with its results is sent as it is.
    try await county.settle(LayoutFile.registry(persons[...]))
    let again = try await send(result, named: name, "tekun", to: county)
    #expect(try await counts(again, county) == [.unchanged: 7, .added: 1])
  }

  @Test(arguments: TestStore.available)
  func `a corrected text file imports only the rest`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    try await county.settle([
      TestCounty.person("H1", "张三", TestCounty.id(1)),
      TestCounty.person("H2", "王五", TestCounty.id(3)),
    ])
    let text = """
      姓名\t身份证号\t结算日期\t个人自付\t病种\r
      张三\t\(TestCounty.id(1))\t2026-11-02\t52000\t=HYPERLINK("http://x")\r
      王五\t\(TestCounty.id(3))\t2026年13月\t900\t-1+1|cmd\r

      """
    let sent = try await send(Data(text.utf8), named: "十一月.txt", "medical", to: county)
    #expect(try await counts(sent, county) == [.added: 1, .refused: 1])
    let result = String(decoding: try await result(of: sent, county), as: UTF8.self)
    let lines = result.split(separator: "\r\n").map { $0.split(separator: "\t") }
    #expect(lines.map(\.count) == [6, 6, 6] && lines[0].last == "办理结果")
    #expect(lines[1].last == "新增" && lines[2].last?.hasPrefix("退回：") == true)
    #expect(lines[1][4].contains("'=HYPERLINK") && lines[2][4] == "'-1+1|cmd")
    let corrected = result.replacing("2026年13月", with: "2026年11月3日")
    let again = try await send(Data(corrected.utf8), named: "十一月.txt", "medical", to: county)
    #expect(try await counts(again, county) == [.unchanged: 1, .added: 1])
  }

  @Test(arguments: TestStore.available)
  func `an old workbook tells of each person of a row in each of its sheets`(
    store: TestStore
  ) async throws {
    let county = try await TestCounty(store)
    let persons = try LayoutFile.persons()
    try await county.settle(LayoutFile.registry(persons.dropFirst(1)))
    let name = "2026年6月份农村低保备案表.xls"
    let sent = try await send(LayoutFile.data(name), named: name, "dibaoroll", to: county)
    let after = try sheets(try await result(of: sent, county), county)
    let words = after[1].map { $0.cells.last ?? "" }
    #expect(after.count == 2 && words[1] == "办理结果")
    #expect(words[2].hasPrefix("查无此人：") && words[2].contains("第 2 人新增"))
    #expect(words[3].contains("新增") && words.contains("跳过：合计行"))
  }
}
