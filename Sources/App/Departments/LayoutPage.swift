import Casework

/// What `Templates/departments/layout.mustache` shows.
struct LayoutPage: Page {
  static let template = "departments/layout"
  let id: Int64
  let title: String
  let file: String
  let fault: String?
  let sheets: [Sheet]

  struct Sheet: Sendable {
    let name: String
    let heading: String
    let columns: [Column]
  }

  struct Column: Sendable {
    let letter: String
    let title: String
    let samples: String
    let field: String
    let options: [Option]
    let isGuess: Bool
    let isIgnored: Bool
  }

  struct Option: Sendable {
    let word: String
    let label: String
    let isChosen: Bool
  }

  init(
    _ question: LayoutQuestion, _ item: DataItem, _ samples: [SheetSample],
    _ layouts: [SheetLayout], fault: String?
  ) {
    (id, file, title) = (question.id, question.file.name, item.title)
    self.fault = fault
    sheets = layouts.map { layout in
      let lines =
        samples.first { $0.index == layout.sheet }?.rows
        .filter { $0.number > layout.headingRow } ?? []
      return Sheet(
        name: layout.name,
        heading: layout.headingRow == 0
          ? "没有表头，按内容推测" : "表头到第 \(layout.headingRow) 行，每行 \(layout.persons) 人",
        columns: layout.columns.map { Column($0, layout, item, lines) })
    }
  }
}

extension LayoutPage.Column {
  init(
    _ column: LayoutColumn, _ layout: SheetLayout, _ item: DataItem, _ lines: [SheetSample.Line]
  ) {
    letter = Self.letter(column.index)
    title = column.title.isEmpty ? "（无标题）" : column.title
    let cells = lines.compactMap { line -> String? in
      guard line.cells.indices.contains(column.index) else { return nil }
      return line.cells[column.index].isEmpty ? nil : line.cells[column.index]
    }
    samples = cells.prefix(3).joined(separator: "，")
    field = LayoutForm.field(layout, column)
    (isGuess, isIgnored) = (
      column.ground == .contents && column.use != .ignored, column.use == .ignored
    )
    options = Self.options(column, layout, item)
  }

  private static func options(
    _ column: LayoutColumn, _ layout: SheetLayout, _ item: DataItem
  ) -> [LayoutPage.Option] {
    func option(_ use: ColumnUse, _ person: Int, _ label: String) -> LayoutPage.Option {
      LayoutPage.Option(
        word: "\(use.word)@\(person)", label: label,
        isChosen: column.use == use && (use == .ignored || column.person == person))
    }
    let whole = ColumnUse.plain.map { option($0.use, 0, $0.titles[0]) }
    let values = item.columns.map {
      option(.value($0.name), 0, $0.title + ($0.isRequired ? "（必填）" : ""))
    }
    let members = (1..<max(2, layout.persons)).flatMap { person in
      layout.persons == 1
        ? []
        : [
          option(.name, person, "第 \(person + 1) 人姓名"),
          option(.id, person, "第 \(person + 1) 人证件号码"),
        ]
    }
    return [option(.ignored, 0, "不用")] + whole + values + members
  }

  /// The spreadsheet's letter of a column, e.g. `AB`.
  private static func letter(_ index: Int) -> String {
    var (number, letters) = (index + 1, "")
    while number > 0 {
      letters = String(UnicodeScalar(UInt8(65 + (number - 1) % 26))) + letters
      number = (number - 1) / 26
    }
    return letters
  }
}
