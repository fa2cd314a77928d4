import Casework
import Testing

/// A form goes through its sheet and comes back the same; what is written wrong is told by row.
struct FormReadingTests {
  private static let heading = FormColumn.allCases.map(\.rawValue)

  private static func form() -> FormDefinition {
    var source = FormField("x.source", "水源", .choice)
    source.options = ["自来水", "井水", "other=其他，请写明"].map(FormOption.init)
    source.isRequired = true
    var other = FormField("x.other", "其他水源", .line)
    other.when = FormCondition(field: "x.source", values: ["other"])
    (other.most, other.pattern, other.hint) = (20, "[^0-9]*", "“其他”才填")
    other.isOffice = true
    var dry = FormField("x.dry", "缺水", .yesNo)
    dry.options = ["1=缺", "0=不缺"].map(FormOption.init)
    var months = FormField("x.months", "缺水几个月", .number)
    (months.least, months.most, months.unit) = (0, 12, "月")
    return FormDefinition(
      name: "x.water", version: "", title: "饮水调查", document: "表 9",
      sections: [
        FormSection(title: "水源", fields: [source, other]),
        FormSection(title: "缺水", fields: [dry, months]),
      ])
  }

  private func read(_ rows: [[String]], known: FormDefinition? = nil) -> FormReading {
    let numbered = rows.enumerated().map { (number: $0.offset + 1, cells: $0.element) }
    return FormReading(numbered, newName: "x.new") { $0 == known?.name ? known : nil }
  }

  @Test func `a form comes back from its sheet as it was`() {
    let reading = read([Self.heading] + Self.form().rows)
    #expect(reading.faults.isEmpty && reading.form == Self.form())
  }

  @Test func `what a person writes in their own way is understood`() {
    let reading = read([
      ["标题", "类型", "分组", "选项", "必填", "显示条件", "最大", "字段名"],
      ["饮水调查", "表单"],
      ["水源", "单选", "水源", "自来水;井水\n其他", "必填"],
      [],
      ["其他水源", "单行文字", "", "", "", "水源＝其他｜井水", "２０"],
      ["水质", "是否", "", "", "1", "", "", "quality"],
    ])
    #expect(reading.faults.isEmpty)
    let form = reading.form
    #expect(form?.name == "x.new" && form?.sections.map(\.title) == ["水源"])
    #expect(form?.fields.map(\.name) == ["x.1", "x.2", "x.quality"])
    #expect(form?.fields[0].options.map(\.value) == ["自来水", "井水", "其他"])
    #expect(form?.fields[1].when == FormCondition(field: "x.1", values: ["其他", "井水"]))
    #expect(form?.fields[1].most == 20 && form?.fields[2].isRequired == true)
  }

  @Test func `fields of the form in force keep their names and new ones get others`() {
    let known = Self.form()
    let rows = [Self.heading] + known.rows + [["缺水", "", "谁送水", "单行文字"]]
    let reading = read(rows, known: known)
    #expect(reading.form?.fields.last?.name == "x.1")
    #expect(
      FormChanges(from: known, to: reading.form ?? known).added == ["谁送水（x.1，单行文字）"])
  }

  static let wrong: [([String], String)] = [
    (["饮水", "", "水质", "下拉"], "类型“下拉”不认识，请从下拉中选"),
    (["饮水", "", "水质", "是否", "", "也许"], "“必填”写的“也许”不认识"),
    (["饮水", "", "水价", "金额", "", "", "", "一"], "“最小”写的“一”应为整数"),
    (["饮水", "", "水质", "单选"], "要有 2 至 40 个选项"),
    (["饮水", "水质", "水质", "单行文字"], "只能用字母、数字和点"),
    (["饮水", "", "水质", "单行文字", "", "", "没有的题=1"], "不存在或排在它后面"),
    (["饮水", "", "水质", "单行文字", "", "", "先问=也许"], "“也许”不是“先问”的选项"),
    (["饮水", "", "水质", "单行文字"] + Array(repeating: "", count: 8) + ["村民"], "“填写人”写的“村民”不认识"),
    (["饮水", "", "", "单行文字"], "标题应为 1 至 60 字"),
  ]

  @Test(arguments: wrong)
  func `a bad row is told by its number`(row: [String], reason: String) {
    let reading = read([
      Self.heading, ["", "x.t", "饮水调查", "表单"], ["饮水", "", "先问", "是否"], row,
    ])
    #expect(reading.form == nil && reading.faults.map(\.row) == [4])
    #expect(reading.faults.first?.sentence.contains(reason) == true)
  }

  static let hopeless: [([[String]], String)] = [
    ([], "表里没有内容"),
    ([["姓名", "电话"]], "表头缺少“标题”列"),
    ([heading, ["饮水", "", "水质", "是否"]], "缺少类型为“表单”的一行"),
    ([heading, ["", "", "饮水调查", "表单"]], "没有字段"),
  ]

  @Test(arguments: hopeless)
  func `a sheet that is no form is told as a whole`(rows: [[String]], reason: String) {
    let reading = read(rows)
    #expect(reading.form == nil && reading.faults.first?.sentence.contains(reason) == true)
  }

  @Test func `changes are told in words`() {
    let old = Self.form()
    var fields = old.fields
    fields[0].options.removeLast()
    fields[0].isRequired = false
    fields[3].title = "缺水月数"
    let new = FormDefinition(
      name: old.name, version: "2", title: "饮水调查表", document: nil,
      sections: [FormSection(title: "水源", fields: [fields[0], fields[3]])])
    let changes = FormChanges(from: old, to: new)
    #expect(changes.removed == ["其他水源（x.other，单行文字）", "缺水（x.dry，是否）"])
    let told = changes.changed.joined()
    #expect(told.contains("“饮水调查”改为“饮水调查表”") && told.contains("去掉选项 其他，请写明"))
    #expect(told.contains("改为选填") && told.contains("标题由“缺水几个月”改为“缺水月数”"))
    #expect(told.contains("移到“水源”"))
    #expect(FormChanges(from: old, to: old).isEmpty)
    #expect(FormChanges(from: nil, to: old).added.count == 4)
  }

  @Test func `paper shows every choice, and of a filled form what was asked`() {
    let blank = Self.form().paper()
    #expect(blank.document == "表 9" && blank.sections.map(\.title) == ["水源", "缺水"])
    #expect(blank.sections[0].rows[0].value == "□ 自来水　□ 井水　□ 其他，请写明")
    #expect(blank.sections[0].rows[1].title == "其他水源（“水源”为“其他，请写明”时填写）")
    #expect(blank.sections[1].rows[1].title == "缺水几个月（月）")
    let filled = Self.form().paper(["x.source": "井水", "x.dry": "0", "x.months": "3"])
    #expect(filled.sections[0].rows.map(\.value) == ["□ 自来水　☑ 井水　□ 其他，请写明"])
    #expect(filled.sections[1].rows.map(\.value) == ["□ 缺　☑ 不缺", "3"])
  }

  @Test func `a number that names a person is shown in part`() {
    let phone = FormField("x.p", "电话", .phone)
    #expect(phone.masked("13812345678") == "138****5678")
    #expect(FormField("x.i", "号", .idNumber).masked("36073219800101009X").contains("****"))
  }
}
