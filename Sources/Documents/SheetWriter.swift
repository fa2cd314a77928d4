internal import CXlsxWriter
internal import Glibc

/// Writes a sheet from top to bottom in constant memory.
package protocol SheetWriter: AnyObject {
  /// Adds a row; the columns in `marked` are drawn in warning colour.
  func add(_ cells: [String], marked: Set<Int>) throws
  /// Finishes the file; it is whole and flushed afterwards.
  func close() throws
}

extension SheetWriter {
  package func add(_ cells: [String]) throws { try add(cells, marked: []) }
}

extension SheetFile {
  package static func create(_ path: String, _ format: SheetFormat) throws -> any SheetWriter {
    switch format {
    case .csv: try CSVWriter(path)
    case .xlsx, .xls, .html, .spreadsheetML: try XLSXWriter(path)
    }
  }
}

/// Writes CSV that Excel and WPS open as UTF-8.
///
/// A class, because it owns the open file.
package final class CSVWriter: SheetWriter {
  private let sink: FileSink

  package init(_ path: String) throws {
    sink = try FileSink(path)
    try sink.append([0xEF, 0xBB, 0xBF])
  }

  package func add(_ cells: [String], marked: Set<Int>) throws {
    var line = CSVLine()
    for cell in cells { line.append(cell.utf8) }
    try sink.append(line.bytes + [0x0D, 0x0A])
  }

  package func close() throws { try sink.close() }
}

/// Writes xlsx by way of libxlsxwriter; every cell is text, so that no number is damaged and no
/// formula lives.
///
/// A class, because it owns the open workbook.
package final class XLSXWriter: SheetWriter {
  private let book: UnsafeMutablePointer<lxw_workbook>
  private let sheet: UnsafeMutablePointer<lxw_worksheet>
  private let heading: UnsafeMutablePointer<lxw_format>?
  private let warning: UnsafeMutablePointer<lxw_format>?
  private let path: String
  private var row: UInt32 = 0
  private var isClosed = false

  package init(_ path: String, sheetName: String = "Sheet1") throws {
    var options = lxw_workbook_options()
    options.constant_memory = UInt8(LXW_TRUE.rawValue)
    guard let book = workbook_new_opt(path, &options),
      let sheet = workbook_add_worksheet(book, sheetName)
    else { throw SheetFault.broken(path) }
    (self.book, self.sheet, self.path) = (book, sheet, path)
    heading = workbook_add_format(book)
    format_set_bold(heading)
    warning = workbook_add_format(book)
    format_set_bg_color(warning, 0xFFE5E0)
    worksheet_freeze_panes(sheet, 1, 0)
  }

  package func add(_ cells: [String], marked: Set<Int>) throws {
    for (column, cell) in cells.enumerated() where !cell.isEmpty {
      let format = row == 0 ? heading : marked.contains(column) ? warning : nil
      let status = worksheet_write_string(
        sheet, row, lxw_col_t(column), String(cell.prefix(32_767)), format)
      guard status == LXW_NO_ERROR else { throw SheetFault.tooLarge("超过工作表的行数或列数") }
    }
    row += 1
  }

  /// A writer that an error left behind still frees its workbook and temporary files.
  deinit {
    if !isClosed { finish() }
  }

  package func close() throws {
    guard !isClosed else { return }
    guard finish() == LXW_NO_ERROR else { throw SheetFault.broken(path) }
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0, fsync(descriptor) == 0 else { throw SheetFault.broken(path) }
    Glibc.close(descriptor)
  }

  @discardableResult
  private func finish() -> lxw_error {
    isClosed = true
    // The library closes a sheet's temporary file only where the sheet holds something.
    if row == 0 { worksheet_write_blank(sheet, 0, 0, heading) }
    return workbook_close(book)
  }
}
