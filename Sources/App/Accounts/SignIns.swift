package import Casework
import Crypto
import Foundation
package import Store

/// The gate: who may come in, and who is in.
///
/// It stands before any `Access` exists, so it is the one reader beside the register.
package struct SignIns: Sendable {
  let database: any Database
  let register: Register
  private let heavy: HeavyWork
  /// Signed out after this many seconds without a request, and after so many in any case.
  package static let idleSeconds = 30 * 60
  package static let longestSeconds = 12 * 3_600
  private static let failuresBeforeLock: Int64 = 5
  private static let lockSeconds = 10 * 60

  package enum Kind: String, Sendable { case page, api }

  package init(database: any Database, register: Register, heavy: HeavyWork) {
    (self.database, self.register, self.heavy) = (database, register, heavy)
  }

  /// A token for the account, or a refusal that does not tell which of the two was wrong.
  package func start(login: String, password: String, kind: Kind) async throws -> String {
    let account = try await find(login: login)
    let now = register.clock.now
    if let locked = account?.lockedUntil, locked > now {
      throw SignInRefusal.locked(until: locked)
    }
    // An unknown login costs as much as a wrong password, so that time tells nothing.
    let kept = try account?.password ?? SignIns.nobody.get()
    let matches = try await heavy.run { try Password.matches(password, kept) }
    guard let account, account.isActive, matches else {
      if let account { try await fail(account) }
      throw SignInRefusal.wrong
    }
    return try await admit(account, kind: kind, detail: kind.rawValue)
  }

  /// Lets the account in that has proved itself, and gives its token.
  func admit(_ account: Account, kind: Kind, detail: String) async throws -> String {
    let token = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
      .base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
    try await register.write(as: account.access) { open in
      try open.db.run("DELETE FROM sign_in WHERE ends_at < \(open.now)")
      try open.db.run(
        "UPDATE account SET failures = 0, locked_until_at = NULL, changed_at = \(open.now) WHERE county = \(open.county) AND id = \(account.id) AND failures > 0"
      )
      try open.db.run(
        """
        INSERT INTO sign_in (token_hash, county, account_id, kind, started_at, seen_at, ends_at)
        VALUES (\(SignIns.hash(token)), \(open.county), \(account.id), \(kind.rawValue),
          \(open.now), \(open.now), \(open.now.adding(seconds: SignIns.longestSeconds)))
        """)
      open.audit(.signedIn, subject: "account/\(account.id)", detail: detail)
    }
    return token
  }

  /// Who holds the token, and the name of their place; nil when it is unknown or has ended.
  package func holder(
    of token: String, kind: Kind
  ) async throws -> (access: Access, place: String)? {
    let (hash, now) = (SignIns.hash(token), register.clock.now)
    let found = try await database.read { db in
      try db.run(
        """
        SELECT \(Account.columns), p.name AS place_name, s.seen_at
        FROM sign_in s
        JOIN account a ON a.county = s.county AND a.id = s.account_id
        LEFT JOIN place p ON p.code = a.place
        WHERE s.token_hash = \(hash) AND s.kind = \(kind.rawValue) AND s.ends_at > \(now)
          AND s.seen_at > \(now.adding(seconds: -SignIns.idleSeconds)) AND a.is_active = 1
        """
      ).first.map { row in
        (
          try Account(row: row).access, try row.optionalText("place_name") ?? "",
          try row.instant("seen_at")
        )
      }
    }
    guard let (access, place, seen) = found else { return nil }
    // Written at most once a minute, so that reading pages does not mean writing.
    if seen < now.adding(seconds: -60) {
      try await database.write { db in
        _ = try db.run("UPDATE sign_in SET seen_at = \(now) WHERE token_hash = \(hash)")
      }
    }
    return (access, place)
  }

  package func end(_ token: String) async throws {
    let hash = SignIns.hash(token)
    try await database.write { db in
      _ = try db.run("DELETE FROM sign_in WHERE token_hash = \(hash)")
    }
  }

  private func find(login: String) async throws -> Account? {
    try await database.read { db in
      try db.run("SELECT \(Account.columns) FROM account a WHERE a.login = \(login)")
        .first.map(Account.init(row:))
    }
  }

  private func fail(_ account: Account) async throws {
    try await register.write(as: account.access) { open in
      let locks = account.failures + 1 >= SignIns.failuresBeforeLock
      let until = locks ? open.now.adding(seconds: SignIns.lockSeconds) : nil
      try open.db.run(
        """
        UPDATE account
        SET failures = \(locks ? 0 : account.failures + 1), locked_until_at = \(until),
          changed_at = \(open.now)
        WHERE county = \(open.county) AND id = \(account.id)
        """)
      open.audit(.refusedSignIn, subject: "account/\(account.id)", detail: locks ? "locked" : "")
    }
  }

  private static func hash(_ token: String) -> [UInt8] {
    Array(SHA256.hash(data: Array(token.utf8)))
  }

  private static let nobody = Result { try Password.hashed("nobody's password") }
}

/// Why somebody was not let in.
package enum SignInRefusal: Refusal {
  case wrong
  case locked(until: Instant)

  package var sentence: String {
    switch self {
    case .wrong: "账号或口令不对。连续输错 5 次，账号会锁定 10 分钟。"
    case .locked(let until): "输错次数过多，账号已锁定，\(until.timeOfDay) 之后再试。"
    }
  }

  package var field: String? { "password" }
}
