/// What became of a row, to be written beside it.
package struct RowMark: Hashable, Sendable {
  package let text: String
  /// Drawn in warning colour where the format has colours.
  package let isBad: Bool

  package init(_ text: String, isBad: Bool) { (self.text, self.isBad) = (text, isBad) }
}

/// A column of results that is added to a sender's own file.
package struct ResultColumn {
  let title: String
  /// The first row with a result in each sheet that has any, by the sheet's place.
  let firstRows: [Int: Int]
  let mark: (_ sheet: Int, _ row: Int) -> RowMark?

  package init(
    title: String, firstRows: [Int: Int], mark: @escaping (_ sheet: Int, _ row: Int) -> RowMark?
  ) {
    (self.title, self.firstRows, self.mark) = (title, firstRows, mark)
  }
}

extension SheetFile {
  /// Writes a file again with a column of results, everything else as it was.
  ///
  /// An xlsx keeps every part of it but the sheets that have results, a CSV its encoding, separator,
  /// quotes and line ends; the older formats become an xlsx with all their sheets. A file that came
  /// back with its results has them replaced.
  ///
  /// - Returns: the format that was written.
  package static func add(
    _ column: ResultColumn, to source: String, in target: String
  ) throws -> SheetFormat {
    switch try format(of: source) {
    case .csv:
      try CSVResult(source, column).write(to: target)
      return .csv
    case .xlsx: try XLSXResult(source, column).write(to: target)
    case .xls, .html, .spreadsheetML: try CopiedBook.write(source, column, to: target)
    }
    return .xlsx
  }
}

/// Where the column stands in one sheet.
struct ResultPlace {
  let sheet: Int
  private(set) var column = 0
  private(set) var headerRow: Int?
  private let results: ResultColumn

  init(_ book: any SheetBook, _ sheet: Int, _ results: ResultColumn) throws {
    (self.sheet, self.results) = (sheet, results)
    var (reader, row, width) = (try book.reader(sheet), RowBuffer(), 0)
    var earlier: Int?
    let first = results.firstRows[sheet] ?? 0
    while try reader.read(into: &row) {
      width = max(width, row.filledCount)
      // The lowest line above the results that is no title or note.
      guard row.number < first, row.filledCount > 1 else { continue }
      headerRow = row.number
      earlier = (0..<row.count).first { row[$0] == results.title } ?? earlier
    }
    column = min(earlier ?? width, RowBuffer.mostColumns - 1)
  }

  /// What stands in the column in a row.
  func mark(_ row: Int) -> RowMark? {
    row == headerRow ? RowMark(results.title, isBad: false) : results.mark(sheet, row)
  }
}

extension RowBuffer {
  /// How many cells it has up to the last that holds anything.
  var filledCount: Int {
    var count = count
    while count > 0, isEmpty(count - 1) { count -= 1 }
    return count
  }
}
