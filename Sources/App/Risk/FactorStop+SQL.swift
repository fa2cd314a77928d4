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
        SELECT a.household_id, CAST(a.parts AS TEXT) AS parts, r.as_of_on FROM assessment_run r
        JOIN assessment a ON a.county = r.county AND a.run_id = r.id
        WHERE r.county = \(county) AND r.in_force = 1 AND r.id >= \(lastWholeRun)
          AND CAST(a.parts AS TEXT) LIKE \(pattern)
          AND NOT EXISTS (SELECT 1 FROM assessment_run n
            JOIN assessment b ON b.county = n.county AND b.run_id = n.id
            WHERE n.county = r.county AND n.in_force = 1 AND n.id > r.id
              AND b.household_id = a.household_id)
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
