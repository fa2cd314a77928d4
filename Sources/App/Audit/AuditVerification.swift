import Casework
package import Store

/// What a walk along the whole chain found.
package struct AuditVerification: Sendable, Encodable {
  package var entries = 0
  package var signedDays = 0
  /// The first break, in words; nil when the chain holds.
  package var fault: String?

  package var holds: Bool { fault == nil }

  /// Walks the chain of every county in the database; needs no server and no account.
  package static func run(in database: any Database, keys: Keys) async throws -> Self {
    try await database.read { db in
      var found = AuditVerification()
      for row in try db.run("SELECT DISTINCT county FROM audit_entry ORDER BY county") {
        try found.walk(county: try row.integer("county"), in: db)
        guard found.holds else { return found }
        try found.checkRoots(county: try row.integer("county"), in: db, keys: keys)
      }
      return found
    }
  }

  private mutating func walk(county: Int64, in db: any Connection) throws {
    var (hash, expected): ([UInt8], Int64?) = ([], nil)
    var (count, broken): (Int, String?) = (0, nil)
    try db.each(
      """
      SELECT seq, entered_at, officer, role, action, subject, detail, hash
      FROM audit_entry WHERE county = \(county) ORDER BY seq
      """
    ) { row in
      guard broken == nil else { return }
      let entry = try AuditEntry(row: row)
      if let expected, entry.seq != expected { broken = "第 \(expected) 条缺失" }
      hash = entry.hash(after: hash)
      if try row.blob("hash") != hash, broken == nil { broken = "第 \(entry.seq) 条与其指纹不符" }
      expected = entry.seq + 1
      count += 1
    }
    entries += count
    fault = broken.map { "县 \(county)：\($0)" }
  }

  private mutating func checkRoots(county: Int64, in db: any Connection, keys: Keys) throws {
    let roots = try db.run(
      """
      SELECT r.day_on, r.hash, r.signature, e.hash AS entry_hash
      FROM audit_root r
      LEFT JOIN audit_entry e ON e.county = r.county AND e.seq = r.seq
      WHERE r.county = \(county) ORDER BY r.day_on
      """)
    for root in roots {
      let hash = try root.blob("hash")
      guard try root.optionalBlob("entry_hash") == hash,
        keys.isSigned(hash, by: try root.blob("signature"))
      else {
        fault = "县 \(county)：\(try root.day("day_on")) 的签名不符"
        return
      }
      signedDays += 1
    }
  }
}

extension AuditEntry {
  init(row: Row) throws {
    self.init(
      seq: try row.integer("seq"), enteredAt: try row.instant("entered_at"),
      officer: try row.integer("officer"), role: try row.text("role"),
      action: try row.text("action"), subject: try row.text("subject"),
      detail: try row.text("detail"))
  }
}
