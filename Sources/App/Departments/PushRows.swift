import Casework
import Documents
import Foundation

/// One record of a department's file as it was read: what it says, or why it cannot be taken.
struct PushRow: Sendable {
  /// The code of its place in the file (`RowPlace`).
  let number: Int
  let said: Result<ItemRow, RowRefusal>
  /// A total, a remark, an example: nothing that anybody has to mend.
  var isSkipped = false
}

/// The records of a department's file, sheet by sheet, read piece by piece.
final class PushRows: @unchecked Sendable {
  // A class, because the open reader moves on. Unchecked, because one piece is read at a time.
  private let book: any SheetBook
  private var layouts: ArraySlice<SheetLayout>
  private var reader: (any SheetReader)?
  private let isFolded: Bool
  private let month: Day
  private let item: DataItem
  private let villages: VillageNames
  private let today: Day
  /// The last record that was done with before, by whoever worked on it then.
  private let reached: Int
  let sheetName: String

  init(
    _ file: URL, _ item: DataItem, _ villages: VillageNames, today: Day, _ known: KnownLayouts,
    after reached: Int
  ) throws {
    do {
      book = try SheetFile.book(file.path)
      (self.item, self.villages, self.today) = (item, villages, today)
      self.reached = reached
      let samples = try SheetSample.samples(of: book)
      let found = known.applied(to: LayoutGuess(item).sheets(samples))
      try PushRows.check(found, samples, item)
      try PushRows.checkTitles(found, known)
      layouts = found[...]
      isFolded = found.count > 1 || found.contains { $0.persons > 1 }
      sheetName = found.map(\.name).joined(separator: "、")
      let titles = samples.flatMap { $0.rows.prefix(3).flatMap(\.cells) }
      month = DataMonth.first(in: [known.fileName] + titles) ?? today.firstOfMonth
    } catch let fault as SheetFault {
      throw SubmissionRefusal.unreadable(fault.sentence)
    }
  }

  /// The next records; none after the last.
  func next(_ count: Int) throws -> [PushRow] {
    var rows: [PushRow] = []
    rows.reserveCapacity(count)
    do {
      while rows.count < count, let layout = layouts.first {
        if reader == nil { reader = try book.reader(layout.sheet) }
        if let row = try reader?.next() {
          if row.number > layout.headingRow { rows += records(of: row, layout) }
        } else {
          (reader, layouts) = (nil, layouts.dropFirst())
        }
      }
    } catch let fault as SheetFault {
      throw SubmissionRefusal.unreadable(fault.sentence)
    }
    return rows
  }

  private func records(of row: SheetRow, _ layout: SheetLayout) -> [PushRow] {
    func code(_ person: Int) -> Int {
      guard isFolded else { return row.number }
      return RowPlace(sheet: layout.sheet, row: row.number, person: person).code
    }
    if code(layout.persons - 1) <= reached { return [] }
    if row.note == .unreadable, let sentence = row.note?.sentence {
      return [PushRow(number: code(0), said: .failure(RowRefusal(nil, sentence)))]
    }
    if case .skipped(let what) = RowMatter(row.cells, layout) {
      return [PushRow(number: code(0), said: .failure(RowRefusal(nil, what)), isSkipped: true)]
    }
    return headers(of: layout).enumerated().compactMap { person, header in
      if person > 0, header.isAbsent(from: row.cells) { return nil }
      let number = code(person)
      return number <= reached ? nil : PushRow(number: number, said: read(row.cells, header))
    }
  }

  private var headersOfSheet: (sheet: Int, headers: [ItemHeader])?

  private func headers(of layout: SheetLayout) -> [ItemHeader] {
    if let known = headersOfSheet, known.sheet == layout.sheet { return known.headers }
    let headers = (0..<layout.persons).map {
      ItemHeader(layout, person: $0, item, month: month)
    }
    headersOfSheet = (layout.sheet, headers)
    return headers
  }

  private func read(_ cells: [String], _ header: ItemHeader) -> Result<ItemRow, RowRefusal> {
    do throws(RowRefusal) {
      return .success(try ItemRow(cells, header, item, villages, today: today))
    } catch {
      return .failure(error)
    }
  }

  /// A file in which nothing of the item can be found is told what it lacks.
  private static func check(
    _ layouts: [SheetLayout], _ samples: [SheetSample], _ item: DataItem
  ) throws {
    guard let first = layouts.first else {
      let needed = item.columns.filter(\.isRequired).map(\.title)
      throw SubmissionRefusal.noHeader(
        sheet: samples.first { !$0.rows.isEmpty }?.name ?? "", needed: ["姓名", "证件号码"] + needed)
    }
    let missing = ItemHeader(first, person: 0, item, month: Day(number: 0)).missing
    guard missing.isEmpty else {
      throw SubmissionRefusal.missingColumns(
        sheet: first.name, row: first.headingRow, titles: missing)
    }
  }
}

extension PushRows {
  /// Of two columns with one title somebody has to say which counts; who did is not asked again.
  private static func checkTitles(_ layouts: [SheetLayout], _ known: KnownLayouts) throws {
    for layout in layouts where !layout.doubtful.isEmpty && !known.knows(layout) {
      throw SubmissionRefusal.doubtfulColumns(
        sheet: layout.name, row: layout.headingRow, titles: layout.doubtful)
    }
  }
}

extension SheetSample {
  /// The first rows of every sheet that shows.
  static func samples(of book: any SheetBook) throws -> [SheetSample] {
    try book.sheets.filter { !$0.isHidden }.map { sheet in
      var reader = try book.reader(sheet.index, spreadingMerged: true)
      var rows: [Line] = []
      while rows.count < size, let row = try reader.next() {
        rows.append(Line(number: row.number, cells: row.cells))
      }
      return SheetSample(index: sheet.index, name: sheet.name, rows: rows)
    }
  }
}
