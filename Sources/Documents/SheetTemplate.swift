internal import CXlsxWriter
internal import Glibc

/// A sheet for people to fill in: headings with notes, choices where values are coded, a sample.
package struct SheetTemplate: Sendable {
  package let name: String
  package let columns: [Column]
  /// How many rows below the sample are prepared.
  package let rows: Int
  /// What is filled in already, in place of the sample.
  package let filled: [[String]]

  package init(name: String, columns: [Column], rows: Int = 5_000, filled: [[String]] = []) {
    (self.name, self.columns, self.rows, self.filled) = (name, columns, rows, filled)
  }

  /// One column with what may stand in it.
  package struct Column: Sendable {
    package let title: String
    package let note: String
    package let sample: String
    package let isRequired: Bool
    package let content: Content

    package init(
      title: String, note: String, sample: String, isRequired: Bool, content: Content
    ) {
      (self.title, self.note, self.sample) = (title, note, sample)
      (self.isRequired, self.content) = (isRequired, content)
    }
  }

  /// What a spreadsheet program lets people type.
  package enum Content: Sendable {
    /// Digits that are no number, e.g. of identity or telephone, of so many places.
    case digits(ClosedRange<Int>)
    case choice([String])
    case number(ClosedRange<Double>, isWhole: Bool)
    case date
    case text
  }

  /// Writes the template as xlsx; it is whole and flushed afterwards.
  package func write(to path: String) throws {
    let desk = try TemplateDesk(path, self)
    for (index, column) in columns.enumerated() {
      desk.add(column, at: lxw_col_t(index), isSampled: filled.isEmpty)
    }
    for (index, cells) in filled.enumerated() { desk.fill(cells, at: lxw_row_t(index) + 1) }
    try desk.close()
  }
}

/// A template under way.
private struct TemplateDesk {
  private let book: UnsafeMutablePointer<lxw_workbook>
  private let sheet: UnsafeMutablePointer<lxw_worksheet>
  private let path: String
  private let lastRow: UInt32
  private let formats: Formats

  init(_ path: String, _ template: SheetTemplate) throws {
    guard let book = workbook_new(path),
      let sheet = workbook_add_worksheet(book, String(template.name.prefix(31)))
    else { throw SheetFault.broken(path) }
    (self.book, self.sheet, self.path) = (book, sheet, path)
    lastRow = UInt32(template.rows) + 1
    formats = Formats(book)
    worksheet_freeze_panes(sheet, 1, 0)
    worksheet_set_row(sheet, 0, 28, nil)
    worksheet_set_landscape(sheet)
    worksheet_repeat_rows(sheet, 0, 0)
  }

  func add(_ column: SheetTemplate.Column, at place: lxw_col_t, isSampled: Bool) {
    let width = Double(max(column.title.count * 2 + 4, 12))
    var cell = formats.text
    if case .number = column.content { cell = formats.number }
    if case .date = column.content { cell = formats.day }
    worksheet_set_column(sheet, place, place, width, cell)
    worksheet_write_string(
      sheet, 0, place, column.title, column.isRequired ? formats.needed : formats.heading)
    var options = lxw_comment_options()
    (options.width, options.height) = (260, 120)
    worksheet_write_comment_opt(sheet, 0, place, column.note, &options)
    if isSampled { worksheet_write_string(sheet, 1, place, column.sample, formats.sample) }
    validate(column, place)
  }

  /// A row of what is known already.
  func fill(_ cells: [String], at row: lxw_row_t) {
    for (place, cell) in cells.enumerated() where !cell.isEmpty {
      worksheet_write_string(sheet, row, lxw_col_t(place), cell, formats.text)
    }
  }

  private func validate(_ column: SheetTemplate.Column, _ place: lxw_col_t) {
    var rule = lxw_data_validation()
    rule.ignore_blank = UInt8(LXW_VALIDATION_ON.rawValue)
    rule.criteria = UInt8(LXW_VALIDATION_CRITERIA_BETWEEN.rawValue)
    rule.error_type = UInt8(LXW_VALIDATION_ERROR_TYPE_WARNING.rawValue)
    switch column.content {
    case .text: return
    case .choice(let options): return choose(options, column, place)
    case .digits(let places):
      rule.validate = UInt8(LXW_VALIDATION_TYPE_LENGTH.rawValue)
      (rule.minimum_number, rule.maximum_number) = (
        Double(places.lowerBound), Double(places.upperBound)
      )
    case .number(let range, let isWhole):
      let kind = isWhole ? LXW_VALIDATION_TYPE_INTEGER : LXW_VALIDATION_TYPE_DECIMAL
      rule.validate = UInt8(kind.rawValue)
      (rule.minimum_number, rule.maximum_number) = (range.lowerBound, range.upperBound)
    case .date:
      rule.validate = UInt8(LXW_VALIDATION_TYPE_DATE.rawValue)
      rule.minimum_datetime = lxw_datetime(year: 1900, month: 1, day: 1, hour: 0, min: 0, sec: 0)
      rule.maximum_datetime = lxw_datetime(year: 2099, month: 12, day: 31, hour: 0, min: 0, sec: 0)
    }
    apply(&rule, column, place)
  }

  /// A drop-down list; values that stand in it are chosen, others are warned of.
  private func choose(
    _ options: [String], _ column: SheetTemplate.Column, _ place: lxw_col_t
  ) {
    var rule = lxw_data_validation()
    rule.validate = UInt8(LXW_VALIDATION_TYPE_LIST.rawValue)
    rule.ignore_blank = UInt8(LXW_VALIDATION_ON.rawValue)
    rule.error_type = UInt8(
      (column.isRequired ? LXW_VALIDATION_ERROR_TYPE_STOP : LXW_VALIDATION_ERROR_TYPE_WARNING)
        .rawValue)
    var texts = options.map { strdup($0) }
    texts.append(nil)
    defer { for text in texts { free(text) } }
    texts.withUnsafeMutableBufferPointer { list in
      rule.value_list = list.baseAddress
      apply(&rule, column, place)
    }
  }

  private func apply(
    _ rule: inout lxw_data_validation, _ column: SheetTemplate.Column, _ place: lxw_col_t
  ) {
    let (title, message) = ("填写有误", "“\(column.title)”请按列标题批注的说明填写")
    title.withCString { heading in
      message.withCString { words in
        rule.error_title = UnsafeMutablePointer(mutating: heading)
        rule.error_message = UnsafeMutablePointer(mutating: words)
        worksheet_data_validation_range(sheet, 1, place, lastRow, place, &rule)
      }
    }
  }

  func close() throws {
    guard workbook_close(book) == LXW_NO_ERROR else { throw SheetFault.broken(path) }
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0, fsync(descriptor) == 0 else { throw SheetFault.broken(path) }
    Glibc.close(descriptor)
  }

  /// How the cells of a template look.
  private struct Formats {
    let heading, needed, sample, text, number, day: UnsafeMutablePointer<lxw_format>?

    init(_ book: UnsafeMutablePointer<lxw_workbook>) {
      func format(_ code: String?) -> UnsafeMutablePointer<lxw_format>? {
        let format = workbook_add_format(book)
        format_set_font_name(format, "宋体")
        if let code { format_set_num_format(format, code) }
        return format
      }
      func heading(_ colour: UInt32) -> UnsafeMutablePointer<lxw_format>? {
        let heading = format("@")
        format_set_bold(heading)
        format_set_font_color(heading, 0xFFFFFF)
        format_set_bg_color(heading, colour)
        format_set_align(heading, UInt8(LXW_ALIGN_CENTER.rawValue))
        format_set_align(heading, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
        format_set_border(heading, UInt8(LXW_BORDER_THIN.rawValue))
        return heading
      }
      self.heading = heading(0x5F7A6C)
      needed = heading(0x1F5A44)
      sample = format("@")
      format_set_italic(sample)
      format_set_font_color(sample, 0x808080)
      (text, number, day) = (format("@"), format("General"), format("yyyy-mm-dd"))
    }
  }
}
