import Casework
import Foundation
import Store

/// A row of a department with whom it may mean, waiting for a person's word or having it.
struct MatchRow: Sendable {
  let submission: Int64
  let row: Int64
  let item: String
  let department: String
  let fileName: String
  let said: RowSaid
  let key: Int64
  let choices: [MatchChoice]
  let decision: MatchDecision?
  /// Whom it was decided to mean.
  let person: Int64?
  let officer: Int64?
  let decidedAt: Instant?
  let version: Int64

  init(row found: Row, in open: OpenRegister) throws {
    (submission, row) = (try found.integer("submission_id"), try found.integer("row_no"))
    (item, department) = (try found.text("item"), try found.text("department"))
    fileName = try found.text("file_name")
    let sealed = try open.unseal(found.blob("said_sealed"))
    said = try JSONDecoder().decode(RowSaid.self, from: Data(sealed.utf8))
    key = try found.integer("row_key")
    choices = try JSONDecoder().decode([MatchChoice].self, from: Data(found.text("choices").utf8))
    decision = try found.optionalRaw("decision")
    (person, officer) = (
      try found.optionalInteger("person_id"), try found.optionalInteger("officer")
    )
    decidedAt = try found.optionalInstant("decided_at")
    version = try found.integer("version")
  }

  /// Where it stands in its file, for people.
  var place: String { RowPlace(code: Int(row)).text }
  var cursor: String { "\(submission).\(row)" }
  var subject: String { "submission/\(submission)/\(row)" }

  /// Why it waits, as its sender is told.
  var reason: String {
    guard let first = choices.first else { return "需要人工判定" }
    let several = choices.count > 1 ? "，有 \(choices.count) 人相近" : ""
    return "\(first.why)\(several)，需要人工判定"
  }
}

/// What a person said of a row.
enum MatchDecision: String, Sendable {
  case accepted, refused
}

/// Where in the queue somebody is: behind this row of this file.
struct QueuePlace: Sendable {
  let submission: Int64
  let row: Int64

  static let start = QueuePlace(submission: 0, row: 0)

  init(submission: Int64, row: Int64) { (self.submission, self.row) = (submission, row) }

  /// From `12.5`.
  init?(_ text: String) {
    let numbers = text.split(separator: ".").compactMap { Int64($0) }
    guard numbers.count == 2 else { return nil }
    self.init(submission: numbers[0], row: numbers[1])
  }
}

extension OpenRegister {
  /// The rows that this officer may decide: the department's own, or all for the county, of the
  /// places in range, in files that stand still.
  private func decidable(_ submission: Int64?) throws -> SQL {
    guard access.may(.pushData) || access.may(.importRegistry) else {
      throw NotPermitted(duty: .pushData)
    }
    let region = access.region
    let own: SQL =
      access.may(.importRegistry) ? "" : "AND m.department = \(access.department ?? "")"
    let file: SQL = submission.map { "AND m.submission_id = \($0)" } ?? ""
    let stages = SubmissionStage.deciding.map(\.rawValue)
    return """
      m.county = \(county) \(own) \(file) AND s.stage IN (\(list: stages))
      AND (m.village = 0 OR m.village BETWEEN \(region.lowerBound) AND \(region.upperBound))
      """
  }

  private static let columns: SQL = """
    m.submission_id, m.row_no, m.department, m.said_sealed, m.row_key, m.choices, m.decision,
    m.person_id, m.officer, m.decided_at, m.version, s.item, s.file_name
    """
  private static let tables: SQL = """
    match_row m JOIN submission s ON s.county = m.county AND s.id = m.submission_id
    """

  func waitingRows(of submission: Int64? = nil) throws -> Int {
    try db.run(
      """
      SELECT COUNT(*) AS n FROM \(Self.tables)
      WHERE \(try decidable(submission)) AND m.decision IS NULL
      """
    ).first?.int("n") ?? 0
  }

  /// The next row that waits behind a place.
  func nextWaiting(after place: QueuePlace, of submission: Int64?) throws -> MatchRow? {
    try db.run(
      """
      SELECT \(Self.columns) FROM \(Self.tables)
      WHERE \(try decidable(submission)) AND m.decision IS NULL
        AND (m.submission_id, m.row_no) > (\(place.submission), \(place.row))
      ORDER BY m.submission_id, m.row_no LIMIT 1
      """
    ).first.map { try MatchRow(row: $0, in: self) }
  }

  /// The rows of the same file that say the same of their person and wait as well.
  func waiting(like found: MatchRow) throws -> [MatchRow] {
    try db.run(
      """
      SELECT \(Self.columns) FROM \(Self.tables)
      WHERE \(try decidable(found.submission)) AND m.decision IS NULL
        AND m.row_key = \(found.key) AND m.row_no <> \(found.row)
      ORDER BY m.row_no
      """
    ).map { try MatchRow(row: $0, in: self) }
  }

  func matchRow(_ submission: Int64, _ row: Int64) throws -> MatchRow {
    let rows = try db.run(
      """
      SELECT \(Self.columns) FROM \(Self.tables)
      WHERE \(try decidable(submission)) AND m.row_no = \(row)
      """)
    guard let found = try rows.first.map({ try MatchRow(row: $0, in: self) }) else {
      throw NotFound()
    }
    return found
  }

  /// What was decided last, the newest first.
  func decidedRows(of submission: Int64?, limit: Int = 10) throws -> [MatchRow] {
    try db.run(
      """
      SELECT \(Self.columns) FROM \(Self.tables)
      WHERE \(try decidable(submission)) AND m.decided_at IS NOT NULL
      ORDER BY m.decided_at DESC LIMIT \(limit)
      """
    ).map { try MatchRow(row: $0, in: self) }
  }
}
