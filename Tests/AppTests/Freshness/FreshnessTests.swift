import App
import Casework
import HTTPTypes
import HummingbirdTesting
import Store
import Testing

/// What departments sent, what became of it, and what goes back to them.
struct FreshnessTests {
  private static let header = ["姓名", "身份证号", "结算日期", "个人自付", "病种"]

  /// A household with a clue from the hospital's bill.
  private func scene(_ store: TestStore) async throws -> (
    county: TestCounty, clue: Int64, village: Access
  ) {
    let county = try await TestCounty(store)
    try await county.settle([TestCounty.person("H1", "张三", TestCounty.id(1))])
    _ = try await county.push(
      "medical", [Self.header, ["张三", TestCounty.id(1), "2026-11-02", "36500", "肺癌"]])
    let village = try await county.officer(.informationOfficer, at: TestCounty.village)
    let pack = try county.pack()
    try await county.assess()
    _ = try await county.register.write(as: .system(in: TestCounty.county)) {
      try Warnings.raise(in: $0, pack)
    }
    let clue = try await county.register.read(as: village) {
      try $0.clues(at: [.visiting]).first?.id
    }
    return (county, try #require(clue), village)
  }

  @Test(arguments: TestStore.available)
  func `late departments are listed, a department sees its own`(store: TestStore) async throws {
    let (county, _, _) = try await scene(store)
    let head = try await county.signIn(
      county.officer(.countyAdministrator, at: TestCounty.county))
    let own = try await county.signIn(
      county.officer(.departmentOfficer, at: TestCounty.county, department: "医保"))
    let village = try await county.signIn(
      county.officer(.informationOfficer, at: TestCounty.village))
    try await county.test { client in
      let all = try await client.open("/freshness", cookie: head)
      #expect(all.status == .ok && all.text.contains("迟报") && all.text.contains("死亡注销"))
      let page = try await client.open("/freshness", cookie: own)
      #expect(page.text.contains("住院自付") && !page.text.contains("死亡注销"))
      #expect(page.text.contains("已报"))
      let item = try await client.open("/freshness/medical", cookie: own)
      #expect(item.text.contains("36,500.00") && !item.text.contains("/clues/"))
      #expect(try await client.open("/freshness/death", cookie: own).status == .notFound)
      #expect(try await client.open("/freshness", cookie: village).status == .forbidden)
    }
  }

  @Test(arguments: TestStore.available)
  func `a wrong amount goes back to its department and is answered once`(store: TestStore)
    async throws
  {
    let (county, clue, village) = try await scene(store)
    let desk = try await county.signIn(
      county.officer(.departmentOfficer, at: TestCounty.county, department: "医保"))
    let other = try await county.signIn(
      county.officer(.departmentOfficer, at: TestCounty.county, department: "教育"))
    let visitor = try await county.signIn(village)
    try await county.test { client in
      let shown = try await client.open("/clues/\(clue)", cookie: visitor)
      #expect(shown.text.contains("部门数据不符"))
      let form = "fact=1&kind=wrongAmount&remark=3650"
      for _ in 1...2 {
        let sent = try await client.submit(form, to: "/clues/\(clue)/correct", cookie: visitor)
        #expect(sent.status == .seeOther)
      }
      let strange = try await client.submit(
        "fact=99&kind=dead", to: "/clues/\(clue)/correct", cookie: visitor)
      #expect(strange.status == .notFound)
      let sheet = try await client.open("/answers/corrections.csv", cookie: desk)
      #expect(sheet.text.split(separator: "\r\n").count == 2 && sheet.text.contains("金额不对"))
      #expect(try await client.open("/answers", cookie: other).text.contains("没有需要更正的数据"))
      let path = "/answers/corrections/1"
      #expect(try await client.submit("answer=wrong", to: path, cookie: other).status == .notFound)
      #expect(
        try await client.submit("answer=x", to: path, cookie: desk).status == .unprocessableContent)
      #expect(try await client.submit("answer=mended", to: path, cookie: desk).status == .seeOther)
      let twice = try await client.submit("answer=mended", to: path, cookie: desk)
      #expect(twice.status == .unprocessableContent && twice.text.contains("已经答复过"))
    }
  }

  @Test(arguments: TestStore.available)
  func `a question to a department is due, late, and answered on the clue`(store: TestStore)
    async throws
  {
    let (county, clue, village) = try await scene(store)
    let desk = try await county.signIn(
      county.officer(.departmentOfficer, at: TestCounty.county, department: "公安"))
    let visitor = try await county.signIn(village)
    try await county.test { client in
      let asked = try await client.submit(
        "department=%E5%85%AC%E5%AE%89&question=is+the+father+in+prison",
        to: "/clues/\(clue)/assist", cookie: visitor)
      #expect(asked.status == .seeOther)
      #expect(
        try await client.submit(
          "department=none&question=long+enough", to: "/clues/\(clue)/assist", cookie: visitor
        )
        .status == .unprocessableContent)
      #expect(try await client.open("/answers", cookie: desk).text.contains("2026-11-30 前答复"))
    }
    county.clock.move(days: 9)
    let again = try await county.signIn(
      county.officer(.departmentOfficer, at: TestCounty.county, department: "公安"))
    let watcher = try await county.signIn(
      county.officer(.informationOfficer, at: TestCounty.village))
    try await county.test { client in
      #expect(try await client.open("/answers", cookie: again).text.contains("已超期"))
      _ = try await client.submit("answer=he+is+not", to: "/answers/assists/1", cookie: again)
      #expect(try await client.open("/clues/\(clue)", cookie: watcher).text.contains("he is not"))
    }
  }
}
