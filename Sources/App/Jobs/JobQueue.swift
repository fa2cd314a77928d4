package import Casework
package import Store

/// The queue of jobs, as the workers of all nodes share it.
///
/// Like the gate it stands before any `Access`: only the job itself tells for whom one works.
package struct JobQueue: Sendable {
  private let database: any Database
  /// The real time, for a lease must not end because learners moved their county's day.
  package let clock: Clock
  package static let leaseSeconds = 60
  /// A job that took its worker down with it so often is not tried again.
  package static let mostAttempts = 5

  package init(database: any Database, clock: Clock) {
    (self.database, self.clock) = (database, clock)
  }

  /// The oldest job that waits, or whose holder was not heard of until its lease ended.
  package func take(as holder: String) async throws -> Job? {
    let now = clock.now
    // Looked at first without writing, for mostly there is nothing to do.
    guard try await database.read({ try !$0.run(JobQueue.free(now)).isEmpty }) else { return nil }
    return try await database.write { db in
      let free = try db.run("\(JobQueue.free(now)) \(db.takingFree)").first
      guard let found = try free.map(Job.init(row:)) else { return nil }
      guard found.attempts < JobQueue.mostAttempts else {
        try db.run(
          """
          UPDATE job SET state = 'failed', finished_at = \(now), holder = NULL,
            fault = '处理这项工作的程序几次意外退出，已停止。请联系县级管理员。'
          WHERE county = \(found.county) AND id = \(found.id)
          """)
        return nil
      }
      return try db.run(
        """
        UPDATE job SET state = 'running', holder = \(holder), attempts = attempts + 1,
          leased_until_at = \(now.adding(seconds: JobQueue.leaseSeconds)),
          started_at = COALESCE(started_at, \(now))
        WHERE county = \(found.county) AND id = \(found.id)
        RETURNING \(Job.columns)
        """
      ).first.map(Job.init(row:))
    }
  }

  private static func free(_ now: Instant) -> SQL {
    """
    SELECT \(Job.columns) FROM job j
    WHERE j.state IN ('waiting', 'running')
      AND (j.leased_until_at IS NULL OR j.leased_until_at < \(now))
    ORDER BY j.county, j.id LIMIT 1
    """
  }

  /// Says that the holder is still alive; false when the job is no longer its own.
  package func renew(_ job: Job, as holder: String) async throws -> Bool {
    let until = clock.now.adding(seconds: JobQueue.leaseSeconds)
    return try await change(job, as: holder, "leased_until_at = \(until)")
  }

  package func end(
    _ job: Job, as holder: String, _ state: JobState, fault: String? = nil
  ) async throws {
    _ = try await change(
      job, as: holder,
      """
      state = \(state.rawValue), finished_at = \(clock.now), holder = NULL,
      leased_until_at = NULL, fault = \(fault)
      """)
  }

  /// Puts a job back for another try after some seconds; with none it was only interrupted, and
  /// the attempt does not count.
  package func putBack(
    _ job: Job, as holder: String, after seconds: Int = 0, fault: String? = nil
  ) async throws {
    let attempt = seconds == 0 ? 1 : 0
    _ = try await change(
      job, as: holder,
      """
      state = 'waiting', holder = NULL, attempts = attempts - \(attempt), fault = \(fault),
      leased_until_at = \(seconds == 0 ? nil : clock.now.adding(seconds: seconds))
      """)
  }

  /// The counties where something that was checked has waited too long.
  func countiesWithExpired(at now: Instant) async throws -> [Int64] {
    try await database.read { db in
      try db.run(
        """
        SELECT DISTINCT county FROM submission
        WHERE stage IN ('receiving', 'checked') AND expires_at < \(now)
        """
      ).map { try $0.integer("county") }
    }
  }

  func countiesWithChecks() async throws -> [PlaceCode] {
    try await database.read { db in
      try db.run("SELECT DISTINCT county FROM economic_check").map {
        PlaceCode(number: try $0.integer("county") * 1_000_000)
      }
    }
  }

  func countiesWithAssessments() async throws -> [PlaceCode] {
    try await database.read { db in
      try db.run("SELECT DISTINCT county FROM assessment_run").map {
        PlaceCode(number: try $0.integer("county") * 1_000_000)
      }
    }
  }

  func countiesWithMessages() async throws -> [PlaceCode] {
    try await database.read { db in
      try db.run("SELECT DISTINCT county FROM wechat_message WHERE state IN ('agreed', 'due')").map
      {
        PlaceCode(number: try $0.integer("county") * 1_000_000)
      }
    }
  }

  private func change(_ job: Job, as holder: String, _ what: SQL) async throws -> Bool {
    try await database.write { db in
      try !db.run(
        """
        UPDATE job SET \(what)
        WHERE county = \(job.county) AND id = \(job.id) AND holder = \(holder)
          AND state = 'running'
        RETURNING id
        """
      ).isEmpty
    }
  }
}
