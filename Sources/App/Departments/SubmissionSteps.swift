import Casework
import Store

extension AuditAction {
  static func submission(_ action: SubmissionAction) -> AuditAction {
    AuditAction("submission.\(action.rawValue)")
  }
}

extension OpenRegister {
  /// Notes a file that came in and gives it to a job that checks it.
  func receive(
    _ incoming: IncomingFile, item: String, department: String, held holder: String? = nil,
    until lease: Instant? = nil
  ) throws -> (submission: Int64, job: Job) {
    let id = try nextID("submission")
    let job = try ask(.check, "submission/\(id)", held: holder, until: lease)
    try db.run(
      """
      INSERT INTO submission (county, id, item, department, file_name, file_hash, sheet, officer,
        received_at, counts, stage, version, reached_row, job_id)
      VALUES (\(county), \(id), \(item), \(department), \(incoming.name), \(incoming.hash), '',
        \(access.officer), \(now), '{}', \(SubmissionStage.received.rawValue), 1, 0, \(job.id))
      """)
    try note(id, HistoryStep(seq: 1, action: "receive", from: nil, to: .received, reason: nil))
    audit(AuditAction("submission.receive"), subject: "submission/\(id)", detail: item)
    return (id, job)
  }

  /// Takes one step: the submission and the line of its history change together, or not at all.
  ///
  /// - Parameters:
  ///   - action: what is done.
  ///   - found: the submission as it was seen; whoever moved it meanwhile was first.
  ///   - reason: the words that go with it.
  ///   - what: columns that change with the stage.
  /// - Returns: the stage that the step led to.
  /// - Throws: `StageRefusal`, `MovedMeanwhile`.
  @discardableResult
  func take(
    _ action: SubmissionAction, on found: Submission, reason: String? = nil,
    and what: SQL = "fault = fault"
  ) throws -> SubmissionStage {
    guard let next = found.stage.exit(action) else {
      throw StageRefusal.notOpen(action, at: found.stage)
    }
    if action.needsReason, (reason ?? "").count < 5 { throw StageRefusal.reasonNeeded }
    let rows = try db.run(
      """
      UPDATE submission SET stage = \(next.rawValue), version = version + 1, \(what)
      WHERE county = \(county) AND id = \(found.id) AND version = \(found.version)
        AND stage = \(found.stage.rawValue)
      RETURNING version
      """)
    guard let version = try rows.first?.integer("version") else { throw MovedMeanwhile() }
    try note(
      found.id,
      HistoryStep(
        seq: version, action: action.rawValue, from: found.stage, to: next, reason: reason))
    audit(.submission(action), subject: found.subject, detail: next.rawValue)
    if next == .discarded || next == .expired || next == .refused { try dropStaged(found.id) }
    return next
  }

  /// A person confirms what the dry run showed; pressed twice it is one commit.
  @discardableResult
  func commit(
    _ found: Submission, held holder: String? = nil, until lease: Instant? = nil
  ) throws -> Job {
    try requires(found.isRegistry ? .importRegistry : .pushData)
    if let end = found.expiresAt, found.stage == .checked, now > end {
      throw StageRefusal.checkedTooLongAgo
    }
    let job = try ask(.commit, found.subject, held: holder, until: lease)
    try take(.commit, on: found, and: "reached_row = 0, job_id = \(job.id)")
    return job
  }

  /// Takes a whole file back, within a day of its commit.
  func undo(_ found: Submission) throws {
    guard !found.isRegistry else { throw StageRefusal.registryStays }
    if let committed = found.finishedAt, found.stage == .committed,
      now > committed.adding(seconds: SubmissionTerms.undo)
    {
      throw StageRefusal.tooLateToUndo
    }
    let job = try ask(.undo, found.subject)
    try take(.undo, on: found, and: "reached_row = 0, job_id = \(job.id)")
  }

  /// Lets a suspicious file through, by a person who is not its sender.
  func release(_ found: Submission, because reason: String?) throws {
    try requires(.importRegistry)
    // From now on it waits for its sender, for as long as any other file.
    let expires = now.adding(seconds: SubmissionTerms.expiry)
    try take(.release, on: found, reason: reason, and: "expires_at = \(expires)")
  }

  func dropStaged(_ submission: Int64) throws {
    try db.run(
      "DELETE FROM staged_fact WHERE county = \(county) AND submission_id = \(submission)")
    // What was decided stays known for the department's next file.
    try db.run(
      """
      DELETE FROM match_row
      WHERE county = \(county) AND submission_id = \(submission) AND decision IS NULL
      """)
    try db.run(
      "DELETE FROM submission_upload WHERE county = \(county) AND submission_id = \(submission)")
  }

  private func note(_ submission: Int64, _ step: HistoryStep<SubmissionStage>) throws {
    try db.run(
      """
      INSERT INTO submission_event (county, submission_id, seq, taken_at, officer, action,
        from_stage, to_stage, reason)
      VALUES (\(county), \(submission), \(step.seq), \(now), \(access.officer), \(step.action),
        \(step.from?.rawValue), \(step.to.rawValue), \(step.reason))
      """)
  }
}
