/// A column of the sheet by which a form is changed; each row of it is a field.
package enum FormColumn: String, CaseIterable, Sendable {
  case section = "分组"
  case name = "字段名"
  case title = "标题"
  case kind = "类型"
  case options = "选项"
  case required = "必填"
  case when = "显示条件"
  case least = "最小"
  case most = "最大"
  case pattern = "格式"
  case unit = "单位"
  case hint = "提示"
  case filler = "填写人"

  package var note: String {
    switch self {
    case .section: "字段排在哪个标题下面。留空即与上一行同组。"
    case .name: "已有的字段不要改名。新加的字段留空，由系统编号；也可写字母和数字。"
    case .title: "必填。填表的人看到的问题，最多 60 字。第一行“表单”写表单名称。"
    case .kind:
      "必填。从下拉中选：\(FormColumn.kinds.joined(separator: "、"))。“表单”行写表单本身，只有一行。"
    case .options: "单选、多选填写，用分号隔开，如 井水；自来水；其他。是否可写 1=有；0=没有 来换说法。"
    case .required: "是 或 否，留空为否。"
    case .when: "只在前面某题选了某项时才问，如 水源=井水 或 水源=井水|其他。写前面字段的标题或字段名。"
    case .least: "整数：最小值；金额：最少几元；文字：最少几字；多选：最少几项；日期：不早于今天起第几天。"
    case .most: "整数：最大值；金额：最多几元；文字：最多几字；多选：最多几项；日期：0 即不晚于今天。"
    case .pattern: "单行文字的写法，正则表达式，如 [A-Z][0-9]{4}。一般留空。"
    case .unit: "如 人、亩、元。"
    case .hint: "题目下面的小字，最多 200 字。“表单”行写表号。"
    case .filler: "写“干部”的，农户自己申报时不问，由干部补填。留空即农户也填。"
    }
  }

  /// The word of the row that says what the form is called.
  package static let formWord = "表单"

  package static let officeWord = "干部"

  package static let kinds = [formWord] + FormKind.allCases.map(\.title)
}

extension FormDefinition {
  /// The form as the rows of a sheet, without its heading.
  package var rows: [[String]] {
    let head = FormColumn.allCases.map { column in
      switch column {
      case .name: name
      case .title: title
      case .kind: FormColumn.formWord
      case .hint: document ?? ""
      default: ""
      }
    }
    return [head]
      + sections.flatMap { section in
        section.fields.map { field in
          FormColumn.allCases.map { field.cell($0, in: section) }
        }
      }
  }
}

extension FormField {
  fileprivate func cell(_ column: FormColumn, in section: FormSection) -> String {
    switch column {
    case .section: section.title
    case .name: name
    case .title: title
    case .kind: kind.title
    case .options: options.map(\.text).joined(separator: "；")
    case .required: isRequired ? "是" : ""
    case .when: when.map { "\($0.field)=\($0.values.joined(separator: "|"))" } ?? ""
    case .least: least.map(String.init) ?? ""
    case .most: most.map(String.init) ?? ""
    case .pattern: pattern ?? ""
    case .unit: unit ?? ""
    case .hint: hint ?? ""
    case .filler: isOffice ? FormColumn.officeWord : ""
    }
  }
}
