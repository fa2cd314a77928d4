package import Casework
import Store

/// A measure of help for a case (帮扶措施).
package struct Measure: Sendable {
  package var id: Int64 = 0
  package let category: String
  package let subtype: String
  package let helper: String
  package let amount: Money?
  package let begunOn: Day
  /// The risk of the household that it answers.
  package var risk: RiskKind?
  /// The last day that is planned.
  package var untilOn: Day?
  package var endedOn: Day?
  /// Whether it goes on after the risk is removed (`domain.md` 2.8).
  package var continues = false
  /// What has been paid out of the amount.
  package var paid: Money?

  package init(
    category: String, subtype: String, helper: String, amount: Money?, begunOn: Day
  ) {
    (self.category, self.subtype, self.helper) = (category, subtype, helper)
    (self.amount, self.begunOn) = (amount, begunOn)
  }
}

extension Measure {
  /// More than any household is ever given.
  static let most = Money(yuan: 10_000_000)

  /// Refuses what cannot be meant: amounts beyond reason, days out of order.
  func check(risks: [RiskKind], today: Day) throws(HelpRefusal) {
    for sum in [amount, paid].compactMap({ $0 }) where sum < .zero || sum > Measure.most {
      throw .amount(sum.description)
    }
    guard begunOn >= today.adding(months: -24), begunOn <= today.adding(months: 12),
      (untilOn ?? begunOn) >= begunOn
    else { throw .datesWrong }
    if let risk, !risks.contains(risk) { throw .risk }
    // A loan, a post or a school stage ends on a day; without it nobody would see that it did.
    if continues, untilOn == nil { throw .continuesUntil }
  }
}

extension OpenRegister {
  package func measures(of found: Int64) throws -> [Measure] {
    try db.run(
      """
      SELECT id, category, subtype, helper, amount_fen, begun_on, risk, until_on, ended_on,
        continues, paid_fen
      FROM measure WHERE county = \(county) AND case_id = \(found) ORDER BY id
      """
    ).map { row in
      var measure = Measure(
        category: try row.text("category"), subtype: try row.text("subtype"),
        helper: try row.text("helper"), amount: try row.optionalMoney("amount_fen"),
        begunOn: try row.day("begun_on"))
      measure.id = try row.integer("id")
      measure.risk = try row.optionalRaw("risk")
      measure.untilOn = try row.optionalDay("until_on")
      measure.endedOn = try row.optionalDay("ended_on")
      measure.continues = try row.optionalFlag("continues") ?? false
      measure.paid = try row.optionalMoney("paid_fen")
      return measure
    }
  }

  package func add(_ measure: Measure, to found: HouseholdCase, _ pack: PolicyPack) throws {
    try requires(.keepCase)
    let category = pack.measures.first { $0.id == measure.category }
    guard let category, category.subtypes.contains(measure.subtype), !measure.helper.isEmpty,
      found.isHelped
    else { throw CaseRefusal.noMeasureText }
    try measure.check(risks: found.risks, today: today)
    try db.run(
      """
      INSERT INTO measure (county, id, case_id, category, subtype, risk, helper, amount_fen,
        paid_fen, begun_on, until_on, continues, note, recorded_at, officer)
      VALUES (\(county), \(try nextID("measure")), \(found.id), \(measure.category),
        \(measure.subtype), \(measure.risk?.rawValue), \(measure.helper), \(measure.amount),
        \(measure.paid), \(measure.begunOn), \(measure.untilOn), \(measure.continues), '',
        \(now), \(access.officer))
      """)
    audit(.recordedOnCase, subject: "case/\(found.id)", detail: "measure")
  }

  /// Ends a measure; what was paid until then may be put right with it.
  func end(measure id: Int64, paid: Money?, on found: HouseholdCase, day: Day? = nil) throws {
    try requires(.keepCase)
    let day = day ?? today
    if let paid, paid < .zero || paid > Measure.most { throw HelpRefusal.amount(paid.description) }
    guard let measure = try measures(of: found.id).first(where: { $0.id == id }) else {
      throw HelpRefusal.measureUnknown
    }
    guard day >= measure.begunOn else { throw HelpRefusal.endsEarly(measure.begunOn) }
    let rows = try db.run(
      """
      UPDATE measure SET ended_on = \(day), paid_fen = \(paid ?? measure.paid)
      WHERE county = \(county) AND id = \(id) AND ended_on IS NULL RETURNING id
      """)
    guard !rows.isEmpty else { throw HelpRefusal.measureEnded }
    audit(.recordedOnCase, subject: "case/\(found.id)", detail: "measure.ended")
  }

  /// What does not go on after the removal ends with it.
  func endMeasures(with found: HouseholdCase) throws {
    try db.run(
      """
      UPDATE measure SET ended_on = CASE WHEN begun_on > \(today) THEN begun_on ELSE \(today) END
      WHERE county = \(county) AND case_id = \(found.id) AND ended_on IS NULL AND continues = 0
      """)
  }

  /// How the factors of a measure's risk have moved since it began: of the hazard, in micro-units.
  func effect(
    of measure: Measure, on household: Int64, _ pack: PolicyPack
  ) throws -> (before: Int64, now: Int64)? {
    guard let risk = measure.risk,
      let was = try earlierAssessment(of: household, before: measure.begunOn),
      let is_ = try earlierAssessment(of: household, before: today), is_.asOf > was.asOf
    else { return nil }
    let factors = Set(pack.factors.filter { $0.risk == risk }.map(\.id))
    func hazard(_ assessment: Assessment) -> Int64 {
      assessment.parts.filter { factors.contains($0.factor) }.reduce(0) { $0 + $1.hazard.micro }
    }
    return (hazard(was.assessment), hazard(is_.assessment))
  }
}
