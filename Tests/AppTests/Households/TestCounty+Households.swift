import App
import Casework
import Store

/// A household to be put into the register for a test.
struct TestHousehold {
  var id: Int64
  var village = TestCounty.village
  var head = "刘长根"
  var base = HouseholdBase.ordinary
  var coefficient: Int64?
  /// Opens a case of this kind, identified on the day.
  var monitoredAs: HouseholdKind?
  var identified: Day?
  var removed: Day?
}

extension TestCounty {
  static let lines = Thresholds(
    township: Coefficient(micro: 750_000), county: Coefficient(micro: 850_000),
    warning: Coefficient(micro: 550_000))

  /// Puts households in, each with its head as the only member, numbered by its id.
  func add(_ households: [TestHousehold]) async throws {
    try await register.write(as: .system(in: Self.county)) { open in
      for household in households { try Self.put(household, in: open) }
    }
  }

  private static func put(_ new: TestHousehold, in open: OpenRegister) throws {
    let code = String(36_073_200_000_000 + new.id)
    let phone = try open.seal("13807970000")
    try open.db.run(
      """
      INSERT INTO household (county, id, village, code, head_name, base, size, address,
        phone_sealed, phone_index, detail, digest, changed_at, changed_by)
      VALUES (\(open.county), \(new.id), \(new.village), \(code), \(new.head),
        \(new.base.rawValue), 1, '一组', \(phone), \(open.blindIndex("13807970000")), '{}', 0,
        \(open.now), 0)
      """)
    let number = identityNumber(new.id)
    try open.db.run(
      """
      INSERT INTO person (county, id, household_id, name, relation, sex, birth_on, id_sealed,
        id_index, detail, digest, changed_at, changed_by)
      VALUES (\(open.county), \(new.id * 10), \(new.id), \(new.head), 'head', 'male',
        \(Day(number: 1_461)), \(try open.seal(number)), \(open.blindIndex(number)), '{}', 0,
        \(open.now), 0)
      """)
    if let coefficient = new.coefficient {
      try open.db.run(
        """
        INSERT INTO risk_score (county, household_id, village, coefficient, governing)
        VALUES (\(open.county), \(new.id), \(new.village), \(coefficient),
          \(coefficient))
        """)
    }
    if let kind = new.monitoredAs { try monitor(new, as: kind, in: open) }
  }

  private static func monitor(
    _ household: TestHousehold, as kind: HouseholdKind, in open: OpenRegister
  ) throws {
    let removed = household.removed
    try open.db.run(
      """
      INSERT INTO household_case (county, id, household_id, village, stage, stage_since_at,
        opened_at, kind, risks, is_emergency, pack, line_fen, identified_on, removed_on,
        closed_at, version)
      VALUES (\(open.county), \(household.id + 1_000), \(household.id), \(household.village),
        'monitored', \(open.now), \(open.now), \(kind.rawValue), '[]', 0, 'jiangxi-2026', 850000,
        \(household.identified ?? open.today), \(removed), \(removed.map { $0.start }), 1)
      """)
  }

  /// A right identity number of somebody born on 1974-01-01.
  static func identityNumber(_ id: Int64) -> String {
    let serial = String(String(1_000 + id).suffix(3))
    let body = "36073219740101" + serial
    return body + (ResidentID.checkCharacter(of: body).map(String.init) ?? "")
  }
}
