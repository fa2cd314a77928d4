import App
import Casework
import Store

extension TestCounty {
  /// Keeps a run as if it had been computed for that day; each household with hazards by factor.
  func keepRun(_ id: Int64, asOf day: Day, _ households: [Int64: [String: Int64]]) async throws {
    try await register.write(as: .system(in: Self.county)) { open in
      let pack = parts.pack.edition
      try open.db.run(
        """
        INSERT INTO assessment_run (county, id, as_of_on, known_at, pack, households, unknown,
          started_at, finished_at, officer)
        VALUES (\(open.county), \(id), \(day), \(day.at(hour: 20)), \(pack), \(households.count),
          '{}', \(open.now), \(open.now), 0)
        """)
      for (household, parts) in households {
        let hazard = Hazard(micro: parts.values.reduce(0, +))
        let texts = parts.sorted { $0.key < $1.key }.map {
          "{\"f\":\"\($0.key)\",\"h\":\($0.value),\"s\":1000000}"
        }
        try open.db.run(
          """
          INSERT INTO assessment (county, run_id, household_id, hazard, coefficient, parts)
          VALUES (\(open.county), \(id), \(household), \(hazard.micro),
            \(Coefficient(hazard: hazard).micro), \("[\(texts.joined(separator: ","))]"))
          """)
      }
    }
  }
}
