import Casework
import Store

/// Turns what was checked into facts, just as the dry run showed it.
///
/// Staged rows are moved: each piece adds facts and removes their staged rows in one transaction,
/// so that whoever goes on after a crash moves what is left and nothing twice.
struct PushCommit: Sendable {
  let workshop: Workshop
  let work: JobWork
  let access: Access
  let submission: Submission
  private static let piece = 100_000
  /// Each piece passes over all rows that wait, so that a large file is cut into few.
  private static let pieces = 5
  private static let atOnce = 2

  func run() async throws {
    guard let item = workshop.pack.item(submission.item) else {
      throw SubmissionRefusal.unknownItem(submission.item)
    }
    let found = submission
    let pieces = try await workshop.register.read(as: access) {
      try $0.pieces(of: found, size: PushCommit.piece, most: PushCommit.pieces)
    }
    let done = try await move(pieces, item)
    let (work, asksAssessment) = (work, workshop.asksAssessment)
    try await workshop.register.write(as: access) { open in
      try work.reach(done, of: done, "入库完成", in: open)
      let now = try open.submission(found.id)
      try open.take(.finish, on: now, and: "finished_at = \(open.now)")
      if asksAssessment { _ = try open.ask(.assess, "county") }
    }
  }
}

extension PushCommit {
  /// Moves all pieces, some at a time: a server has a process for each connection, and an embedded
  /// database takes them one after another.
  ///
  /// - Returns: how many rows are facts by now.
  private func move(_ pieces: [StagedPiece], _ item: DataItem) async throws -> Int {
    let rows = pieces.reduce(0) { $0 + $1.rows }
    let total = work.job.done + rows
    var id = try await workshop.register.write(as: access) {
      try $0.nextID("fact", count: Int64(rows))
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (place, piece) in pieces.enumerated() {
        if place >= PushCommit.atOnce { try await group.next() }
        group.addTask { [id, workshop, work, access, submission] in
          try await workshop.register.write(as: access) { open in
            try open.move(piece, of: submission, item, firstID: id)
            // Last, because the job's row is held until the piece is kept.
            try work.advance(piece.rows, of: total, "已入库", in: open)
          }
        }
        id += Int64(piece.rows)
      }
      try await group.waitForAll()
    }
    return total
  }
}

/// Staged rows that become facts in one transaction: those of some households, which lie together
/// in the facts' indexes.
struct StagedPiece: Sendable {
  let households: ClosedRange<Int64>
  let rows: Int

  func rows(of submission: Int64, county: Int64) -> SQL {
    """
    s.county = \(county) AND s.submission_id = \(submission) AND s.event_key IS NOT NULL
    AND s.household_id BETWEEN \(households.lowerBound) AND \(households.upperBound)
    """
  }
}

extension OpenRegister {
  /// The rows that wait to become facts, cut by household into `most` pieces, or fewer of `size`.
  func pieces(of submission: Submission, size: Int, most: Int) throws -> [StagedPiece] {
    let waiting: SQL = """
      FROM staged_fact
      WHERE county = \(county) AND submission_id = \(submission.id) AND event_key IS NOT NULL
      """
    let span = try db.run(
      "SELECT MIN(household_id) AS first, MAX(household_id) AS last, COUNT(*) AS n \(waiting)"
    ).first
    guard let span, let first = try span.optionalInteger("first"),
      let last = try span.optionalInteger("last")
    else { return [] }
    let count = min((try span.int("n") + size - 1) / size, most)
    let width = (last - first) / Int64(count) + 1
    return try db.run(
      """
      SELECT (household_id - \(first)) / \(width) AS number, COUNT(*) AS n \(waiting)
      GROUP BY 1 ORDER BY 1
      """
    ).map { row in
      let start = first + (try row.integer("number")) * width
      return StagedPiece(households: start...(start + width - 1), rows: try row.int("n"))
    }
  }

  func move(
    _ piece: StagedPiece, of submission: Submission, _ item: DataItem, firstID first: Int64
  ) throws {
    let rows = piece.rows(of: submission.id, county: county)
    // Sorted as the facts' indexes are, or a million rows would each touch pages of their own.
    try db.run(
      """
      INSERT INTO fact (county, id, household_id, person_id, kind, event_key, true_on, known_at,
        amount_fen, detail, department, submission_id, row_no, replaces)
      SELECT s.county,
        \(first - 1) + ROW_NUMBER() OVER (ORDER BY s.household_id, s.person_id, s.row_no),
        s.household_id, s.person_id, \(item.fact), s.event_key, s.true_on, \(now), s.amount_fen,
        s.detail, \(item.department), s.submission_id, s.row_no, s.replaces
      FROM staged_fact s WHERE \(rows)
      ORDER BY s.household_id, s.person_id, s.row_no
      ON CONFLICT (county, event_key) DO NOTHING
      """)
    let kept = try db.run(
      """
      SELECT COUNT(*) AS n FROM fact
      WHERE county = \(county) AND submission_id = \(submission.id)
        AND id BETWEEN \(first) AND \(first + Int64(piece.rows) - 1)
      """
    ).first?.int("n")
    if kept != piece.rows { try passOver(rows, of: submission.id) }
    try db.run("DELETE FROM staged_fact AS s WHERE \(rows)")
    db.grew("fact", by: piece.rows)
  }

  /// Another file told of the same events between the dry run and the commit.
  private func passOver(_ rows: SQL, of submission: Int64) throws {
    let late = try db.run(
      """
      SELECT s.row_no, r.fate FROM staged_fact s
      JOIN submission_row r ON r.county = s.county AND r.submission_id = s.submission_id
        AND r.row_no = s.row_no
      WHERE \(rows) AND NOT EXISTS (SELECT 1 FROM fact f
        WHERE f.county = s.county AND f.event_key = s.event_key
          AND f.submission_id = s.submission_id)
      """)
    var counts = RowCounts(try self.submission(submission).counts)
    for row in late {
      counts.add(try row.raw("fate"), -1)
      counts.add(.unchanged)
    }
    try db.run(
      """
      UPDATE submission_row SET fate = 'unchanged', reason = '核对以后，另一份文件已先入库'
      WHERE county = \(county) AND submission_id = \(submission)
        AND row_no IN \(many: try late.map { try $0.integer("row_no") })
      """)
    try db.run(
      """
      UPDATE submission SET counts = \(counts.json)
      WHERE county = \(county) AND id = \(submission)
      """)
  }
}
