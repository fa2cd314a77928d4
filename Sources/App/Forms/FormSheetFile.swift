import Casework
import Documents
import Foundation

/// The one sheet of xlsx by which a form is looked at, changed and loaded back.
enum FormSheetFile {
  static func bytes(of form: FormDefinition, in folder: URL) throws -> Data {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: ".form-\(UUID().uuidString).xlsx")
    defer { unlink(file.path) }
    try SheetTemplate(
      name: form.title.filter { !"[]:*?/\\".contains($0) },
      columns: FormColumn.allCases.map(column), rows: FormDefinition.mostFields + 40,
      filled: form.rows
    ).write(to: file.path)
    return try Data(contentsOf: file)
  }

  private static func column(_ column: FormColumn) -> SheetTemplate.Column {
    let content: SheetTemplate.Content =
      switch column {
      case .kind: .choice(FormColumn.kinds)
      case .required: .choice(["是", "否"])
      default: .text
      }
    return SheetTemplate.Column(
      title: column.rawValue, note: column.note, sample: "",
      isRequired: [.title, .kind].contains(column), content: content)
  }

  static func rows(of file: URL) throws -> [(number: Int, cells: [String])] {
    var (reader, rows): (any SheetReader, [(number: Int, cells: [String])]) = (
      try SheetFile.open(file.path), []
    )
    while let row = try reader.next(), rows.count < 1_000 {
      rows.append((row.number, row.cells))
    }
    return rows
  }

  /// What a county begins a form of its own with.
  static let example: FormDefinition = {
    var source = FormField("x.1", "水源", .choice)
    source.options = ["自来水", "井水", "山泉水", "其他"].map(FormOption.init)
    source.isRequired = true
    var other = FormField("x.2", "其他水源是什么", .line)
    other.isRequired = true
    other.when = FormCondition(field: "x.1", values: ["其他"])
    var months = FormField("x.3", "一年缺水几个月", .number)
    (months.least, months.most, months.unit) = (0, 12, "月")
    months.hint = "不缺水写 0"
    return FormDefinition(
      name: "", version: "", title: "饮水补充调查（示例，请改成您的表）", document: nil,
      sections: [FormSection(title: "饮水", fields: [source, other, months])])
  }()

  /// The answers of many households as one sheet, a column for every field that any version asked.
  static func bytes(of rows: [[String]], in folder: URL) throws -> Data {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: ".answers-\(UUID().uuidString).xlsx")
    defer { unlink(file.path) }
    let writer = try SheetFile.create(file.path, .xlsx)
    for row in rows { try writer.add(row) }
    try writer.close()
    return try Data(contentsOf: file)
  }
}
