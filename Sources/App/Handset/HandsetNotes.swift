import Casework
import Foundation
import Store

/// Two people changed one field of a household: what both wrote.
struct NoteConflict: Sendable {
  let id: Int64
  let household: Int64
  let field: String
  let base: String
  let theirs: String
  let ours: String
  let officer: Int64
  let raisedAt: Instant
}

extension OpenRegister {
  /// Takes in what a record says of its household, field by field; gives the fields that somebody
  /// has to decide on.
  func note(_ record: HandsetRecord, filled: Instant) throws -> [String] {
    let fields = record.values.keys.filter(HandsetForm.lasting.contains).sorted()
    let stands = try prefilled(record.household).values
    let own = try ownNotes(on: record.household)
    var disputed: [String] = []
    for field in fields {
      let ours = (record.values[field] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
      let theirs = stands[field] ?? ""
      let merged = FieldMerge(
        base: record.base[field] ?? "", theirs: theirs, ours: ours,
        own: own[field].map { ($0, filled) })
      switch merged {
      case .unchanged: break
      case .adopt(let value):
        try keep(field, value, of: record.household, from: record.id, at: filled)
      case .conflict(let theirs, let ours):
        disputed.append(field)
        try db.run(
          """
          INSERT INTO note_conflict (county, id, household_id, field, record_id, base, theirs,
            ours, officer, raised_at)
          VALUES (\(county), \(try nextID("note_conflict")), \(record.household), \(field),
            \(record.id), \(record.base[field] ?? ""), \(theirs), \(ours), \(access.officer),
            \(now))
          """)
      }
    }
    return disputed
  }

  /// When this officer's own words about a field were filled in, where they are what stands.
  private func ownNotes(on household: Int64) throws -> [String: Instant] {
    let rows = try db.run(
      """
      SELECT field, filled_at FROM household_note
      WHERE county = \(county) AND household_id = \(household) AND officer = \(access.officer)
      """)
    return Dictionary(
      try rows.map { (try $0.text("field"), try $0.instant("filled_at")) },
      uniquingKeysWith: { first, _ in first })
  }

  func keep(
    _ field: String, _ value: String, of household: Int64, from record: String, at moment: Instant
  ) throws {
    try db.run(
      """
      INSERT INTO household_note (county, id, household_id, field, value, record_id, officer,
        filled_at, changed_at)
      VALUES (\(county), \(try nextID("household_note")), \(household), \(field), \(value),
        \(record), \(access.officer), \(moment), \(now))
      ON CONFLICT (county, household_id, field) DO UPDATE SET value = excluded.value,
        record_id = excluded.record_id, officer = excluded.officer,
        filled_at = excluded.filled_at, changed_at = excluded.changed_at
      """)
  }

  /// What waits for a decision in the officer's place.
  func openConflicts() throws -> [NoteConflict] {
    try db.run(
      """
      SELECT n.id, n.household_id, n.field, n.base, n.theirs, n.ours, n.officer, n.raised_at
      FROM note_conflict n JOIN household h ON h.county = n.county AND h.id = n.household_id
      WHERE n.county = \(county) AND n.decided_at IS NULL AND \(sees("h")) ORDER BY n.id
      """
    ).map { row in
      NoteConflict(
        id: try row.integer("id"), household: try row.integer("household_id"),
        field: try row.text("field"), base: try row.text("base"), theirs: try row.text("theirs"),
        ours: try row.text("ours"), officer: try row.integer("officer"),
        raisedAt: try row.instant("raised_at"))
    }
  }

  /// Settles a conflict with one of its two values.
  func decide(_ id: Int64, for chosen: String) throws {
    guard let conflict = try openConflicts().first(where: { $0.id == id }) else {
      throw NotFound()
    }
    guard [conflict.theirs, conflict.ours].contains(chosen) else { throw NotFound() }
    try keep(conflict.field, chosen, of: conflict.household, from: "conflict/\(id)", at: now)
    try db.run(
      """
      UPDATE note_conflict SET decided_at = \(now), decided_by = \(access.officer),
        chosen = \(chosen)
      WHERE county = \(county) AND id = \(id) AND decided_at IS NULL
      """)
    audit(AuditAction("note.decided"), subject: "household/\(conflict.household)")
  }
}
