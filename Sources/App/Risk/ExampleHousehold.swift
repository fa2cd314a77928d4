import Casework
import Store

/// A household made up from an example, put into the published views.
struct ExampleHousehold {
  private let id: Int64
  private let example: FactorExample
  private let today: Day

  init(_ id: Int64, _ example: FactorExample, on today: Day) {
    (self.id, self.example, self.today) = (id, example, today)
  }

  func fill(_ db: any Connection) throws {
    for (index, member) in (example.members ?? [.ordinary]).enumerated() {
      try add(member, person: person(index + 1), in: db)
    }
    try db.run(
      """
      INSERT INTO household_known (id, base, income_per_person_fen, wage_fen, business_fen,
        property_fen, transfer_fen, has_safe_water, has_unsafe_house, is_risk_removed)
      VALUES (\(id), \(example.base ?? "ordinary"), \(fen("income", 20_000)),
        \(fen("wage", 0)), \(fen("business", 0)), \(fen("property", 0)), \(fen("transfer", 0)),
        \(given("safeWater", 1)), \(given("unsafeHouse", 0)), \(given("riskRemoved", 0)))
      """)
    for (index, fact) in (example.facts ?? []).enumerated() {
      let detail = JSONText.object(fact.detail ?? [:])
      try db.run(
        """
        INSERT INTO fact_now (id, household_id, person_id, kind, true_on, amount_fen, detail)
        VALUES (\(id * 100 + Int64(index)), \(id), \(person(fact.of ?? 1)), \(fact.kind),
          \(today.adding(days: -fact.ago)), \(fact.yuan.map { Money(yuan: $0).fen }), \(detail))
        """)
    }
  }

  private func person(_ number: Int) -> Int64 { id * 100 + Int64(number) }

  private func add(_ member: ExampleMember, person: Int64, in db: any Connection) throws {
    let labour = member.labour ?? "ordinary"
    let known: String? = labour == "unknown" ? nil : labour
    let born = member.born.flatMap { Day($0) } ?? today.adding(days: -16_000)
    if let left = member.left {
      try db.run(
        """
        INSERT INTO leaver (id, household_id, birth_on, labour, left_on)
        VALUES (\(person), \(id), \(born), \(known), \(today.adding(days: -left)))
        """)
      return
    }
    try db.run(
      """
      INSERT INTO member (id, household_id, birth_on, relation, sex, labour, is_chronic,
        is_gravely_ill, is_disabled, disability_grade, is_insured, is_working, has_dibao, has_tekun)
      VALUES (\(person), \(id), \(born), 'head', 'male', \(known), \(value(member.chronic)),
        \(value(member.gravelyIll)), \(value(member.disabled)), \(member.grade), 1, 1, 0, 0)
      """)
  }

  private func value(_ given: Given?, else standard: Int64 = 0) -> Int64? {
    switch given {
    case nil: standard
    case .unknown: nil
    case .value(let value): value
    }
  }

  private func given(_ column: String, _ standard: Int64) -> Int64? {
    value(example.sheet?[column], else: standard)
  }

  private func fen(_ column: String, _ yuan: Int64) -> Int64? {
    given(column, yuan).map { $0 * 100 }
  }
}

extension SheetColumn {
  var column: String {
    switch self {
    case .income: "income_per_person_fen"
    case .wage: "wage_fen"
    case .safeWater: "has_safe_water"
    case .unsafeHouse: "has_unsafe_house"
    }
  }
}

extension Connection {
  /// The columns that a factor needs and that the registry leaves empty for a household.
  func unknownColumns(
    of factor: Factor, _ household: Int64, in table: StaticString = "household"
  ) throws -> [SheetColumn] {
    guard let needs = factor.needs, !needs.isEmpty else { return [] }
    let row = try run(
      """
      SELECT income_per_person_fen, wage_fen, has_safe_water, has_unsafe_house
      FROM \(table: table) WHERE id = \(household)
      """
    ).first
    return try needs.filter { try row?.value($0.column) == .null }
  }
}
