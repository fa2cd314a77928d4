/// What a cell of a data item's column means, or why it cannot be taken.
package enum ColumnValue: Hashable, Sendable {
  case day(Day)
  case money(Money)
  case text(String)

  /// Reads a cleaned cell that is not empty.
  package init(_ cell: String, of column: DataColumn, today: Day) throws(RowRefusal) {
    switch column.type {
    case .day: self = .day(try Self.day(cell, column, today))
    case .money: self = .money(try Self.money(cell, column))
    case .integer: self = .text(String(try Self.integer(cell, column)))
    case .text: self = .text(try Self.word(cell, column))
    case .fraction: self = .text(try Self.fraction(cell, column))
    case .identity: self = .text(cell)
    }
  }

  private static func day(_ cell: String, _ column: DataColumn, _ today: Day) throws(RowRefusal)
    -> Day
  {
    guard let day = CellText.day(cell) else {
      throw RowRefusal(nil, "“\(column.title)”“\(cell)”不是日期，请写成 2026-01-31 的样子")
    }
    guard day <= today else { throw RowRefusal(nil, "“\(column.title)”在今天之后") }
    return day
  }

  private static func money(_ cell: String, _ column: DataColumn) throws(RowRefusal) -> Money {
    guard let sum = Money(cell), sum >= .zero else {
      throw RowRefusal(nil, "“\(column.title)”应为不小于 0 的金额，实为“\(cell)”")
    }
    if let most = column.max, sum > Money(yuan: most) {
      throw RowRefusal(nil, "“\(column.title)”应不超过 \(most) 元，实为“\(cell)”，请核对单位")
    }
    return sum
  }

  private static func integer(_ cell: String, _ column: DataColumn) throws(RowRefusal) -> Int {
    guard let number = Int(cell.prefix { $0.isNumber && $0.isASCII }) ?? chinese(cell) else {
      throw RowRefusal(nil, "“\(column.title)”应为整数，实为“\(cell)”")
    }
    if number < column.min ?? number || number > column.max ?? number {
      throw RowRefusal(
        nil, "“\(column.title)”应在 \(column.min ?? 0) 至 \(column.max ?? number) 之间，实为“\(cell)”")
    }
    return number
  }

  private static func fraction(_ cell: String, _ column: DataColumn) throws(RowRefusal) -> String {
    guard let number = Double(cell), (0...1).contains(number) else {
      throw RowRefusal(nil, "“\(column.title)”应为 0 到 1 之间的小数，实为“\(cell)”")
    }
    return String(number)
  }

  /// 三级, 二.
  private static func chinese(_ cell: String) -> Int? {
    guard let first = cell.first, let place = "〇一二三四五六七八九".firstIndex(of: first) else {
      return nil
    }
    return "〇一二三四五六七八九".distance(from: "〇一二三四五六七八九".startIndex, to: place)
  }

  /// A coded word as the catalogue writes it: `D级`, `农村低保` for `D`, `农村`.
  private static func word(_ cell: String, _ column: DataColumn) throws(RowRefusal) -> String {
    if column.options.isEmpty || column.options.contains(cell) { return cell }
    let near = column.options.filter { cell.uppercased().hasPrefix($0) || cell.contains($0) }
      .max { $0.count < $1.count }
    if let near { return near }
    if column.isRequired {
      throw RowRefusal(
        nil, "“\(column.title)”应为\(column.options.joined(separator: "、"))之一，实为“\(cell)”")
    }
    return cell
  }
}
