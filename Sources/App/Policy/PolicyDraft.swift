import Casework
import Store

/// A change of thresholds and weights that somebody proposes, as it is recorded.
struct PolicyDraft: Sendable {
  let id: Int64
  let title: String
  let reason: String
  /// The edition over which it was saved, and the one that it would be.
  let base: String
  let edition: String
  /// The changes in short, as `PolicyChanges.text` writes them.
  let changes: String
  let stage: DraftStage
  let version: Int64
  let officer: Int64
  let savedAt: Instant
  let askedBy: Int64?
  /// The days on which it runs beside the rules in force.
  let shadow: ClosedRange<Day>?

  init(row: Row) throws {
    id = try row.integer("id")
    (title, reason) = (try row.text("title"), try row.text("reason"))
    (base, edition) = (try row.text("base"), try row.text("edition"))
    changes = try row.text("changes")
    stage = try row.raw("stage")
    version = try row.integer("version")
    officer = try row.integer("officer")
    savedAt = try row.instant("saved_at")
    askedBy = try row.optionalInteger("asked_by")
    if let from = try row.optionalDay("shadow_from_on"),
      let until = try row.optionalDay("shadow_until_on"), from <= until
    {
      shadow = from...until
    } else {
      shadow = nil
    }
  }

  func isInShadow(on day: Day) -> Bool {
    (stage == .draft || stage == .asked) && shadow?.contains(day) == true
  }

  static let columns: SQL = """
    id, title, reason, base, edition, changes, stage, version, officer, saved_at, asked_by,
    shadow_from_on, shadow_until_on
    """
}

extension OpenRegister {
  func draft(_ id: Int64) throws -> PolicyDraft {
    guard let found = try drafts(where: "d.id = \(id)").first else { throw NotFound() }
    return found
  }

  func drafts(where condition: SQL) throws -> [PolicyDraft] {
    try db.run(
      """
      SELECT \(PolicyDraft.columns) FROM policy_draft d
      WHERE d.county = \(county) AND \(condition) ORDER BY d.id DESC
      """
    ).map(PolicyDraft.init(row:))
  }

  /// The edition that two persons last agreed on; nil while it is the one on the disk.
  func decidedEdition() throws -> String? {
    try db.run("SELECT edition FROM policy_term ORDER BY id DESC LIMIT 1").first?
      .optionalText("edition")
  }

  /// The whole text of an edition that is kept, or of a draft.
  func policyText(_ edition: String) throws -> String {
    let row = try db.run(
      """
      SELECT text FROM policy_edition WHERE edition = \(edition)
      UNION ALL
      SELECT text FROM policy_draft WHERE county = \(county) AND edition = \(edition)
      """
    ).first
    guard let row else { throw DraftRefusal.noEdition }
    return try row.text("text")
  }

  /// What can be compared: every edition that is kept, and every draft.
  func comparableEditions() throws -> [String] {
    try db.run(
      """
      SELECT edition FROM policy_edition
      UNION
      SELECT edition FROM policy_draft WHERE county = \(county) AND stage <> 'discarded'
      """
    ).map { try $0.text("edition") }.sorted()
  }

  /// The drafts that are computed beside the rules in force, each with its pack.
  func shadows() throws -> [(draft: PolicyDraft, pack: PolicyPack)] {
    try drafts(where: "d.stage IN ('draft', 'asked') AND d.shadow_from_on IS NOT NULL")
      .filter { $0.isInShadow(on: today) }
      .map { ($0, try PolicyShelf.read(policyText($0.edition), named: $0.edition)) }
  }
}
