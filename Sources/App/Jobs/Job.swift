package import Casework
import Store

/// One piece of work that takes longer than a page.
package struct Job: Sendable {
  package let id: Int64
  package let county: Int64
  package let kind: JobKind
  /// What it works on, such as `submission/12`.
  package let subject: String
  package let state: JobState
  package let attempts: Int
  package let done: Int
  /// Nil while nobody knows how much there is.
  package let total: Int?
  package let words: String
  package let isCancelled: Bool
  package let fault: String?
  package let officer: Int64
  package let askedAt: Instant
  package let finishedAt: Instant?

  init(row: Row) throws {
    id = try row.integer("id")
    county = try row.integer("county")
    kind = try row.raw("kind")
    subject = try row.text("subject")
    state = try row.raw("state")
    attempts = try row.int("attempts")
    done = try row.int("done")
    total = try row.optionalInteger("total").map(Int.init)
    words = try row.text("words")
    isCancelled = try row.flag("is_cancelled")
    fault = try row.optionalText("fault")
    officer = try row.integer("officer")
    askedAt = try row.instant("asked_at")
    finishedAt = try row.optionalInstant("finished_at")
  }

  static let columns: SQL = """
    id, county, kind, subject, state, attempts, done, total, words,
    is_cancelled, fault, officer, asked_at, finished_at
    """

  /// The number in a subject such as `submission/12`.
  func subjectID(_ kind: String) throws -> Int64 {
    let parts = subject.split(separator: "/")
    guard parts.count == 2, parts[0] == kind, let id = Int64(parts[1]) else {
      throw UnreadableColumn("subject")
    }
    return id
  }

  var isOpen: Bool { state == .waiting || state == .running }
}

/// What a job does.
package enum JobKind: String, CaseIterable, Sendable {
  /// Reads a file that came in and gives every row its fate.
  case check
  case commit, undo, assess
  /// Holds two editions of the rules side by side.
  case compare

  package var title: String {
    switch self {
    case .check: "核对文件"
    case .commit: "文件入库"
    case .undo: "撤销文件"
    case .assess: "风险测算"
    case .compare: "比较两版规则"
    }
  }

  /// Half a commit helps nobody; it is undone as a whole instead.
  package var canBeCancelled: Bool { [.check, .assess, .compare].contains(self) }
}

/// Where a job stands.
package enum JobState: String, CaseIterable, Sendable {
  case waiting, running, done, failed, cancelled

  package var title: String {
    switch self {
    case .waiting: "排队中"
    case .running: "进行中"
    case .done: "已完成"
    case .failed: "失败"
    case .cancelled: "已取消"
    }
  }
}
