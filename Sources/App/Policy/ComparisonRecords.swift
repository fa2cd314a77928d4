import Casework
import Store

/// Two editions of the rules held side by side over the county, as it is recorded.
struct ComparisonRecord: Sendable {
  let id: Int64
  let old: String
  let new: String
  let asOf: Day
  let draft: Int64?
  let askedAt: Instant
  let finishedAt: Instant?
  let households: Int
  /// How many households the township and the county look at, before and after.
  let before: LevelPair
  let after: LevelPair
  /// How many households stand at another level.
  let changed: Int
  let fault: String?

  struct LevelPair: Sendable {
    let township: Int
    let county: Int
  }

  init(row: Row) throws {
    id = try row.integer("id")
    (old, new) = (try row.text("old_edition"), try row.text("new_edition"))
    asOf = try row.day("as_of_on")
    draft = try row.optionalInteger("draft_id")
    askedAt = try row.instant("asked_at")
    finishedAt = try row.optionalInstant("finished_at")
    func count(_ column: String) throws -> Int { Int(try row.optionalInteger(column) ?? 0) }
    households = try count("households")
    before = LevelPair(township: try count("old_township"), county: try count("old_county"))
    after = LevelPair(township: try count("new_township"), county: try count("new_county"))
    changed = try count("changed")
    fault = try row.optionalText("fault")
  }
}

extension OpenRegister {
  func comparison(_ id: Int64) throws -> ComparisonRecord {
    guard let found = try comparisons(where: "c.id = \(id)", limit: 1).first else {
      throw NotFound()
    }
    return found
  }

  func comparisons(where condition: SQL, limit: Int) throws -> [ComparisonRecord] {
    try db.run(
      """
      SELECT c.id, c.old_edition, c.new_edition, c.as_of_on, c.draft_id, c.asked_at, c.finished_at,
        c.households, c.old_township, c.old_county, c.new_township, c.new_county, c.fault,
        (SELECT COUNT(*) FROM policy_difference d
          WHERE d.county = c.county AND d.comparison_id = c.id) AS changed
      FROM policy_comparison c WHERE c.county = \(county) AND \(condition)
      ORDER BY c.as_of_on DESC, c.id DESC LIMIT \(limit)
      """
    ).map(ComparisonRecord.init(row:))
  }

  func hasComparison(from old: String, to new: String) throws -> Bool {
    try !comparisons(
      where: """
        c.old_edition = \(old) AND c.new_edition = \(new) AND c.finished_at IS NOT NULL
        AND c.fault IS NULL AND c.as_of_on > \(today.adding(days: -31))
        """, limit: 1
    ).isEmpty
  }

  /// Has two editions compared case by case; one that waits for the same is not asked for twice.
  @discardableResult
  func askComparison(from old: String, to new: String, asOf day: Day) throws -> Int64 {
    guard old != new else { throw DraftRefusal.sameEdition }
    let waiting = try comparisons(
      where: """
        c.old_edition = \(old) AND c.new_edition = \(new) AND c.as_of_on = \(day)
        AND c.finished_at IS NULL
        """, limit: 1)
    if let waiting = waiting.first { return waiting.id }
    let id = try beginComparison(old, new, asOf: day, draft: nil)
    _ = try ask(.compare, "comparison/\(id)")
    return id
  }

  /// What a draft in shadow said at an assessment; of one day the last one stays.
  func keepShadow(_ diff: PolicyDiff, of draft: PolicyDraft, beside edition: String) throws {
    let before = try comparisons(
      where: "c.draft_id = \(draft.id) AND c.as_of_on = \(diff.asOf)", limit: 10)
    for old in before {
      try db.run(
        """
        DELETE FROM policy_difference WHERE county = \(county) AND comparison_id = \(old.id)
        """)
      try db.run("DELETE FROM policy_comparison WHERE county = \(county) AND id = \(old.id)")
    }
    let id = try beginComparison(edition, draft.edition, asOf: diff.asOf, draft: draft.id)
    try finish(comparison: id, diff)
  }

  private func beginComparison(
    _ old: String, _ new: String, asOf day: Day, draft: Int64?
  ) throws -> Int64 {
    let id = try nextID("policy_comparison")
    try db.run(
      """
      INSERT INTO policy_comparison (county, id, old_edition, new_edition, as_of_on, draft_id,
        officer, asked_at)
      VALUES (\(county), \(id), \(old), \(new), \(day), \(draft), \(access.officer), \(now))
      """)
    return id
  }

  func finish(comparison id: Int64, _ diff: PolicyDiff) throws {
    try db.run(
      "DELETE FROM policy_difference WHERE county = \(county) AND comparison_id = \(id)")
    let columns: [StaticString] = [
      "county", "comparison_id", "household_id", "village", "from_level", "to_level",
      "old_coefficient", "new_coefficient", "factor",
    ]
    try db.bulk(into: "policy_difference", columns) { writer in
      for change in diff.changes.sorted(by: { $0.household < $1.household }) {
        try writer.add([
          .integer(county), .integer(id), .integer(change.household),
          .integer(change.village.number), .text(change.from.rawValue),
          .text(change.to.rawValue), .integer(change.before.micro),
          .integer(change.after.micro), change.factor.map { .text($0) } ?? .null,
        ])
      }
    }
    try db.run(
      """
      UPDATE policy_comparison SET finished_at = \(now), households = \(diff.households),
        old_township = \(diff.before[.township] ?? 0), old_county = \(diff.before[.county] ?? 0),
        new_township = \(diff.after[.township] ?? 0), new_county = \(diff.after[.county] ?? 0),
        fault = \(diff.fault)
      WHERE county = \(county) AND id = \(id)
      """)
  }
}

extension Workshop {
  /// Computes the county under two editions and keeps whose level would be another.
  func compare(_ work: JobWork) async throws {
    let system = Access.system(in: PlaceCode(number: work.job.county * 1_000_000))
    let id = try work.job.subjectID("comparison")
    let (asked, packs) = try await register.read(as: system) { open in
      let asked = try open.comparison(id)
      let packs = try [asked.old, asked.new].map { edition in
        try PolicyShelf.read(open.policyText(edition), named: edition)
      }
      return (asked, packs)
    }
    try await register.write(as: system) { try work.reach(0, of: 2, "正在按两版规则测算", in: $0) }
    let diff = try await PolicyComparison(packs[0], packs[1], over: register)
      .run(asOf: asked.asOf, as: system)
    try await register.write(as: system) { open in
      try open.finish(comparison: id, diff)
      try work.reach(2, of: 2, "\(diff.changes.count) 户的审核级别会变", in: open)
    }
  }
}
