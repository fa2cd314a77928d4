import Casework
import Store

extension OpenRegister {
  /// Takes the signs of a file that is undone from the clues that rest on them: a clue without
  /// any other sign and without a visit is withdrawn, every other one stands with a note.
  ///
  /// - Parameters:
  ///   - submission: the file.
  ///   - fact: where only one of its rows is taken back, what it had said.
  /// - Throws: a fault of the database.
  func withdrawSignals(of submission: Submission, fact: Int64? = nil) throws {
    let resting = try cluesResting(on: submission, fact: fact)
    try db.run(
      """
      UPDATE clue_signal SET withdrawn_at = \(now)
      WHERE county = \(county) AND withdrawn_at IS NULL AND fact_id IN (
        SELECT f.id FROM fact f
        WHERE f.county = \(county) AND \(told(by: submission, fact)))
      """)
    let reason =
      fact == nil
      ? "来源文件《\(submission.fileName)》已整份撤销" : "来源文件《\(submission.fileName)》中的一行已撤销判定"
    for found in resting {
      let clue = try clue(found.id)
      let next = found.restsOnIt ? clue.stage.exit(.withdraw, at: .village) : nil
      let rows = try db.run(
        """
        UPDATE clue SET stage = \((next ?? clue.stage).rawValue),
          stage_since_at = \(next == nil ? clue.stageSince : now),
          closed_at = \(next == nil ? "closed_at" as SQL : "\(now)" as SQL), version = version + 1
        WHERE county = \(county) AND id = \(clue.id) AND version = \(clue.version)
        RETURNING version
        """)
      guard let version = try rows.first?.integer("version") else { throw MovedMeanwhile() }
      try addEvent(
        of: clue.id,
        HistoryStep(
          seq: version, action: (next == nil ? ClueAction.loseSignal : .withdraw).rawValue,
          from: clue.stage, to: next ?? clue.stage, reason: reason))
      audit(
        .clue(next == nil ? .loseSignal : .withdraw), subject: "clue/\(clue.id)",
        detail: submission.subject)
    }
  }
}
