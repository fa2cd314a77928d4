import Casework
import HTTPTypes
import Store

/// A submission as programs get it.
struct PushAnswer: Encodable, Sendable {
  let id: Int64
  let item: String
  let fileName: String
  let stage: String
  let counts: [String: Int]
  let fault: String?
  let receivedAt: String
  let expiresAt: String?
  /// Of a file that is still arriving: its bytes, and those that are safely here.
  let size: Int?
  let arrived: Int?
  let progress: Progress?

  struct Progress: Encodable, Sendable {
    let state: String
    let done: Int
    let total: Int?
    let words: String
  }

  static let offset = HTTPField.Name("Upload-Offset") ?? .contentRange

  init(_ submission: Submission, in open: OpenRegister) throws {
    (id, item, fileName) = (submission.id, submission.item, submission.fileName)
    (stage, fault) = (submission.stage.rawValue, submission.fault)
    counts = Dictionary(
      uniqueKeysWithValues: submission.counts.map { ($0.key.rawValue, $0.value) })
    receivedAt = submission.receivedAt.description
    expiresAt = submission.expiresAt?.description
    let upload = try submission.stage == .receiving ? open.upload(of: submission.id) : nil
    (size, arrived) = (upload?.size, upload?.arrived)
    let job = try submission.stage.isMoving ? submission.job.map(open.jobOfSubmission) : nil
    progress = job.map {
      Progress(state: $0.state.rawValue, done: $0.done, total: $0.total, words: $0.words)
    }
  }
}

/// A page of a file's rows with what became of each.
struct RowsAnswer: Encodable, Sendable {
  let items: [Line]
  let next: Int64?

  struct Line: Encodable, Sendable {
    let row: Int64
    let fate: String
    let reason: String?
    let probability: Double?
  }

  init(
    _ submission: Submission, _ fate: RowFate?, after: Int64, limit: Int, in open: OpenRegister
  ) throws {
    let wanted: SQL = fate.map { "AND fate = \($0.rawValue)" } ?? ""
    items = try open.db.run(
      """
      SELECT row_no, fate, reason, probability FROM submission_row
      WHERE county = \(open.county) AND submission_id = \(submission.id) AND row_no > \(after)
        \(wanted)
      ORDER BY row_no LIMIT \(limit)
      """
    ).map {
      Line(
        row: try $0.integer("row_no"), fate: try $0.text("fate"),
        reason: try $0.optionalText("reason"),
        probability: try $0.optionalInteger("probability").map { Double($0) / 1_000_000 })
    }
    next = items.count == limit ? items.last?.row : nil
  }
}
