package import Casework
package import Documents
import Store

/// The strengths of every household in one past month, with what became of it: what `shouwang fit`
/// reads.
package struct StrengthSheet: Sendable {
  package static let outcome = "met"
  private let factors: [Factor]
  /// Factors of which that month knew nothing; a household without a part there stands empty.
  private let unknown: Set<String>
  private let run: RunColumns
  private let rows: [BacktestRow]

  /// The newest month whose time to look ahead has passed; nil while there is none.
  package init?(
    _ reading: BacktestReading, ahead months: Int, _ pack: PolicyPack, in register: Register,
    as access: Access
  ) async throws {
    let whole = reading.columns.last { $0.asOf.adding(months: months) <= reading.today }
    guard let run = whole else { return nil }
    let horizon = run.asOf.adding(months: months)
    rows = reading.rows(of: run).map { row in
      BacktestRow(
        household: row.household, coefficient: row.coefficient,
        metOn: row.metOn.flatMap { $0 <= horizon ? $0 : nil })
    }
    self.run = run
    factors = pack.factors.filter { $0.weight > 0 }
    let kept = try await register.read(as: access) { try $0.run(run.run) }
    unknown = Set((kept?.unknown ?? [:]).keys)
  }

  package var asOf: Day { run.asOf }
  package var count: Int { rows.count }

  /// One row a household: a factor's column is its hazard by the hazard of full strength, so that a
  /// weight fitted to it means what the pack's weight means.
  package func write(to writer: any SheetWriter) throws {
    try writer.add(factors.map(\.id) + [StrengthSheet.outcome])
    let fullHazards = factors.map {
      Hazard.part(
        weight: $0.weight, strength: 1, ageDays: 0, halfLifeDays: nil
      ).micro
    }
    let places = Dictionary(
      factors.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    let blank = factors.map { unknown.contains($0.id) ? "" : "0" }
    for row in rows {
      var cells = blank
      for (factor, hazard) in run.hazards(of: row.household) {
        guard let place = places[factor] else { continue }
        cells[place] = String(min(1, Double(hazard) / Double(fullHazards[place])))
      }
      try writer.add(cells + [row.metOn == nil ? "0" : "1"])
    }
    try writer.close()
  }
}

extension RunColumns {
  /// Of each factor a household's hazard, the persons' added.
  fileprivate func hazards(of household: Int64) -> [String: Int64] {
    guard let index = index(of: household) else { return [:] }
    var sums: [String: Int64] = [:]
    for part in Int(starts[index])..<Int(starts[index + 1]) {
      sums[factorIDs[Int(factors[part])], default: 0] += Int64(hazards[part])
    }
    return sums
  }
}
