import Casework
import Foundation
import Store

/// What one data item brought since a day.
struct FreshnessLine: Sendable {
  let item: DataItem
  let punctuality: Punctuality
  /// The last committed file, and one that waits because it looks wrong.
  let last: Day?
  let held: Day?
  let files: Int
  let counts: [RowFate: Int]
  let clues: Int
  let proved: Int
  let corrections: Int

  var rows: Int { counts.values.reduce(0, +) - (counts[.skipped] ?? 0) }
  var matched: Int {
    [RowFate.added, .updated, .unchanged].reduce(0) { $0 + (counts[$1] ?? 0) }
  }
}

/// What became of the clues of one kind of fact.
struct FollowedClues: Sendable {
  var raised = 0
  var proved = 0
}

extension OpenRegister {
  /// The departments whose data this officer may look over; nil for all of them.
  func ledgerDepartment() throws -> String? {
    if let own = access.department { return own }
    let isCounty = access.place.level == .county && access.may(.seeOverview)
    guard isCounty || access.may(.importRegistry) else { throw NotPermitted(duty: .seeOverview) }
    return nil
  }

  /// Each data item with what came of it, late ones first.
  func freshness(since: Day, _ rules: Rules) throws -> [FreshnessLine] {
    let own = try ledgerDepartment()
    let (arrivals, clues) = (try arrivals(since: since), try followedClues(since: since))
    let corrections = try openCorrections()
    let lines = rules.pack.items.filter { $0.isPushable && (own == nil || $0.department == own) }
      .map { item in
        let came = arrivals[item.id] ?? Arrivals()
        let followed = clues[item.fact] ?? FollowedClues()
        return FreshnessLine(
          item: item,
          punctuality: Punctuality(item, last: came.last, on: today, rules.calendar),
          last: came.last, held: came.held, files: came.files, counts: came.counts,
          clues: followed.raised, proved: followed.proved,
          corrections: corrections[item.fact] ?? 0)
      }
    return lines
  }

  /// The files of an item since a day, for the counts of the ledger.
  private func arrivals(since: Day) throws -> [String: Arrivals] {
    var found: [String: Arrivals] = [:]
    try db.each(
      """
      SELECT \(Submission.columns) FROM submission s
      WHERE s.county = \(county) AND s.item <> \(Submission.registry)
        AND s.stage IN ('committed', 'quarantined') ORDER BY s.id
      """
    ) { row in
      let one = try Submission(row: row)
      found[one.item, default: Arrivals()].add(one, since: since)
    }
    return found
  }

  /// How many clues rest on facts of each kind, and of how many the visit found a risk.
  private func followedClues(since: Day) throws -> [String: FollowedClues] {
    var found: [String: FollowedClues] = [:]
    try db.each(
      """
      SELECT f.kind, CAST(COUNT(DISTINCT c.id) AS BIGINT) AS raised,
        CAST(COUNT(DISTINCT CASE WHEN c.conclusion = 'propose' THEN c.id END) AS BIGINT) AS proved
      FROM clue_signal g
      JOIN fact f ON f.county = g.county AND f.id = g.fact_id
      JOIN clue c ON c.county = g.county AND c.id = g.clue_id
      WHERE g.county = \(county) AND g.raised_at >= \(since.start) AND g.withdrawn_at IS NULL
      GROUP BY f.kind
      """
    ) { row in
      found[try row.text("kind")] = FollowedClues(
        raised: try row.int("raised"), proved: try row.int("proved"))
    }
    return found
  }

  private func openCorrections() throws -> [String: Int] {
    var found: [String: Int] = [:]
    try db.each(
      """
      SELECT f.kind, CAST(COUNT(*) AS BIGINT) AS open_count
      FROM correction x JOIN fact f ON f.county = x.county AND f.id = x.fact_id
      WHERE x.county = \(county) AND x.answered_at IS NULL GROUP BY f.kind
      """
    ) { row in found[try row.text("kind")] = try row.int("open_count") }
    return found
  }

  /// The clues that rest on an item's rows, the newest first; its officers see no household.
  func clues(of item: DataItem, since: Day, limit: Int = 200) throws -> [ItemClue] {
    try db.run(
      """
      SELECT c.id, c.stage, c.conclusion, MAX(g.raised_at) AS raised_at, MAX(g.text) AS text,
        MAX(f.submission_id) AS submission_id, MAX(f.row_no) AS row_no
      FROM clue_signal g
      JOIN fact f ON f.county = g.county AND f.id = g.fact_id
      JOIN clue c ON c.county = g.county AND c.id = g.clue_id
      WHERE g.county = \(county) AND f.kind = \(item.fact) AND g.raised_at >= \(since.start)
        AND g.withdrawn_at IS NULL
      GROUP BY c.id, c.stage, c.conclusion ORDER BY c.id DESC LIMIT \(limit)
      """
    ).map(ItemClue.init(row:))
  }

  func files(of item: DataItem, since: Day, limit: Int = 200) throws -> [Submission] {
    try db.run(
      """
      SELECT \(Submission.columns) FROM submission s
      WHERE s.county = \(county) AND s.item = \(item.id) AND s.received_at >= \(since.start)
      ORDER BY s.id DESC LIMIT \(limit)
      """
    ).map(Submission.init(row:))
  }
}

/// A clue as the department sees it whose row led to it.
struct ItemClue: Sendable {
  let id: Int64
  let stage: ClueStage
  let conclusion: VisitConclusion?
  let raised: Day
  let text: String
  let submission: Int64?
  let row: Int64?

  init(row: Row) throws {
    id = try row.integer("id")
    (stage, conclusion) = (try row.raw("stage"), try row.optionalRaw("conclusion"))
    (raised, text) = (try row.instant("raised_at").day, try row.text("text"))
    submission = try row.optionalInteger("submission_id")
    self.row = try row.optionalInteger("row_no")
  }
}

/// The files of one item, added up.
private struct Arrivals {
  var last: Day?
  var held: Day?
  var files = 0
  var counts: [RowFate: Int] = [:]

  mutating func add(_ one: Submission, since: Day) {
    let day = one.receivedAt.day
    if one.stage == .quarantined {
      held = day
      return
    }
    (last, held) = (day, nil)
    guard day >= since else { return }
    files += 1
    counts.merge(one.counts, uniquingKeysWith: +)
  }
}
