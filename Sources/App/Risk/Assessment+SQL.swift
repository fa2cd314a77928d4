package import Casework
import Foundation
import Store

extension OpenRegister {
  func keep(
    _ reading: RiskReading, pack: PolicyPack, at viewpoint: Viewpoint, started: Instant
  ) throws -> AssessmentRun {
    let id = try nextID("assessment_run")
    let unknown = reading.unknown.sorted { $0.key < $1.key }
      .map { "\(JSONText.quoted($0.key)):\(JSONText.quoted($0.value))" }.joined(separator: ",")
    let rows = try db.run(
      """
      INSERT INTO assessment_run (county, id, as_of_on, known_at, pack, households, unknown,
        started_at, finished_at, officer)
      VALUES (\(county), \(id), \(viewpoint.asOf), \(viewpoint.knownAt), \(pack.edition),
        \(reading.households.count), \("{\(unknown)}"), \(started), \(now), \(access.officer))
      RETURNING id, as_of_on, pack, households, unknown, finished_at
      """)
    // Sorted, so that the same run writes the same bytes.
    let sorted = reading.households.sorted { $0.key < $1.key }
    try db.bulk(
      into: "assessment", ["county", "run_id", "household_id", "hazard", "coefficient", "parts"]
    ) { writer in
      for (household, assessment) in sorted {
        try writer.add([
          .integer(county), .integer(id), .integer(household),
          .integer(assessment.hazard.micro), .integer(assessment.coefficient.micro),
          .text(PartsText.write(assessment.parts)),
        ])
      }
    }
    guard let row = rows.first else { throw NotFound() }
    return try AssessmentRun(row: row)
  }

  /// Makes a run the one by which lists are sorted and reviews are routed.
  func putInForce(_ reading: RiskReading, run: Int64) throws {
    var provincial: [Int64: Int64] = [:]
    for row in try db.run(
      """
      SELECT household_id, provincial FROM risk_score
      WHERE county = \(county) AND provincial IS NOT NULL
      """)
    {
      provincial[try row.integer("household_id")] = try row.integer("provincial")
    }
    try db.run("DELETE FROM risk_score WHERE county = \(county)")
    var scored = reading.households.mapValues(\.coefficient)
    for household in provincial.keys where scored[household] == nil {
      scored[household] = Coefficient(micro: 0)
    }
    let villages = try villagesByHousehold()
    let columns: [StaticString] = [
      "county", "household_id", "village", "run_id", "coefficient", "provincial",
    ]
    try db.bulk(into: "risk_score", columns) { writer in
      for (household, coefficient) in scored.sorted(by: { $0.key < $1.key }) {
        try writer.add([
          .integer(county), .integer(household), .integer(villages[household] ?? 0),
          .integer(run), .integer(coefficient.micro),
          provincial[household].map { .integer($0) } ?? .null,
        ])
      }
    }
  }

  private func villagesByHousehold() throws -> [Int64: Int64] {
    var villages: [Int64: Int64] = [:]
    try db.each("SELECT id, village FROM household WHERE county = \(county)") { row in
      villages[try row.integer(at: 0)] = try row.integer(at: 1)
    }
    return villages
  }

  /// The coefficient by which reviews are routed: the province's where it sent one, else ours;
  /// nil while nothing was ever computed.
  package func coefficient(of household: Int64) throws -> Coefficient? {
    let score = try db.run(
      """
      SELECT coefficient, provincial FROM risk_score
      WHERE county = \(county) AND household_id = \(household)
      """
    ).first
    if let score {
      let micro = try score.optionalInteger("provincial") ?? score.integer("coefficient")
      return Coefficient(micro: micro)
    }
    return try latestRun() == nil ? nil : Coefficient(micro: 0)
  }

  package func latestRun() throws -> AssessmentRun? {
    try runs(limit: 1).first
  }

  package func runs(limit: Int) throws -> [AssessmentRun] {
    try db.run(
      """
      SELECT \(AssessmentRun.columns) FROM assessment_run r
      WHERE r.county = \(county) ORDER BY r.id DESC LIMIT \(limit)
      """
    ).map(AssessmentRun.init(row:))
  }

  /// A household's parts in a run; no parts where the run found none.
  package func assessment(of household: Int64, in run: Int64) throws -> Assessment {
    let row = try db.run(
      """
      SELECT parts FROM assessment
      WHERE county = \(county) AND run_id = \(run) AND household_id = \(household)
      """
    ).first
    return Assessment(try row.map { try PartsText.read(try $0.text("parts")) } ?? [])
  }
}

/// The parts of an assessment as they lie in the database: always the same bytes for the same
/// parts.
enum PartsText {
  static func write(_ parts: [Part]) -> String {
    let texts = parts.map { part in
      var fields = [
        "\"f\":\(JSONText.quoted(part.factor))", "\"h\":\(part.hazard.micro)",
        "\"s\":\(part.strength)",
      ]
      if let day = part.trueOn { fields.append("\"d\":\(day.number)") }
      if let person = part.person { fields.append("\"p\":\(person)") }
      if let fact = part.fact { fields.append("\"x\":\(fact)") }
      if let amount = part.amount { fields.append("\"a\":\(amount.fen)") }
      return "{\(fields.joined(separator: ","))}"
    }
    return "[\(texts.joined(separator: ","))]"
  }

  static func read(_ text: String) throws -> [Part] {
    try JSONDecoder().decode([Kept].self, from: Data(text.utf8)).map { kept in
      Part(
        factor: kept.f, hazard: Hazard(micro: kept.h), strength: kept.s,
        trueOn: kept.d.map(Day.init(number:)), person: kept.p, fact: kept.x,
        amount: kept.a.map(Money.init(fen:)))
    }
  }

  private struct Kept: Decodable {
    let f: String
    let h: Int64
    let s: Int64
    let d: Int?
    let p: Int64?
    let x: Int64?
    let a: Int64?
  }
}
