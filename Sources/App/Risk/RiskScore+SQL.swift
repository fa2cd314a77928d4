package import Casework
import Store

/// What lists are sorted by and reviews are routed by: ours, and the province's where it sent one.
private struct RiskScore: Equatable {
  let coefficient: Int64
  let provincial: Int64?
}

extension OpenRegister {
  /// Makes a run the one by which lists are sorted and reviews are routed. Only rows that it changes
  /// are written: most households are today what they were yesterday.
  func putInForce(_ reading: RiskReading) throws {
    var due = try scores(by: reading)
    var stale: [Int64] = []
    try eachScore(among: reading.touched) { household, score, isPlaced in
      if isPlaced, due[household] == score {
        due[household] = nil
      } else {
        stale.append(household)
      }
    }
    if !stale.isEmpty {
      try db.run(
        """
        DELETE FROM risk_score WHERE county = \(county) AND household_id IN \(many: stale)
        """)
    }
    try write(due, villages: due.isEmpty ? [:] : villages(among: reading.touched))
  }

  /// The scores as they should be. Whom the run looked at and found without any part has none, unless
  /// the province sent something.
  private func scores(by reading: RiskReading) throws -> [Int64: RiskScore] {
    var scores = reading.households.mapValues {
      RiskScore(coefficient: $0.coefficient.micro, provincial: nil)
    }
    let sent = try provincialCoefficients(
      known: reading.viewpoint, among: reading.touched.map(Set.init))
    for (household, coefficient) in sent {
      scores[household] = RiskScore(
        coefficient: scores[household]?.coefficient ?? 0, provincial: coefficient.micro)
    }
    return scores
  }

  /// The scores in force, each with whether it stands in the village where the household lives.
  private func eachScore(
    among touched: [Int64]?, _ body: (Int64, RiskScore, _ isPlaced: Bool) -> Void
  ) throws {
    let chosen: SQL = touched.map { "AND s.household_id IN \(many: $0)" } ?? ""
    try db.each(
      """
      SELECT s.household_id, s.coefficient, s.village, h.village, s.provincial
      FROM risk_score s JOIN household h ON h.county = s.county AND h.id = s.household_id
      WHERE s.county = \(county) \(chosen)
      """
    ) { row in
      let score = RiskScore(
        coefficient: try row.integer(at: 1), provincial: try row.optionalInteger(at: 4))
      body(try row.integer(at: 0), score, try row.integer(at: 2) == row.integer(at: 3))
    }
  }

  private func write(_ scores: [Int64: RiskScore], villages: [Int64: Int64]) throws {
    let columns: [StaticString] = [
      "county", "household_id", "village", "coefficient", "provincial", "governing",
    ]
    try db.bulk(into: "risk_score", columns) { writer in
      for (household, score) in scores.sorted(by: { $0.key < $1.key }) {
        guard let village = villages[household] else { continue }
        try writer.add([
          .integer(county), .integer(household), .integer(village), .integer(score.coefficient),
          score.provincial.map(SQLValue.integer) ?? .null,
          .integer(score.provincial ?? score.coefficient),
        ])
      }
    }
  }

  private func villages(among touched: [Int64]?) throws -> [Int64: Int64] {
    let chosen: SQL = touched.map { "AND id IN \(many: $0)" } ?? ""
    var villages: [Int64: Int64] = [:]
    try db.each("SELECT id, village FROM household WHERE county = \(county) \(chosen)") {
      villages[try $0.integer(at: 0)] = try $0.integer(at: 1)
    }
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
      SELECT last_fact, last_submission FROM assessment_run
      WHERE county = \(county) AND in_force = 1 ORDER BY id DESC LIMIT 1
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
