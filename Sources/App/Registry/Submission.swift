package import Casework
package import Foundation
import Store

/// A file that came in: a registry import or a department's push.
package struct Submission: Sendable {
  package let id: Int64
  package let item: String
  package let department: String
  package let fileName: String
  let fileHash: String
  package let sheet: String
  package let officer: Int64
  package let receivedAt: Instant
  package let finishedAt: Instant?
  package let counts: [RowFate: Int]

  init(row: Row) throws {
    id = try row.integer("id")
    item = try row.text("item")
    department = try row.text("department")
    fileName = try row.text("file_name")
    fileHash = try row.text("file_hash")
    sheet = try row.text("sheet")
    officer = try row.integer("officer")
    receivedAt = try row.instant("received_at")
    finishedAt = try row.optionalInstant("finished_at")
    let raw = try JSONDecoder().decode([String: Int].self, from: Data(row.text("counts").utf8))
    counts = Dictionary(
      raw.compactMap { key, value in RowFate(rawValue: key).map { ($0, value) } },
      uniquingKeysWith: +)
  }

  package var total: Int { counts.values.reduce(0, +) }

  static let columns: SQL = """
    s.id, s.item, s.department, s.file_name, s.file_hash, s.sheet, s.officer, s.received_at,
    s.finished_at, s.counts
    """
}

/// What is known of a file before its rows are read.
package struct IncomingFile: Sendable {
  package let file: URL
  package let name: String
  /// The sealed copy, by the hash of its contents.
  package let hash: String

  package init(file: URL, name: String, hash: String) {
    (self.file, self.name, self.hash) = (file, name, hash)
  }
}

/// Why nothing of a file was taken in.
package enum SubmissionRefusal: Refusal {
  case noHeader(sheet: String, needed: [String])
  case missingColumns(sheet: String, row: Int, titles: [String])
  case unknownItem(String)
  case needsConsent(String)
  case noFile
  case unreadable(String)

  package var sentence: String {
    switch self {
    case .noHeader(let sheet, let needed):
      "工作表“\(sheet)”的前 10 行里找不到表头。表头应包含：\(needed.joined(separator: "、"))。"
    case .missingColumns(let sheet, let row, let titles):
      "工作表“\(sheet)”第 \(row) 行的表头缺少列：\(titles.joined(separator: "、"))。请补上后重新上传。"
    case .unknownItem(let item): "没有“\(item)”这个数据项，请从列表中选择。"
    case .needsConsent(let title):
      "“\(title)”须经农户授权、只为本户个案比对，不能批量推送。请在个案的家庭经济状况核对中办理。"
    case .noFile: "请先选择文件。"
    case .unreadable(let reason): reason
    }
  }

  package var field: String? { "file" }
}

extension OpenRegister {
  func begin(_ incoming: IncomingFile, item: String, department: String, sheet: String) throws
    -> Int64
  {
    let id = try nextID("submission")
    try db.run(
      """
      INSERT INTO submission (county, id, item, department, file_name, file_hash, sheet, officer,
        received_at, counts)
      VALUES (\(county), \(id), \(item), \(department), \(incoming.name), \(incoming.hash),
        \(sheet), \(access.officer), \(now), '{}')
      """)
    return id
  }

  func finish(_ id: Int64, counts: [RowFate: Int]) throws {
    let fields = counts.sorted { $0.key.rawValue < $1.key.rawValue }
      .map { "\(JSONText.quoted($0.key.rawValue)):\($0.value)" }
    try db.run(
      """
      UPDATE submission
      SET finished_at = \(now), counts = \("{\(fields.joined(separator: ","))}")
      WHERE county = \(county) AND id = \(id)
      """)
  }

  package func submission(_ id: Int64, item: String? = nil) throws -> Submission {
    let rows = try db.run(
      """
      SELECT \(Submission.columns) FROM submission s
      WHERE s.county = \(county) AND s.id = \(id)
      """)
    guard let found = try rows.first.map(Submission.init(row:)),
      access.may(.importRegistry) || found.department == access.department
    else { throw NotFound() }
    return found
  }

  /// The newest first: the officer's own department's, or everybody's for the county.
  package func submissions(item: String?, limit: Int = 50) throws -> [Submission] {
    let ofItem: SQL = item.map { "AND s.item = \($0)" } ?? "AND s.item <> 'registry'"
    let own: SQL =
      access.may(.importRegistry) ? "" : "AND s.department = \(access.department ?? "")"
    return try db.run(
      """
      SELECT \(Submission.columns) FROM submission s
      WHERE s.county = \(county) \(ofItem) \(own)
      ORDER BY s.id DESC LIMIT \(limit)
      """
    ).map(Submission.init(row:))
  }

  /// The rows that need somebody's attention, or those of one fate.
  package func outcomes(
    of submission: Int64, fate: RowFate?, after: Int64 = 0, limit: Int = 100
  ) throws -> [(row: Int64, outcome: RowOutcome)] {
    let wanted: SQL =
      fate.map { "AND fate = \($0.rawValue)" }
      ?? "AND fate IN ('refused', 'notFound', 'ambiguous')"
    return try db.run(
      """
      SELECT row_no, fate, reason FROM submission_row
      WHERE county = \(county) AND submission_id = \(submission) AND row_no > \(after) \(wanted)
      ORDER BY row_no LIMIT \(limit)
      """
    ).map {
      (try $0.integer("row_no"), RowOutcome(try $0.raw("fate"), try $0.optionalText("reason")))
    }
  }

  /// Every row's outcome, for the sender's own file with a result column.
  func eachOutcome(of submission: Int64) throws -> [Int: RowOutcome] {
    var outcomes: [Int: RowOutcome] = [:]
    try db.each(
      """
      SELECT row_no, fate, reason FROM submission_row
      WHERE county = \(county) AND submission_id = \(submission)
      """
    ) { row in
      outcomes[try row.int(at: 0)] = RowOutcome(
        try row.raw("fate"), try row.optionalText(at: 2))
    }
    return outcomes
  }
}
