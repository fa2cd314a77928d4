import Casework
import Store

/// How far a job is, as every page that waits for one shows it.
struct JobProgress: Sendable {
  let id: Int64
  let title: String
  let state: String
  let mark: String
  let words: String
  let fault: String?
  /// Of the bar, in per cent.
  let width: String
  let isOpen: Bool
  let mayCancel: Bool
  let mayRetry: Bool
  /// The page where its result is seen.
  let href: String

  init(_ job: Job) {
    (id, title, state, words) = (job.id, job.kind.title, job.state.title, job.words)
    // A sentence for people stands in `fault` only where a rule said no.
    fault = job.state == .failed ? job.fault : nil
    let share = job.total.map { $0 == 0 ? 100 : min(100, job.done * 100 / $0) }
    width = "\(job.state == .done ? 100 : share ?? (job.done > 0 ? 50 : 0))%"
    isOpen = job.isOpen
    mayCancel = job.isOpen && job.kind.canBeCancelled && !job.isCancelled
    mayRetry = job.state == .failed
    href =
      switch job.kind {
      case .check, .commit, .undo: job.subject.replacing("submission/", with: "/submissions/")
      case .assess: "/assessments"
      case .compare: "/policy/\(job.subject.replacing("comparison/", with: "comparisons/"))"
      }
    mark =
      switch job.state {
      case .waiting, .running, .cancelled: "plain"
      case .done: "good"
      case .failed: "late"
      }
  }

  var json: String {
    "{\"words\":\(JSONText.quoted(words)),\"width\":\"\(width)\",\"open\":\(isOpen)}"
  }
}

/// What `Templates/jobs/show.mustache` shows.
struct JobPage: Page {
  static let template = "jobs/show"
  let progress: JobProgress
  let asked: String
  let finished: String?
  let attempts: Int

  init(_ job: Job) {
    progress = JobProgress(job)
    (asked, finished) = (job.askedAt.description, job.finishedAt?.description)
    attempts = job.attempts
  }
}

/// What `Templates/jobs/list.mustache` shows.
struct JobListPage: Page {
  static let template = "jobs/list"
  let rows: [Line]
  let isMoving: Bool

  struct Line: Sendable {
    let progress: JobProgress
    let asked: String
    let officer: String
  }

  init(_ open: OpenRegister) throws {
    let jobs = try open.jobs()
    let names = try open.officerNames(Set(jobs.map(\.officer)))
    rows = jobs.map {
      Line(
        progress: JobProgress($0), asked: $0.askedAt.description, officer: names[$0.officer] ?? "")
    }
    isMoving = jobs.contains(where: \.isOpen)
  }
}
