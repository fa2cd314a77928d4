import Casework
import Hummingbird
import Store

/// `/audit`: the auditor reads what was decided and opened.
struct AuditRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.pages.get("audit", use: list)
  }

  @Sendable func list(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.readAudit)
    let before = request.query("before").flatMap(Int64.init) ?? Int64.max
    let subject = request.query("subject")
    let page = try await parts.register.read(as: context.signedIn()) { open in
      let entries = try open.auditEntries(before: before, subject: subject, limit: 50)
      let names = try open.officerNames(Set(entries.map(\.officer)))
      return AuditPage(entries, names: names, subject: subject)
    }
    return try parts.pages.render(page, context)
  }
}

extension OpenRegister {
  /// The newest entries first, older than `before`.
  func auditEntries(before: Int64, subject: String?, limit: Int) throws -> [AuditEntry] {
    let about: SQL = subject.map { "AND subject = \($0)" } ?? ""
    return try db.run(
      """
      SELECT seq, entered_at, officer, role, action, subject, detail
      FROM audit_entry
      WHERE county = \(county) AND seq < \(before) \(about)
      ORDER BY seq DESC LIMIT \(limit)
      """
    ).map(AuditEntry.init(row:))
  }
}

/// What `Templates/audit/list.mustache` shows.
struct AuditPage: Page {
  static let template = "audit/list"
  let rows: [Line]
  let subject: String
  /// The query of the next page; nil on the last.
  let older: String?

  struct Line: Sendable {
    let seq: Int64
    let at: String
    let officer: String
    let action: String
    let subject: String
    let detail: String
  }

  init(_ entries: [AuditEntry], names: [Int64: String], subject: String?) {
    rows = entries.map {
      Line(
        seq: $0.seq, at: $0.enteredAt.description, officer: names[$0.officer] ?? "\($0.officer)",
        action: $0.action, subject: $0.subject, detail: $0.detail)
    }
    self.subject = subject ?? ""
    older = entries.count < 50 ? nil : entries.last.map { "before=\($0.seq)" }
  }
}
