import Casework
import Documents
import Foundation
import HTTPTypes
import HummingbirdTesting
import Store
import Testing

@testable import App

/// The application as data: one definition on the household's page, at the office, on paper and in
/// the export.
struct ApplicationTests {
  private static let debt = FormField("x.debt", "借了多少钱", .amount)
  private static let bank: FormField = {
    var field = FormField("x.bank", "放贷的银行", .line)
    (field.isRequired, field.isOffice) = (true, true)
    return field
  }()

  private static func answers(_ changes: [String: String] = [:]) -> [String: String] {
    var values = [
      "name": "刘长根", "phone": "13800001234", "id": TestCounty.id(1), "risk": "illness",
      "text": "上个月住院花了很多钱", "x.debt": "3000",
    ]
    values.merge(changes) { $1 }
    return values
  }

  private static func form(_ changes: [String: String] = [:]) -> String {
    answers(changes).map { "\($0)=\($1)" }.joined(separator: "&")
  }

  @Test(arguments: TestStore.available)
  func `what a county adds stands wherever the application is, and is asked of whom it concerns`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    let version = try await one.county.add([Self.debt, Self.bank], to: .application)
    try await one.county.test { client in
      let declare = try await client.open("/f/declare")
      #expect(declare.text.contains("借了多少钱") && !declare.text.contains("放贷的银行"))
      let cookie = try await one.cookie("village")
      let path = "/cases/\(one.id)/application"
      let before = try await client.open("/cases/\(one.id)", cookie: cookie)
      #expect(before.text.contains("填申请书"))
      let page = try await client.open(path, cookie: cookie)
      #expect(page.text.contains("放贷的银行") && page.text.contains("value=\"刘长根\""))
      let short = try await client.submit(Self.form(), to: path, cookie: cookie)
      #expect(short.status == .unprocessableContent && short.text.contains("请填写“放贷的银行”。"))
      #expect(short.text.contains("上个月住院花了很多钱"), "what was written stays")
      let whole = try await client.submit(
        Self.form(["x.bank": "农商行"]), to: path, cookie: cookie)
      #expect(whole.status == .seeOther)
      let after = try await client.open("/cases/\(one.id)", cookie: cookie)
      #expect(after.text.contains("补填申请书") && after.text.contains("/filled/"))
      // Another edition comes; what was filled in stays as it was.
      try await one.county.add([], to: .application)
      for format in PaperFormat.allCases {
        let paper = try await client.open(
          "/cases/\(one.id)/papers/application?as=\(format.rawValue)", cookie: cookie)
        let text = try PrintedText(paper, format).text
        for word in ["借了多少钱", "3000.00", "农商行", TestCounty.id(1), "☑因病", "上个月住院花了很多钱"] {
          #expect(text.contains(word), "\(format) \(word)")
        }
      }
    }
    let (access, pack) = (one.reviewer, one.pack)
    let rows = try await one.county.register.read(as: access) { open in
      try open.formAnswers(open.form(.application, pack), within: TestCounty.county)
    }
    try #require(rows.count == 2)
    #expect(rows[1][5] == version && rows[1].contains("农商行") && rows[1].contains("3000.00"))
    #expect(!rows[1].contains(TestCounty.id(1)))
  }

  @Test(arguments: TestStore.available)
  func `the office completes what a household declared, and asks nothing again`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    let (access, found, pack) = (one.village, try await one.found, one.pack)
    try await one.county.register.write(as: access) { open in
      let form = try open.form(.application, pack)
      let clue = try #require(found.clue)
      let subject = FormSubject(
        household: found.household, village: found.village, subject: "clue/\(clue)")
      let said = form.forHousehold.judge(Self.answers(["helper": "邻居李四"]), today: open.today)
      try open.keep(said.answers, to: form, about: subject, on: open.today)
    }
    try await one.county.test { client in
      let page = try await client.open(
        "/cases/\(one.id)/application", cookie: try await one.cookie("village"))
      #expect(page.text.contains("上个月住院花了很多钱") && page.text.contains("邻居李四"))
      #expect(page.text.contains("代填原因") && page.text.contains("2026-11-23填写"))
      let paper = try await client.open(
        "/cases/\(one.id)/papers/application?as=docx", cookie: try await one.cookie("village"))
      #expect(try PrintedText(paper, .docx).text.contains("邻居李四"))
      let other = try await client.open(
        "/cases/\(one.id)/application", cookie: try await one.cookie("county"))
      #expect(other.status == .forbidden)
    }
  }

  @Test(arguments: TestStore.available)
  func `blank papers ask what is in force`(store: TestStore) async throws {
    let one = try await TestCase(store)
    for known in [KnownForm.visit, .application, .removal] {
      try await one.county.add([FormField("x.well", "水井多深", .number)], to: known)
    }
    try await one.county.test { client in
      let cookie = try await one.cookie("village")
      for kind in ["visitSheet", "application", "removal"] {
        let blank = try await client.open("/papers/\(kind)?blank=1&as=docx", cookie: cookie)
        #expect(try PrintedText(blank, .docx).text.contains("水井多深"), "\(kind)")
      }
      let own = try await client.open(
        "/cases/\(one.id)/papers/visitSheet?as=docx", cookie: cookie)
      #expect(try PrintedText(own, .docx).text.contains("水井多深"))
    }
  }

  @Test(arguments: TestStore.available)
  func `all that is wrong with a declaration is told at once, field by field`(
    store: TestStore
  ) async throws {
    let county = try await TestCounty(store)
    try await county.test { client in
      let wrong = Self.form(["phone": "138", "id": "123", "text": "难", "name": ""])
      let answer = try await client.submit(wrong, to: "/f/declare")
      #expect(answer.status == .unprocessableContent)
      for words in ["请填写“姓名”", "手机号码", "不能少于 5 字", "请选择所在的村。"] {
        #expect(answer.text.contains(words), "\(words)")
      }
      #expect(answer.text.contains("href=\"#village\"") && answer.text.contains("id=\"id-error\""))
    }
  }
}
