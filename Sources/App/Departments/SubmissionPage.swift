import Casework
import Store

/// What `Templates/departments/show.mustache` shows.
struct SubmissionPage: Page {
  static let template = "departments/show"
  let id: Int64
  let title: String
  let file: String
  let stage: String
  let mark: String
  let sheet: String
  let total: Int
  let isRegistry: Bool
  let progress: JobProgress?
  let isRefused: Bool
  let isQuarantined: Bool
  let faults: [String]
  let charts: [FaultChart]
  let mayRelease: Bool
  /// The dry run waits for somebody's word.
  let isDry: Bool
  let mayCommit: Bool
  let mayDiscard: Bool
  let expires: String?
  let undo: UndoPanel?
  let tiles: [FateTile]
  let shown: String
  let rows: [Line]
  let more: String?
  let hasResult: Bool
  /// How many rows wait for a person's word; nil where there are none to decide.
  let waiting: Int?
  let timeline: [TimelineLine]

  struct Line: Sendable {
    let row: String
    let fate: String
    let mark: String
    let reason: String
  }

  init(
    _ submission: Submission, fate: RowFate?, after: Int64, _ pack: PolicyPack,
    in open: OpenRegister
  ) throws {
    (id, file, sheet, total) = (
      submission.id, submission.fileName, submission.sheet, submission.total
    )
    title = pack.item(submission.item)?.title ?? "农户台账"
    (isRegistry, stage, mark) = (
      submission.isRegistry, submission.stage.title, submission.stage.mark
    )
    let job = try submission.job.map { try open.jobOfSubmission($0) }
    progress = job.flatMap { submission.stage.isMoving ? JobProgress($0) : nil }
    isRefused = submission.stage == .refused
    isQuarantined = submission.stage == .quarantined
    faults = isRefused || isQuarantined ? submission.faults : []
    charts = isQuarantined ? try open.oddities(of: submission.id).compactMap(FaultChart.init) : []
    mayRelease = isQuarantined && open.access.may(.importRegistry)
    let isMine = open.access.may(submission.isRegistry ? .importRegistry : .pushData)
    mayCommit = submission.stage == .checked && isMine
    mayDiscard = [.checked, .quarantined].contains(submission.stage) && isMine
    isDry = submission.stage == .checked
    expires = isDry ? submission.expiresAt?.day.description : nil
    undo = try UndoPanel(submission, in: open)
    tiles = FateTile.tiles(submission, current: fate)
    shown = fate?.title ?? "需要处理的行"
    hasResult = submission.total > 0 && submission.stage != .received
    let queued = submission.stage.takesDecisions ? submission.counts[.queued] ?? 0 : 0
    waiting = queued > 0 && !submission.isRegistry ? queued : nil
    (rows, more) = try SubmissionPage.lines(submission, fate, after: after, in: open)
    timeline = try open.timeline(of: submission)
  }

  /// A hundred rows, and where the next hundred begin.
  private static func lines(
    _ submission: Submission, _ fate: RowFate?, after: Int64, in open: OpenRegister
  ) throws -> (rows: [Line], more: String?) {
    let found = try open.outcomes(of: submission.id, fate: fate, after: after, limit: 101)
    let rows = found.prefix(100).map { row, outcome in
      Line(
        row: RowPlace(code: Int(row)).short, fate: outcome.fate.title,
        mark: outcome.fate.needsAttention ? "due" : "good",
        reason: outcome.reason ?? "")
    }
    guard found.count > 100 else { return (rows, nil) }
    let query = fate.map { "&fate=\($0.rawValue)" } ?? ""
    return (rows, "/submissions/\(submission.id)?after=\(found[99].row)\(query)#rows")
  }
}

/// How many rows met a fate; it opens them.
struct FateTile: Sendable {
  let href: String
  let title: String
  let count: Int
  let mark: String
  let isCurrent: Bool

  static func tiles(_ submission: Submission, current: RowFate?) -> [FateTile] {
    guard submission.stage != .received, submission.stage != .refused else { return [] }
    let always: Set<RowFate> = [.added, .updated, .unchanged, .refused]
    return RowFate.allCases.filter { submission.counts[$0, default: 0] > 0 || always.contains($0) }
      .filter { !submission.isRegistry || ($0 != .notFound && $0 != .queued) }
      .map { one in
        let count = submission.counts[one] ?? 0
        return FateTile(
          href: "/submissions/\(submission.id)?fate=\(one.rawValue)#rows", title: one.title,
          count: count, mark: count == 0 ? "none" : one.needsAttention ? "due" : "",
          isCurrent: one == current)
      }
  }
}

/// The way back for a whole file: what followed from it, before somebody takes it back.
struct UndoPanel: Sendable {
  let until: String
  let facts: Int
  /// Nil where there are none.
  let corrected: Int?
  let withdrawnCount: Int
  let keptCount: Int
  /// By household, for those who may open it: a department learns how many, not whose.
  let withdrawn: [Line]
  let kept: [Line]

  struct Line: Sendable {
    let href: String
    let head: String
    let stage: String
    let note: String?
  }

  /// Nil where there is nothing to undo, or no longer.
  init?(_ submission: Submission, in open: OpenRegister) throws {
    guard submission.stage == .committed, !submission.isRegistry,
      let committed = submission.finishedAt
    else { return nil }
    let end = committed.adding(seconds: SubmissionTerms.undo)
    guard open.now <= end else { return nil }
    let aftermath = try Aftermath(of: submission, in: open)
    (until, facts) = (end.description, aftermath.facts)
    corrected = aftermath.corrected > 0 ? aftermath.corrected : nil
    withdrawnCount = aftermath.clues.count(where: \.isWithdrawn)
    keptCount = aftermath.clues.count - withdrawnCount
    guard open.access.may(.readHouseholds) else {
      (withdrawn, kept) = ([], [])
      return
    }
    let lines = aftermath.clues.map { followed in
      (
        followed.isWithdrawn,
        Line(
          href: followed.caseID.map { "/cases/\($0)" } ?? "/clues/\(followed.clue)",
          head: followed.head, stage: followed.stage.title,
          note: followed.caseID != nil
            ? "已转监测对象，继续办理" : followed.hasVisit ? "已入户核实，继续办理" : nil)
      )
    }
    withdrawn = lines.filter(\.0).map(\.1)
    kept = lines.filter { !$0.0 }.map(\.1)
  }
}

extension Submission {
  var faults: [String] { (fault ?? "").split(separator: "\n").map(String.init) }
}

extension SubmissionStage {
  /// The badge's shape and colour.
  var mark: String {
    switch self {
    case .committed: "good"
    case .checked, .quarantined: "due"
    case .refused: "late"
    case .receiving, .received, .committing, .undoing, .undone, .discarded, .expired: "plain"
    }
  }
}

extension OpenRegister {
  /// The submission was found by this officer, so its job is theirs to see as well.
  func jobOfSubmission(_ id: Int64) throws -> Job {
    let rows = try db.run(
      "SELECT \(Job.columns) FROM job j WHERE j.county = \(county) AND j.id = \(id)")
    guard let found = try rows.first.map(Job.init(row:)) else { throw NotFound() }
    return found
  }

  func timeline(of submission: Submission) throws -> [TimelineLine] {
    let rows = try db.run(
      """
      SELECT taken_at, officer, action, from_stage, to_stage, reason FROM submission_event
      WHERE county = \(county) AND submission_id = \(submission.id) ORDER BY seq
      """)
    return try timeline(
      rows, title: { SubmissionAction(rawValue: $0)?.title ?? "上传" }, due: { _, _ in nil })
  }
}
