import Casework
import Crypto
import Foundation
import Store

extension AuditAction {
  static let madeToken = AuditAction("push_token.made")
  static let revokedToken = AuditAction("push_token.revoked")
}

/// A program's right to push the items of one department, or to answer its checks, until a day.
struct PushToken: Sendable {
  let id: Int64
  let title: String
  let department: String
  let scope: Purpose
  let endsAt: Instant
  let usedAt: Instant?
  let revokedAt: Instant?

  static let mark = "swp_"
  static let mostDays = 366

  init(row: Row) throws {
    id = try row.integer("id")
    title = try row.text("title")
    department = try row.text("department")
    scope = try row.raw("scope")
    endsAt = try row.instant("ends_at")
    usedAt = try row.optionalInstant("used_at")
    revokedAt = try row.optionalInstant("revoked_at")
  }

  static func hash(_ token: String) -> [UInt8] { Array(SHA256.hash(data: Array(token.utf8))) }
}

extension OpenRegister {
  /// Makes a token; its text is told once and kept nowhere.
  func makePushToken(
    _ title: String?, department: String?, days: Int?, for scope: Purpose = .push
  ) throws -> String {
    guard access.may(.pushData) || access.may(.importRegistry) else {
      throw NotPermitted(duty: .pushData)
    }
    guard let title else { throw PushTokenRefusal.title }
    guard let department = access.department ?? department else {
      throw PushTokenRefusal.department
    }
    guard let days, (1...PushToken.mostDays).contains(days) else { throw PushTokenRefusal.days }
    let secret = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
      .base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
    let (token, id) = (PushToken.mark + secret, try nextID("push_token"))
    try db.run(
      """
      INSERT INTO push_token (county, id, token_hash, title, department, scope, officer, made_at,
        ends_at)
      VALUES (\(county), \(id), \(PushToken.hash(token)), \(title), \(department), \(scope.rawValue),
        \(access.officer), \(now), \(now.adding(seconds: days * 86_400)))
      """)
    audit(.madeToken, subject: "push_token/\(id)", detail: "\(department)/\(scope.rawValue)")
    return token
  }

  func pushTokens() throws -> [PushToken] {
    let own: SQL =
      access.may(.importRegistry) ? "" : "AND department = \(access.department ?? "")"
    return try db.run(
      """
      SELECT id, title, department, scope, ends_at, used_at, revoked_at FROM push_token
      WHERE county = \(county) \(own) ORDER BY id DESC
      """
    ).map(PushToken.init(row:))
  }

  func revokePushToken(_ id: Int64) throws {
    guard try pushTokens().contains(where: { $0.id == id }) else { throw NotFound() }
    try db.run(
      """
      UPDATE push_token SET revoked_at = COALESCE(revoked_at, \(now))
      WHERE county = \(county) AND id = \(id)
      """)
    audit(.revokedToken, subject: "push_token/\(id)")
  }
}

/// Why a token was not made.
enum PushTokenRefusal: Refusal {
  case title, department, days

  var sentence: String {
    switch self {
    case .title: "请写明这个令牌给哪个程序用，例如“医保结算系统”。"
    case .department: "请选择令牌属于哪个部门。"
    case .days: "有效期应为 1 到 \(PushToken.mostDays) 天。"
    }
  }

  var field: String? {
    switch self {
    case .title: "title"
    case .department: "department"
    case .days: "days"
    }
  }
}

extension SignIns {
  /// What a program with a token may do: push, or answer checks, for the department of the token,
  /// and nothing else; nil when the token is unknown, has ended or was revoked.
  func pusher(_ token: String) async throws -> Access? {
    guard token.hasPrefix(PushToken.mark) else { return nil }
    let (hash, now) = (PushToken.hash(token), register.clock.now)
    let found = try await database.read { db in
      try db.run(
        """
        SELECT t.county, t.id, t.title, t.department, t.scope, t.officer, t.used_at FROM push_token t
        WHERE t.token_hash = \(hash) AND t.ends_at > \(now) AND t.revoked_at IS NULL
        """
      ).first
    }
    guard let found else { return nil }
    if try found.optionalInstant("used_at") ?? Instant(microseconds: 0) < now.adding(seconds: -60) {
      try await database.write { db in
        _ = try db.run("UPDATE push_token SET used_at = \(now) WHERE token_hash = \(hash)")
      }
    }
    return Access(
      officer: try found.integer("officer"), name: try found.text("title"),
      role: .departmentOfficer,
      place: PlaceCode(number: try found.integer("county") * 1_000_000),
      department: try found.text("department"), purpose: try found.raw("scope"))
  }
}
