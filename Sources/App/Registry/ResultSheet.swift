import Casework
import Documents
import Foundation

/// A file that came in, written again with what became of each row.
enum ResultSheet {
  static func make(
    _ submission: Submission, _ outcomes: [Int: RowOutcome], _ files: SealedFiles, in folder: URL
  ) throws -> (bytes: Data, format: SheetFormat) {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let target = folder.appending(path: ".result-\(UUID().uuidString)")
    return try files.open(submission.fileHash) { source in
      let format = try SheetFile.format(of: source.path)
      var reader = try SheetFile.open(source.path)
      let writer = try SheetFile.create(target.path, format)
      let outcomes = folded(outcomes, sheet: reader.sheet.index)
      let first = outcomes.keys.min() ?? 0
      while let row = try reader.next() {
        let outcome = outcomes[row.number]
        let text = outcome.map { "\($0.fate.title)\($0.reason.map { "：\($0)" } ?? "")" }
        let title = row.number < first && row.cells.count > 2 ? "办理结果" : ""
        let isBad = outcome?.fate.needsAttention ?? false
        try writer.add(row.cells + [text ?? title], marked: isBad ? [row.cells.count] : [])
      }
      try writer.close()
      defer { unlink(target.path) }
      return (try Data(contentsOf: target), format)
    }
  }

  /// What became of the persons of one sheet's rows, by row: several are told one after another.
  private static func folded(
    _ outcomes: [Int: RowOutcome], sheet: Int
  ) -> [Int: RowOutcome] {
    var rows: [Int: RowOutcome] = [:]
    for (code, outcome) in outcomes.sorted(by: { $0.key < $1.key }) {
      let place = RowPlace(code: code)
      guard place.sheet == sheet || code == place.row else { continue }
      guard let before = rows[place.row] else {
        rows[place.row] = outcome
        continue
      }
      let words =
        "第 \(place.person + 1) 人\(outcome.fate.title)\(outcome.reason.map { "（\($0)）" } ?? "")"
      let worse = outcome.fate.needsAttention ? outcome.fate : before.fate
      rows[place.row] = RowOutcome(
        worse, [before.reason, words].compactMap(\.self).joined(separator: "；"))
    }
    return rows
  }
}
