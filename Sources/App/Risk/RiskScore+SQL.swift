package import Casework
import Store

extension OpenRegister {
  /// Makes a run the one by which lists are sorted and reviews are routed.
  func putInForce(_ reading: RiskReading, run: Int64) throws {
    let touched = reading.touched
    if let touched {
      try db.run(
        "DELETE FROM risk_score WHERE county = \(county) AND household_id IN \(many: touched)")
    } else {
      try db.run("DELETE FROM risk_score WHERE county = \(county)")
    }
    // Whom the run looked at and found without any part has a row there and none here.
    try db.run(
      """
      INSERT INTO risk_score (county, household_id, village, run_id, coefficient, governing)
      SELECT a.county, a.household_id, h.village, a.run_id, a.coefficient, a.coefficient
      FROM assessment a JOIN household h ON h.county = a.county AND h.id = a.household_id
      WHERE a.county = \(county) AND a.run_id = \(run) AND CAST(a.parts AS TEXT) <> '[]'
      """)
    db.grew("risk_score", by: reading.households.count)
    try govern(
      by: try provincialCoefficients(known: reading.viewpoint, among: touched.map(Set.init)),
      beside: reading, run: run)
  }

  /// Writes the rows of those anew of whom the province sent a coefficient.
  private func govern(
    by provincial: [Int64: Coefficient], beside reading: RiskReading, run: Int64
  ) throws {
    guard !provincial.isEmpty else { return }
    let households = provincial.keys.sorted()
    let columns: [StaticString] = [
      "county", "household_id", "village", "run_id", "coefficient", "provincial", "governing",
    ]
    try db.run(
      "DELETE FROM risk_score WHERE county = \(county) AND household_id IN \(many: households)")
    let villages = try villages(of: households)
    try db.bulk(into: "risk_score", columns) { writer in
      for household in households {
        guard let sent = provincial[household], let village = villages[household] else { continue }
        let ours = reading.households[household]?.coefficient ?? Coefficient(micro: 0)
        try writer.add([
          .integer(county), .integer(household), .integer(village), .integer(run),
          .integer(ours.micro), .integer(sent.micro), .integer(sent.micro),
        ])
      }
    }
  }

  private func villages(of households: [Int64]) throws -> [Int64: Int64] {
    var villages: [Int64: Int64] = [:]
    try db.each(
      """
      SELECT id, village FROM household
      WHERE county = \(county) AND id IN \(many: households)
      """
    ) { villages[try $0.integer(at: 0)] = try $0.integer(at: 1) }
    return villages
  }

  /// The coefficient by which reviews are routed: the province's where it sent one, else ours;
  /// nil while nothing was ever computed, or while a rule that failed leaves it open.
  package func coefficient(of household: Int64) throws -> Coefficient? {
    let score = try db.run(
      "SELECT governing FROM risk_score WHERE county = \(county) AND household_id = \(household)"
    ).first
    if let score { return Coefficient(micro: try score.integer("governing")) }
    guard let run = try latestRun() else { return nil }
    return try stoppedFactors(run.pack).isEmpty ? Coefficient(micro: 0) : nil
  }

  /// The households of which a fact or a row of a file has come since the last run; nil while
  /// there was none.
  func touchedSinceLastRun() throws -> [Int64]? {
    let run = try db.run(
      """
      SELECT last_fact, last_submission, as_of_on FROM assessment_run
      WHERE county = \(county) ORDER BY id DESC LIMIT 1
      """
    ).first
    guard let run else { return nil }
    // Sorted here: asked for in order, SQLite walks all facts by household to merge the two.
    let ids = try db.run(
      """
      SELECT household_id FROM fact
      WHERE county = \(county) AND id > \(run.integer("last_fact"))
      UNION
      SELECT household_id FROM submission_row
      WHERE county = \(county) AND submission_id > \(run.integer("last_submission"))
        AND household_id IS NOT NULL
      """
    ).map { try $0.integer(at: 0) }
    return ids.sorted()
  }
}
