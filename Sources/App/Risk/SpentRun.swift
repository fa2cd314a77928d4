import Casework
import Store

extension AuditAction {
  static let thinnedRun = AuditAction("risk.thinned")
}

/// A run that no page asks for any more: older than two months, and not the last of its month.
struct SpentRun: Sendable {
  let id: Int64
  let finishedAt: Instant
  /// When the next run of the whole county began to speak.
  let endedAt: Instant

  /// "Since last month" and the lists of the two last months find every day.
  static let keptDays = 62
}

extension OpenRegister {
  /// Newest first.
  func spentRuns() throws -> [SpentRun] {
    let rows = try db.run(
      """
      SELECT r.id, r.as_of_on, r.scope, r.in_force, r.finished_at, r.thinned_at
      FROM assessment_run r
      WHERE r.county = \(county) AND (r.scope = 'all' OR r.thinned_at IS NULL)
      ORDER BY r.id DESC
      """)
    let kept = try lastOfMonths(rows)
    let oldest = today.adding(days: -SpentRun.keptDays)
    var spent: [SpentRun] = []
    var ended: Instant?
    for row in rows {
      let (id, finished) = (try row.integer("id"), try row.instant("finished_at"))
      let isNeeded = try row.day("as_of_on") >= oldest || kept.contains(id)
      if let ended, !isNeeded, try row.optionalInteger("thinned_at") == nil {
        spent.append(SpentRun(id: id, finishedAt: finished, endedAt: ended))
      }
      let speaksForAll = try row.integer("in_force") == 1 && row.text("scope") == "all"
      if speaksForAll { ended = finished }
    }
    return spent
  }

  /// What the workbench and the look back read (`monthlyRuns`).
  private func lastOfMonths(_ rows: [Row]) throws -> Set<Int64> {
    var lasts: [Day: (day: Day, id: Int64)] = [:]
    for row in rows where try row.text("scope") == "all" {
      let (day, id) = (try row.day("as_of_on"), try row.integer("id"))
      let last = lasts[day.firstOfMonth] ?? (day, id)
      lasts[day.firstOfMonth] = (last.day, last.id) < (day, id) ? (day, id) : last
    }
    return Set(lasts.values.map(\.id))
  }

  /// Takes the households' rows out of a run, all but those by which something was decided while it
  /// spoke. The rest can be computed again for that day (`shouwang assess --as-of`).
  func thin(_ run: SpentRun) throws {
    let isMeanwhile: SQL = """
      e.taken_at >= \(run.finishedAt) AND e.taken_at < \(run.endedAt)
      """
    let done = try db.run(
      """
      UPDATE assessment_run SET thinned_at = \(now)
      WHERE county = \(county) AND id = \(run.id) AND thinned_at IS NULL RETURNING id
      """)
    guard !done.isEmpty else { return }
    try db.run(
      """
      DELETE FROM assessment WHERE county = \(county) AND run_id = \(run.id)
        AND household_id NOT IN (
          SELECT c.household_id FROM clue_event e
          JOIN clue c ON c.county = e.county AND c.id = e.clue_id
          WHERE e.county = \(county) AND \(isMeanwhile) AND c.household_id IS NOT NULL
          UNION
          SELECT c.household_id FROM case_event e
          JOIN household_case c ON c.county = e.county AND c.id = e.case_id
          WHERE e.county = \(county) AND \(isMeanwhile))
      """)
    audit(.thinnedRun, subject: "assessment_run/\(run.id)")
  }
}
