/// Where cells that reach over several rows and columns leave room for others.
struct CellSpans {
  private struct Cover {
    var rowsLeft: Int
    let value: [UInt8]
  }

  private let isSpreading: Bool
  private var covers: [Int: Cover] = [:]

  init(isSpreading: Bool) { self.isSpreading = isSpreading }

  /// The first column from one on that nothing above reaches into.
  func free(from column: Int) -> Int {
    var column = column
    while covers[column] != nil { column += 1 }
    return column
  }

  /// Puts a cell and keeps its room in the rows below; the column after it.
  mutating func put(
    _ value: [UInt8], at column: Int, over span: (rows: Int, columns: Int), _ row: inout RowBuffer
  ) throws -> Int {
    let columns = min(max(span.columns, 1), RowBuffer.mostColumns)
    for offset in 0..<columns {
      let isShown = offset == 0 || (isSpreading && !value.isEmpty)
      if isShown { try row.put(value, at: column + offset) }
      // A page that covers thousands of columns means no sheet of people.
      if span.rows > 1, offset < 1_024 {
        covers[column + offset] = Cover(rowsLeft: span.rows, value: isSpreading ? value : [])
      }
    }
    return column + columns
  }

  /// Ends a row: what reached into it from above shows there as well.
  mutating func endRow(_ row: inout RowBuffer) throws {
    for (column, cover) in covers {
      if !cover.value.isEmpty, row.isEmpty(column) { try row.put(cover.value, at: column) }
      covers[column]?.rowsLeft -= 1
      if cover.rowsLeft <= 1 { covers[column] = nil }
    }
  }

  mutating func clear() { covers.removeAll() }
}
