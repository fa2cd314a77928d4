package import Casework
import Foundation
import Store

extension OpenRegister {
  /// Keeps a run; `isInForce`: not one that looks back at a past day.
  func keep(
    _ reading: RiskReading, pack: PolicyPack, started: Instant, isInForce: Bool
  ) throws -> AssessmentRun {
    let id = try nextID("assessment_run")
    let viewpoint = reading.viewpoint
    let rows = try db.run(
      """
      INSERT INTO assessment_run (county, id, as_of_on, known_at, pack, households, unknown, faults,
        scope, in_force, last_fact, last_submission, started_at, finished_at, officer)
      VALUES (\(county), \(id), \(viewpoint.asOf), \(viewpoint.knownAt), \(pack.edition),
        \(reading.households.count), \(JSONText.object(reading.unknown)),
        \(JSONText.object(reading.faults)), \(reading.touched == nil ? "all" : "touched"),
        \(isInForce ? 1 : 0),
        \(reading.reached.fact), \(reading.reached.submission), \(started), \(now),
        \(access.officer))
      RETURNING id, as_of_on, pack, households, unknown, faults, scope, finished_at
      """)
    // Sorted, so that the same run writes the same bytes. A household that was looked at again and
    // has no part left keeps an empty row, which ends what the run before had said.
    let ids = reading.touched ?? Array(reading.households.keys)
    var text = PartsText()
    try db.bulk(
      into: "assessment", ["county", "run_id", "household_id", "hazard", "coefficient", "parts"]
    ) { writer in
      for household in ids.sorted() {
        let assessment = reading.households[household] ?? Assessment([])
        let hazard = assessment.hazard
        try writer.add([
          .integer(county), .integer(id), .integer(household), .integer(hazard.micro),
          .integer(Coefficient(hazard: hazard).micro), .text(text.write(assessment.parts)),
        ])
      }
    }
    guard let row = rows.first else { throw NotFound() }
    return try AssessmentRun(row: row)
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

  package func run(_ id: Int64) throws -> AssessmentRun? {
    try db.run(
      """
      SELECT \(AssessmentRun.columns) FROM assessment_run r
      WHERE r.county = \(county) AND r.id = \(id)
      """
    ).first.map(AssessmentRun.init(row:))
  }

  /// The last run of the whole county by which lists are sorted; none before it speaks any more.
  var lastWholeRun: SQL {
    """
    (SELECT COALESCE(MAX(w.id), 0) FROM assessment_run w
    WHERE w.county = \(county) AND w.in_force = 1 AND w.scope = 'all')
    """
  }

  /// The number of the run that speaks for a household: the last that looked at it.
  func speakingRun(for household: SQL) -> SQL {
    """
    (SELECT MAX(r.id) FROM assessment_run r
    WHERE r.county = \(county) AND r.in_force = 1 AND r.id >= \(lastWholeRun)
      AND (r.scope = 'all' OR EXISTS (
        SELECT 1 FROM assessment n WHERE n.county = r.county AND n.run_id = r.id
          AND n.household_id = \(household))))
    """
  }

  package func runInForce(for household: Int64) throws -> AssessmentRun? {
    try db.run("SELECT \(speakingRun(for: "\(household)")) AS id")
      .first?.optionalInteger("id").flatMap(run)
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
struct PartsText {
  /// Taken again for every household; a county's run writes hundreds of thousands of parts.
  private var bytes: [UInt8] = []
  private var names: [String: [UInt8]] = [:]

  mutating func write(_ parts: [Part]) -> String {
    bytes.removeAll(keepingCapacity: true)
    bytes.append(UInt8(ascii: "["))
    for (index, part) in parts.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes += name(part.factor)
      add(",\"h\":", part.hazard.micro)
      add(",\"s\":", part.strength)
      if let day = part.trueOn { add(",\"d\":", Int64(day.number)) }
      if let person = part.person { add(",\"p\":", person) }
      if let fact = part.fact { add(",\"x\":", fact) }
      if let amount = part.amount { add(",\"a\":", amount.fen) }
      if let uneased = part.uneased { add(",\"u\":", uneased) }
      if let day = part.keptFrom { add(",\"k\":", Int64(day.number)) }
      bytes.append(UInt8(ascii: "}"))
    }
    bytes.append(UInt8(ascii: "]"))
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func name(_ factor: String) -> [UInt8] {
    if let known = names[factor] { return known }
    let made = Array("{\"f\":\(JSONText.quoted(factor))".utf8)
    names[factor] = made
    return made
  }

  private mutating func add(_ key: StaticString, _ number: Int64) {
    key.withUTF8Buffer { bytes.append(contentsOf: $0) }
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    let start = bytes.count
    var rest = number.magnitude
    repeat {
      bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    bytes[start...].reverse()
  }

  static func read(_ text: String) throws -> [Part] {
    try JSONDecoder().decode([Kept].self, from: Data(text.utf8)).map { kept in
      var part = Part(
        factor: kept.f, hazard: Hazard(micro: kept.h), strength: kept.s,
        trueOn: kept.d.map(Day.init(number:)), person: kept.p, fact: kept.x,
        amount: kept.a.map(Money.init(fen:)))
      part.uneased = kept.u
      part.keptFrom = kept.k.map(Day.init(number:))
      return part
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
    let u: Int64?
    let k: Int?
  }
}
