import Casework
import Store

/// Takes a committed file back: facts are only added, so each of its facts gets one that replaces
/// it, and clues that rested on it alone are withdrawn.
struct PushUndo: Sendable {
  let workshop: Workshop
  let work: JobWork
  let submission: Submission
  private static let piece = 50_000

  func run() async throws {
    let (found, work) = (submission, work)
    let system = Access.system(in: PlaceCode(number: work.job.county * 1_000_000))
    var (reached, done) = (Int64(submission.reachedRow), work.job.done)
    while true {
      let (last, count) = try await workshop.register.write(as: system) { [reached, done] open in
        let piece = try open.retract(found, after: reached, limit: PushUndo.piece)
        try work.reach(done + piece.count, of: nil, "已撤销 \(done + piece.count) 条", in: open)
        return piece
      }
      guard let last else { break }
      (reached, done) = (last, done + count)
    }
    let asksAssessment = workshop.asksAssessment
    try await workshop.register.write(as: system) { [done] open in
      try work.reach(done, of: done, "撤销完成", in: open)
      try open.withdrawSignals(of: found)
      try open.dropStaged(found.id)
      try open.take(.finish, on: open.submission(found.id), and: "undone_at = \(open.now)")
      if asksAssessment { _ = try open.ask(.assess, "county") }
    }
  }
}

extension OpenRegister {
  /// Replaces the next facts of a file: by the fact that they had corrected, where its own file
  /// still stands, else by nothing. What a later file has corrected stays as that file says.
  ///
  /// - Returns: the last fact looked at, nil where there are no more; and how many were replaced.
  fileprivate func retract(
    _ submission: Submission, after reached: Int64, limit: Int
  ) throws -> (last: Int64?, count: Int) {
    let piece = try db.run(
      """
      SELECT MAX(id) AS last FROM (
        SELECT id FROM fact
        WHERE county = \(county) AND submission_id = \(submission.id) AND id > \(reached)
        ORDER BY id LIMIT \(limit)) AS piece
      """)
    guard let upper = try piece.first?.optionalInteger("last") else { return (nil, 0) }
    let count = try replace(submission, reached + 1...upper, limit)
    try db.run(
      """
      UPDATE submission SET reached_row = \(upper)
      WHERE county = \(county) AND id = \(submission.id)
      """)
    return (upper, count)
  }

  /// Takes one fact of a file back.
  func retract(_ fact: Int64, of submission: Submission) throws {
    try withdrawSignals(of: submission, fact: fact)
    _ = try replace(submission, fact...fact, 1)
  }

  private func replace(
    _ submission: Submission, _ ids: ClosedRange<Int64>, _ limit: Int
  ) throws -> Int {
    let first = try nextID("fact", count: Int64(limit))
    let added = try db.run(
      """
      INSERT INTO fact (county, id, household_id, person_id, kind, event_key, true_on, known_at,
        amount_fen, detail, department, submission_id, row_no, replaces)
      SELECT f.county, \(first - 1) + ROW_NUMBER() OVER (ORDER BY f.id), f.household_id,
        f.person_id,
        CASE WHEN b.id IS NULL THEN 'retracted' ELSE o.kind END,
        CASE WHEN b.id IS NULL THEN 'retracted|' || f.id ELSE f.event_key || '|' || f.id END,
        CASE WHEN b.id IS NULL THEN f.true_on ELSE o.true_on END, \(now),
        CASE WHEN b.id IS NULL THEN NULL ELSE o.amount_fen END,
        CASE WHEN b.id IS NULL THEN '{}' ELSE o.detail END,
        f.department, CASE WHEN b.id IS NULL THEN NULL ELSE o.submission_id END,
        CASE WHEN b.id IS NULL THEN f.row_no ELSE o.row_no END, f.id
      FROM fact f
      LEFT JOIN fact o ON o.county = f.county AND o.id = f.replaces
      LEFT JOIN submission b ON b.county = o.county AND b.id = o.submission_id
        AND b.stage = 'committed'
      WHERE f.county = \(county) AND f.submission_id = \(submission.id)
        AND f.id BETWEEN \(ids.lowerBound) AND \(ids.upperBound)
        AND NOT EXISTS (SELECT 1 FROM fact n WHERE n.county = f.county AND n.replaces = f.id)
      ORDER BY f.id
      RETURNING id
      """)
    db.grew("fact", by: added.count)
    return added.count
  }
}
