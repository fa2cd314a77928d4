import Casework
import Store

/// One row of a department that a visit found wrong.
struct Correction: Sendable {
  let id: Int64
  let clue: Int64
  let department: String
  let kind: CorrectionKind
  let remark: String
  let raised: Instant
  let answer: String?
  let answered: Instant?
  let person: String?
  let village: String
  let factKind: String
  let trueOn: Day
  let amount: Money?
  let file: String?
  let row: Int64?

  init(row: Row) throws {
    (id, clue) = (try row.integer("id"), try row.integer("clue_id"))
    (department, kind) = (try row.text("department"), try row.raw("kind"))
    (remark, raised) = (try row.text("remark"), try row.instant("raised_at"))
    (answer, answered) = (try row.optionalText("answer"), try row.optionalInstant("answered_at"))
    (person, village) = (try row.optionalText("person_name"), try row.text("village_name"))
    (factKind, trueOn) = (try row.text("fact_kind"), try row.day("true_on"))
    amount = try row.optionalMoney("amount_fen")
    (file, self.row) = (try row.optionalText("file_name"), try row.optionalInteger("row_no"))
  }

  /// The place in the department's own file, without its name.
  var place: String {
    row.map { RowPlace(code: Int($0)).text } ?? ""
  }
}

extension OpenRegister {
  /// Corrections of the officer's department, or of the officer's places; open ones first.
  func corrections(limit: Int = 500) throws -> [Correction] {
    let mine: SQL =
      access.department.map { "x.department = \($0)" } ?? "\(sees("x"))"
    return try db.run(
      """
      SELECT x.id, x.clue_id, x.department, x.kind, x.remark, x.raised_at, x.answer, x.answered_at,
        p.name AS person_name, v.name AS village_name, f.kind AS fact_kind, f.true_on,
        f.amount_fen, s.file_name, f.row_no
      FROM correction x
      JOIN fact f ON f.county = x.county AND f.id = x.fact_id
      JOIN place v ON v.code = x.village
      LEFT JOIN person p ON p.county = f.county AND p.id = f.person_id
      LEFT JOIN submission s ON s.county = f.county AND s.id = f.submission_id
      WHERE x.county = \(county) AND \(mine)
      ORDER BY CASE WHEN x.answered_at IS NULL THEN 0 ELSE 1 END, x.id DESC LIMIT \(limit)
      """
    ).map(Correction.init(row:))
  }

  /// Tells a department that a row is wrong; told twice it is told once.
  func correct(_ fact: Int64, on clue: Clue, _ kind: CorrectionKind, remark: String) throws {
    let rows = try db.run(
      """
      SELECT f.department FROM clue_signal g
      JOIN fact f ON f.county = g.county AND f.id = g.fact_id
      WHERE g.county = \(county) AND g.clue_id = \(clue.id) AND g.fact_id = \(fact)
        AND f.submission_id IS NOT NULL
      """)
    guard let department = try rows.first?.text("department") else { throw NotFound() }
    try db.run(
      """
      INSERT INTO correction (county, id, clue_id, fact_id, village, department, kind, remark,
        officer, raised_at)
      VALUES (\(county), \(try nextID("correction")), \(clue.id), \(fact), \(clue.village),
        \(department), \(kind.rawValue), \(remark), \(access.officer), \(now))
      ON CONFLICT (county, fact_id, kind) DO NOTHING
      """)
    audit(AuditAction("data.corrected"), subject: "clue/\(clue.id)", detail: kind.rawValue)
  }

  /// What a visit's conclusion says of the rows that led to it goes back to their departments.
  func collectCorrections(_ conclusion: VisitConclusion, on clue: Clue, remark: String) throws {
    guard let kind = CorrectionKind(conclusion) else { return }
    let rows = try db.run(
      """
      SELECT DISTINCT g.fact_id FROM clue_signal g
      JOIN fact f ON f.county = g.county AND f.id = g.fact_id
      WHERE g.county = \(county) AND g.clue_id = \(clue.id) AND g.withdrawn_at IS NULL
        AND f.submission_id IS NOT NULL
      """)
    for row in rows { try correct(try row.integer("fact_id"), on: clue, kind, remark: remark) }
  }

  func answerCorrection(_ id: Int64, _ answer: String) throws {
    guard answer.count >= 4 else { throw FreshnessRefusal.textNeeded }
    try self.answer(in: "correction", id, answer)
  }

  /// Answers one open row of the officer's own department.
  func answer(in table: StaticString, _ id: Int64, _ answer: String) throws {
    let own = access.department ?? ""
    let sql: SQL =
      table.description == "correction" ? "correction" : "assist_request"
    let found = try db.run(
      "SELECT answered_at FROM \(sql) WHERE county = \(county) AND id = \(id) AND department = \(own)"
    )
    guard let row = found.first else { throw NotFound() }
    guard try row.optionalInstant("answered_at") == nil else {
      throw FreshnessRefusal.alreadyAnswered
    }
    try db.run(
      """
      UPDATE \(sql) SET answer = \(answer), answered_by = \(access.officer), answered_at = \(now)
      WHERE county = \(county) AND id = \(id) AND answered_at IS NULL
      """)
    audit(AuditAction("data.answered"), subject: "\(table)/\(id)")
  }
}
