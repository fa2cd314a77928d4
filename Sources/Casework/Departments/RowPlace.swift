/// Where in a file a record stands: a row, or one person of a row, or a row of a further sheet.
///
/// Its code grows from the top of the file to its end and is the row's number itself where the
/// file has one sheet and one person a row.
package struct RowPlace: Hashable, Sendable {
  package let sheet: Int
  package let row: Int
  package let person: Int

  package init(sheet: Int, row: Int, person: Int) {
    (self.sheet, self.row, self.person) = (sheet, row, person)
  }

  private static let folded = 1 << 50

  package init(code: Int) {
    guard code & Self.folded != 0 else {
      self.init(sheet: 0, row: code, person: 0)
      return
    }
    self.init(sheet: code >> 40 & 0x3FF, row: code >> 8 & 0xFFFF_FFFF, person: code & 0xFF)
  }

  /// The code in a file of several sheets or of several persons a row.
  package var code: Int { Self.folded | sheet << 40 | row << 8 | person }

  /// `第 2 个表第 5 行第 3 人`.
  package var text: String {
    (sheet > 0 ? "第 \(sheet + 1) 个表" : "") + "第 \(row) 行" + (person > 0 ? "第 \(person + 1) 人" : "")
  }

  /// `5`, or `表 2 · 5 · 3` in a column of a table.
  package var short: String {
    (sheet > 0 ? "表 \(sheet + 1) · " : "") + "\(row)" + (person > 0 ? " · \(person + 1)" : "")
  }
}
