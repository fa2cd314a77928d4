import Casework
import Store
import Synchronization

/// A job as its worker has it: where it says how far it is, and learns that it must stop.
package struct JobWork: Sendable {
  package let job: Job
  let holder: String
  let clock: Clock
  let stop: StopFlag

  /// Says how far the work is, in the transaction of the piece just done: the piece and the
  /// word of it are kept together, or neither is.
  ///
  /// - Throws: `JobStop` when somebody cancelled the job, another worker has it by now, or the
  ///   program ends; the piece is then undone, and the job goes on from the one before.
  func reach(
    _ done: Int, of total: Int?, _ words: String, in open: OpenRegister
  ) throws {
    try tell("done = \(done), words = \(words)", total, in: open)
  }

  /// The same for pieces that are done side by side: how far the job is, its own row knows.
  func advance(_ rows: Int, of total: Int, _ verb: String, in open: OpenRegister) throws {
    try tell(
      """
      done = done + \(rows),
      words = \(verb) || ' ' || CAST(done + \(rows) AS TEXT) || ' 行'
      """, total, in: open)
  }

  private func tell(_ progress: SQL, _ total: Int?, in open: OpenRegister) throws {
    let until = clock.now.adding(seconds: JobQueue.leaseSeconds)
    let rows = try open.db.run(
      """
      UPDATE job
      SET \(progress), total = \(total), leased_until_at = \(until)
      WHERE county = \(job.county) AND id = \(job.id) AND holder = \(holder)
        AND state = 'running'
      RETURNING is_cancelled
      """)
    guard let mine = rows.first else { throw JobStop.lost }
    if try mine.flag("is_cancelled"), job.kind.canBeCancelled { throw JobStop.cancelled }
    if stop.isSet { throw JobStop.interrupted }
  }
}

/// Why a job stops before its end.
enum JobStop: Error {
  case cancelled
  /// The lease ended and another worker took the job.
  case lost
  /// The program is told to end; the job goes on at the next start.
  case interrupted
}

/// Set once, when the program is told to end.
package final class StopFlag: Sendable {
  // A class, because the one who sets it and those who look share it.
  private let flag = Atomic(false)

  package init() {}

  var isSet: Bool { flag.load(ordering: .relaxed) }
  func set() { flag.store(true, ordering: .relaxed) }
}
