package import Casework
import Foundation
import Store

/// Sends what was agreed to, once there is something to tell: outside every request, so that a
/// WeChat that is silent holds nobody up.
package struct MessageSweep: Sendable {
  private let settings: Settings
  private let register: Register
  private let shelf: RulesShelf
  private let sender: WeChatSender

  /// Nil where the installation sends no messages.
  package init?(_ settings: Settings, register: Register, shelf: RulesShelf) {
    guard let sender = WeChatSender(settings, clock: register.clock) else { return nil }
    (self.settings, self.register, self.shelf, self.sender) = (settings, register, shelf, sender)
  }

  package func run(in counties: [PlaceCode]) async throws {
    // Nobody's telephone rings at night.
    let time = register.clock.now.timeOfDay
    guard ("08:00"..<"20:00").contains(time) else { return }
    for county in counties {
      let (access, rules) = (Access.system(in: county), shelf.current)
      try await register.write(as: access) { open in
        try open.tidyMessages()
        try open.noteMovedCases()
        try open.noteDueVisits(rules)
      }
      while let message = try await register.write(as: access, { try $0.takeMessage() }) {
        let outcome = await send(message)
        try await register.write(as: access) { try $0.note(outcome, of: message) }
        // What WeChat does not answer now it will not answer for the next one either.
        if case .later = outcome { break }
      }
    }
  }

  private func send(_ message: WeChatMessage) async -> WeChatSender.Outcome {
    // What the county no longer sends is not kept for later.
    guard let template = template(of: message.kind) else { return .refused(0) }
    return await sender.send(message.news, by: template, to: message.openID)
  }

  private func template(of kind: WeChatMessage.Kind) -> MessageTemplate? {
    switch kind {
    case .visit: settings.weChatVisitMessage
    case .case: settings.weChatCaseMessage
    }
  }
}

extension OpenRegister {
  private static let keptDays = 90

  /// Offers that nobody took, and what was settled long ago, go.
  fileprivate func tidyMessages() throws {
    let long = now.adding(seconds: -Self.keptDays * 86_400)
    try db.run(
      """
      DELETE FROM wechat_message WHERE county = \(county)
        AND (state = 'offered' AND next_at < \(now)
          OR state IN ('sent', 'refused', 'failed') AND changed_at < \(long))
      """)
  }

  /// Declarations that have gone on since their household agreed.
  fileprivate func noteMovedCases() throws {
    let waiting = try db.run(
      """
      SELECT id, receipt, seen FROM wechat_message
      WHERE county = \(county) AND kind = 'case' AND state = 'agreed'
      """
    ).map { (id: try $0.text("id"), at: try $0.text("receipt"), seen: try $0.optionalText("seen")) }
    guard !waiting.isEmpty else { return }
    let stages = try messageStages(of: Array(Set(waiting.map(\.at))))
    for one in waiting {
      guard let stage = stages[one.at], stage.key != one.seen else { continue }
      try tell(
        MessageNews(number: one.at, words: stage.news, day: stage.since.day), by: one.id)
    }
  }

  /// Visits that fall due by tomorrow, each told once to an officer who agreed.
  fileprivate func noteDueVisits(_ rules: Rules) throws {
    let waiting = try db.run(
      """
      SELECT account_id, MIN(id) AS id FROM wechat_message
      WHERE county = \(county) AND kind = 'visit' AND state = 'agreed' GROUP BY account_id
      """
    ).map { (officer: try $0.integer("account_id"), id: try $0.text("id")) }
    for one in waiting {
      let account = try account(one.officer)
      guard account.isActive, account.access.may(.visit) else {
        try dropMessages(of: one.officer)
        continue
      }
      if let news = try dueVisit(of: account.access, rules) { try tell(news, by: one.id) }
    }
  }

  private func dueVisit(of access: Access, _ rules: Rules) throws -> MessageNews? {
    let told = Set(
      try db.run(
        """
        SELECT number FROM wechat_message
        WHERE county = \(county) AND account_id = \(access.officer) AND number IS NOT NULL
        """
      ).map { try $0.text("number") })
    let clues = try db.run(
      """
      SELECT \(Clue.columns) FROM clue c
      WHERE c.county = \(county) AND c.stage = 'visiting'
        AND c.village BETWEEN \(access.region.lowerBound) AND \(access.region.upperBound)
      """
    ).map(Clue.init(row:)).filter { !told.contains(String($0.id)) }
    let due = try clues.compactMap { clue in
      try clue.deadline(rules, in: self).map { (id: clue.id, day: $0.due) }
    }.filter { $0.day <= today.adding(days: 1) }
    return due.min { ($0.day, $0.id) < ($1.day, $1.id) }.map {
      MessageNews(number: String($0.id), words: "有一户快到走访期限，请安排", day: $0.day)
    }
  }

  private func tell(_ news: MessageNews, by id: String) throws {
    try db.run(
      """
      UPDATE wechat_message SET state = 'due', number = \(news.number), words = \(news.words),
        day_on = \(news.day), next_at = \(now), changed_at = \(now)
      WHERE county = \(county) AND id = \(id) AND state = 'agreed'
      """)
  }

  /// The next message to try. It is put off first: a program that ends while sending leaves it to
  /// whoever comes after, and of two nodes one has it.
  fileprivate func takeMessage() throws -> WeChatMessage? {
    let free = try db.run(
      """
      SELECT id FROM wechat_message
      WHERE county = \(county) AND state = 'due' AND next_at <= \(now)
      ORDER BY next_at, id LIMIT 1 \(db.takingFree)
      """)
    guard let id = try free.first?.text("id") else { return nil }
    return try db.run(
      """
      UPDATE wechat_message SET attempts = attempts + 1, changed_at = \(now),
        next_at = \(now.adding(seconds: WeChatMessage.pauses[0]))
      WHERE county = \(county) AND id = \(id)
      RETURNING id, kind, openid_sealed, number, words, day_on, attempts
      """
    ).first.map { row in
      WeChatMessage(
        id: try row.text("id"), kind: try row.raw("kind"),
        openID: try unseal(row.blob("openid_sealed")),
        news: MessageNews(
          number: try row.text("number"), words: try row.text("words"),
          day: try row.day("day_on")),
        attempts: try row.int("attempts"))
    }
  }

  fileprivate func note(_ outcome: WeChatSender.Outcome, of message: WeChatMessage) throws {
    let (state, fault): (String, String?) =
      switch outcome {
      case .sent: ("sent", nil)
      case .refused(let code): ("refused", "\(code)")
      case .later(let code):
        (message.attempts > WeChatMessage.pauses.count ? "failed" : "due", "\(code)")
      }
    let pause = WeChatMessage.pauses[min(message.attempts, WeChatMessage.pauses.count) - 1]
    // Whose WeChat it is is forgotten with the last try.
    let keeps: SQL = state == "due" ? "" : ", openid_sealed = NULL"
    try db.run(
      """
      UPDATE wechat_message SET state = \(state), fault = \(fault), changed_at = \(now),
        next_at = \(now.adding(seconds: pause)) \(keeps)
      WHERE county = \(county) AND id = \(message.id)
      """)
  }
}
