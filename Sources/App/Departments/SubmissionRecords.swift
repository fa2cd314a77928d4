package import Casework
import Store

extension OpenRegister {
  package func submission(_ id: Int64) throws -> Submission {
    let rows = try db.run(
      """
      SELECT \(Submission.columns) FROM submission s
      WHERE s.county = \(county) AND s.id = \(id)
      """)
    guard let found = try rows.first.map(Submission.init(row:)),
      access.may(.importRegistry) || found.department == access.department
    else { throw NotFound() }
    return found
  }

  /// The newest first: the officer's own department's, or everybody's for the county.
  package func submissions(item: String?, limit: Int = 50) throws -> [Submission] {
    let ofItem: SQL =
      item.map { "AND s.item = \($0)" } ?? "AND s.item <> \(Submission.registry)"
    let own: SQL =
      access.may(.importRegistry) ? "" : "AND s.department = \(access.department ?? "")"
    return try db.run(
      """
      SELECT \(Submission.columns) FROM submission s
      WHERE s.county = \(county) \(ofItem) \(own)
      ORDER BY s.id DESC LIMIT \(limit)
      """
    ).map(Submission.init(row:))
  }

  /// The rows that need somebody's attention, or those of one fate.
  package func outcomes(
    of submission: Int64, fate: RowFate?, after: Int64 = 0, limit: Int = 100
  ) throws -> [(row: Int64, outcome: RowOutcome)] {
    // Said in the words of the index, which knows of these rows only.
    let attention: SQL = "AND fate IN ('refused', 'notFound', 'queued')"
    let wanted: SQL =
      fate.map { "AND fate = \($0.rawValue) \($0.needsAttention ? attention : "")" } ?? attention
    return try db.run(
      """
      SELECT row_no, fate, reason FROM submission_row
      WHERE county = \(county) AND submission_id = \(submission) AND row_no > \(after) \(wanted)
      ORDER BY row_no LIMIT \(limit)
      """
    ).map {
      (try $0.integer("row_no"), RowOutcome(try $0.raw("fate"), try $0.optionalText("reason")))
    }
  }

  /// Every row's outcome, for the sender's own file with a result column.
  func eachOutcome(of submission: Int64) throws -> [Int: RowOutcome] {
    var outcomes: [Int: RowOutcome] = [:]
    try db.each(
      """
      SELECT row_no, fate, reason FROM submission_row
      WHERE county = \(county) AND submission_id = \(submission)
      """
    ) { row in
      outcomes[try row.int(at: 0)] = RowOutcome(
        try row.raw("fate"), try row.optionalText(at: 2))
    }
    return outcomes
  }

  /// Keeps how far the check has come, with its counts so far.
  func keep(_ counts: RowCounts, reached row: Int, of submission: Int64) throws {
    try db.run(
      """
      UPDATE submission SET counts = \(counts.json), reached_row = \(row)
      WHERE county = \(county) AND id = \(submission)
      """)
  }
}
