internal import CXlsxWriter

/// An older workbook written again as xlsx: all its sheets in their order, every cell as text.
enum CopiedBook {
  static func write(_ source: String, _ results: ResultColumn, to target: String) throws {
    let book = try SheetFile.book(source)
    var options = lxw_workbook_options()
    options.constant_memory = UInt8(LXW_TRUE.rawValue)
    guard let copy = workbook_new_opt(target, &options) else { throw SheetFault.broken("写入失败") }
    let warning = workbook_add_format(copy)
    format_set_bg_color(warning, 0xFFE5E0)
    do {
      for sheet in book.sheets {
        let page = try CopiedSheet(copy, sheet, warning)
        let place =
          results.firstRows[sheet.index] == nil
          ? nil : try ResultPlace(book, sheet.index, results)
        try page.fill(book.reader(sheet.index), place)
      }
    } catch {
      workbook_close(copy)
      throw error
    }
    guard workbook_close(copy) == LXW_NO_ERROR else { throw SheetFault.broken("写入失败") }
  }
}

/// One sheet of the copy.
private struct CopiedSheet {
  private let sheet: UnsafeMutablePointer<lxw_worksheet>
  private let warning: UnsafeMutablePointer<lxw_format>?

  init(
    _ book: UnsafeMutablePointer<lxw_workbook>, _ info: SheetInfo,
    _ warning: UnsafeMutablePointer<lxw_format>?
  ) throws {
    self.warning = warning
    // A name that xlsx does not allow gives way to a number.
    let isAllowed = workbook_validate_sheet_name(book, info.name) == LXW_NO_ERROR
    guard let sheet = workbook_add_worksheet(book, isAllowed ? info.name : "表\(info.index + 1)")
    else { throw SheetFault.broken("写入失败") }
    self.sheet = sheet
    if info.isHidden, info.index > 0 { worksheet_hide(sheet) }
    // The library closes a sheet's temporary file only where the sheet holds something.
    worksheet_write_blank(sheet, 0, 0, workbook_add_format(book))
  }

  func fill(_ reader: any SheetReader, _ place: ResultPlace?) throws {
    var (reader, row) = (reader, RowBuffer())
    while try reader.read(into: &row) {
      let mark = place?.mark(row.number)
      for column in 0..<max(row.count, mark == nil ? 0 : (place?.column ?? 0) + 1) {
        if let mark, column == place?.column {
          try put(mark.text, row.number, column, mark.isBad ? warning : nil)
        } else if !row.isEmpty(column) {
          try put(row[column], row.number, column, nil)
        }
      }
    }
  }

  private func put(
    _ text: String, _ row: Int, _ column: Int, _ format: UnsafeMutablePointer<lxw_format>?
  ) throws {
    let status = worksheet_write_string(
      sheet, UInt32(row - 1), lxw_col_t(column), String(text.prefix(32_767)), format)
    guard status == LXW_NO_ERROR else { throw SheetFault.tooLarge("超过工作表的行数或列数") }
  }
}
