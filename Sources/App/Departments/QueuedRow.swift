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
  /// - Throws: `NotFound` where no such row waits.
  @discardableResult
  func settle(
    row: Int64, of submission: Submission, as person: Candidate?, _ pack: PolicyPack
  ) throws -> RowFate {
    let waiting = try db.run(
      """
      SELECT true_on, amount_fen, detail FROM staged_fact
      WHERE county = \(county) AND submission_id = \(submission.id) AND row_no = \(row)
        AND event_key IS NULL
      """)
    guard let staged = waiting.first, let item = pack.item(submission.item) else {
      throw NotFound()
    }
    guard let person else {
      try dropStaged(row, of: submission.id)
      return try settle(row, of: submission, .notFound, nil)
    }
    let event = ItemRow.eventKey(
      item.fact, person: person.person, on: try staged.day("true_on"),
      try staged.optionalMoney("amount_fen"))
    let (fate, key, replaces) = try place(event, says: try staged.text("detail"))
    guard fate != .unchanged else {
      try dropStaged(row, of: submission.id)
      return try settle(row, of: submission, fate, person)
    }
    try db.run(
      """
      UPDATE staged_fact SET household_id = \(person.household), person_id = \(person.person),
        event_key = \(key), replaces = \(replaces)
      WHERE county = \(county) AND submission_id = \(submission.id) AND row_no = \(row)
      """)
    let settled = try settle(row, of: submission, fate, person)
    if submission.stage == .committed {
      let home = person.household...person.household
      try move(StagedPiece(households: home, rows: 1), of: submission, item)
    }
    return settled
  }

  private func place(
    _ event: String, says detail: String
  ) throws -> (fate: RowFate, key: String, replaces: Int64?) {
    switch try knowledge(of: [event])[event] {
    case .told(_, let key, detail): (.unchanged, key, nil)
    case .told(let fact, let key, _): (.updated, EventKey.following(key, fact), fact)
    case .new(let key): (.added, key, nil)
    case nil: (.added, event, nil)
    }
  }

  private func settle(
    _ row: Int64, of submission: Submission, _ fate: RowFate, _ person: Candidate?
  ) throws -> RowFate {
    try db.run(
      """
      UPDATE submission_row SET fate = \(fate.rawValue), reason = \("由人工判定"),
        household_id = \(person?.household), person_id = \(person?.person)
      WHERE county = \(county) AND submission_id = \(submission.id) AND row_no = \(row)
      """)
    var counts = RowCounts(try self.submission(submission.id).counts)
    counts.add(.queued, -1)
    counts.add(fate)
    try db.run(
      """
      UPDATE submission SET counts = \(counts.json)
      WHERE county = \(county) AND id = \(submission.id)
      """)
    audit(
      AuditAction("submission.row_settled"), subject: "\(submission.subject)/\(row)",
      detail: fate.rawValue)
    return fate
  }

  private func dropStaged(_ row: Int64, of submission: Int64) throws {
    try db.run(
      """
      DELETE FROM staged_fact
      WHERE county = \(county) AND submission_id = \(submission) AND row_no = \(row)
      """)
  }
}
