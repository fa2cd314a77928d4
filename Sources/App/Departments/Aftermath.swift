import Casework
import Store

/// What followed from a committed file, as far as it can be told: looked at before it is undone.
struct Aftermath: Sendable {
  let facts: Int
  /// Facts that a later file has corrected since; they stay as that file says.
  let corrected: Int
  let clues: [Followed]

  /// A clue that rests on the file.
  struct Followed: Sendable {
    let clue: Int64
    let stage: ClueStage
    let head: String
    let isWithdrawn: Bool
    let hasVisit: Bool
    let caseID: Int64?
  }

  init(of submission: Submission, in open: OpenRegister) throws {
    let counted = try open.db.run(
      """
      SELECT COUNT(*) AS n,
        CAST(COALESCE(SUM(CASE WHEN EXISTS (SELECT 1 FROM fact n
          WHERE n.county = f.county AND n.replaces = f.id) THEN 1 ELSE 0 END), 0) AS BIGINT) AS gone
      FROM fact f WHERE f.county = \(open.county) AND f.submission_id = \(submission.id)
      """
    ).first
    facts = try counted?.int("n") ?? 0
    corrected = try counted?.int("gone") ?? 0
    clues = try open.cluesResting(on: submission).map { clue in
      Followed(
        clue: clue.id, stage: clue.stage, head: clue.head, isWithdrawn: clue.restsOnIt,
        hasVisit: clue.visit != nil, caseID: clue.caseID)
    }
  }
}

extension OpenRegister {
  /// A clue with a sign that came from a file.
  struct RestingClue: Sendable {
    let id: Int64
    let stage: ClueStage
    let head: String
    let visit: Int64?
    let caseID: Int64?
    /// Whether it goes when the file goes: nobody has visited yet, and no other sign holds it.
    let restsOnIt: Bool
  }

  /// The facts of a file, or one of them, as `f`.
  func told(by submission: Submission, _ fact: Int64?) -> SQL {
    fact.map { "f.submission_id = \(submission.id) AND f.id = \($0)" }
      ?? "f.submission_id = \(submission.id)"
  }

  func cluesResting(on submission: Submission, fact: Int64? = nil) throws -> [RestingClue] {
    let isOther: SQL =
      fact.map { "COALESCE(f.id, 0) <> \($0)" }
      ?? "COALESCE(f.submission_id, 0) <> \(submission.id)"
    return try db.run(
      """
      SELECT c.id, c.stage, c.visit_id, c.case_id, h.head_name,
        (SELECT COUNT(*) FROM clue_signal o
          LEFT JOIN fact f ON f.county = o.county AND f.id = o.fact_id
          WHERE o.county = c.county AND o.clue_id = c.id AND o.withdrawn_at IS NULL
            AND \(isOther)) AS others
      FROM clue c LEFT JOIN household h ON h.county = c.county AND h.id = c.household_id
      WHERE c.county = \(county) AND c.id IN (
        SELECT g.clue_id FROM clue_signal g
        JOIN fact f ON f.county = g.county AND f.id = g.fact_id
        WHERE g.county = \(county) AND \(told(by: submission, fact))
          AND g.withdrawn_at IS NULL)
      ORDER BY c.id
      """
    ).map { row in
      let (stage, visit) = (
        try row.raw("stage", as: ClueStage.self), try row.optionalInteger("visit_id")
      )
      return RestingClue(
        id: try row.integer("id"), stage: stage,
        head: try row.optionalText("head_name") ?? "", visit: visit,
        caseID: try row.optionalInteger("case_id"),
        restsOnIt: try row.integer("others") == 0 && visit == nil
          && stage.exit(.withdraw, at: .village) != nil)
    }
  }
}
