import Casework
import Testing

/// Answers are judged by the definition, field by field, in the words of the form.
struct FormJudgementTests {
  private let today: Day

  init() throws { today = try #require(Day("2026-11-23")) }

  private static func field(
    _ kind: FormKind, _ change: (inout FormField) -> Void = { _ in }
  ) -> FormField {
    var field = FormField("x.a", "甲项", kind)
    if [.choice, .choices].contains(kind) {
      field.options = ["井水", "自来水", "桶装水"].map(FormOption.init)
    }
    change(&field)
    return field
  }

  private func judge(_ fields: [FormField], _ values: [String: String]) -> FormJudgement {
    FormDefinition(
      name: "x.t", version: "1", title: "试", document: nil,
      sections: [FormSection(title: "组", fields: fields)]
    ).judge(values, today: today)
  }

  static let taken: [(FormField, String, String)] = [
    (field(.line), "  张三 ", "张三"),
    (field(.number) { $0.least = 0 }, "03", "3"),
    (field(.amount), "1,200.5", "1200.50"),
    (field(.day) { $0.most = 0 }, "2026-11-23", "2026-11-23"),
    (field(.yesNo), "0", "0"),
    (field(.choice), "井水", "井水"),
    (field(.choices), "桶装水,井水,井水", "井水,桶装水"),
    (field(.phone), "0797-5300000", "07975300000"),
    (field(.idNumber), "36073219800101009x", "36073219800101009X"),
    (field(.line) { $0.pattern = "[A-Z]-[0-9]{4}" }, "A-0012", "A-0012"),
  ]

  @Test(arguments: taken)
  func `a right answer is kept in one spelling`(field: FormField, text: String, kept: String) {
    let judgement = judge([field], ["x.a": text])
    #expect(judgement.refusals.isEmpty)
    #expect(judgement.answers == ["x.a": kept])
  }

  static let refused: [(FormField, String, String)] = [
    (field(.line) { $0.isRequired = true }, " ", "请填写“甲项”。"),
    (field(.yesNo) { $0.isRequired = true }, "", "请选择“甲项”。"),
    (field(.number), "三", "写的“三”不对：应为整数"),
    (field(.number) { ($0.least, $0.unit) = (1, "人") }, "0", "不能少于 1 人"),
    (field(.number) { $0.most = 30 }, "31", "不能超过 30"),
    (field(.amount), "-5", "应为金额"),
    (field(.amount), "999999999999", "不能超过 100000000 元"),
    (field(.day), "11月23日", "应为日期"),
    (field(.day) { $0.most = 0 }, "2026-11-24", "不能超过 2026-11-23"),
    (field(.day) { $0.least = -30 }, "2026-10-01", "不能少于 2026-10-24"),
    (field(.yesNo), "2", "没有“2”这个选项"),
    (field(.choice), "河水", "没有“河水”这个选项"),
    (field(.choices) { $0.most = 1 }, "井水,桶装水", "不能超过 1 项"),
    (field(.choices), "井水,河水", "没有“河水”这个选项"),
    (field(.phone), "12", "应为手机号"),
    (field(.idNumber), "360732198001010000", "18 位身份证号"),
    (field(.text) { $0.least = 5 }, "好", "不能少于 5 字"),
    (field(.line), String(repeating: "长", count: 201), "不能超过 200 字"),
    (
      field(.line) { ($0.pattern, $0.hint) = ("[A-Z]-[0-9]{4}", "写成 A-0012") }, "A12",
      "写法不对，写成 A-0012"
    ),
  ]

  @Test(arguments: refused)
  func `a wrong answer is refused by name`(field: FormField, text: String, reason: String) {
    let judgement = judge([field], ["x.a": text])
    #expect(judgement.answers.isEmpty)
    #expect(judgement.refusals.count == 1 && judgement.refusals.first?.field == "x.a")
    #expect(judgement.refusals.first?.sentence.contains(reason) == true)
  }

  @Test func `a field is asked only where its condition holds`() {
    let first = Self.field(.choices)
    var second = FormField("x.b", "乙项", .yesNo)
    (second.isRequired, second.when) = (true, FormCondition(field: "x.a", values: ["井水"]))
    var third = FormField("x.c", "丙项", .line)
    (third.isRequired, third.when) = (true, FormCondition(field: "x.b", values: ["1"]))
    let fields = [first, second, third]
    // Nothing is asked, and what was written meanwhile is not kept.
    let none = judge(fields, ["x.a": "自来水", "x.b": "1", "x.c": "写过"])
    #expect(none.refusals.isEmpty && none.answers == ["x.a": "自来水"])
    #expect(judge(fields, ["x.a": "井水"]).refusals.map(\.name) == ["x.b"])
    #expect(judge(fields, ["x.a": "井水,桶装水", "x.b": "1"]).refusals.map(\.name) == ["x.c"])
    #expect(judge(fields, ["x.a": "井水", "x.b": "0"]).refusals.isEmpty)
  }

  @Test func `names that are not of the form are left out`() {
    #expect(judge([Self.field(.line)], ["x.a": "有", "do": "submit"]).answers == ["x.a": "有"])
  }
}
