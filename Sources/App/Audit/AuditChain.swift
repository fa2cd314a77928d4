import Casework
import Crypto
import Store

/// The audit log of a county as a chain: every entry's hash covers the entry before it, and the
/// last hash of each day is signed.
package enum AuditChain {
  static func append(_ notes: [AuditNote], in open: OpenRegister) throws {
    guard !notes.isEmpty else { return }
    // The counter's row is the lock: on PostgreSQL two transactions append one after the other.
    var seq = try open.nextID("audit_entry", count: Int64(notes.count))
    let last = try open.db.run(
      """
      SELECT seq, hash, entered_at FROM audit_entry
      WHERE county = \(open.county) ORDER BY seq DESC LIMIT 1
      """
    ).first
    var hash = try last?.blob("hash") ?? []
    if let last, try last.instant("entered_at").day < open.today {
      try signRoot(
        of: try last.instant("entered_at").day, seq: try last.integer("seq"), hash: hash, in: open)
    }
    for note in notes {
      let entry = AuditEntry(
        seq: seq, enteredAt: open.now, officer: open.access.officer,
        role: open.access.role.rawValue, action: note.action.rawValue, subject: note.subject,
        detail: note.detail)
      hash = entry.hash(after: hash)
      try insert(entry, hash: hash, in: open)
      seq += 1
    }
  }

  private static func insert(
    _ entry: AuditEntry, hash: [UInt8], in open: OpenRegister
  ) throws {
    try open.db.run(
      """
      INSERT INTO audit_entry
        (county, seq, entered_at, officer, role, action, subject, detail, hash)
      VALUES (\(open.county), \(entry.seq), \(entry.enteredAt), \(entry.officer), \(entry.role),
        \(entry.action), \(entry.subject), \(entry.detail), \(hash))
      """)
  }

  private static func signRoot(
    of day: Day, seq: Int64, hash: [UInt8], in open: OpenRegister
  ) throws {
    try open.db.run(
      """
      INSERT INTO audit_root (county, day_on, seq, hash, signature)
      VALUES (\(open.county), \(day), \(seq), \(hash), \(try open.keys.sign(hash)))
      ON CONFLICT (county, day_on) DO NOTHING
      """)
  }
}

extension AuditEntry {
  /// Lengths stand before the fields, so that no two entries have the same bytes.
  func hash(after previous: [UInt8]) -> [UInt8] {
    var digest = SHA256()
    digest.update(data: previous)
    let fields = [
      String(seq), String(enteredAt.microseconds), String(officer), role, action, subject, detail,
    ]
    for field in fields {
      let bytes = Array(field.utf8)
      digest.update(data: Array("\(bytes.count):".utf8))
      digest.update(data: bytes)
    }
    return Array(digest.finalize())
  }
}
