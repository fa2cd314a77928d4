import Casework
import Documents
import Foundation

/// The sender's own file with what became of each row in a column beside it.
enum ResultSheet {
  static func make(
    _ submission: Submission, _ outcomes: [Int: RowOutcome], _ files: SealedFiles, in folder: URL
  ) throws -> (bytes: Data, format: SheetFormat) {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let target = folder.appending(path: ".result-\(UUID().uuidString)")
    defer { unlink(target.path) }
    return try files.open(submission.fileHash) { source in
      let book = try SheetFile.book(source.path)
      let only =
        try book.sheets.first { $0.name == submission.sheet }
        ?? SheetFile.firstFilled(of: book)
      let rows = folded(outcomes, only: only.index)
      let column = ResultColumn(
        title: "办理结果", firstRows: rows.compactMapValues { $0.keys.min() }
      ) { sheet, row in rows[sheet]?[row].map(mark) }
      let format = try SheetFile.add(column, to: source.path, in: target.path)
      return (try Data(contentsOf: target), format)
    }
  }

  /// What became of the persons of each row, by sheet and row: several are told one after another.
  private static func folded(
    _ outcomes: [Int: RowOutcome], only sheet: Int
  ) -> [Int: [Int: RowOutcome]] {
    var sheets: [Int: [Int: RowOutcome]] = [:]
    for (code, outcome) in outcomes.sorted(by: { $0.key < $1.key }) {
      let place = RowPlace(code: code)
      // A code that is a row's number alone is of a file with one sheet of data.
      let sheet = code == place.row ? sheet : place.sheet
      let before = sheets[sheet]?[place.row]
      sheets[sheet, default: [:]][place.row] = before?.and(outcome, person: place.person) ?? outcome
    }
    return sheets
  }

  private static func mark(_ outcome: RowOutcome) -> RowMark {
    RowMark(
      "\(outcome.fate.title)\(outcome.reason.map { "：\($0)" } ?? "")",
      isBad: outcome.fate.needsAttention)
  }
}

extension RowOutcome {
  /// What became of the row of which another person is told, too.
  fileprivate func and(_ other: RowOutcome, person: Int) -> RowOutcome {
    let words =
      "第 \(person + 1) 人\(other.fate.title)\(other.reason.map { "（\($0)）" } ?? "")"
    return RowOutcome(
      other.fate.needsAttention ? other.fate : fate,
      [reason, words].compactMap(\.self).joined(separator: "；"))
  }
}
