import Casework
import Crypto
import Foundation
import Store

/// A household as an officer's phone carries it.
struct HandsetHousehold: Encodable, Sendable {
  let id: Int64
  let code: String
  let head: String
  /// `zs` for 张三.
  let initials: String
  let address: String
  let phone: String?
  let members: [Member]
  /// The clue that waits for a visit; nil where none does.
  let clue: WaitingClue?
  /// The case that is open; nil where none is.
  let `case`: HandsetCase?
  /// The visit to be asked about on the telephone; callers carry nothing else of a household.
  var call: WaitingCall?
  let values: [String: String]
  let sources: [String: String]
  /// What was last answered to the county's own questions, by form; nil where nobody asked yet.
  var answers: [String: [String: String]]?

  struct Member: Encodable, Sendable {
    let name: String
    let relation: String
    let age: Int
    let traits: [String]
  }

  struct WaitingClue: Encodable, Sendable {
    let id: Int64
    let due: String?
    let isOverdue: Bool
    let signals: [String]
  }
}

/// A household on its way to the phone: its text, and the short hash by which the phone says that
/// it has it already.
struct PackedHousehold: Sendable {
  let id: Int64
  let json: String
  let mark: String

  init(_ household: HandsetHousehold) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let data = try encoder.encode(household)
    id = household.id
    json = String(decoding: data, as: UTF8.self)
    mark = Hex.text(SHA256.hash(data: data).prefix(6))
  }
}

extension OpenRegister {
  /// The households of the officer's place after an id, `limit` of them, with all that a visit
  /// needs to know.
  func handsetHouseholds(after: Int64, limit: Int, _ rules: Rules) throws -> [HandsetHousehold] {
    let rows = try db.run(
      """
      SELECT h.id, h.code, h.head_name, h.address, h.phone_sealed FROM household h
      WHERE \(sees("h")) AND h.id > \(after) ORDER BY h.id LIMIT \(limit)
      """)
    let ids = try rows.map { try $0.integer("id") }
    guard !ids.isEmpty else { return [] }
    let (known, members) = (try prefilled(ids), try handsetMembers(of: ids))
    let (clues, initials) = (try waitingClues(of: ids, rules), try NameInitials.bundled.get())
    let (cases, answers) = (try openCases(of: ids), try ownAnswers(of: ids, rules.pack))
    return try rows.map { row in
      let (id, head) = (try row.integer("id"), try row.text("head_name"))
      return HandsetHousehold(
        id: id, code: try row.text("code"), head: head, initials: initials.of(head),
        address: try row.text("address"),
        phone: try row.optionalBlob("phone_sealed").map(unseal), members: members[id] ?? [],
        clue: clues[id],
        case: try cases[id].map { try HandsetCase($0, rules.edition($0.pack), in: self) },
        values: known[id]?.values ?? [:], sources: known[id]?.sources ?? [:],
        answers: answers[id])
    }
  }

  /// The households whose visits were drawn for a call, with nothing but how to reach them.
  func handsetCalls() throws -> [HandsetHousehold] {
    let (drawn, initials) = (try drawnCalls(), try NameInitials.bundled.get())
    let rows = try db.run(
      """
      SELECT h.id, h.code, h.head_name, h.address, h.phone_sealed FROM household h
      WHERE \(sees("h")) AND h.id IN (\(list: drawn.keys.sorted())) ORDER BY h.id
      """)
    return try rows.map { row in
      let (id, head) = (try row.integer("id"), try row.text("head_name"))
      return HandsetHousehold(
        id: id, code: try row.text("code"), head: head, initials: initials.of(head),
        address: try row.text("address"),
        phone: try row.optionalBlob("phone_sealed").map(unseal), members: [], clue: nil, case: nil,
        call: drawn[id], values: [:], sources: [:])
    }
  }

  private func handsetMembers(of ids: [Int64]) throws -> [Int64: [HandsetHousehold.Member]] {
    let rows = try db.run(
      """
      SELECT household_id, name, relation, birth_on, is_disabled, is_gravely_ill, is_chronic,
        has_dibao
      FROM person WHERE county = \(county) AND household_id IN (\(list: ids)) AND left_on IS NULL
      ORDER BY household_id, id
      """)
    let traits = [
      ("is_disabled", "残疾"), ("is_gravely_ill", "大病"), ("is_chronic", "慢性病"), ("has_dibao", "低保"),
    ]
    var members: [Int64: [HandsetHousehold.Member]] = [:]
    for row in rows {
      let relation: Relation = try row.raw("relation")
      members[try row.integer("household_id"), default: []].append(
        HandsetHousehold.Member(
          name: try row.text("name"), relation: relation.title,
          age: try row.day("birth_on").years(until: today),
          traits: try traits.filter { try row.optionalFlag($0.0) == true }.map(\.1)))
    }
    return members
  }

  private func waitingClues(
    of ids: [Int64], _ rules: Rules
  ) throws -> [Int64: HandsetHousehold.WaitingClue] {
    let clues = try db.run(
      """
      SELECT \(Clue.columns) FROM clue c
      WHERE \(sees("c")) AND c.stage = 'visiting' AND c.household_id IN (\(list: ids))
      """
    ).map(Clue.init(row:))
    var waiting: [Int64: HandsetHousehold.WaitingClue] = [:]
    for clue in clues {
      guard let household = clue.household else { continue }
      let deadline = try clue.deadline(rules, in: self)
      waiting[household] = HandsetHousehold.WaitingClue(
        id: clue.id, due: deadline?.due.description, isOverdue: deadline?.isOverdue ?? false,
        signals: try signals(of: clue.id).filter { !$0.isWithdrawn }
          .map { "\($0.source.title)：\($0.text)" })
    }
    return waiting
  }
}
