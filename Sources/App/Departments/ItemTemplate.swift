package import Casework
import Documents
import Foundation

/// The file that a department fills in for a data item.
package enum ItemTemplate {
  /// How the first cell of a row begins that is only an example.
  static let sampleMark = "示例"

  private static func sheet(_ item: DataItem) -> SheetTemplate {
    SheetTemplate(
      name: item.title.filter { !"[]:*?/\\".contains($0) },
      columns: before(item) + item.columns.map(column) + after)
  }

  package static func write(_ item: DataItem, to path: String) throws {
    try sheet(item).write(to: path)
  }

  /// Writes the template and gives its bytes.
  static func bytes(_ item: DataItem, in folder: URL) throws -> Data {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: ".template-\(UUID().uuidString).xlsx")
    defer { unlink(file.path) }
    try write(item, to: file.path)
    return try Data(contentsOf: file)
  }

  private static func before(_ item: DataItem) -> [SheetTemplate.Column] {
    let whose = item.subject == .household ? "户主" : ""
    return [
      text("序号", "按行编号。首格写“\(sampleMark)”的行在导入时忽略。", "\(sampleMark)（导入时忽略）"),
      text("数据月份", "数据所属月份，如 2026-10。整份文件相同，可只填第一行。", "2026-10"),
      text("乡镇", "户籍所在乡镇，如 江背镇。", "江背镇"),
      text("村", "户籍所在行政村，如 江背村。", "江背村"),
      SheetTemplate.Column(
        title: "\(whose)姓名", note: "必填。与身份证一致，不写备注和称谓。", sample: "张三", isRequired: true,
        content: .text),
      SheetTemplate.Column(
        title: "\(whose)证件号码",
        note: "必填。18 位公民身份号码，末位 X 大写；残疾人证可填 20 位。本列已设为文本，请勿改成数值。",
        sample: "360732198001010012", isRequired: true, content: .digits(15...22)),
      SheetTemplate.Column(
        title: "联系电话", note: "选填。手机号或带区号的座机。", sample: "13800000000", isRequired: false,
        content: .digits(7...20)),
    ]
  }

  private static let after = [text("备注", "选填。需要说明的情况。", "")]

  private static func text(_ title: String, _ note: String, _ sample: String)
    -> SheetTemplate.Column
  {
    SheetTemplate.Column(
      title: title, note: note, sample: sample, isRequired: false, content: .text)
  }

  private static func column(_ column: DataColumn) -> SheetTemplate.Column {
    let need = column.isRequired ? "必填。" : "选填。"
    let also = column.titles.dropFirst()
    let names = also.isEmpty ? "" : "表头写成\(also.joined(separator: "、"))也能识别。"
    return SheetTemplate.Column(
      title: column.title, note: need + meaning(column) + names, sample: sample(column),
      isRequired: column.isRequired, content: content(column))
  }

  private static func meaning(_ column: DataColumn) -> String {
    let (least, most) = (column.min ?? 0, column.max)
    let range = most.map { "，\(least) 至 \($0)" } ?? ""
    return switch column.type {
    case .day: "日期，写成 2026-10-31 的样子，不能在今天之后。"
    case .money: "金额，单位元，可带两位小数\(range)。"
    case .integer: "整数\(range)。"
    case .identity: "号码，按文本填写。"
    case .fraction: "0 到 1 之间的小数，如 0.83。"
    case .text where !column.options.isEmpty: "从下拉中选：\(column.options.joined(separator: "、"))。"
    case .text: "文字，如 \(sample(column))。"
    }
  }

  private static func sample(_ column: DataColumn) -> String {
    if let example = column.example ?? column.options.first { return example }
    return switch column.type {
    case .day: "2026-10-15"
    case .money: "1200.00"
    case .integer: "\(column.min ?? 1)"
    case .identity: "G360732201501010012"
    case .fraction: "0.83"
    case .text: ""
    }
  }

  private static func content(_ column: DataColumn) -> SheetTemplate.Content {
    let (least, most) = (Double(column.min ?? 0), Double(column.max ?? 100_000_000))
    return switch column.type {
    case .day: .date
    case .money: .number(least...most, isWhole: false)
    case .integer: .number(least...most, isWhole: true)
    case .identity: .digits(15...25)
    case .fraction: .number(0...1, isWhole: false)
    case .text: column.options.isEmpty ? .text : .choice(column.options)
    }
  }
}
