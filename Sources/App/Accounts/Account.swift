package import Casework
import Store

/// One officer's account and post.
package struct Account: Sendable {
  package let id: Int64
  package let login: String
  package let name: String
  package let role: Role
  package let place: PlaceCode
  package let department: String?
  package let isActive: Bool
  let password: String
  let failures: Int64
  let lockedUntil: Instant?

  package var access: Access {
    Access(officer: id, name: name, role: role, place: place, department: department)
  }

  init(row: Row) throws {
    id = try row.integer("id")
    login = try row.text("login")
    name = try row.text("name")
    role = try row.raw("role")
    place = try row.place("place")
    department = try row.optionalText("department")
    isActive = try row.integer("is_active") == 1
    password = try row.text("password")
    failures = try row.integer("failures")
    lockedUntil = try row.optionalInstant("locked_until_at")
  }

  static let columns: SQL = """
    a.id, a.login, a.name, a.role, a.place, a.department, a.is_active, a.password, a.failures,
    a.locked_until_at
    """
}

/// What a new account is made of.
package struct NewAccount: Sendable {
  package var login: String
  package var name: String
  package var role: Role
  package var place: PlaceCode
  package var department: String?
  /// The scrypt text, not the password.
  package var password: String

  package init(
    login: String, name: String, role: Role, place: PlaceCode, department: String? = nil,
    password: String
  ) {
    (self.login, self.name, self.role, self.place) = (login, name, role, place)
    (self.department, self.password) = (department, password)
  }
}

extension AuditAction {
  package static let openedAccount = AuditAction("account.opened")
  package static let closedAccount = AuditAction("account.closed")
  package static let signedIn = AuditAction("account.signed_in")
  package static let refusedSignIn = AuditAction("account.sign_in_refused")
}

extension OpenRegister {
  /// Makes an account; a login that exists already is a `UniqueViolation`.
  @discardableResult
  package func openAccount(_ new: NewAccount) throws -> Int64 {
    let id = try nextID("account")
    try db.run(
      """
      INSERT INTO account (county, id, login, name, role, place, department, password, is_active,
        failures, changed_at)
      VALUES (\(county), \(id), \(new.login), \(new.name), \(new.role.rawValue), \(new.place),
        \(new.department), \(new.password), 1, 0, \(now))
      """)
    audit(.openedAccount, subject: "account/\(id)", detail: new.role.rawValue)
    return id
  }

  func account(_ id: Int64) throws -> Account {
    let rows = try db.run(
      "SELECT \(Account.columns) FROM account a WHERE a.county = \(county) AND a.id = \(id)")
    guard let found = try rows.first.map(Account.init(row:)) else { throw NotFound() }
    return found
  }

  package func accounts() throws -> [Account] {
    try db.run(
      """
      SELECT \(Account.columns) FROM account a
      WHERE a.county = \(county) ORDER BY a.role, a.place, a.id
      """
    ).map(Account.init(row:))
  }

  /// The names of officers, for timelines.
  package func officerNames(_ ids: Set<Int64>) throws -> [Int64: String] {
    var names: [Int64: String] = [0: "系统"]
    guard !ids.isEmpty else { return names }
    let rows = try db.run(
      """
      SELECT id, name, role FROM account
      WHERE county = \(county) AND id IN (\(list: ids.sorted()))
      """)
    for row in rows {
      names[try row.integer("id")] =
        "\(try row.text("name"))（\(try row.raw("role", as: Role.self).title)）"
    }
    return names
  }

  /// Closes or reopens an account; whoever was signed in with it is signed out.
  func setAccount(_ id: Int64, active: Bool) throws {
    let rows = try db.run(
      """
      UPDATE account
      SET is_active = \(active ? 1 : 0), failures = 0, locked_until_at = NULL, changed_at = \(now)
      WHERE county = \(county) AND id = \(id) RETURNING id
      """)
    guard !rows.isEmpty else { throw NotFound() }
    try db.run("DELETE FROM sign_in WHERE county = \(county) AND account_id = \(id)")
    audit(active ? .openedAccount : .closedAccount, subject: "account/\(id)")
  }
}
