/// One row of a sheet as people see it: cells from the left, missing ones empty.
package struct SheetRow: Hashable, Sendable {
  /// Counted from 1, as the spreadsheet program shows it.
  package let number: Int
  package let cells: [String]
  /// What was odd about the row's bytes.
  package let note: RowNote?

  package init(number: Int, cells: [String], note: RowNote? = nil) {
    (self.number, self.cells, self.note) = (number, cells, note)
  }
}

/// A sheet that is read from top to bottom in constant memory.
package protocol SheetReader {
  var sheet: SheetInfo { get }
  /// Fills in the next row that holds anything; false after the last.
  mutating func read(into row: inout RowBuffer) throws -> Bool
}

extension SheetReader {
  package var sheetName: String { sheet.name }

  /// The next row that holds anything; nil after the last.
  package mutating func next() throws -> SheetRow? {
    var row = RowBuffer()
    guard try read(into: &row) else { return nil }
    return SheetRow(number: row.number, cells: row.cells, note: row.note)
  }
}

/// Which sheet of its file it is.
package struct SheetInfo: Hashable, Sendable {
  /// Counted from 0, in the order of the tabs.
  package let index: Int
  package let name: String
  package let isHidden: Bool

  package init(index: Int, name: String, isHidden: Bool = false) {
    (self.index, self.name, self.isHidden) = (index, name, isHidden)
  }
}

/// A file with all its sheets, hidden ones too.
package protocol SheetBook {
  var sheets: [SheetInfo] { get }
  /// Reads a sheet from its top.
  ///
  /// With `spreadingMerged` the value of merged cells stands in every cell that they cover, as a
  /// header needs it; otherwise in the first of them.
  func reader(_ index: Int, spreadingMerged: Bool) throws -> any SheetReader
}

extension SheetBook {
  package func reader(_ index: Int) throws -> any SheetReader {
    try reader(index, spreadingMerged: false)
  }
}

/// Opens spreadsheet files, whatever their names say.
package enum SheetFile {
  package static func book(_ path: String) throws -> any SheetBook {
    switch try format(of: path) {
    case .csv: CSVBook(path)
    case .xlsx: try XLSXBook(path)
    case .xls: try XLSBook(path)
    case .html: HTMLBook(path)
    case .spreadsheetML: try SpreadsheetMLBook(path)
    }
  }

  /// The first sheet that shows and holds anything.
  package static func open(_ path: String) throws -> any SheetReader {
    let book = try book(path)
    return try book.reader(firstFilled(of: book).index)
  }

  /// The first sheet that holds anything, one that shows before one that does not.
  package static func firstFilled(of book: any SheetBook) throws -> SheetInfo {
    for sheet in book.sheets.filter({ !$0.isHidden }) + book.sheets.filter(\.isHidden) {
      var (reader, row) = (try book.reader(sheet.index), RowBuffer())
      if try reader.read(into: &row) { return sheet }
    }
    throw SheetFault.empty
  }
}
