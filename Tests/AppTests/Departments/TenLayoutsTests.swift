import App
import Casework
import Testing

/// The layouts of `field_templates/department_file_layouts.csv` that departments send, one test
/// each, recognised with nothing said about them.
struct TenLayoutsTests {
  @Test func `农村低保备案表: second sheet, two heading rows, members across`() throws {
    let cover = SheetSample(index: 0, name: "封面", rows: lines(["兴国县农村低保备案表"], ["2026年10月"]))
    let heads = (0..<8).map { "家庭成员\($0 + 1)" }
    var upper = [
      "序号", "乡镇", "村", "低保证号", "户主情况", "", "", "类别", "保障人口", "月保障金额", "开户行", "账号", "电话", "备注",
    ]
    upper += heads.flatMap { [$0, ""] }
    var lower = ["", "", "", "", "姓名", "性别", "身份证号码", "", "", "", "", "", "", ""]
    lower += heads.flatMap { _ in ["姓名", "身份证号码"] }
    var row = [
      "1", "江背镇", "江背村", "D1", "张三", "男", id(1), "农村低保", "3", "1200", "农商行", "6228480000001",
      "13800000001", "",
    ]
    row += ["李四", id(2), "张小", id(3)]
    let data = SheetSample(
      index: 1, name: "明细",
      rows: lines(upper, lower, row, ["合计", "", "", "", "", "", "", "", "3", "1200"]))
    let found = try guess("dibaoroll", [cover, data])
    #expect(found.sheet == 1 && found.headingRow == 2 && found.persons == 9)
    #expect(found.place(of: .id, person: 0) == 6 && found.place(of: .name, person: 0) == 4)
    #expect(found.place(of: .id, person: 1) == 15 && found.place(of: .name, person: 1) == 14)
    #expect(found.place(of: .id, person: 8) == 29)
    #expect(found.place(of: .value("amount"), person: 0) == 9)
    #expect(found.place(of: .phone, person: 0) == 12)
  }

  @Test func `城镇低保全部备案表: G and Q, S, U, W, Y`() throws {
    var heading = ["序号", "县", "乡镇", "社区", "户主", "性别", "身份证号", "类别", "保障人数", "保障金额"]
    heading += ["起始日期", "银行", "账号", "联系电话", "住址"]
    let members = (1...5).flatMap { ["成员\($0)姓名", "成员\($0)身份证"] }
    let title = ["2026年10月份城镇低保全部备案表"]
    var row = [
      "1", "兴国县", "潋江镇", "东街社区", "王五", "女", id(4), "城镇", "2", "900", "2025-03-01", "农行", "62284",
      "", "",
    ]
    row += ["赵六", id(5)]
    let found = try guess(
      "dibaoroll",
      [
        SheetSample(index: 0, name: "汇总", rows: lines(["乡镇", "户数", "人数"], ["潋江镇", "10", "20"])),
        SheetSample(index: 1, name: "Sheet2", rows: lines(title, heading + members, row)),
      ])
    #expect(found.headingRow == 2 && found.place(of: .id, person: 0) == 6)
    #expect([16, 18, 20, 22, 24] == (1...5).map { found.place(of: .id, person: $0) })
    #expect(found.place(of: .value("day"), person: 0) == 10)
  }

  @Test func `城乡特困人员备案表: three heading rows, F and AA, AF, AH on`() throws {
    let blank = Array(repeating: "", count: 34)
    var (top, middle, low, row) = (blank, blank, blank, blank)
    top.replaceSubrange(0..<6, with: ["序号", "乡镇", "村", "供养方式", "特困人员", ""])
    middle.replaceSubrange(4..<6, with: ["基本情况", ""])
    low.replaceSubrange(4..<6, with: ["姓名", "身份证号码"])
    top[25] = "家庭成员"
    (low[25], low[26]) = ("姓名", "身份证号码")
    for (name, number) in [(30, 31), (32, 33)] { (low[name], low[number]) = ("姓名", "身份证号码") }
    row.replaceSubrange(0..<6, with: ["1", "江背镇", "江背村", "分散供养", "钟福", id(6)])
    (row[25], row[26], row[30], row[31]) = ("钟禄", id(7), "钟寿", id(8))
    let found = try guess(
      "tekun",
      [
        SheetSample(index: 0, name: "说明", rows: lines(["填表说明"], ["一、本表一式三份"])),
        SheetSample(index: 1, name: "备案表", rows: lines(top, middle, low, row)),
      ])
    #expect(found.headingRow == 3 && found.place(of: .id, person: 0) == 5)
    #expect(found.place(of: .id, person: 1) == 26 && found.place(of: .id, person: 2) == 31)
    #expect(found.place(of: .name, person: 2) == 30)
    #expect(found.place(of: .value("kind"), person: 0) == 3)
  }

  @Test func `孤儿及事实无人抚养儿童: data in the first and third sheet`() throws {
    let heading = ["序号", "儿童姓名", "身份证号", "监护人姓名", "监护人身份证号", "发放金额"]
    let upper = ["孤儿及事实无人抚养儿童基本生活费发放花名册"]
    func sheet(_ index: Int, _ number: Int) -> SheetSample {
      SheetSample(
        index: index, name: "表\(index)",
        rows: lines(
          upper, ["单位：兴国县民政局", "", "", "2026年10月"], heading,
          ["1", "刘一", id(number), "刘大", id(90), "1300"]))
    }
    let empty = SheetSample(index: 1, name: "空", rows: [])
    let layouts = LayoutGuess(try item("orphan")).sheets([sheet(0, 10), empty, sheet(2, 11)])
    #expect(layouts.map(\.sheet) == [0, 2] && layouts.allSatisfy { $0.headingRow == 3 })
    #expect(layouts.allSatisfy { $0.persons == 1 && $0.place(of: .id, person: 0) == 2 })
    #expect(layouts[0].place(of: .value("amount"), person: 0) == 5)
  }

  @Test func `持证残疾人名单: the number is the identity number and two digits`() throws {
    let sample = SheetSample(
      index: 0, name: "Sheet1",
      rows: lines(["姓名", "残疾证号", "残疾类别", "残疾等级", "乡镇"], ["李明", id(12) + "43", "肢体", "三级", "江背镇"]))
    let found = try guess("cardholders", [sample])
    #expect(
      found.place(of: .id, person: 0) == 1 && found.place(of: .value("grade"), person: 0) == 3)
  }

  @Test func `低收入人口花名册: one heading row, the number in D`() throws {
    let sample = SheetSample(
      index: 0, name: "Sheet1",
      rows: lines(["序号", "乡镇", "姓名", "身份证号码", "类别"], ["1", "江背镇", "李红", id(13), "低保边缘"]))
    let found = try guess("lowincome", [sample])
    #expect(found.place(of: .id, person: 0) == 3 && found.place(of: .name, person: 0) == 2)
  }

  @Test func `在校生信息: the school roll is G and the identity number`() throws {
    let heading = ["姓名", "身份证号", "性别", "民族", "学校", "年级", "班级", "入学年月", "户口", "电话", "学籍号"]
    let row = [
      "刘小", id(14), "男", "汉族", "江背小学", "三年级", "1班", "202409", "江背村", "13800000009", "G" + id(14),
    ]
    let found = try guess(
      "students", [SheetSample(index: 0, name: "学籍", rows: lines(heading, row))])
    #expect(found.persons == 1 && found.place(of: .id, person: 0) == 1)
    #expect(found.place(of: .value("roll"), person: 0) == 10)
  }

  @Test func `已外出务工信息: title and note above the heading in row 3`() throws {
    let sample = SheetSample(
      index: 0, name: "Sheet1",
      rows: lines(
        ["已外出务工信息"], ["导出时间：2026-11-01", "", "共 2 条"],
        ["县", "乡", "村", "户编号", "姓名", "证件号码", "务工所在地", "务工企业名称", "务工月收入（元）"],
        ["兴国县", "江背镇", "江背村", "A1", "张三", id(1), "广东省", "某厂", "4500"]))
    let found = try guess("work", [sample])
    #expect(found.headingRow == 3 && found.place(of: .value("amount"), person: 0) == 8)
    #expect(found.place(of: .value("place"), person: 0) == 6)
  }

  @Test func `a sheet without headings is guessed by its contents`() throws {
    let rows = (1...6).map { ["王小明", id($0), "江背镇", "江背村", "2026-10-0\($0)", "\($0)200.50", "肺炎"] }
    let sample = SheetSample(
      index: 0, name: "Sheet1",
      rows: rows.enumerated().map { SheetSample.Line(number: $0.offset + 1, cells: $0.element) })
    let found = try guess("medical", [sample])
    #expect(
      found.headingRow == 0
        && found.columns.allSatisfy { $0.use == .ignored || $0.ground == .contents })
    #expect(found.place(of: .value("amount"), person: 0) == 5)
    #expect(found.place(of: .value("day"), person: 0) == 4)
  }

  @Test(arguments: [
    (["合计", "", "", "1200"], "合计行"), (["制表人：张三", "", "审核人：李四"], "表尾说明"),
    (["以上数据截至十月底"], "表尾说明"), (["示例（导入时忽略）", "张三", TestCounty.id(1)], "示例行"),
    (["序号", "姓名", "身份证号码", "类别"], "重复的表头"), (["", "", ""], "空行"),
    (["1", "张三", TestCounty.id(1), ""], ""),
  ])
  func `rows that are about nobody are skipped, with what they are`(cells: [String], what: String)
    throws
  {
    let layout = try guess(
      "lowincome",
      [
        SheetSample(
          index: 0, name: "a", rows: lines(["序号", "姓名", "身份证号码", "类别"], ["1", "李红", id(13), "低保"]))
      ])
    switch RowMatter(cells, layout) {
    case .record: #expect(what.isEmpty)
    case .skipped(let found): #expect(found == what)
    }
  }

  @Test func `of two columns with one title nobody knows which counts`() throws {
    let heading = ["姓名", "身份证号", "结算日期", "个人自付", "个人自付"]
    func layout(_ last: String) throws -> SheetLayout {
      let row = ["张三", id(1), "2026-10-02", "100.5", last]
      return try guess(
        "medical", [SheetSample(index: 0, name: "a", rows: lines(heading, row, row))])
    }
    #expect(try layout("90").doubtful == ["个人自付"])
    #expect(try layout("100.5").doubtful.isEmpty)
    #expect(try !layout("90").isPlain(for: item("medical")))
    // Under heads of their own they are different columns.
    let upper = ["儿童", "", "监护人", "", "发放金额"]
    let lower = ["姓名", "身份证号", "姓名", "电话", ""]
    let row = ["刘一", id(10), "刘大", "13800000000", "1300"]
    let orphan = SheetSample(index: 0, name: "a", rows: lines(upper, lower, row, row))
    #expect(try guess("orphan", [orphan]).doubtful.isEmpty)
  }

  @Test func `headings alone are a file in which nothing happened`() throws {
    let found = try guess(
      "accident", [SheetSample(index: 0, name: "a", rows: lines(["姓名", "身份证号", "事故日期", "伤情"]))])
    #expect(found.headingRow == 1 && found.place(of: .id, person: 0) == 1)
  }

  @Test func `a record's place grows down the file and tells itself`() {
    let places = [(0, 5, 0), (0, 5, 1), (0, 6, 0), (2, 1, 0)].map {
      RowPlace(sheet: $0.0, row: $0.1, person: $0.2)
    }
    #expect(places.map(\.code) == places.map(\.code).sorted())
    #expect(places.map { RowPlace(code: $0.code) } == places)
    #expect(places[1].text == "第 5 行第 2 人" && RowPlace(code: 12).text == "第 12 行")
  }

  @Test func `rows whose number was left out are rows, and numbered titles are titles`() throws {
    let title = ["序号", "姓名", "身份证号", "结算日期", "个人自付"]
    let found = try guess(
      "medical",
      [
        SheetSample(
          index: 0, name: "Sheet1",
          rows: lines(
            title, ["1", "2", "3", "4", "5"], ["1", "张三", "", "2026-10-03", "1200.50"],
            ["2", "李四", "", "", "90.00"], ["3", "王五", id(9), "2026-10-05", "88.00"]))
      ])
    #expect(found.headingRow == 2 && found.place(of: .id, person: 0) == 2)
    #expect(found.place(of: .value("amount"), person: 0) == 4)
  }
}

private func id(_ number: Int) -> String { TestCounty.id(number) }

private func item(_ id: String) throws -> DataItem {
  try #require(try PolicyShelf.load("jiangxi-2026", from: nil).item(id))
}

private func lines(_ rows: [String]...) -> [SheetSample.Line] {
  rows.enumerated().map { SheetSample.Line(number: $0.offset + 1, cells: $0.element) }
}

private func guess(_ itemID: String, _ samples: [SheetSample]) throws -> SheetLayout {
  let layouts = LayoutGuess(try item(itemID)).sheets(samples)
  #expect(layouts.count == 1)
  return try #require(layouts.first)
}
