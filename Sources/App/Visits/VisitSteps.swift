package import Casework
import Store

/// A visit that was handed in.
package struct Visit: Sendable {
  package let id: Int64
  package let officer: Int64
  package let visitedOn: Day
  package let submittedAt: Instant
  package let conclusion: VisitConclusion
  package let form: VisitForm
}

/// The sheet cannot be handed in yet; every field that stands in the way is named.
package struct VisitIncomplete: Refusal {
  package let refusals: [VisitRefusal]
  package var sentence: String { refusals.map(\.sentence).joined() }
}

extension OpenRegister {
  /// Hands a visit in: sheet, conclusion and the clue's next stage are one transaction.
  @discardableResult
  package func submit(_ form: VisitForm, for clue: Clue, _ pack: PolicyPack) throws -> ClueStage {
    try requires(.visit)
    guard let household = clue.household else { throw ClueRefusal.noHousehold }
    let (sheet, refusals) = form.sheet(today: today)
    guard refusals.isEmpty else { throw VisitIncomplete(refusals: refusals) }
    let id = try nextID("visit")
    try db.run(
      """
      INSERT INTO visit (county, id, clue_id, household_id, officer, companion, visited_on,
        submitted_at, conclusion, sheet)
      VALUES (\(county), \(id), \(clue.id), \(household), \(access.officer), \(sheet.companion),
        \(sheet.visitedOn), \(now), \(sheet.conclusion.rawValue), \(form.json))
      """)
    try db.run(
      """
      UPDATE clue SET visit_id = \(id), conclusion = \(sheet.conclusion.rawValue)
      WHERE county = \(county) AND id = \(clue.id)
      """)
    try db.run("DELETE FROM visit_draft WHERE county = \(county) AND clue_id = \(clue.id)")
    let concluded = try self.clue(clue.id)
    guard concluded.version == clue.version else { throw MovedMeanwhile() }
    try collectCorrections(sheet.conclusion, on: concluded, remark: sheet.reason)
    return try take(sheet.conclusion.action, on: concluded, reason: sheet.reason, pack)
  }

  /// Keeps what is filled in so far.
  func saveDraft(_ form: VisitForm, for clue: Clue) throws {
    try requires(.visit)
    try db.run(
      """
      INSERT INTO visit_draft (county, clue_id, officer, sheet, saved_at)
      VALUES (\(county), \(clue.id), \(access.officer), \(form.json), \(now))
      ON CONFLICT (county, clue_id, officer) DO UPDATE
      SET sheet = excluded.sheet, saved_at = excluded.saved_at
      """)
  }

  func draft(for clue: Int64) throws -> (form: VisitForm, savedAt: Instant)? {
    try db.run(
      """
      SELECT sheet, saved_at FROM visit_draft
      WHERE county = \(county) AND clue_id = \(clue) AND officer = \(access.officer)
      """
    ).first.map { (try VisitForm.read(try $0.text("sheet")), try $0.instant("saved_at")) }
  }

  package func visit(_ id: Int64) throws -> Visit {
    let rows = try db.run(
      """
      SELECT v.id, v.officer, v.visited_on, v.submitted_at, v.conclusion, v.sheet
      FROM visit v JOIN household h ON h.county = v.county AND h.id = v.household_id
      WHERE v.id = \(id) AND v.county = \(county) AND \(sees("h"))
      """)
    guard let row = rows.first else { throw NotFound() }
    return Visit(
      id: try row.integer("id"), officer: try row.integer("officer"),
      visitedOn: try row.day("visited_on"), submittedAt: try row.instant("submitted_at"),
      conclusion: try row.raw("conclusion"), form: try VisitForm.read(try row.text("sheet")))
  }

  /// All that is known already, so that nobody asks for it again; with where it is known from.
  package func prefilled(_ household: Int64) throws -> (
    values: [String: String], sources: [String: String]
  ) {
    let rows = try db.run(
      """
      SELECT h.size, h.wage_fen, h.business_fen, h.property_fen, h.transfer_fen,
        h.business_cost_fen, h.has_safe_water, h.has_unsafe_house,
        (SELECT COUNT(*) FROM person p WHERE p.county = h.county AND p.household_id = h.id
          AND p.left_on IS NULL AND p.is_insured = 0) AS uninsured,
        (SELECT COUNT(*) FROM person p WHERE p.county = h.county AND p.household_id = h.id
          AND p.left_on IS NULL AND p.is_insured IS NULL) AS insurance_unknown
      FROM household h WHERE h.id = \(household) AND \(sees("h"))
      """)
    guard let row = rows.first else { throw NotFound() }
    var (values, sources): ([String: String], [String: String]) = ([:], [:])
    values["persons"] = String(try row.int("size"))
    values["visitedOn"] = today.description
    let registered: [(IncomeItem, String)] = [
      (.wages, "wage_fen"), (.farming, "business_fen"), (.assetShare, "property_fen"),
      (.otherTransfer, "transfer_fen"), (.farmingCost, "business_cost_fen"),
    ]
    for (item, column) in registered {
      guard let amount = try row.optionalMoney(column), amount > .zero else { continue }
      values["amount.\(item.rawValue)"] = amount.description.replacing(",", with: "")
      sources["amount.\(item.rawValue)"] = "台账"
    }
    try fillSpending(household, &values, &sources)
    func set(_ guarantee: Guarantee, _ isGood: Bool?, _ source: String) {
      guard let isGood else { return }
      values["guarantee.\(guarantee.rawValue)"] = isGood ? "1" : "0"
      sources["guarantee.\(guarantee.rawValue)"] = source
    }
    set(.water, try row.optionalFlag("has_safe_water"), "台账")
    set(.housing, try row.optionalFlag("has_unsafe_house").map { !$0 }, "台账")
    let isInsuranceKnown = try row.int("insurance_unknown") == 0
    set(.medicalInsurance, isInsuranceKnown ? try row.int("uninsured") == 0 : nil, "台账")
    let dropouts = try db.run(
      """
      SELECT f.id FROM fact f WHERE f.county = \(county) AND f.household_id = \(household)
        AND f.kind = 'dropout' AND f.true_on > \(today) - \(days: 365)
        AND NOT EXISTS (SELECT 1 FROM fact n WHERE n.county = f.county AND n.replaces = f.id)
      """)
    set(.schooling, dropouts.isEmpty, dropouts.isEmpty ? "教育部门无辍学记录" : "教育部门推送")
    return (values, sources)
  }

  /// What departments know the household had to pay in the twelve months that count.
  private func fillSpending(
    _ household: Int64, _ values: inout [String: String], _ sources: inout [String: String]
  ) throws {
    let window = IncomeStatement.window(on: today)
    let rows = try db.run(
      """
      SELECT kind, CAST(SUM(amount_fen) AS BIGINT) AS amount_fen, MAX(department) AS department
      FROM fact f
      WHERE f.county = \(county) AND f.household_id = \(household) AND f.amount_fen IS NOT NULL
        AND f.true_on BETWEEN \(window.lowerBound) AND \(today)
        AND NOT EXISTS (SELECT 1 FROM fact n WHERE n.county = f.county AND n.replaces = f.id)
      GROUP BY kind
      """)
    let items: [String: IncomeItem] = [
      "medicalSelfPaid": .medicalSpending, "schoolFees": .schoolSpending, "disaster": .lossSpending,
    ]
    for row in rows {
      guard let item = items[try row.text("kind")] else { continue }
      values["amount.\(item.rawValue)"] = try row.money("amount_fen").description
        .replacing(",", with: "")
      sources["amount.\(item.rawValue)"] = "\(try row.text("department"))推送"
    }
  }
}
