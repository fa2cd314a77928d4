import Casework
import Store
import Testing

@testable import App

/// Every kind of error in a row that still leads to its person, on the way that files take.
struct RowMatcherTests {
  private static let header = ["姓名", "身份证号", "出生日期", "乡镇", "村", "联系电话", "结算日期", "个人自付", "病种"]
  private static let names = Array("赵钱孙李周吴郑王冯陈")
  private static let given = ["建国", "秀英", "大山", "小梅"]

  /// Twenty households of two, born on days of their own, with a telephone each.
  private static let people = (0..<20).flatMap { home in
    [("户主", 0), ("配偶", 1)].map { relation, place in
      var cells = TestCounty.person(
        "H\(home)", name(home, place), number(home, place), relation,
        .init(village: home < 10 ? "江背村" : "高寨村"))
      cells[5] = "1390000\(1000 + home)"
      return cells
    }
  }

  private static func name(_ home: Int, _ place: Int) -> String {
    home == 6 && place == 0
      ? "龚春兰" : "\(names[(home + 3 * place) % 10])\(given[(home / 5 + place) % 4])"
  }

  private static func number(_ home: Int, _ place: Int) -> String {
    TestCounty.id(10 + 7 * home + place, born: "19\(60 + home)0\(1 + place)1\(home % 9)")
  }

  private static func replaced(_ text: String, _ place: Int, _ letter: Character) -> String {
    var letters = Array(text)
    letters[place] = letter
    return String(letters)
  }

  private static func swapped(_ text: String, at place: Int) -> String {
    var letters = Array(text)
    letters.swapAt(place, place + 1)
    return String(letters)
  }

  private struct Case {
    let cells: [String]
    let home: Int
    let place: Int
    /// What the reason says.
    let says: String
  }

  private static let cases: [Case] = [
    Case(cells: [name(0, 0), replaced(number(0, 0), 10, "9")], home: 0, place: 0, says: "错一位"),
    Case(cells: [name(1, 0), swapped(number(1, 0), at: 8)], home: 1, place: 0, says: "相邻两位写反"),
    Case(
      cells: [name(2, 0), String(number(2, 0).prefix(15)) + "000"], home: 2, place: 0,
      says: "抹成零"),
    Case(
      cells: [
        "\(name(3, 0).prefix(1))某", "\(number(3, 0).prefix(6))********\(number(3, 0).suffix(4))",
      ], home: 3, place: 0, says: "遮盖"),
    Case(cells: [name(4, 1), number(4, 0)], home: 4, place: 1, says: "同户另一人"),
    Case(cells: ["欧阳无名", number(0, 1)], home: 0, place: 1, says: "证件号码相同"),
    Case(
      cells: [name(6, 0), "", "", "江背镇", "江背村", "+86 1390000\(1006)"], home: 6, place: 0,
      says: "电话相同"),
    Case(
      cells: [name(7, 1) + "(妻)", "", "19670217", "江背镇", "江背村"], home: 7, place: 1,
      says: "出生日期相同"),
  ]

  private static func row(_ cells: [String], _ place: Int) -> [String] {
    cells + Array(repeating: "", count: 6 - cells.count) + [
      "2026-11-0\(1 + place)", "90\(place)", "",
    ]
  }

  @Test(arguments: TestStore.available)
  func `rows with an error find their person and say why`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    try await county.settle(Self.people)
    let first = [Self.name(19, 0), Self.number(19, 0)]
    let sent = try await county.push(
      "medical",
      [Self.header, Self.row(first, 0)]
        + Self.cases.enumerated().map { Self.row($1.cells, $0 + 1) })
    let found = try await county.database.read { db in
      try db.run(
        """
        SELECT r.row_no, r.fate, r.reason, r.probability, h.code, p.name
        FROM submission_row r LEFT JOIN person p ON p.county = r.county AND p.id = r.person_id
        LEFT JOIN household h ON h.county = p.county AND h.id = p.household_id
        WHERE r.submission_id = \(sent.id) AND r.row_no > 2 ORDER BY r.row_no
        """)
    }
    #expect(found.count == Self.cases.count)
    for (row, one) in zip(found, Self.cases) {
      let reason = try row.optionalText("reason") ?? ""
      let isQueued = one.cells[0] == "欧阳无名"
      #expect(try row.text("fate") == (isQueued ? "queued" : "added"), "\(one.cells) \(reason)")
      #expect(try row.optionalText("code") == "H\(one.home)", "\(one.cells) \(reason)")
      #expect(try row.optionalText("name") == Self.name(one.home, one.place), "\(reason)")
      #expect(reason.contains(one.says), "\(one.cells) \(reason)")
      #expect(try row.optionalInteger("probability") ?? 0 > 200_000, "\(one.cells)")
    }
  }

  @Test(arguments: TestStore.available)
  func `a wrong number that leads to nobody goes back with what is wrong`(
    store: TestStore
  ) async throws {
    let county = try await TestCounty(store)
    try await county.settle(Self.people)
    let good = Self.row([Self.name(19, 0), Self.number(19, 0)], 0)
    let stranger = TestCounty.id(999, born: "19500505")
    let wrong = Self.replaced(stranger, 16, stranger.dropLast().last == "8" ? "7" : "8")
    let sent = try await county.push(
      "medical",
      [Self.header, good, Self.row(["欧阳无名", wrong], 1), Self.row(["欧阳无名", stranger], 2)])
    #expect(sent.counts == [.added: 1, .refused: 1, .notFound: 1])
    let outcomes = try await county.register.read(as: .system(in: TestCounty.county)) {
      try $0.eachOutcome(of: sent.id)
    }
    #expect(outcomes[3]?.reason?.contains("校验位不对") == true)
    #expect(outcomes[4]?.reason == "台账中没有这个证件号码")
  }

  @Test(arguments: TestStore.available)
  func `traces follow the register`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    try await county.settle(Self.people)
    func push(_ phone: String, _ place: Int) async throws -> [RowFate: Int] {
      let row = Self.row([Self.name(8, 0), "", "", "", "", phone], place)
      let good = Self.row([Self.name(19, 0), Self.number(19, 0)], 0)
      return try await county.push("medical", [Self.header, good, row]).counts
    }
    func phones() async throws -> Set<Int64> {
      let rows = try await county.database.read { db in
        try db.run("SELECT phone FROM person_trace WHERE phone IS NOT NULL")
      }
      #expect(rows.count == 40)
      return Set(try rows.map { try $0.integer("phone") })
    }
    #expect(try await push("13900001008", 1) == [.added: 2])
    let before = try await phones()
    // The household has another telephone now; the old one says nothing any more.
    var moved = Self.people.filter { $0[3] == "H8" }
    for place in moved.indices { moved[place][5] = "13911112222" }
    county.clock.move(to: county.clock.now.adding(seconds: 60))
    try await county.settle(moved)
    #expect(try await push("13911112222", 2) == [.added: 1, .unchanged: 1])
    let after = try await phones()
    #expect(before.count == 20 && after.count == 20 && before.subtracting(after).count == 1)
  }
}
