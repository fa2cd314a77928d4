package import Casework
package import Foundation
package import Store

/// The editions of the rules that were ever in force in an installation, kept whole so that a
/// case ends under the rules that it began with.
package enum PolicyEditions {
  /// Keeps the pack in `folder` and gives all that were kept, by edition.
  ///
  /// Throws `PackFault` when its text changed under an edition that cases already run on.
  package static func keep(
    _ pack: PolicyPack, in folder: URL, at now: Instant, database: any Database
  ) async throws -> [String: PolicyPack] {
    let text = try PolicyShelf.text(of: folder)
    let kept = try await database.write { db in
      let old = try db.run("SELECT text FROM policy_edition WHERE edition = \(pack.edition)")
      if let old = try old.first?.text("text"), old != text {
        guard
          try db.run("SELECT 1 FROM household_case WHERE pack = \(pack.edition) LIMIT 1").isEmpty
        else { throw changedUnderCases(pack, folder) }
      }
      try db.run(
        """
        INSERT INTO policy_edition (edition, text, kept_at)
        VALUES (\(pack.edition), \(text), \(now))
        ON CONFLICT (edition) DO UPDATE SET text = EXCLUDED.text
        """)
      for form in pack.forms ?? [] { try keep(form, at: now, in: db, folder) }
      return try db.run("SELECT edition, text FROM policy_edition")
        .map { (edition: try $0.text("edition"), text: try $0.text("text")) }
    }
    var packs = [pack.edition: pack]
    for old in kept where old.edition != pack.edition {
      packs[old.edition] = try PolicyShelf.read(old.text, named: old.edition)
    }
    return packs
  }

  /// A form's edition stays as it is once something was filled in with it.
  private static func keep(
    _ form: FormDefinition, at now: Instant, in db: any Connection, _ folder: URL
  ) throws {
    let old = try db.run(
      """
      SELECT definition FROM form_edition
      WHERE county = 0 AND form = \(form.name) AND version = \(form.version)
      """
    ).first.map { try FormDefinition.read($0.text("definition")) }
    guard old != form else { return }
    if old != nil {
      let used = try db.run(
        """
        SELECT 1 AS used FROM form_record
        WHERE form = \(form.name) AND version = \(form.version) LIMIT 1
        """)
      guard used.isEmpty else {
        throw PackFault(
          file: folder.lastPathComponent, line: nil,
          reason: "表单“\(form.title)”改了而版本仍是 \(form.version)，已有按这一版填写的记录。请把这张表的 version 加一")
      }
    }
    try db.run(
      """
      INSERT INTO form_edition (county, form, version, definition, loaded_at, officer)
      VALUES (0, \(form.name), \(form.version), \(try form.json), \(now), 0)
      ON CONFLICT (county, form, version) DO UPDATE SET definition = EXCLUDED.definition
      """)
  }

  private static func changedUnderCases(_ pack: PolicyPack, _ folder: URL) -> PackFault {
    PackFault(
      file: folder.lastPathComponent, line: nil,
      reason: "内容改了而版本仍是 \(pack.version)，已有风险户按这一版办理。请把 version 加一后重新启动")
  }
}
