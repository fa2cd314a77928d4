package import Casework
import Foundation
import Store

/// A file that came in: a registry import or a department's push.
package struct Submission: Sendable {
  package let id: Int64
  /// `registry` or a data item of the pack.
  package let item: String
  package let department: String
  package let fileName: String
  package let fileHash: String
  package let sheet: String
  package let officer: Int64
  package let receivedAt: Instant
  /// When it was committed.
  package let finishedAt: Instant?
  package let counts: [RowFate: Int]
  package let stage: SubmissionStage
  let version: Int64
  /// The last row that the work under way has done with.
  let reachedRow: Int
  let job: Int64?
  package let expiresAt: Instant?
  package let undoneAt: Instant?
  /// Why nothing of it was taken in, or why it is held back.
  package let fault: String?

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
    counts = try RowCounts(json: row.text("counts")).counts
    stage = try row.raw("stage")
    version = try row.integer("version")
    reachedRow = try row.int("reached_row")
    job = try row.optionalInteger("job_id")
    expiresAt = try row.optionalInstant("expires_at")
    undoneAt = try row.optionalInstant("undone_at")
    fault = try row.optionalText("fault")
  }

  package var total: Int { counts.values.reduce(0, +) }
  package var isRegistry: Bool { item == Submission.registry }
  var subject: String { "submission/\(id)" }

  static let registry = "registry"
  static let columns: SQL = """
    s.id, s.item, s.department, s.file_name, s.file_hash, s.sheet, s.officer, s.received_at,
    s.finished_at, s.counts, s.stage, s.version, s.reached_row, s.job_id, s.expires_at,
    s.undone_at, s.fault
    """
}

/// How many rows of a submission met which fate, as it is kept.
struct RowCounts: Sendable {
  private(set) var counts: [RowFate: Int]

  init(_ counts: [RowFate: Int]) { self.counts = counts }

  init(json text: String) throws {
    let raw = try JSONDecoder().decode([String: Int].self, from: Data(text.utf8))
    counts = Dictionary(
      raw.compactMap { key, value in RowFate(rawValue: key).map { ($0, value) } },
      uniquingKeysWith: +)
  }

  var json: String {
    let fields = counts.filter { $0.value != 0 }.sorted { $0.key.rawValue < $1.key.rawValue }
      .map { "\(JSONText.quoted($0.key.rawValue)):\($0.value)" }
    return "{\(fields.joined(separator: ","))}"
  }

  mutating func add(_ fate: RowFate, _ count: Int = 1) { counts[fate, default: 0] += count }
}

/// What is known of a file before its rows are read.
package struct IncomingFile: Sendable {
  package let name: String
  /// The sealed copy, by the hash of its contents.
  package let hash: String

  package init(name: String, hash: String) { (self.name, self.hash) = (name, hash) }
}

/// Why nothing of a file was taken in.
package enum SubmissionRefusal: Refusal {
  case noHeader(sheet: String, needed: [String])
  case missingColumns(sheet: String, row: Int, titles: [String])
  case doubtfulColumns(sheet: String, row: Int, titles: [String])
  case unknownItem(String)
  case needsConsent(String)
  case noFile
  case notArrived
  case unreadable(String)

  package var sentence: String {
    switch self {
    case .noHeader(let sheet, let needed):
      "工作表“\(sheet)”的前 10 行里找不到表头。表头应包含：\(needed.joined(separator: "、"))。"
    case .missingColumns(let sheet, let row, let titles):
      "工作表“\(sheet)”第 \(row) 行的表头缺少列：\(titles.joined(separator: "、"))。请补上后重新上传。"
    case .doubtfulColumns(let sheet, let row, let titles):
      "工作表“\(sheet)”第 \(row) 行的表头里，“\(titles.joined(separator: "”、“"))”各有两列而内容不同，"
        + "不知道以哪一列为准。请删去多余的列或改列名后重新上传。"
    case .unknownItem(let item): "没有“\(item)”这个数据项，请从列表中选择。"
    case .needsConsent(let title):
      "“\(title)”须经农户授权、只为本户个案比对，不能批量推送。请在个案的家庭经济状况核对中办理。"
    case .noFile: "请先选择文件。"
    case .notArrived: "文件还没有传完，请续传完整后再取结果。"
    case .unreadable(let reason): reason
    }
  }

  package var field: String? { "file" }
}
