package import Casework
import Store

extension OpenRegister {
  /// Makes a run the one by which lists are sorted and reviews are routed.
  func putInForce(_ reading: RiskReading, run: Int64) throws {
    let touched = reading.touched
    if let touched {
      for piece in stride(from: 0, to: touched.count, by: 500) {
        let ids = Array(touched[piece..<min(piece + 500, touched.count)])
        try db.run(
          "DELETE FROM risk_score WHERE county = \(county) AND household_id IN (\(list: ids))")
      }
    } else {
      try db.run("DELETE FROM risk_score WHERE county = \(county)")
    }
    let provincial = try provincialCoefficients(
      known: reading.viewpoint, among: touched.map(Set.init))
    var scored = reading.households.mapValues(\.coefficient)
    for household in provincial.keys where scored[household] == nil {
      scored[household] = Coefficient(micro: 0)
    }
    let villages = try villages(of: touched)
    let columns: [StaticString] = [
      "county", "household_id", "village", "run_id", "coefficient", "provincial", "governing",
    ]
    try db.bulk(into: "risk_score", columns) { writer in
      for (household, coefficient) in scored.sorted(by: { $0.key < $1.key }) {
        let sent = provincial[household]
        try writer.add([
          .integer(county), .integer(household), .integer(villages[household] ?? 0),
          .integer(run), .integer(coefficient.micro),
          sent.map { .integer($0.micro) } ?? .null, .integer((sent ?? coefficient).micro),
        ])
      }
    }
  }

  private func villages(of touched: [Int64]?) throws -> [Int64: Int64] {
    var villages: [Int64: Int64] = [:]
    guard let touched else {
      try db.each("SELECT id, village FROM household WHERE county = \(county)") { row in
        villages[try row.integer(at: 0)] = try row.integer(at: 1)
      }
      return villages
    }
    for id in touched {
      let row = try db.run(
        "SELECT village FROM household WHERE county = \(county) AND id = \(id)"
      ).first
      villages[id] = try row?.integer(at: 0)
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
