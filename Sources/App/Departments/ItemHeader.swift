import Casework

/// Which cell of a department's row holds which value of its data item, for one of the persons
/// that a row may hold.
struct ItemHeader {
  private let places: [String: Int]
  private let item: DataItem
  /// The month of the whole file, for rosters whose rows have no day.
  let month: Day

  init(_ layout: SheetLayout, person: Int, _ item: DataItem, month: Day) {
    var places: [String: Int] = [:]
    for column in layout.columns where column.use != .ignored {
      if column.person == person { places[column.use.valueName] = column.index }
    }
    if person > 0 {
      // What is said once a row holds for all of its persons; the household's sums do not.
      for column in layout.columns where column.person == 0 {
        let name = column.use.valueName
        let isShared =
          ["township", "village", "month"].contains(name)
          || item.columns.contains { $0.name == name && $0.type != .money && $0.type != .identity }
        if isShared, places[name] == nil { places[name] = column.index }
      }
    }
    (self.places, self.item, self.month) = (places, item, month)
  }

  var missing: [String] {
    let columns = item.columns.filter { $0.isRequired && places[$0.name] == nil }
      .map { $0.titles.first ?? $0.name }
    let canBeFound = places["id"] != nil || (places["birth"] != nil && places["village"] != nil)
    return columns + (canBeFound ? [] : ["证件号码"])
  }

  /// The identity number, or where its cell is empty the one that a school roll carries.
  func number(of cells: [String]) -> String {
    let own = cell("id", of: cells)
    if !own.isEmpty { return own }
    return item.columns.first { $0.type == .identity }.map { cell($0.name, of: cells) } ?? ""
  }

  /// Whether a row has this person at all; the first is always looked for.
  func isAbsent(from cells: [String]) -> Bool {
    cell("name", of: cells).isEmpty && cell("id", of: cells).isEmpty
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
    let number = header.number(of: cells)
    sought = SoughtPerson(cells, header, villages, name: name, number: number, today: today)
    var (day, amount, values): (Day?, Money?, [String: String]) = (nil, nil, [:])
    for column in item.columns {
      let cell = header.cell(column.name, of: cells)
      if cell.isEmpty {
        guard !column.isRequired else {
          throw RowRefusal(nil, "“\(column.title)”为空，请补填")
        }
        continue
      }
      switch try ColumnValue(cell, of: column, today: today) {
      case .day(let found): day = found
      case .money(let sum) where column.name == "amount": amount = sum
      // Other sums are kept beside the fact's own.
      case .money(let sum): values[column.name] = sum.description
      case .text(let text): values[column.name] = text
      }
    }
    if day == nil, item.isRoster {
      day = CellText.day(header.cell("month", of: cells)) ?? header.month
    }
    guard let day else { throw RowRefusal(nil, "缺少日期") }
    (self.day, self.amount, self.values) = (day, amount, values)
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

extension SoughtPerson {
  /// Whom a row means: a number that is wrong may still lead to its person.
  init(
    _ cells: [String], _ header: ItemHeader, _ villages: VillageNames, name: String,
    number: String, today: Day
  ) {
    var (id, fault): (ResidentID?, IdentityFault?) = (nil, nil)
    if !number.isEmpty {
      switch IdentityCell(number, today: today).number {
      case .right(let right): id = right
      case .wrong(let wrong): fault = wrong
      }
    }
    func cell(_ use: ColumnUse) -> String { header.cell(use.word, of: cells) }
    let village = villages.code(cell(.township), cell(.village))
    self.init(
      name: name, id: id, birth: CellText.day(cell(.birth)),
      village: village.map(PlaceCode.init(number:)))
    (self.number, numberFault, birthText) = (number, fault, cell(.birth))
    (sex, phone) = (cell(.sex), cell(.phone))
    villageText = [cell(.township), cell(.village)].filter { !$0.isEmpty }.joined(separator: " ")
  }
}
