package import Casework
package import Foundation
import Hummingbird
package import Store
import Synchronization

/// The rules in force, as the database has them: whatever two persons agreed on counts at once, on
/// every node; the files on the disk count until then.
package final class RulesShelf: Sendable {
  // A class, because requests and jobs share what was read last.
  private let kept: Mutex<Kept>
  private let files: PolicyPack
  private let calendar: WorkingCalendar
  private let database: any Database

  private struct Kept {
    /// The row of `policy_term` that the rules follow; 0 while there is none.
    var term: Int64
    var rules: Rules
    var editions: [String: PolicyPack]
  }

  /// Keeps the pack of `folder` as an edition and takes into use whatever is in force.
  package init(
    _ pack: PolicyPack, in folder: URL, _ calendar: WorkingCalendar, at now: Instant,
    database: any Database
  ) async throws {
    let editions = try await PolicyEditions.keep(pack, in: folder, at: now, database: database)
    (files, self.calendar, self.database) = (pack, calendar, database)
    kept = Mutex(
      Kept(term: 0, rules: Rules(pack, editions: editions, calendar), editions: editions))
    try await refresh()
  }

  package var current: Rules { kept.withLock { $0.rules } }

  /// Whether the rules on the disk are others than those that the decision in force began with.
  var filesEdition: String { files.edition }

  /// Follows what was decided since, here or on another node.
  package func refresh() async throws {
    let (known, editions) = kept.withLock { ($0.term, $0.editions) }
    let found: (term: Int64, pack: PolicyPack?)? = try await database.read { db in
      let row = try db.run(
        """
        SELECT t.id, t.edition, e.text FROM policy_term t
        LEFT JOIN policy_edition e ON e.edition = t.edition
        WHERE t.id > \(known) ORDER BY t.id DESC LIMIT 1
        """
      ).first
      guard let row else { return nil }
      let edition = try row.optionalText("edition")
      let pack = try edition.map {
        try editions[$0] ?? PolicyShelf.read(row.text("text"), named: $0)
      }
      return (try row.integer("id"), pack)
    }
    guard let found else { return }
    let pack = found.pack ?? files
    kept.withLock { kept in
      guard found.term > kept.term else { return }
      kept.term = found.term
      kept.editions[pack.edition] = pack
      kept.rules = Rules(pack, editions: kept.editions, calendar)
    }
  }
}

/// Answers every request under the rules in force at its beginning.
struct CurrentRules: RouterMiddleware {
  let shelf: RulesShelf

  func handle(
    _ request: Request, context: AppContext,
    next: (Request, AppContext) async throws -> Response
  ) async throws -> Response {
    try await shelf.refresh()
    return try await next(request, context)
  }
}
