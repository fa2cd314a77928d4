import Casework
import Crypto
import Foundation
import Store

/// Coming in by WeChat: an openid stands for an account only after its password was given once, and
/// whatever ends the account or locks it holds here as well.
extension SignIns {
  /// After so many days the password is asked again.
  private static let bindingDays = 90

  /// A token for the account that this WeChat is bound to.
  func start(openID: String) async throws -> WeChatEntry {
    let now = register.clock.now
    guard let (account, endsAt) = try await bound(to: openID) else { throw WeChatRefusal.unbound }
    guard endsAt > now else { throw WeChatRefusal.ended }
    guard account.isActive else { throw WeChatRefusal.unbound }
    if let locked = account.lockedUntil, locked > now { throw SignInRefusal.locked(until: locked) }
    return WeChatEntry(
      account, token: try await admit(account, kind: .api, detail: "wechat"),
      place: try await placeName(of: account))
  }

  /// Binds this WeChat to an account by its password; an earlier binding of either ends.
  func bind(openID: String, login: String, password: String) async throws -> WeChatEntry {
    let token = try await start(login: login, password: password, kind: .api)
    guard let (access, place) = try await holder(of: token, kind: .api) else {
      throw SignInRefusal.wrong
    }
    let account = try await register.write(as: access) { open in
      try open.unbindWeChat()
      let index = open.weChatIndex(openID)
      try open.db.run("DELETE FROM wechat_binding WHERE openid_index = \(index)")
      try open.db.run(
        """
        INSERT INTO wechat_binding (openid_index, county, account_id, openid_sealed, bound_at,
          ends_at)
        VALUES (\(index), \(open.county), \(access.officer), \(try open.seal(openID)), \(open.now),
          \(open.now.adding(seconds: SignIns.bindingDays * 86_400)))
        """)
      open.audit(AuditAction("account.wechat_bound"), subject: "account/\(access.officer)")
      return try open.account(access.officer)
    }
    return WeChatEntry(account, token: token, place: place)
  }

  private func bound(to openID: String) async throws -> (Account, endsAt: Instant)? {
    let keys = register.keys
    return try await database.read { db in
      let rows = try db.run(
        """
        SELECT \(Account.columns), b.openid_sealed, b.ends_at FROM wechat_binding b
        JOIN account a ON a.county = b.county AND a.id = b.account_id
        WHERE b.openid_index = \(keys.blindIndex("wechat/\(openID)"))
        """)
      guard let row = rows.first, try keys.unseal(row.blob("openid_sealed")) == openID else {
        return nil
      }
      return (try Account(row: row), try row.instant("ends_at"))
    }
  }

  private func placeName(of account: Account) async throws -> String {
    try await register.read(as: account.access) { open in
      try open.placeNames([account.place])[account.place] ?? ""
    }
  }
}

/// Who came in by WeChat.
struct WeChatEntry: Encodable, Sendable {
  let token: String
  let officer: Int64
  let name: String
  let place: String
  let role: String
  /// Whether `/m` is this officer's; the mini-program shows what can be done.
  let mayVisit: Bool
  /// The template of the message that a visit falls due; nil where none is sent.
  var template: String?

  init(_ account: Account, token: String, place: String) {
    (self.token, officer, name, self.place) = (token, account.id, account.name, place)
    role = account.role.title
    mayVisit = account.access.may(.visit)
  }
}

extension OpenRegister {
  func weChatIndex(_ openID: String) -> Int64 { blindIndex("wechat/\(openID)") }

  /// Ends the binding of the one who asks; and whoever came in by it is signed out.
  func unbindWeChat() throws {
    let rows = try db.run(
      """
      DELETE FROM wechat_binding WHERE county = \(county) AND account_id = \(access.officer)
      RETURNING account_id
      """)
    guard !rows.isEmpty else { return }
    try db.run(
      "DELETE FROM wechat_ticket WHERE county = \(county) AND account_id = \(access.officer)")
    try dropMessages(of: access.officer)
    audit(AuditAction("account.wechat_unbound"), subject: "account/\(access.officer)")
  }
}
