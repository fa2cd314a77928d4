/// A form as it was read from the rows of a sheet, with all that is wrong in it.
package struct FormReading: Sendable {
  /// Of no edition yet; nil where a row cannot be read.
  package let form: FormDefinition?
  package let faults: [RowFault]

  /// What is wrong in a row, and what to do.
  package struct RowFault: Hashable, Sendable {
    /// As the spreadsheet program numbers it; nil where it is the sheet as a whole.
    package let row: Int?
    package let sentence: String
  }

  /// - Parameters:
  ///   - rows: the sheet from its heading on, with the numbers of its rows.
  ///   - newName: the name of a form that has none yet.
  ///   - known: the form in force of that name, whose fields keep their names.
  package init(
    _ rows: [(number: Int, cells: [String])], newName: String,
    known: (String) -> FormDefinition?
  ) {
    var reader = FormReader()
    reader.read(rows, known)
    let name = reader.name.isEmpty ? newName : reader.name
    let form = FormDefinition(
      name: name, version: "", title: reader.title, document: reader.document,
      sections: reader.sections)
    let checked = reader.faults.isEmpty ? form.faults : []
    faults =
      reader.faults
      + checked.map { fault in
        RowFault(row: fault.field.map { reader.places[$0] }, sentence: fault.sentence)
      }
    self.form = faults.isEmpty ? form : nil
  }
}

/// What is read of a sheet so far.
private struct FormReader {
  var (name, title) = ("", "")
  var document: String?
  var sections: [FormSection] = []
  var faults: [FormReading.RowFault] = []
  /// The rows of the fields, in order.
  var places: [Int] = []
  private var columns: [FormColumn: Int] = [:]
  private var known: FormDefinition?
  private var fields: [FormField] { sections.flatMap(\.fields) }

  mutating func read(
    _ rows: [(number: Int, cells: [String])], _ known: (String) -> FormDefinition?
  ) {
    guard let heading = rows.first else {
      return refuse(nil, "表里没有内容，请用下载的模板填写。")
    }
    for (index, cell) in heading.cells.enumerated() {
      if let column = FormColumn(rawValue: cell.filter { !$0.isWhitespace }) {
        columns[column] = index
      }
    }
    if let missing = [FormColumn.title, .kind].first(where: { columns[$0] == nil }) {
      return refuse(heading.number, "表头缺少“\(missing.rawValue)”列，请用下载的模板填写，不要改表头。")
    }
    let body = rows.dropFirst().filter { row in row.cells.contains { !$0.isEmpty } }
    guard let head = body.first(where: { text(.kind, $0.cells) == FormColumn.formWord }) else {
      return refuse(nil, "缺少类型为“表单”的一行：请在标题列写表单名称，提示列写表号。")
    }
    (name, title) = (text(.name, head.cells), text(.title, head.cells))
    let number = text(.hint, head.cells)
    document = number.isEmpty ? nil : number
    self.known = known(name)
    for row in body where row.number != head.number { take(row.number, row.cells) }
  }

  private mutating func refuse(_ row: Int?, _ sentence: String) {
    faults.append(FormReading.RowFault(row: row, sentence: sentence))
  }

  /// What people read stays as it was written; names and numbers are often typed in wide letters.
  private func text(_ column: FormColumn, _ cells: [String]) -> String {
    guard let index = columns[column], cells.indices.contains(index) else { return "" }
    switch column {
    case .name, .kind, .required, .least, .most, .filler: return CellText.cleaned(cells[index])
    default: return FormReader.tidy(cells[index])
    }
  }

  private mutating func take(_ row: Int, _ cells: [String]) {
    let (word, title) = (text(.kind, cells), text(.title, cells))
    guard let kind = FormKind.allCases.first(where: { [$0.title, $0.rawValue].contains(word) })
    else {
      let kinds = FormKind.allCases.map(\.title).joined(separator: "、")
      return refuse(row, "“\(title)”的类型“\(word)”不认识，请从下拉中选：\(kinds)。")
    }
    var field = FormField(fieldName(text(.name, cells)), title, kind)
    field.options = text(.options, cells).split { "；;\n".contains($0) }
      .map { FormOption(FormReader.tidy($0)) }
    field.least = whole(.least, cells, row)
    field.most = whole(.most, cells, row)
    field.isRequired = isYes(cells, row)
    field.when = condition(text(.when, cells))
    (field.pattern, field.unit) = (filled(.pattern, cells), filled(.unit, cells))
    field.hint = filled(.hint, cells)
    field.isOffice = isOffice(cells, row)
    add(field, to: text(.section, cells))
    places.append(row)
  }

  private func filled(_ column: FormColumn, _ cells: [String]) -> String? {
    let text = text(column, cells)
    return text.isEmpty ? nil : text
  }

  /// A field without a name gets the next number; one that the form does not have is the county's.
  private func fieldName(_ text: String) -> String {
    guard !text.isEmpty else {
      let names = Set(fields.map(\.name) + (known?.fields ?? []).map(\.name))
      return (1...).lazy.map { "x.\($0)" }.first { !names.contains($0) } ?? "x.1"
    }
    let isKnown = known?.field(text) != nil || FormDefinition.isOwn(text)
    return isKnown ? text : "x.\(text)"
  }

  private mutating func whole(_ column: FormColumn, _ cells: [String], _ row: Int) -> Int? {
    let text = text(column, cells)
    guard !text.isEmpty else { return nil }
    if let number = Int(text) { return number }
    refuse(row, "“\(column.rawValue)”写的“\(text)”应为整数，如 1；没有就留空。")
    return nil
  }

  private mutating func isYes(_ cells: [String], _ row: Int) -> Bool {
    switch text(.required, cells) {
    case "是", "必填", "1": return true
    case "", "否", "选填", "0": return false
    case let other:
      refuse(row, "“必填”写的“\(other)”不认识，请写 是 或 否。")
      return false
    }
  }

  private mutating func isOffice(_ cells: [String], _ row: Int) -> Bool {
    switch text(.filler, cells) {
    case FormColumn.officeWord: return true
    case "", "农户": return false
    case let other:
      refuse(row, "“填写人”写的“\(other)”不认识，请写 干部，或留空。")
      return false
    }
  }

  /// Names and answers may be written as the form's reader sees them.
  private func condition(_ text: String) -> FormCondition? {
    let parts = text.split(maxSplits: 1) { "=＝".contains($0) }.map(FormReader.tidy)
    guard let first = parts.first else { return nil }
    let wanted = parts.count > 1 ? parts[1].split { "|｜".contains($0) }.map(FormReader.tidy) : []
    let source = fields.last { [first, "x.\(first)"].contains($0.name) || $0.title == first }
    return FormCondition(
      field: source?.name ?? first,
      values: wanted.map { value in
        source?.choices.first { [$0.value, $0.title].contains(value) }?.value ?? value
      })
  }

  private mutating func add(_ field: FormField, to section: String) {
    let title = section.isEmpty ? sections.last?.title ?? "基本情况" : section
    guard let last = sections.last, last.title == title else {
      sections.append(FormSection(title: title, fields: [field]))
      return
    }
    sections[sections.count - 1] = FormSection(title: title, fields: last.fields + [field])
  }

  private static func tidy(_ text: some StringProtocol) -> String {
    String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
