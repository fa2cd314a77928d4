import Casework
import Store

extension AuditAction {
  static let cancelledJob = AuditAction("job.cancelled")
}

extension OpenRegister {
  /// Puts a job in the queue; whoever asks and does it at once is its holder from the start.
  ///
  /// An assessment that waits already will see what this one was to see.
  func ask(
    _ kind: JobKind, _ subject: String, held holder: String? = nil, until lease: Instant? = nil
  ) throws -> Job {
    if kind == .assess, holder == nil, let waiting = try waiting(kind, subject) { return waiting }
    let state: JobState = holder == nil ? .waiting : .running
    let rows = try db.run(
      """
      INSERT INTO job (county, id, kind, subject, state, holder, leased_until_at, attempts,
        done, words, is_cancelled, officer, asked_at, started_at)
      VALUES (\(county), \(try nextID("job")), \(kind.rawValue), \(subject), \(state.rawValue),
        \(holder), \(lease), \(holder == nil ? 0 : 1), 0, \(kind.title), 0, \(access.officer),
        \(now), \(holder == nil ? nil : now))
      RETURNING \(Job.columns)
      """)
    guard let job = try rows.first.map(Job.init(row:)) else { throw NotFound() }
    return job
  }

  private func waiting(_ kind: JobKind, _ subject: String) throws -> Job? {
    try db.run(
      """
      SELECT \(Job.columns) FROM job
      WHERE county = \(county) AND subject = \(subject) AND kind = \(kind.rawValue)
        AND state = 'waiting'
      ORDER BY id DESC LIMIT 1
      """
    ).first.map(Job.init(row:))
  }

  /// Forgets a job that turned out to be needless, in the transaction that asked for it.
  func drop(_ job: Job) throws {
    try db.run("DELETE FROM job WHERE county = \(county) AND id = \(job.id)")
  }

  /// A job is seen by whoever asked for it, by the department whose file it works on, and by the
  /// county.
  package func job(_ id: Int64) throws -> Job {
    let rows = try db.run(
      "SELECT \(Job.columns) FROM job j WHERE j.county = \(county) AND j.id = \(id) AND \(seesJobs)"
    )
    guard let found = try rows.first.map(Job.init(row:)) else { throw NotFound() }
    return found
  }

  func jobs(limit: Int = 50) throws -> [Job] {
    try db.run(
      """
      SELECT \(Job.columns) FROM job j
      WHERE j.county = \(county) AND \(seesJobs)
      ORDER BY j.id DESC LIMIT \(limit)
      """
    ).map(Job.init(row:))
  }

  private var seesJobs: SQL {
    if access.may(.importRegistry) { return "1 = 1" }
    return """
      (j.officer = \(access.officer) OR EXISTS (SELECT 1 FROM submission s
        WHERE s.county = j.county AND s.department = \(access.department ?? "")
          AND s.department <> '' AND s.job_id = j.id))
      """
  }

  /// Stops a job: at once where it waits, at its next piece where it runs.
  func cancel(_ job: Job) throws {
    guard job.isOpen, job.kind.canBeCancelled else { throw JobRefusal.cannotBeCancelled }
    let rows = try db.run(
      """
      UPDATE job SET is_cancelled = 1,
        finished_at = CASE WHEN state = 'waiting' THEN \(now) ELSE finished_at END,
        state = CASE WHEN state = 'waiting' THEN 'cancelled' ELSE state END
      WHERE county = \(county) AND id = \(job.id) AND state IN ('waiting', 'running')
      RETURNING state
      """)
    guard let state = try rows.first?.raw("state", as: JobState.self) else {
      throw MovedMeanwhile()
    }
    audit(.cancelledJob, subject: "job/\(job.id)", detail: job.kind.rawValue)
    if state == .cancelled { try leave(job) }
  }

  /// What a cancelled job leaves behind: a file that was being checked is given up.
  func leave(_ job: Job) throws {
    guard job.kind == .check else { return }
    let found = try submission(job.subjectID("submission"))
    if found.stage == .received { try take(.discard, on: found) }
  }

  /// Lets a job that failed be tried once more.
  func retry(_ job: Job) throws {
    let rows = try db.run(
      """
      UPDATE job SET state = 'waiting', attempts = 0, fault = NULL, finished_at = NULL,
        leased_until_at = NULL
      WHERE county = \(county) AND id = \(job.id) AND state = 'failed' RETURNING id
      """)
    guard !rows.isEmpty else { throw MovedMeanwhile() }
  }
}

/// Why something cannot be done with a job.
enum JobRefusal: Refusal {
  case cannotBeCancelled

  var sentence: String {
    switch self {
    case .cannotBeCancelled: "这项工作已经结束，或者已经开始写入，不能取消。入库后 24 小时内可以整份撤销。"
    }
  }
}
