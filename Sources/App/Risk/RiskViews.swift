import Casework
import Store

/// What factors may read, made anew for each study as scratch tables: the members and households
/// as they were known, and, for a few households, their facts.
///
/// The facts of a whole county are not copied; each factor reads those of its kind by the index
/// (see `FactorQuery`).
struct RiskViews {
  let county: Int64
  let viewpoint: Viewpoint
  /// The households to look at; nil is all.
  let touched: [Int64]?

  func fill(_ db: any Connection) throws {
    try RiskViews.make(db)
    if let touched {
      try db.scratch("touched", "id BIGINT PRIMARY KEY")
      try db.bulk(into: "touched", ["id"]) { writer in
        for id in touched { try writer.add([.integer(id)]) }
      }
      // A planner that knows nothing of it reads all facts of the county instead.
      try db.script("ANALYZE touched")
      try db.scratch("fact_now", RiskViews.factColumns)
      try fillFacts(db)
    }
    try fillPeople(db)
    try RiskViews.count(db, of: householdsKnown)
  }

  /// The tables, empty.
  static func make(_ db: any Connection) throws {
    try db.scratch(
      "member",
      """
      id BIGINT NOT NULL, household_id BIGINT NOT NULL, birth_on DATE, relation TEXT, sex TEXT,
      labour TEXT, is_chronic BIGINT, is_gravely_ill BIGINT, is_disabled BIGINT,
      disability_grade BIGINT, is_insured BIGINT, is_working BIGINT, has_dibao BIGINT,
      has_tekun BIGINT
      """)
    try db.scratch(
      "leaver",
      "id BIGINT, household_id BIGINT, birth_on DATE, labour TEXT, left_on DATE")
    try db.scratch(
      "household_sheet",
      """
      id BIGINT PRIMARY KEY, base TEXT, persons BIGINT, hands BIGINT, labourers BIGINT,
      labour_unknown BIGINT, disabled BIGINT, eldest_birth_on DATE, income_per_person_fen BIGINT,
      wage_fen BIGINT, business_fen BIGINT, property_fen BIGINT, transfer_fen BIGINT,
      has_safe_water BIGINT, has_unsafe_house BIGINT, is_risk_removed BIGINT
      """)
  }

  static let factColumns: StaticString = """
    id BIGINT, household_id BIGINT, person_id BIGINT, kind TEXT, true_on DATE, amount_fen BIGINT,
    detail JSON
    """

  static let householdColumns: StaticString = """
    id BIGINT NOT NULL, base TEXT, income_per_person_fen BIGINT, wage_fen BIGINT,
    business_fen BIGINT, property_fen BIGINT, transfer_fen BIGINT, has_safe_water BIGINT,
    has_unsafe_house BIGINT, is_risk_removed BIGINT
    """

  /// Counts the members into the sheets of their households, a query of `householdColumns`.
  static func count(_ db: any Connection, of households: SQL) throws {
    try db.run(
      """
      INSERT INTO household_sheet
      SELECT h.id, h.base, COALESCE(m.persons, 0), COALESCE(m.hands, 0), COALESCE(m.labourers, 0),
        COALESCE(m.labour_unknown, 0), COALESCE(m.disabled, 0), m.eldest_birth_on,
        h.income_per_person_fen, h.wage_fen, h.business_fen, h.property_fen, h.transfer_fen,
        h.has_safe_water, h.has_unsafe_house, h.is_risk_removed
      FROM (\(households)) h LEFT JOIN (
        SELECT household_id, COUNT(*) AS persons, COUNT(*) - COUNT(labour) AS labour_unknown,
          COUNT(*) FILTER (WHERE labour IN ('ordinary', 'skilled')) AS hands,
          COUNT(*) FILTER (WHERE labour IN ('ordinary', 'skilled', 'weak')) AS labourers,
          COUNT(*) FILTER (WHERE is_disabled = 1) AS disabled,
          MIN(birth_on) AS eldest_birth_on
        FROM member GROUP BY household_id
      ) m ON m.household_id = h.id
      """)
  }

  private var touchedPersons: SQL {
    touched == nil ? "" : "AND p.household_id IN (SELECT id FROM touched)"
  }

  private func fillPeople(_ db: any Connection) throws {
    let (known, day) = (viewpoint.knownAt, viewpoint.asOf)
    let columns: SQL = """
      p.id, p.household_id, p.birth_on, p.relation, p.sex, p.labour, p.is_chronic,
      p.is_gravely_ill, p.is_disabled, p.disability_grade, p.is_insured, p.is_working,
      p.has_dibao, p.has_tekun
      """
    let isThere: SQL = "(p.left_on IS NULL OR p.left_on > \(day)) \(touchedPersons)"
    try db.run(
      """
      INSERT INTO member
      SELECT \(columns) FROM person p
      WHERE p.county = \(county) AND p.changed_at <= \(known) AND \(isThere)
      UNION ALL
      SELECT \(columns) FROM person_history p
      WHERE p.county = \(county) AND p.changed_at <= \(known) AND p.until_at > \(known)
        AND \(isThere)
      """)
    let isGone: SQL = """
      p.left_on <= \(day) AND p.left_on > \(day.adding(days: -366)) \(touchedPersons)
      """
    try db.run(
      """
      INSERT INTO leaver
      SELECT p.id, p.household_id, p.birth_on, p.labour, p.left_on FROM person p
      WHERE p.county = \(county) AND p.changed_at <= \(known) AND \(isGone)
      UNION ALL
      SELECT p.id, p.household_id, p.birth_on, p.labour, p.left_on FROM person_history p
      WHERE p.county = \(county) AND p.changed_at <= \(known) AND p.until_at > \(known)
        AND \(isGone)
      """)
  }

  private var householdsKnown: SQL {
    let known = viewpoint.knownAt
    let columns: SQL = """
      h.id, h.base, h.income_per_person_fen, h.wage_fen, h.business_fen, h.property_fen,
      h.transfer_fen, h.has_safe_water, h.has_unsafe_house, h.is_risk_removed
      """
    let chosen: SQL = touched == nil ? "" : "AND h.id IN (SELECT id FROM touched)"
    return """
      SELECT \(columns) FROM household h
      WHERE h.county = \(county) AND h.changed_at <= \(known) \(chosen)
      UNION ALL
      SELECT \(columns) FROM household_history h
      WHERE h.county = \(county) AND h.changed_at <= \(known) AND h.until_at > \(known) \(chosen)
      """
  }

  /// CROSS JOIN is what keeps SQLite to this order: each household's facts by their own index.
  private func fillFacts(_ db: any Connection) throws {
    let (known, day) = (viewpoint.knownAt, viewpoint.asOf)
    try db.run(
      """
      INSERT INTO fact_now
      SELECT f.id, f.household_id, f.person_id, f.kind, f.true_on, f.amount_fen, f.detail
      FROM touched t CROSS JOIN fact f
      WHERE f.household_id = t.id AND f.county = \(county) AND f.true_on <= \(day)
        AND f.true_on > \(day.adding(days: -FactorQuery.memoryDays)) AND f.known_at <= \(known)
        AND NOT EXISTS (SELECT 1 FROM fact r
          WHERE r.county = f.county AND r.replaces = f.id AND r.known_at <= \(known))
      """)
  }
}
