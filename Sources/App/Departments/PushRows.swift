import Casework
import Documents
import Foundation

/// One row of a department's file as it was read: what it says, or why it cannot be taken.
struct PushRow: Sendable {
  let number: Int
  let said: Result<ItemRow, RowRefusal>
}

/// The rows of a department's file below its header, read piece by piece.
final class PushRows: @unchecked Sendable {
  // A class, because the open reader moves on. Unchecked, because one piece is read at a time.
  private var reader: any SheetReader
  private let header: ItemHeader
  private let item: DataItem
  private let villages: VillageNames
  private let today: Day
  /// The last row that was done with before, by whoever worked on it then.
  private let reached: Int
  let sheetName: String

  init(
    _ file: URL, _ item: DataItem, _ villages: VillageNames, today: Day, after reached: Int
  ) throws {
    do {
      reader = try SheetFile.open(file.path)
      (self.item, self.villages, self.today) = (item, villages, today)
      self.reached = reached
      sheetName = reader.sheetName
      header = try PushRows.header(&reader, item)
    } catch let fault as SheetFault {
      throw SubmissionRefusal.unreadable(fault.sentence)
    }
  }

  /// The next rows; none after the last.
  func next(_ count: Int) throws -> [PushRow] {
    var rows: [PushRow] = []
    rows.reserveCapacity(count)
    do {
      while rows.count < count, let row = try reader.next() {
        if row.number <= reached { continue }
        rows.append(PushRow(number: row.number, said: read(row)))
      }
    } catch let fault as SheetFault {
      throw SubmissionRefusal.unreadable(fault.sentence)
    }
    return rows
  }

  private func read(_ row: SheetRow) -> Result<ItemRow, RowRefusal> {
    do throws(RowRefusal) {
      return .success(try ItemRow(row.cells, header, item, villages, today: today))
    } catch {
      return .failure(error)
    }
  }

  /// The header stands in one of the first rows; titles and notes may stand above it.
  private static func header(
    _ reader: inout any SheetReader, _ item: DataItem
  ) throws -> ItemHeader {
    for _ in 1...10 {
      guard let row = try reader.next() else { break }
      guard let header = ItemHeader(row.cells, item: item) else { continue }
      guard header.missing.isEmpty else {
        throw SubmissionRefusal.missingColumns(
          sheet: reader.sheetName, row: row.number, titles: header.missing)
      }
      return header
    }
    let needed = item.columns.filter(\.isRequired).compactMap(\.titles.first)
    throw SubmissionRefusal.noHeader(sheet: reader.sheetName, needed: ["姓名", "证件号码"] + needed)
  }
}
