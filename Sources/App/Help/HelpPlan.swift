package import Casework
import Store

/// The plan of help for one household (一户一策) with its helper.
package struct HelpPlan: Sendable {
  package var goal: String
  package var helper: String
  package var unit: String
  package var phone: String?
  package var from: Day
  package var until: Day?

  package init(goal: String, helper: String, unit: String, from: Day) {
    (self.goal, self.helper, self.unit, self.from) = (goal, helper, unit, from)
  }
}

/// One contact of the helper with the household.
struct HelperContact: Sendable {
  let on: Day
  let way: ContactWay
  let text: String
  let officer: Int64
}

extension OpenRegister {
  package func plan(of found: Int64) throws -> HelpPlan? {
    try db.run(
      """
      SELECT goal, helper, unit, phone_sealed, from_on, until_on FROM help_plan
      WHERE county = \(county) AND case_id = \(found) ORDER BY id DESC LIMIT 1
      """
    ).first.map { row in
      var plan = HelpPlan(
        goal: try row.text("goal"), helper: try row.text("helper"), unit: try row.text("unit"),
        from: try row.day("from_on"))
      plan.phone = try row.optionalBlob("phone_sealed").map { try unseal($0) }
      plan.until = try row.optionalDay("until_on")
      return plan
    }
  }

  /// Keeps a plan; an earlier one stays on record.
  package func keep(_ plan: HelpPlan, for found: HouseholdCase) throws {
    try requires(.keepCase)
    try checkHelped(found)
    guard plan.goal.count >= 5, !plan.helper.isEmpty, !plan.unit.isEmpty else {
      throw HelpRefusal.planIncomplete
    }
    guard (plan.until ?? plan.from) >= plan.from, plan.from >= today.adding(months: -24),
      plan.from <= today.adding(months: 12)
    else { throw HelpRefusal.datesWrong }
    try db.run(
      """
      INSERT INTO help_plan (county, id, case_id, goal, helper, unit, phone_sealed, from_on,
        until_on, recorded_at, officer)
      VALUES (\(county), \(try nextID("help_plan")), \(found.id), \(plan.goal), \(plan.helper),
        \(plan.unit), \(try plan.phone.map { try seal($0) }), \(plan.from), \(plan.until), \(now),
        \(access.officer))
      """)
    audit(.recordedOnCase, subject: "case/\(found.id)", detail: "plan")
  }

  func checkHelped(_ found: HouseholdCase) throws {
    guard found.isHelped else { throw HelpRefusal.notHelped }
  }

  func contacts(of found: Int64) throws -> [HelperContact] {
    try db.run(
      """
      SELECT contacted_on, way, text, officer FROM helper_contact
      WHERE county = \(county) AND case_id = \(found) ORDER BY contacted_on DESC, id DESC LIMIT 50
      """
    ).map {
      HelperContact(
        on: try $0.day("contacted_on"), way: try $0.raw("way"), text: try $0.text("text"),
        officer: try $0.integer("officer"))
    }
  }

  func addContact(
    on day: Day, _ way: ContactWay, _ text: String?, to found: HouseholdCase
  ) throws {
    try requires(.keepCase)
    try checkHelped(found)
    guard let text, text.count >= 5 else { throw HelpRefusal.contactText }
    guard day <= today, day >= found.openedAt.day else { throw HelpRefusal.contactDay }
    try db.run(
      """
      INSERT INTO helper_contact (county, id, case_id, contacted_on, way, text, recorded_at,
        officer)
      VALUES (\(county), \(try nextID("helper_contact")), \(found.id), \(day), \(way.rawValue),
        \(text), \(now), \(access.officer))
      """)
    audit(.recordedOnCase, subject: "case/\(found.id)", detail: "contact")
  }

  /// The looks after ten days and a month, as far as they were made.
  func helpChecks(of found: Int64) throws -> [HelpCheck: (on: Day, isInOrder: Bool, text: String)] {
    Dictionary(
      try db.run(
        """
        SELECT kind, checked_on, is_in_order, text FROM help_check
        WHERE county = \(county) AND case_id = \(found)
        """
      ).map {
        (
          try $0.raw("kind", as: HelpCheck.self),
          (try $0.day("checked_on"), try $0.flag("is_in_order"), try $0.text("text"))
        )
      }, uniquingKeysWith: { one, _ in one })
  }

  /// The township looks whether help has begun; once a kind.
  package func record(
    _ check: HelpCheck, isInOrder: Bool, _ text: String?, on found: HouseholdCase
  ) throws {
    try requires(.endorseTownship)
    guard let since = found.identifiedOn, found.stage.isMonitored else {
      throw HelpRefusal.notHelped
    }
    guard let text, text.count >= 5 else { throw HelpRefusal.checkText }
    // Half-way is early enough to look, and late enough for something to see.
    let first = since.adding(days: (check.due(since: since) - since) / 2)
    guard today >= first else { throw HelpRefusal.checkEarly(first) }
    let rows = try db.run(
      """
      INSERT INTO help_check (county, case_id, kind, checked_on, is_in_order, text, recorded_at,
        officer)
      VALUES (\(county), \(found.id), \(check.rawValue), \(today), \(isInOrder), \(text), \(now),
        \(access.officer))
      ON CONFLICT (county, case_id, kind) DO NOTHING RETURNING kind
      """)
    guard !rows.isEmpty else { throw HelpRefusal.checkKnown }
    audit(.recordedOnCase, subject: "case/\(found.id)", detail: "check.\(check.rawValue)")
  }
}
