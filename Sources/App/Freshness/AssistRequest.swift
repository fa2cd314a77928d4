import Casework
import Store

/// A question of a village or township to a department about one household (协查).
struct AssistRequest: Sendable {
  let id: Int64
  let clue: Int64
  let department: String
  let head: String
  let village: String
  let question: String
  let officer: Int64
  let asked: Instant
  let answer: String?
  let answered: Instant?

  init(row: Row) throws {
    (id, clue) = (try row.integer("id"), try row.integer("clue_id"))
    (department, question) = (try row.text("department"), try row.text("question"))
    (head, village) = (try row.optionalText("head_name") ?? "", try row.text("village_name"))
    (officer, asked) = (try row.integer("officer"), try row.instant("asked_at"))
    (answer, answered) = (try row.optionalText("answer"), try row.optionalInstant("answered_at"))
  }

  /// The last day for the answer.
  func due(_ rules: Rules) -> Day? {
    rules.pack.allowance("assist")?.due(from: asked.day, rules.calendar)
  }

  func isOverdue(_ rules: Rules, on today: Day) -> Bool {
    guard let due = due(rules) else { return false }
    return (answered?.day ?? today) > due
  }
}

extension OpenRegister {
  func askDepartment(_ department: String, about clue: Clue, _ question: String, _ pack: PolicyPack)
    throws
  {
    guard [.visit, .assignClue, .reviewTownship].contains(where: access.may) else {
      throw NotPermitted(duty: .assignClue)
    }
    guard pack.items.contains(where: { $0.department == department }) else {
      throw FreshnessRefusal.unknownDepartment
    }
    guard question.count >= 4 else { throw FreshnessRefusal.textNeeded }
    try db.run(
      """
      INSERT INTO assist_request (county, id, clue_id, village, department, question, officer,
        asked_at)
      VALUES (\(county), \(try nextID("assist_request")), \(clue.id), \(clue.village),
        \(department), \(question), \(access.officer), \(now))
      """)
    audit(AuditAction("assist.asked"), subject: "clue/\(clue.id)", detail: department)
  }

  func answerAssist(_ id: Int64, _ answer: String) throws {
    guard answer.count >= 4 else { throw FreshnessRefusal.textNeeded }
    try self.answer(in: "assist_request", id, answer)
  }

  /// Requests about a clue, or those of the officer's department or places; open ones first.
  func assistRequests(about clue: Int64? = nil, limit: Int = 300) throws -> [AssistRequest] {
    let mine: SQL = access.department.map { "a.department = \($0)" } ?? "\(sees("a"))"
    let one: SQL = clue.map { "AND a.clue_id = \($0)" } ?? ""
    return try db.run(
      """
      SELECT a.id, a.clue_id, a.department, a.question, a.officer, a.asked_at, a.answer,
        a.answered_at, h.head_name, v.name AS village_name
      FROM assist_request a
      JOIN clue c ON c.county = a.county AND c.id = a.clue_id
      JOIN place v ON v.code = a.village
      LEFT JOIN household h ON h.county = c.county AND h.id = c.household_id
      WHERE a.county = \(county) AND \(mine) \(one)
      ORDER BY CASE WHEN a.answered_at IS NULL THEN 0 ELSE 1 END, a.id DESC LIMIT \(limit)
      """
    ).map(AssistRequest.init(row:))
  }
}
