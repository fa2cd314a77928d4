import Casework
import Testing

/// A definition that cannot be meant is refused with the field and the reason.
struct FormCheckTests {
  private static func form(_ fields: [FormField], name: String = "x.water") -> FormDefinition {
    FormDefinition(
      name: name, version: "1", title: "饮水补充调查", document: nil,
      sections: [FormSection(title: "饮水", fields: fields)])
  }

  private static func choice(_ options: [String]) -> FormField {
    var field = FormField("x.source", "水源", .choice)
    field.options = options.map(FormOption.init)
    return field
  }

  private static func field(
    _ kind: FormKind = .line, _ change: (inout FormField) -> Void = { _ in }
  ) -> FormField {
    var field = FormField("x.note", "说明", kind)
    change(&field)
    return field
  }

  @Test func `a sound form has no fault`() {
    let asked = Self.field { $0.when = FormCondition(field: "x.source", values: ["井水"]) }
    #expect(Self.form([Self.choice(["井水", "自来水"]), asked]).faults.isEmpty)
  }

  static let wrong: [(FormField, String)] = [
    (FormField("水", "水", .line), "字段名“水”不对"),
    (field { $0.title = "" }, "标题应为"),
    (choice([]), "要有 2 至 40 个选项"),
    (choice(["井水"]), "要有 2 至 40 个选项"),
    (choice(["井水", "井水"]), "值相同"),
    (choice(["井水", "自来水,桶装水"]), "里不能有"),
    (field { $0.options = [FormOption("井水")] }, "不能有选项"),
    (field(.yesNo) { $0.options = [FormOption("有"), FormOption("无")] }, "只能是 1=…；0=…"),
    (field(.number) { ($0.least, $0.most) = (5, 1) }, "最小 5 大于最大 1"),
    (field(.phone) { $0.least = 3 }, "不能有最小和最大"),
    (field { $0.pattern = "[A-Z" }, "不是正则表达式"),
    (field { $0.pattern = "(a+)+b" }, "格式太复杂"),
    (field { $0.pattern = "(a|aa)*b" }, "格式太复杂"),
    (field { $0.pattern = #"(a)\1"# }, "格式太复杂"),
    (field { $0.pattern = "a*a*a*a*a*b" }, "格式太复杂"),
    (field(.number) { $0.pattern = "[0-9]+" }, "只有单行文字可以有格式"),
    (field { $0.when = FormCondition(field: "x.none", values: ["1"]) }, "不存在或排在它后面"),
    (field { $0.when = FormCondition(field: "x.later", values: ["1"]) }, "不存在或排在它后面"),
    (field { $0.when = FormCondition(field: "x.count", values: ["1"]) }, "条件只能看"),
    (field { $0.when = FormCondition(field: "x.first", values: ["2"]) }, "不是“先问”的选项"),
    (field { $0.when = FormCondition(field: "x.first", values: []) }, "没有写值"),
  ]

  @Test(arguments: wrong)
  func `a bad field is refused`(field: FormField, reason: String) {
    let form = Self.form([
      FormField("x.first", "先问", .yesNo), FormField("x.count", "数", .number), field,
      FormField("x.later", "后问", .yesNo),
    ])
    let faults = form.faults
    #expect(faults.count == 1 && faults.first?.field == 2)
    #expect(faults.first?.sentence.contains(reason) == true)
  }

  @Test func `a form as a whole can be wrong`() {
    func told(_ form: FormDefinition) -> String { form.faults.map(\.sentence).joined() }
    #expect(told(Self.form([])).contains("没有字段"))
    #expect(told(Self.form([Self.field()], name: "water")).contains("x. 加字母或数字"))
    #expect(told(Self.form([Self.field(), Self.field()])).contains("用了两次"))
    let many = (0...FormDefinition.mostFields).map { FormField("x.\($0)", "第 \($0) 项", .line) }
    #expect(told(Self.form(many)).contains("字段太多：121 个"))
  }

  @Test func `what the rules read of an application the household is asked`() {
    var name = FormField("name", "姓名", .line)
    name.isOffice = true
    let form = Self.form([name, Self.field { $0.isOffice = true }], name: "application")
    #expect(form.faults.map(\.sentence).joined().contains("“姓名”不能只由干部填"))
    #expect(form.forHousehold.fields.isEmpty)
  }

  @Test func `what the rules read can neither go nor change its kind`() {
    var way = FormField("way", "方式", .choice)
    way.options = [FormOption("visit=上门"), FormOption("pigeon=飞鸽")]
    let form = Self.form(
      [FormField("situation", "情况", .number), way], name: KnownForm.followUp.rawValue)
    let told = form.faults.map(\.sentence).joined()
    #expect(told.contains("缺少字段 income"))
    #expect(told.contains("“情况”应为多行文字"))
    #expect(told.contains("选项 pigeon=飞鸽 规则不认识"))
  }
}
