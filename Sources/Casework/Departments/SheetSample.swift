/// The first rows of one sheet, as they are looked at to recognise it.
package struct SheetSample: Sendable {
  package let index: Int
  package let name: String
  package let rows: [Line]

  package struct Line: Sendable {
    package let number: Int
    package let cells: [String]

    package init(number: Int, cells: [String]) {
      (self.number, self.cells) = (number, cells.map(CellText.cleaned))
    }
  }

  package init(index: Int, name: String, rows: [Line]) {
    (self.index, self.name, self.rows) = (index, name, rows)
  }

  /// How many rows of a sheet are looked at.
  package static let size = 60
}

extension SheetSample {
  /// The first row that speaks of a person; nil where none does.
  ///
  /// Rows whose number was left out stand above the first that has one; no title is a day, a
  /// telephone or a sum.
  var firstDataRow: Int? {
    guard
      var first = rows.firstIndex(where: { $0.cells.contains { CellKind($0) == .identity } })
    else { return nil }
    while first > 0, rows[first - 1].tellsOfSomebody { first -= 1 }
    return first
  }

  /// The rows of headings right above the data, the lowest last.
  func headings(above data: Int) -> [Line] {
    var found: [Line] = []
    for line in rows[..<data].reversed() {
      let words = Set(line.cells.filter { !$0.isEmpty })
      guard !words.isEmpty, found.count < 3, !words.contains(where: Self.isRemark) else { break }
      found.insert(line, at: 0)
    }
    // A single cell above the headings is the sheet's title.
    return Array(found.drop { Set($0.cells.filter { !$0.isEmpty }).count < 2 })
  }

  /// `单位：兴国县民政局` beside `填报时间：…` is no heading.
  private static func isRemark(_ cell: String) -> Bool {
    guard let mark = cell.firstIndex(where: { $0 == "：" || $0 == ":" }) else { return false }
    return cell.index(after: mark) != cell.endIndex
  }
}

extension SheetSample.Line {
  /// Whether a row without an identity number still has what only a row of data has. The numbers
  /// 1, 2, 3… under the titles of a form are none.
  fileprivate var tellsOfSomebody: Bool {
    let told = cells.filter { !$0.isEmpty }
    return told.count > 1
      && told.contains { cell in
        switch CellKind(cell) {
        case .day, .phone: true
        case .money: cell.contains(".")
        default: false
        }
      }
  }
}
