import Casework
import Foundation
import Store

/// What is known of the layouts of a department's files for an item.
struct KnownLayouts: Sendable {
  let fileName: String
  private let bySignature: [String: [KnownColumn]]

  init(fileName: String, bySignature: [String: [KnownColumn]]) {
    (self.fileName, self.bySignature) = (fileName, bySignature)
  }

  /// One column as it is kept.
  struct KnownColumn: Codable, Sendable {
    let index: Int
    let use: String
    let person: Int
  }

  func knows(_ layout: SheetLayout) -> Bool { bySignature[layout.signature] != nil }

  /// The layouts as somebody confirmed them; those that nobody was asked about as they were guessed.
  func applied(to guessed: [SheetLayout]) -> [SheetLayout] {
    guessed.map { guess in
      guard let known = bySignature[guess.signature] else { return guess }
      let byIndex = Dictionary(
        known.map { ($0.index, $0) }, uniquingKeysWith: { first, _ in first })
      var layout = guess
      layout.columns = guess.columns.map { column in
        guard let said = byIndex[column.index] else { return column }
        var column = column
        (column.use, column.person) = (ColumnUse(word: said.use), said.person)
        column.ground = .confirmed
        return column
      }
      return layout
    }
  }
}

/// A file that waits until somebody has said what its columns are.
struct LayoutQuestion: Sendable {
  let id: Int64
  let item: String
  let department: String
  let file: IncomingFile
  let submission: Int64?
}

extension OpenRegister {
  func layouts(of item: DataItem, fileName: String) throws -> KnownLayouts {
    let rows = try db.run(
      """
      SELECT signature, columns FROM layout
      WHERE county = \(county) AND department = \(item.department) AND item = \(item.id)
      """)
    var known: [String: [KnownLayouts.KnownColumn]] = [:]
    for row in rows {
      known[try row.text("signature")] = try JSONDecoder().decode(
        [KnownLayouts.KnownColumn].self, from: Data(row.text("columns").utf8))
    }
    return KnownLayouts(fileName: fileName, bySignature: known)
  }

  /// Remembers what an officer confirmed; a later word replaces an earlier one.
  func remember(_ layout: SheetLayout, of item: DataItem) throws {
    let columns = layout.columns.map {
      KnownLayouts.KnownColumn(index: $0.index, use: $0.use.word, person: $0.person)
    }
    let text = try String(bytes: JSONEncoder().encode(columns), encoding: .utf8) ?? "[]"
    try db.run(
      """
      INSERT INTO layout (county, department, item, signature, columns, officer, confirmed_at)
      VALUES (\(county), \(item.department), \(item.id), \(layout.signature), \(text),
        \(access.officer), \(now))
      ON CONFLICT (county, department, item, signature)
      DO UPDATE SET columns = EXCLUDED.columns, officer = EXCLUDED.officer,
        confirmed_at = EXCLUDED.confirmed_at
      """)
    audit(AuditAction("layout.confirmed"), subject: "layout/\(layout.signature)", detail: item.id)
  }

  func askLayout(of item: DataItem, _ file: IncomingFile) throws -> Int64 {
    let id = try nextID("layout_question")
    try db.run(
      """
      INSERT INTO layout_question (county, id, item, department, file_name, file_hash, officer,
        asked_at)
      VALUES (\(county), \(id), \(item.id), \(item.department), \(file.name), \(file.hash),
        \(access.officer), \(now))
      """)
    return id
  }

  func layoutQuestion(_ id: Int64) throws -> LayoutQuestion {
    let rows = try db.run(
      """
      SELECT item, department, file_name, file_hash, submission_id FROM layout_question
      WHERE county = \(county) AND id = \(id) AND department = \(access.department ?? "")
      """)
    guard let row = rows.first else { throw NotFound() }
    return LayoutQuestion(
      id: id, item: try row.text("item"), department: try row.text("department"),
      file: IncomingFile(name: try row.text("file_name"), hash: try row.text("file_hash")),
      submission: try row.optionalInteger("submission_id"))
  }

  func answerLayout(_ question: LayoutQuestion, with submission: Int64) throws {
    try db.run(
      """
      UPDATE layout_question SET submission_id = \(submission)
      WHERE county = \(county) AND id = \(question.id)
      """)
  }
}
