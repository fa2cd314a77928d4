import App
import Casework
import Store

/// A county of many households with whatever can be known of them, drawn by chance.
struct RiskCounty {
  let county: TestCounty
  static let households = 300
  private static let kinds: [(kind: String, detail: [String])] = [
    ("medicalSelfPaid", ["{}"]), ("outpatientSelfPaid", ["{}"]), ("graveDisease", ["{}"]),
    ("severeMental", [#"{"grade":"3"}"#, #"{"grade":"1"}"#, "{}"]), ("uninsured", ["{}"]),
    ("disability", [#"{"grade":"1"}"#, #"{"grade":"3"}"#]),
    ("dropout", [#"{"kind":"疑似辍学"}"#, "{}"]),
    ("disabilityChange", [#"{"grade":"2","before":"3"}"#]), ("schoolFees", ["{}"]),
    ("lostWork", ["{}"]), ("wageArrears", ["{}"]), ("insuranceLapsed", [#"{"months":"7"}"#, "{}"]),
    ("publicPost", [#"{"until":"2026-02-01"}"#, #"{"until":"2027-02-01"}"#, "{}"]),
    ("accident", [#"{"severity":"重伤"}"#, #"{"severity":"轻伤"}"#]), ("fireOrCrime", ["{}"]),
    ("death", ["{}"]), ("custody", [#"{"kind":"服刑","until":"2028-01-01"}"#]),
    ("careNeed", [#"{"grade":"重度"}"#]), ("disaster", ["{}"]), ("disasterRelief", ["{}"]),
    ("unsafeHouse", [#"{"grade":"D"}"#, #"{"grade":"B"}"#]), ("waterShortage", [#"{"days":"4"}"#]),
    ("farmLoss", ["{}"]), ("loanOverdue", [#"{"days":"33"}"#]), ("dibaoStopped", ["{}"]),
    ("dibaoGranted", ["{}"]), ("relief", ["{}"]), ("studentAid", ["{}"]), ("hotline", ["{}"]),
    ("disabilityAllowance", ["{}"]), ("insuranceAid", ["{}"]), ("lowIncome", ["{}"]),
  ]

  init(_ store: TestStore) async throws {
    county = try await TestCounty(store)
    try await county.add((1...Self.households).map { TestHousehold(id: Int64($0)) })
    try await county.register.write(as: .system(in: TestCounty.county)) { open in
      var chance = Chance(seed: 11)
      try Self.people(open, &chance)
      try Self.facts(0..<2_500, open, &chance)
    }
  }

  /// Adds facts known now, of households that chance draws.
  static func facts(
    _ numbers: Range<Int>, _ open: OpenRegister, _ chance: inout Chance, of households: Int = 300,
    knownNow: Bool = false
  ) throws {
    let newest = open.today
    for number in numbers {
      let household = Int64.random(in: 1...Int64(households), using: &chance)
      let person = household * 10 + Int64.random(in: 0...2, using: &chance)
      let one = kinds[Int.random(in: 0..<kinds.count, using: &chance)]
      let day = newest.adding(days: -Int.random(in: 0...900, using: &chance))
      let paid: Int64? =
        Int.random(in: 0..<12, using: &chance) == 0
        ? nil : Int64.random(in: 0...4_000_000, using: &chance)
      // Known some days after it was true; every twentieth corrects an earlier one.
      let told = day.at(hour: 9).adding(seconds: 86_400 * 12)
      let known = knownNow ? open.now : min(open.now, told)
      let replaces: Int64? = number > 0 && number % 20 == 0 ? Int64(number - 7) : nil
      try open.db.run(
        """
        INSERT INTO fact (county, id, household_id, person_id, kind, event_key, true_on, known_at,
          amount_fen, detail, department, replaces)
        VALUES (\(open.county), \(Int64(number + 1)), \(household), \(person), \(one.kind),
          \("k\(number)"), \(day), \(known), \(paid),
          \(one.detail[number % one.detail.count]), '某部门', \(replaces))
        """)
    }
  }

  /// Two more members a household, of whom some are ill, disabled or gone, with much unknown.
  private static func people(_ open: OpenRegister, _ chance: inout Chance) throws {
    let labours = ["ordinary", "skilled", "weak", "lost", "none", nil]
    let flags: [Int64?] = [0, 0, 0, 1, nil]
    for household in 1...Int64(households) {
      for place in 1...Int64(2) {
        let labour = labours[Int.random(in: 0..<6, using: &chance)]
        let (ill, grave) = (
          flags[Int.random(in: 0..<5, using: &chance)], flags[Int.random(in: 0..<5, using: &chance)]
        )
        let grade: Int64? = place == 1 && household % 9 == 0 ? household % 4 + 1 : nil
        let left: Day? = household % 13 == 0 ? open.today.adding(days: -90) : nil
        let born = Day(number: Int.random(in: -12_000...19_000, using: &chance))
        let id = household * 10 + place
        try open.db.run(
          """
          INSERT INTO person (county, id, household_id, name, relation, sex, birth_on, labour,
            is_chronic, is_gravely_ill, is_disabled, disability_grade, left_on, detail, digest,
            changed_at, changed_by)
          VALUES (\(open.county), \(id), \(household), '某', 'son', 'male', \(born), \(labour),
            \(ill), \(grave), \(grade == nil ? 0 : 1), \(grade), \(left), '{}', 0, \(Int64(0)), 0)
          """)
      }
    }
    try open.db.run(
      """
      UPDATE household SET changed_at = 0, wage_fen = id * 7000,
        income_per_person_fen = CASE WHEN id % 5 = 0 THEN NULL ELSE id * 9000 END,
        has_safe_water = CASE id % 6 WHEN 0 THEN 0 WHEN 1 THEN NULL ELSE 1 END,
        has_unsafe_house = CASE id % 7 WHEN 0 THEN 1 WHEN 1 THEN NULL ELSE 0 END,
        is_risk_removed = CASE WHEN id % 10 = 0 THEN 1 ELSE NULL END
      """)
    try open.db.run("UPDATE person SET changed_at = 0")
  }

  /// A run's rows as they lie in the database.
  func rows(_ run: AssessmentRun) async throws -> [String] {
    try await county.database.read { db in
      try db.run(
        """
        SELECT household_id, hazard, coefficient, CAST(parts AS TEXT) AS parts FROM assessment
        WHERE run_id = \(run.id) ORDER BY household_id
        """
      ).map { row in
        "\(try row.integer(at: 0)) \(try row.integer(at: 1)) \(try row.integer(at: 2)) "
          + (try row.text(at: 3))
      }
    }
  }

  func assessments(_ run: AssessmentRun) async throws -> [Int64: Assessment] {
    try await county.register.read(as: .system(in: TestCounty.county)) { open in
      var found: [Int64: Assessment] = [:]
      for id in 1...Int64(Self.households) { found[id] = try open.assessment(of: id, in: run.id) }
      return found
    }
  }
}
