import Casework
import Foundation
import Store

/// A visit that was drawn for a call, as the caller's phone carries it.
struct WaitingCall: Encodable, Sendable {
  let visit: Int64
  let visitedOn: String
  let conclusion: String
  let visitor: String
}

/// A call that was made, as `/calls` lists it.
struct CallLine: Sendable {
  let id: Int64
  let household: Int64
  let head: String
  let calledOn: String
  let visitedOn: String
  let visitor: String
  let caller: String
  let state: String
  let mark: String
  let answers: [Answer]
  let text: String
  /// What the officer who visited says to it, and when; nil as long as nothing.
  let explanation: String?
  let explainedAt: String
  /// Waits for that officer, and whether this is the one.
  let isAwaited: Bool
  let mayExplain: Bool

  struct Answer: Sendable {
    let question: String
    let answer: String
  }
}

extension OpenRegister {
  private static let callDays = 30
  private static let callsAtOnce = 10

  /// Visits of the last month to be called about, ten at a time, drawn by a keyed hash: neither
  /// visitor nor caller chooses. By household.
  func drawnCalls() throws -> [Int64: WaitingCall] {
    try requires(.spotCheck)
    let rows = try db.run(
      """
      SELECT v.id, v.household_id, v.visited_on, v.conclusion, v.officer FROM visit v
      JOIN household h ON h.county = v.county AND h.id = v.household_id
      WHERE v.county = \(county) AND \(sees("h")) AND h.phone_sealed IS NOT NULL
        AND v.submitted_at > \(now.adding(seconds: -Self.callDays * 86_400))
        AND v.officer <> \(access.officer) AND v.conclusion <> 'notOurVillage'
        AND NOT EXISTS (SELECT 1 FROM spot_call s WHERE s.county = v.county
          AND s.visit_id = v.id AND (s.is_reached = 1 OR s.called_on = \(today)))
      """)
    let drawn = try rows.map { (try $0.integer("id"), $0) }
      .map { (order: blindIndex("call/\($0.0)"), row: $0.1) }
      .sorted { $0.order < $1.order }.prefix(Self.callsAtOnce).map(\.row)
    let names = try officerNames(Set(drawn.map { try $0.integer("officer") }))
    return Dictionary(
      try drawn.map { row in
        let conclusion: VisitConclusion = try row.raw("conclusion")
        return (
          try row.integer("household_id"),
          WaitingCall(
            visit: try row.integer("id"), visitedOn: try row.day("visited_on").description,
            conclusion: conclusion.title, visitor: names[try row.integer("officer")] ?? "")
        )
      }, uniquingKeysWith: { first, _ in first })
  }

  /// Takes a call in; a new difficulty becomes a clue.
  func takeCall(
    _ record: HandsetRecord, filled: Instant, _ pack: PolicyPack
  ) throws -> (RecordOutcome, String) {
    let answers = try CallAnswers(record.values)
    let visit = record.values["visit"].flatMap(Int64.init) ?? 0
    let rows = try db.run(
      """
      SELECT v.officer, h.village FROM visit v
      JOIN household h ON h.county = v.county AND h.id = v.household_id
      WHERE v.county = \(county) AND v.id = \(visit) AND v.household_id = \(record.household)
        AND \(sees("h"))
      """)
    guard let row = rows.first else { throw CallRefusal.visit }
    guard try row.integer("officer") != access.officer else { throw CallRefusal.own }
    let kept = Dictionary(
      answers.answers.map { ($0.key.rawValue, $0.value) } + [("text", answers.text)],
      uniquingKeysWith: { first, _ in first })
    try db.run(
      """
      INSERT INTO spot_call (county, id, visit_id, household_id, village, officer, called_on,
        is_reached, answers, recorded_at)
      VALUES (\(county), \(try nextID("spot_call")), \(visit), \(record.household),
        \(try row.place("village")), \(access.officer), \(filled.day), \(answers.isReached),
        \(JSONText.object(kept)), \(now))
      """)
    if answers.hasTrouble {
      let finding = Finding(source: .patrol, risk: nil, text: "抽查电话中农户反映：\(answers.text)")
      try raise(finding, about: record.household, pack)
    }
    guard answers.isReached else { return (.accepted, "没有接通，已记下，明天可以再打。") }
    return (.accepted, answers.isDoubtful ? "已登记。农户说没有人来过，走访人会看到并写说明。" : "抽查已登记。")
  }

  /// The calls of the officer's place, those first in which a household said that nobody came.
  ///
  /// Who visited sees of the calls about their own visits those that wait for an explanation, or have
  /// one: neither who called, nor what else the household said.
  func calls() throws -> [CallLine] {
    let own: SQL =
      access.may(.spotCheck)
      ? "" : "AND v.officer = \(access.officer) AND s.answers->>'came' = '0'"
    let rows = try db.run(
      """
      SELECT s.id, s.explanation, s.explained_at, s.household_id, s.called_on, s.is_reached,
        s.answers, s.officer, v.visited_on,
        v.officer AS visitor, h.head_name
      FROM spot_call s JOIN visit v ON v.county = s.county AND v.id = s.visit_id
      JOIN household h ON h.county = s.county AND h.id = s.household_id
      WHERE s.county = \(county) AND \(sees("h")) \(own) ORDER BY s.id DESC LIMIT 200
      """)
    let names = try officerNames(
      Set(try rows.flatMap { [try $0.integer("officer"), try $0.integer("visitor")] }))
    let lines = try rows.map { row in
      let json = try row.text("answers")
      var values = try JSONDecoder().decode([String: String].self, from: Data(json.utf8))
      values["reached"] = try row.flag("is_reached") ? "1" : "0"
      return try CallLine(CallAnswers(values), row, names, for: access)
    }
    return lines.filter { $0.mark == "late" } + lines.filter { $0.mark != "late" }
  }

  /// How many calls wait for this officer's explanation.
  func callsToExplain() throws -> Int {
    try db.run(
      """
      SELECT COUNT(*) AS n FROM spot_call s
      JOIN visit v ON v.county = s.county AND v.id = s.visit_id
      WHERE \(sees("s")) AND v.officer = \(access.officer) AND s.is_reached = 1
        AND s.answers->>'came' = '0' AND s.explanation IS NULL
      """
    ).first?.int("n") ?? 0
  }

  /// Keeps what the officer who visited says to a call; once, as it is part of the finding.
  func explain(call id: Int64, _ words: String?) throws {
    guard let words, (5...1_000).contains(words.count) else { throw CallRefusal.explanation }
    let rows = try db.run(
      """
      UPDATE spot_call SET explanation = \(words), explained_at = \(now)
      WHERE county = \(county) AND id = \(id) AND explanation IS NULL AND is_reached = 1
        AND answers->>'came' = '0'
        AND EXISTS (SELECT 1 FROM visit v WHERE v.county = spot_call.county
          AND v.id = spot_call.visit_id AND v.officer = \(access.officer))
      RETURNING id
      """)
    guard !rows.isEmpty else { throw NotFound() }
    audit(AuditAction("call.explained"), subject: "call/\(id)")
  }
}

extension CallLine {
  fileprivate init(
    _ call: CallAnswers, _ row: Row, _ names: [Int64: String], for access: Access
  ) throws {
    let isCaller = access.may(.spotCheck)
    id = try row.integer("id")
    explanation = try row.optionalText("explanation")
    explainedAt = try row.optionalInstant("explained_at")?.description ?? ""
    isAwaited = call.isDoubtful && explanation == nil
    mayExplain = try isAwaited && row.integer("visitor") == access.officer
    household = try row.integer("household_id")
    head = try row.text("head_name")
    calledOn = try row.day("called_on").description
    visitedOn = try row.day("visited_on").description
    visitor = names[try row.integer("visitor")] ?? ""
    caller = isCaller ? names[try row.integer("officer")] ?? "" : ""
    (state, mark) =
      !call.isReached
      ? ("没有接通", "due") : call.isDoubtful ? ("农户说没有人来过", "late") : ("已核对", "good")
    answers = CallQuestion.allCases.filter { isCaller || $0 == .came }.compactMap { question in
      let chosen = question.options.first { $0.value == call.answers[question] }
      return chosen.map { Answer(question: question.title, answer: $0.title) }
    }
    text = isCaller ? call.text : ""
  }
}
