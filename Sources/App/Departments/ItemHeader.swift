import Casework

/// Which cell of a department's row holds which value of its data item.
struct ItemHeader {
  private let places: [String: Int]
  private let item: DataItem

  /// What every item may say of its person, by name of the value and titles of the column.
  private static let common: [(name: String, titles: [String])] = [
    ("name", ["姓名", "人员姓名", "患者姓名", "学生姓名", "户主姓名"]),
    ("id", ["证件号码", "身份证号", "身份证号码", "公民身份号码", "残疾证号", "证件号"]),
    ("birth", ["出生日期", "出生年月"]),
    ("township", ["乡", "乡镇", "乡（镇）"]),
    ("village", ["村", "行政村", "村（社区）"]),
  ]

  /// Nil when the row is no header of the item.
  init?(_ cells: [String], item: DataItem) {
    let wanted = ItemHeader.common + item.columns.map { ($0.name, $0.titles) }
    var places: [String: Int] = [:]
    for (index, cell) in cells.enumerated() {
      let title = CellText.cleaned(cell)
      if let column = wanted.first(where: { $0.titles.contains(title) }),
        places[column.name] == nil
      {
        places[column.name] = index
      }
    }
    guard places["name"] != nil, places.count >= 2 else { return nil }
    (self.places, self.item) = (places, item)
  }

  var missing: [String] {
    let columns = item.columns.filter { $0.isRequired && places[$0.name] == nil }
      .map { $0.titles.first ?? $0.name }
    let canBeFound = places["id"] != nil || (places["birth"] != nil && places["village"] != nil)
    return columns + (canBeFound ? [] : ["证件号码"])
  }

  func cell(_ name: String, of cells: [String]) -> String {
    guard let place = places[name], cells.indices.contains(place) else { return "" }
    return CellText.cleaned(cells[place])
  }
}

/// One row of a department's file, read: whom it means and what it says.
struct ItemRow {
  let sought: SoughtPerson
  let day: Day
  let amount: Money?
  /// The other values, by name, as the fact keeps them.
  let values: [String: String]

  init(
    _ cells: [String], _ header: ItemHeader, _ item: DataItem, _ villages: VillageNames,
    today: Day
  ) throws(RowRefusal) {
    let name = header.cell("name", of: cells)
    guard !name.isEmpty else { throw RowRefusal(.name, "姓名为空，请补填") }
    let number = header.cell("id", of: cells)
    var id: ResidentID?
    if !number.isEmpty {
      switch IdentityCell(number, today: today).number {
      case .right(let right): id = right
      case .wrong(let fault): throw RowRefusal(.idNumber, fault.sentence)
      }
    }
    let village = villages.code(
      header.cell("township", of: cells), header.cell("village", of: cells))
    sought = SoughtPerson(
      name: name, id: id, birth: CellText.day(header.cell("birth", of: cells)),
      village: village.map(PlaceCode.init(number:)))
    var (day, amount, values): (Day?, Money?, [String: String]) = (nil, nil, [:])
    for column in item.columns {
      let cell = header.cell(column.name, of: cells)
      if cell.isEmpty {
        guard !column.isRequired else {
          throw RowRefusal(nil, "“\(column.titles.first ?? column.name)”为空，请补填")
        }
        continue
      }
      switch column.type {
      case .day: day = try ItemRow.day(cell, column, today: today)
      case .money: amount = try ItemRow.money(cell, column, amount, &values)
      case .integer:
        guard let number = Int(cell.prefix { $0.isNumber }) else {
          throw RowRefusal(nil, "“\(column.titles[0])”应为整数，实为“\(cell)”")
        }
        values[column.name] = String(number)
      case .fraction: values[column.name] = try ItemRow.fraction(cell, column)
      case .text, .identity: values[column.name] = cell
      }
    }
    guard let day else { throw RowRefusal(nil, "缺少日期") }
    (self.day, self.amount, self.values) = (day, amount, values)
  }

  private static func fraction(_ cell: String, _ column: DataColumn) throws(RowRefusal) -> String {
    guard let number = Double(cell), (0...1).contains(number) else {
      throw RowRefusal(nil, "“\(column.titles[0])”应为 0 到 1 之间的小数，实为“\(cell)”")
    }
    return String(number)
  }

  private static func day(_ cell: String, _ column: DataColumn, today: Day) throws(RowRefusal)
    -> Day
  {
    guard let day = CellText.day(cell) else {
      throw RowRefusal(nil, "“\(column.titles[0])”“\(cell)”不是日期，请写成 2026-01-31 的样子")
    }
    guard day <= today else { throw RowRefusal(nil, "“\(column.titles[0])”在今天之后") }
    return day
  }

  /// The column called `amount` is the fact's amount; other sums are kept beside it.
  private static func money(
    _ cell: String, _ column: DataColumn, _ amount: Money?, _ values: inout [String: String]
  ) throws(RowRefusal) -> Money? {
    guard let sum = Money(cell), sum >= .zero else {
      throw RowRefusal(nil, "“\(column.titles[0])”应为不小于 0 的金额，实为“\(cell)”")
    }
    if column.name == "amount" { return sum }
    values[column.name] = sum.description
    return amount
  }

  /// The same event told twice, by whichever file, has the same key.
  func eventKey(_ item: DataItem, person: Int64) -> String {
    ItemRow.eventKey(item.fact, person: person, on: day, amount)
  }

  static func eventKey(_ fact: String, person: Int64, on day: Day, _ amount: Money?) -> String {
    "\(fact)|\(person)|\(day)|\(amount.map { String($0.fen) } ?? "")"
  }

  var detail: String {
    let fields = values.sorted { $0.key < $1.key }
      .map { "\(JSONText.quoted($0.key)):\(JSONText.quoted($0.value))" }
    return "{\(fields.joined(separator: ","))}"
  }
}
