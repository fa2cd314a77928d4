import Casework
import Store

extension OpenRegister {
  /// Factors that failed under an edition of the rules and rest until somebody lets them run.
  func stoppedFactors(_ edition: String) throws -> [String: String] {
    let rows = try db.run(
      """
      SELECT factor, reason FROM factor_stop WHERE county = \(county) AND edition = \(edition)
      """)
    return Dictionary(
      try rows.map { (try $0.text("factor"), try $0.text("reason")) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Lets factors rest from now on, everywhere in the county.
  func stop(_ faults: [String: String], _ edition: String) throws {
    for (factor, reason) in faults.sorted(by: { $0.key < $1.key }) {
      try db.run(
        """
        INSERT INTO factor_stop (county, factor, edition, stopped_at, reason)
        VALUES (\(county), \(factor), \(edition), \(now), \(reason))
        ON CONFLICT (county, factor, edition) DO UPDATE
        SET stopped_at = EXCLUDED.stopped_at, reason = EXCLUDED.reason
        """)
    }
  }

  /// Lets a factor run again at the next assessment.
  func restart(_ factor: String, _ edition: String) throws {
    try requires(.assess)
    try db.run(
      """
      DELETE FROM factor_stop
      WHERE county = \(county) AND factor = \(factor) AND edition = \(edition)
      """)
    audit(.restartedFactor, subject: "factor/\(factor)", detail: edition)
  }

  /// What the assessment in force says of some factors, labelled with its day.
  func lastParts(
    of factors: Set<String>, among touched: Set<Int64>?
  ) throws -> [Int64: [Part]] {
    var kept: [Int64: [Part]] = [:]
    for factor in factors.sorted() {
      let pattern = "%\"f\":\(JSONText.quoted(factor))%"
      let rows = try db.run(
        """
        SELECT s.household_id, CAST(a.parts AS TEXT) AS parts, r.as_of_on FROM risk_score s
        JOIN assessment a ON a.county = s.county AND a.run_id = s.run_id
          AND a.household_id = s.household_id
        JOIN assessment_run r ON r.county = s.county AND r.id = s.run_id
        WHERE s.county = \(county) AND CAST(a.parts AS TEXT) LIKE \(pattern)
        """)
      for row in rows {
        let household = try row.integer("household_id")
        guard touched?.contains(household) ?? true else { continue }
        let day = try row.day("as_of_on")
        for var part in try PartsText.read(row.text("parts")) where part.factor == factor {
          part.keptFrom = part.keptFrom ?? day
          kept[household, default: []].append(part)
        }
      }
    }
    return kept
  }
}
