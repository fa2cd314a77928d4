import Casework
import Store

extension OpenRegister {
  /// A person said whom a queued row means, or that it means nobody here. What it says becomes a
  /// fact with its file, or at once where the file is committed already.
  ///
  /// - Parameters:
  ///   - row: the row's number in the file.
  ///   - submission: the file.
  ///   - person: whom it means; nil where it means nobody of the register.
  ///   - pack: the items.
  /// - Returns: the fate that the row has now.
  /// - Throws: `NotFound` where no such row waits, `MatchRefusal` while the file moves.
  @discardableResult
  func settle(
    row: Int64, of submission: Submission, as person: Candidate?, _ pack: PolicyPack
  ) throws -> RowFate {
    let file = try held(submission)
    guard let item = pack.item(submission.item) else { throw NotFound() }
    let staged = try db.run(
      """
      SELECT s.true_on, s.amount_fen, s.detail FROM staged_fact s
      JOIN submission_row r ON r.county = s.county AND r.submission_id = s.submission_id
        AND r.row_no = s.row_no
      WHERE s.county = \(county) AND s.submission_id = \(submission.id) AND s.row_no = \(row)
        AND s.event_key IS NULL AND r.fate = 'queued'
      """)
    guard let said = staged.first else { throw NotFound() }
    guard let person else { return try note(row, of: file, .notFound, nil, "人工判定：不是台账里的人") }
    let event = ItemRow.eventKey(
      item.fact, person: person.person, on: try said.day("true_on"),
      try said.optionalMoney("amount_fen"))
    let (fate, key, replaces) = try place(event, says: try said.text("detail"), in: file.id)
    guard fate != .unchanged else {
      return try note(row, of: file, fate, person, "人工判定为同一人，所说的已经在库")
    }
    try db.run(
      """
      UPDATE staged_fact SET household_id = \(person.household), person_id = \(person.person),
        event_key = \(key), replaces = \(replaces)
      WHERE county = \(county) AND submission_id = \(submission.id) AND row_no = \(row)
      """)
    try note(row, of: file, fate, person, "人工判定为同一人")
    if file.stage == .committed {
      let home = person.household...person.household
      try move(
        StagedPiece(households: home, rows: 1), of: submission, item, firstID: try nextID("fact"))
    }
    return fate
  }

  /// Takes a person's word back: the row waits again, and what it said as a fact is retracted.
  func unsettle(row: Int64, of submission: Submission, reason: String) throws {
    let file = try held(submission)
    let facts = try db.run(
      """
      SELECT f.id, f.true_on, f.amount_fen, f.detail, n.id AS follower FROM fact f
      LEFT JOIN fact n ON n.county = f.county AND n.replaces = f.id
      WHERE f.county = \(county) AND f.submission_id = \(file.id) AND f.row_no = \(row)
      ORDER BY f.id DESC LIMIT 1
      """)
    if let fact = facts.first, try fact.optionalInteger("follower") == nil {
      try retract(try fact.integer("id"), of: file)
      try db.run(
        """
        INSERT INTO staged_fact (county, submission_id, row_no, true_on, amount_fen, detail)
        VALUES (\(county), \(file.id), \(row), \(try fact.day("true_on")),
          \(try fact.optionalMoney("amount_fen")), \(try fact.text("detail")))
        """)
    } else {
      let rows = try db.run(
        """
        UPDATE staged_fact
        SET household_id = NULL, person_id = NULL, event_key = NULL, replaces = NULL
        WHERE county = \(county) AND submission_id = \(file.id) AND row_no = \(row)
        RETURNING row_no
        """)
      if rows.isEmpty { throw MatchRefusal.correctedSince }
    }
    try note(row, of: file, .queued, nil, reason)
  }

  /// The file with its row locked, so that two who decide rows of it take turns.
  private func held(_ submission: Submission) throws -> Submission {
    try db.run(
      """
      UPDATE submission SET counts = counts
      WHERE county = \(county) AND id = \(submission.id)
      """)
    let file = try self.submission(submission.id)
    guard file.stage.takesDecisions else { throw MatchRefusal.notOpen(file.stage) }
    return file
  }

  private func place(
    _ event: String, says detail: String, in submission: Int64
  ) throws -> (fate: RowFate, key: String, replaces: Int64?) {
    let (fate, key, replaces): (RowFate, String, Int64?) =
      switch try knowledge(of: [event])[event] {
      case .told(_, let key, detail): (.unchanged, key, nil)
      case .told(let fact, let key, _): (.updated, EventKey.following(key, fact), fact)
      case .new(let key): (.added, key, nil)
      case nil: (.added, event, nil)
      }
    // Another row of the same file may wait to tell the same event.
    let others = try db.run(
      """
      SELECT row_no FROM staged_fact
      WHERE county = \(county) AND submission_id = \(submission) AND event_key = \(key) LIMIT 1
      """)
    return others.isEmpty ? (fate, key, replaces) : (.unchanged, key, nil)
  }

  /// The row's fate and the file's counts change together.
  @discardableResult
  private func note(
    _ row: Int64, of file: Submission, _ fate: RowFate, _ person: Candidate?, _ reason: String
  ) throws -> RowFate {
    let before = try db.run(
      """
      SELECT fate FROM submission_row
      WHERE county = \(county) AND submission_id = \(file.id) AND row_no = \(row)
      """)
    guard let old: RowFate = try before.first?.raw("fate") else { throw NotFound() }
    try db.run(
      """
      UPDATE submission_row SET fate = \(fate.rawValue), reason = \(reason),
        household_id = \(person?.household), person_id = \(person?.person)
      WHERE county = \(county) AND submission_id = \(file.id) AND row_no = \(row)
      """)
    var counts = RowCounts(file.counts)
    counts.add(old, -1)
    counts.add(fate)
    try db.run(
      """
      UPDATE submission SET counts = \(counts.json)
      WHERE county = \(county) AND id = \(file.id)
      """)
    audit(
      AuditAction("submission.row_settled"), subject: "\(file.subject)/\(row)",
      detail: fate.rawValue)
    return fate
  }
}

extension SubmissionStage {
  /// Whether rows of the file may be decided: while nobody works on it, and not once it is gone.
  var takesDecisions: Bool { SubmissionStage.deciding.contains(self) }
  static let deciding: [SubmissionStage] = [.checked, .quarantined, .committed]
}

/// Why a row cannot be decided now.
enum MatchRefusal: Refusal {
  case notOpen(SubmissionStage)
  case correctedSince
  case notAmongChoices

  var sentence: String {
    switch self {
    case .notOpen(let stage) where stage.isMoving: "这份文件正在处理（\(stage.title)），请过一会儿再判定。"
    case .notOpen(let stage): "这份文件现在是“\(stage.title)”，不再需要判定。"
    case .correctedSince: "后来的文件已经更正了这一行，不能再撤销。请上传更正后的文件。"
    case .notAmongChoices: "请在列出的人里选一位，或选“都不是”。"
    }
  }
}
