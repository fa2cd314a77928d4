package import Casework
import Store

extension OpenRegister {
  /// Opens a household's file; that it was opened is in the audit log.
  package func openHousehold(_ id: Int64, _ pack: PolicyPack) throws -> HouseholdFile {
    guard
      let row = try db.run(
        """
        SELECT h.*, s.governing AS coefficient, \(Self.monitoredKind) AS case_kind
        FROM household h
        LEFT JOIN risk_score s ON s.county = h.county AND s.household_id = h.id
        WHERE h.id = \(id) AND \(sees("h"))
        """
      ).first
    else { throw NotFound() }
    audit(.openedHousehold, subject: "household/\(id)")
    var household = Household(
      id: id, village: try row.place("village"), code: try row.text("code"),
      headName: try row.text("head_name"), base: try row.raw("base"))
    household.size = try row.int("size")
    household.address = try row.text("address")
    var incomes: [IncomeFigure: Money] = [:]
    for item in IncomeFigure.allCases { incomes[item] = try row.optionalMoney(item.column) }
    return HouseholdFile(
      household: household,
      phone: try row.optionalBlob("phone_sealed").map { masked(phone: try unseal($0)) },
      incomes: incomes, incomePerPerson: try row.optionalMoney("income_per_person_fen"),
      hasSafeWater: try row.optionalFlag("has_safe_water"),
      hasUnsafeHouse: try row.optionalFlag("has_unsafe_house"),
      isWithoutLabour: try row.optionalFlag("is_without_labour"),
      monitoredAs: try row.optionalRaw("case_kind"),
      coefficient: try row.optionalInteger("coefficient"),
      members: try members(of: id), facts: try facts(of: id, pack), passages: try passages(of: id),
      openings: try openings(of: id))
  }

  private func members(of id: Int64) throws -> [HouseholdMember] {
    try db.run(
      """
      SELECT id, name, relation, sex, birth_on, id_sealed, labour, schooling, is_disabled,
        is_gravely_ill, is_chronic, has_dibao, has_tekun, is_working, is_insured, left_on
      FROM person WHERE county = \(county) AND household_id = \(id)
      ORDER BY CASE WHEN left_on IS NULL THEN 0 ELSE 1 END,
        CASE WHEN relation = 'head' THEN 0 ELSE 1 END, birth_on, id
      """
    ).map { row in
      HouseholdMember(
        id: try row.integer("id"), name: try row.text("name"), relation: try row.raw("relation"),
        sex: try row.raw("sex"), birth: try row.day("birth_on"),
        number: try row.optionalBlob("id_sealed").map { masked(number: try unseal($0)) },
        labour: try row.optionalRaw("labour"), traits: try traits(row),
        schooling: try row.optionalText("schooling"), left: try row.optionalDay("left_on"))
    }
  }

  private func traits(_ row: Row) throws -> [MemberTrait] {
    let flags: [(MemberTrait, Bool)] = [
      (.disabled, try row.optionalFlag("is_disabled") == true),
      (.gravelyIll, try row.optionalFlag("is_gravely_ill") == true),
      (.chronic, try row.optionalFlag("is_chronic") == true),
      (.dibao, try row.optionalFlag("has_dibao") == true),
      (.tekun, try row.optionalFlag("has_tekun") == true),
      (.working, try row.optionalFlag("is_working") == true),
      (.uninsured, try row.optionalFlag("is_insured") == false),
    ]
    return flags.filter(\.1).map(\.0)
  }

  /// The newest first; a fact that was replaced by a correction is left out.
  private func facts(of id: Int64, _ pack: PolicyPack) throws -> [KnownFact] {
    try db.run(
      """
      SELECT f.id, f.kind, f.true_on, f.amount_fen, f.detail, f.department, f.row_no,
        p.name AS person_name, u.file_name AS file_name
      FROM fact f
      LEFT JOIN person p ON p.county = f.county AND p.id = f.person_id
      LEFT JOIN submission u ON u.county = f.county AND u.id = f.submission_id
      WHERE f.county = \(county) AND f.household_id = \(id) AND f.kind <> 'retracted'
        AND NOT EXISTS (SELECT 1 FROM fact n WHERE n.county = f.county AND n.replaces = f.id)
      ORDER BY f.true_on DESC, f.id DESC LIMIT 200
      """
    ).map { row in
      KnownFact(
        id: try row.integer("id"), text: try text(of: row, pack), trueOn: try row.day("true_on"),
        person: try row.optionalText("person_name"), department: try row.text("department"),
        fileName: try row.optionalText("file_name"),
        row: try row.optionalInteger("row_no").map(Int.init))
    }
  }

  private func text(of fact: Row, _ pack: PolicyPack) throws -> String {
    let kind = try fact.text("kind")
    guard let item = pack.items.first(where: { $0.fact == kind }) else { return kind }
    return try FactText.sentence(of: fact, item)
  }

  /// Clues, visits and cases, the newest first.
  private func passages(of id: Int64) throws -> [Passage] {
    try db.run(
      """
      SELECT 'clue' AS kind, id, stage AS state, opened_at AS began_at, closed_at AS ended_at
      FROM clue WHERE county = \(county) AND household_id = \(id)
      UNION ALL SELECT 'visit', id, conclusion, submitted_at, submitted_at
      FROM visit WHERE county = \(county) AND household_id = \(id)
      UNION ALL SELECT 'monitoring', id, stage, opened_at, closed_at
      FROM household_case WHERE county = \(county) AND household_id = \(id)
      ORDER BY began_at DESC, kind, id DESC
      """
    ).map { row in
      Passage(
        kind: try row.raw("kind"), id: try row.integer("id"), state: try row.text("state"),
        began: try row.instant("began_at"), ended: try row.optionalInstant("ended_at"))
    }
  }

  private func openings(of id: Int64) throws -> [Opening] {
    let rows = try db.run(
      """
      SELECT officer, MAX(entered_at) AS entered_at FROM audit_entry
      WHERE county = \(county) AND subject = \("household/\(id)")
        AND action = \(AuditAction.openedHousehold.rawValue)
      GROUP BY officer ORDER BY MAX(entered_at) DESC LIMIT 8
      """)
    let names = try officerNames(Set(rows.map { try $0.integer("officer") }))
    return try rows.map { row in
      let officer = try row.integer("officer")
      return Opening(
        officer: names[officer] ?? "\(officer)", at: try row.instant("entered_at"))
    }
  }
}

/// Enough of an identity number to tell two people apart.
func masked(number: String) -> String {
  if let number = ResidentID(number) { return number.description }
  return "\(number.prefix(3))********\(number.suffix(2))"
}

/// `138****1234`.
func masked(phone: String) -> String { "\(phone.prefix(3))****\(phone.suffix(4))" }
