import Casework
import Crypto
import Foundation
import Store

/// A ticket for the web view: good once, for a minute, for one page. The database has its hash.
struct WeChatTicket: Encodable, Sendable {
  let ticket: String
  let seconds: Int
  static let lifetime = 60

  /// The pages that a ticket may lead to; a page elsewhere is nothing to be led to.
  static func check(_ path: String) throws -> String {
    guard ["/m/", "/f", "/f/declare", "/f/progress"].contains(path) else { throw NotFound() }
    return path
  }

  static func hash(_ ticket: String) -> [UInt8] { Array(SHA256.hash(data: Array(ticket.utf8))) }
}

extension OpenRegister {
  /// A ticket for the one who asks.
  func makeTicket(to path: String) throws -> WeChatTicket {
    let ticket = Hex.text(SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) })
    try db.run("DELETE FROM wechat_ticket WHERE ends_at < \(now.adding(seconds: -86_400))")
    try db.run(
      """
      INSERT INTO wechat_ticket (ticket_hash, county, account_id, path, made_at, ends_at)
      VALUES (\(WeChatTicket.hash(ticket)), \(county), \(access.officer),
        \(try WeChatTicket.check(path)), \(now), \(now.adding(seconds: WeChatTicket.lifetime)))
      """)
    return WeChatTicket(ticket: ticket, seconds: WeChatTicket.lifetime)
  }
}

extension SignIns {
  /// Uses a ticket up: a session for its account, and the page it leads to. Of two who show it at
  /// once one gets in.
  func use(ticket: String) async throws -> (token: String, path: String) {
    let (hash, now) = (WeChatTicket.hash(ticket), register.clock.now)
    let found = try await database.write { db in
      let used = try db.run(
        """
        UPDATE wechat_ticket SET used_at = \(now)
        WHERE ticket_hash = \(hash) AND used_at IS NULL AND ends_at > \(now)
        RETURNING county, account_id, path
        """)
      guard let row = used.first else { throw WeChatRefusal.ticket }
      let (county, id) = (try row.integer("county"), try row.integer("account_id"))
      let account = try db.run(
        "SELECT \(Account.columns) FROM account a WHERE a.county = \(county) AND a.id = \(id)"
      ).first.map(Account.init(row:))
      return (account, try row.text("path"))
    }
    guard let account = found.0, account.isActive else { throw WeChatRefusal.ticket }
    if let locked = account.lockedUntil, locked > now { throw SignInRefusal.locked(until: locked) }
    return (try await admit(account, kind: .page, detail: "wechat.ticket"), found.1)
  }
}
