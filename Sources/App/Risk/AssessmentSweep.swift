package import Casework
import Store

/// Computes every county once a day, since coefficients fade and sources fall late without anybody
/// pushing a file, and thins out what was computed for days long past.
package struct AssessmentSweep: Sendable {
  let register: Register
  /// The hour at which nobody is kept waiting by it; a server that was off then does it when it is back.
  private static let start = "02:00"
  /// A sweep thins so many runs at most, so that a long past does not hold the others up.
  private static let most = 31

  package init(register: Register) { self.register = register }

  package func run(in counties: [PlaceCode]) async throws {
    for county in counties {
      let access = Access.system(in: county)
      if register.clock.now.timeOfDay >= AssessmentSweep.start {
        try await register.write(as: access) { open in
          if try open.lacksDailyRun() { _ = try open.ask(.assess, "county") }
        }
      }
      let spent = try await register.read(as: access) { try $0.spentRuns() }
      for run in spent.prefix(AssessmentSweep.most) {
        try await register.write(as: access) { try $0.thin(run) }
      }
    }
  }
}

extension OpenRegister {
  /// Whether the county was computed before and neither was today nor is asked to be: a run that was
  /// cancelled or failed is for people to ask for again.
  func lacksDailyRun() throws -> Bool {
    let runs = try db.run(
      """
      SELECT MAX(as_of_on) AS last_on FROM assessment_run
      WHERE county = \(county) AND in_force = 1 AND scope = 'all'
      """)
    guard let last = try runs.first?.optionalDayNumber("last_on"), last < today.number
    else { return false }
    return try db.run(
      """
      SELECT id FROM job
      WHERE county = \(county) AND subject = 'county' AND kind = \(JobKind.assess.rawValue)
        AND (state IN ('waiting', 'running') OR asked_at >= \(today.start)) LIMIT 1
      """
    ).isEmpty
  }
}
