import Casework
import Crypto
import Foundation
import Hummingbird
import Store

/// An agreement to one message, on its way to being sent.
struct WeChatMessage: Sendable {
  let id: String
  let kind: Kind
  let openID: String
  let news: MessageNews
  let attempts: Int

  enum Kind: String, Sendable {
    /// A visit falls due, for the officer who has to make it.
    case visit
    /// A declaration moved on, for the household.
    case `case`
  }

  /// How long an offer waits for the household's yes.
  static let offerSeconds = 600
  /// Seconds until it is tried again; after the last it is given up.
  static let pauses = [60, 600, 3_600, 21_600, 86_400]
  /// Agreements that wait for one officer or one declaration.
  static let mostWaiting: Int64 = 10
}

/// What `Templates/farmers/message.mustache` shows: one message, offered to the household on the page.
struct MessageOffer: Sendable {
  let number: String
  let tail: String
  let word: String

  /// Nil where none is sent, or where the page is not shown by the mini-program.
  init?(number: String, tail: String, word: String, _ request: Request, _ settings: Settings) {
    guard request.isInShell, settings.weChatCaseMessage != nil else { return nil }
    (self.number, self.tail, self.word) = (number, tail, word)
  }
}

extension OpenRegister {
  /// Offers a household a message about its declaration; who has the id may agree to it.
  func offerMessage(about found: OwnDeclaration) throws -> String {
    let id = Hex.text(SymmetricKey(size: .bits128).withUnsafeBytes { Array($0) })
    let stage = try messageStages(of: [found.number])[found.number]
    try db.run(
      """
      INSERT INTO wechat_message (county, id, kind, receipt, state, seen, next_at, changed_at)
      VALUES (\(county), \(id), 'case', \(found.number), 'offered', \(stage?.key),
        \(now.adding(seconds: WeChatMessage.offerSeconds)), \(now))
      """)
    return id
  }

  /// Whether an offer still waits, so that WeChat need not be asked in vain.
  func isOffered(_ id: String) throws -> Bool {
    try !db.run(
      """
      SELECT 1 AS found FROM wechat_message
      WHERE county = \(county) AND id = \(id) AND state = 'offered' AND next_at > \(now)
      """
    ).isEmpty
  }

  func agree(toOffer id: String, openID: String) throws {
    let rows = try db.run(
      """
      UPDATE wechat_message SET state = 'agreed', openid_sealed = \(try seal(openID)),
        changed_at = \(now)
      WHERE county = \(county) AND id = \(id) AND state = 'offered' AND next_at > \(now)
      RETURNING receipt
      """)
    guard let row = rows.first else { throw WeChatRefusal.offer }
    try keepsFew("receipt = \(try row.text("receipt"))")
  }

  /// The officer agreed to one more message, on the telephone that is bound to the account.
  ///
  /// - Returns: how many messages may be sent now.
  func agreeToVisits() throws -> Int64 {
    try requires(.visit)
    let bound = try db.run(
      """
      SELECT openid_sealed FROM wechat_binding
      WHERE county = \(county) AND account_id = \(access.officer) AND ends_at > \(now)
      """)
    guard let row = bound.first else { throw WeChatRefusal.unbound }
    let id = Hex.text(SymmetricKey(size: .bits128).withUnsafeBytes { Array($0) })
    try db.run(
      """
      INSERT INTO wechat_message (county, id, kind, account_id, state, openid_sealed, next_at,
        changed_at)
      VALUES (\(county), \(id), 'visit', \(access.officer), 'agreed',
        \(try row.blob("openid_sealed")), \(now), \(now))
      """)
    return try keepsFew("account_id = \(access.officer)")
  }

  @discardableResult
  private func keepsFew(_ whose: SQL) throws -> Int64 {
    let count =
      try db.run(
        """
        SELECT COUNT(*) AS n FROM wechat_message
        WHERE county = \(county) AND state IN ('agreed', 'due') AND \(whose)
        """
      ).first?.integer("n") ?? 0
    guard count <= WeChatMessage.mostWaiting else { throw WeChatRefusal.manyMessages }
    return count
  }

  /// Agreements of whoever is no longer reached by this WeChat.
  func dropMessages(of officer: Int64) throws {
    try db.run(
      """
      DELETE FROM wechat_message
      WHERE county = \(county) AND account_id = \(officer) AND state IN ('agreed', 'due')
      """)
  }
}

/// How far a declaration is, told apart by `key`.
struct MessageStage: Sendable {
  let key: String
  let news: String
  let since: Instant
}

extension OpenRegister {
  /// How far some declarations are, by their numbers.
  func messageStages(of receipts: [String]) throws -> [String: MessageStage] {
    let rows = try db.run(
      """
      SELECT d.receipt, c.stage AS clue_stage, c.stage_since_at, k.stage AS case_stage,
        (SELECT MAX(e.taken_at) FROM case_event e
         WHERE e.county = k.county AND e.case_id = k.id) AS case_since_at
      FROM declaration d JOIN clue c ON c.county = d.county AND c.id = d.clue_id
      LEFT JOIN household_case k ON k.county = c.county AND k.id = c.case_id
      WHERE d.county = \(county) AND d.receipt IN \(many: receipts)
      """)
    var stages: [String: MessageStage] = [:]
    for row in rows {
      let clue: ClueStage = try row.raw("clue_stage")
      let found = try row.optionalRaw("case_stage", as: CaseStage.self)
      let since = try row.optionalInstant("case_since_at") ?? row.instant("stage_since_at")
      stages[try row.text("receipt")] =
        found.map { MessageStage(key: "case/\($0.rawValue)", news: $0.news, since: since) }
        ?? MessageStage(key: "clue/\(clue.rawValue)", news: clue.news, since: since)
    }
    return stages
  }
}
