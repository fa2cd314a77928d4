package import Casework
import Store

/// The coefficients of one run in memory: side by side, so that a line can be moved over all
/// households in a few milliseconds.
package struct RunColumns: Sendable {
  package let run: Int64
  package let asOf: Day
  /// Ascending; only those with any risk at all.
  package let households: [Int64]
  let villages: [Int64]
  /// Where each household's parts begin; one more than there are households.
  let starts: [Int32]
  /// For each part, which of `factorIDs` it comes from, and its hazard in millionths.
  let factors: [UInt8]
  let hazards: [Int32]
  let factorIDs: [String]

  /// A household's hazard with every factor's parts times its own scale; nil leaves them as stored.
  func hazard(at index: Int, _ scales: [Double]?) -> Hazard {
    var sum: Int64 = 0
    for part in Int(starts[index])..<Int(starts[index + 1]) {
      let own = hazards[part]
      if let scales, scales[Int(factors[part])] != 1 {
        sum += Int64((Double(own) * scales[Int(factors[part])]).rounded())
      } else {
        sum += Int64(own)
      }
    }
    return Hazard(micro: sum)
  }

  func scales(_ byFactor: [String: Double]) -> [Double]? {
    byFactor.isEmpty ? nil : factorIDs.map { byFactor[$0] ?? 1 }
  }
}

extension OpenRegister {
  /// One run as columns. A household that has left the registry since has no place and is left out.
  func columns(of run: AssessmentRun) throws -> RunColumns {
    var (households, villages): ([Int64], [Int64]) = ([], [])
    var (starts, factors, hazards): ([Int32], [UInt8], [Int32]) = ([0], [], [])
    var (names, ids): ([String: UInt8], [String]) = ([:], [])
    try db.each(
      """
      SELECT a.household_id, h.village, a.parts FROM assessment a
      JOIN household h ON h.county = a.county AND h.id = a.household_id
      WHERE a.county = \(county) AND a.run_id = \(run.id) ORDER BY a.household_id
      """
    ) { row in
      households.append(try row.integer(at: 0))
      villages.append(try row.integer(at: 1))
      try PartsScan.each(try row.text(at: 2)) { factor, hazard in
        if names[factor] == nil {
          guard ids.count < 255 else { throw UnreadableColumn("parts") }
          names[factor] = UInt8(ids.count)
          ids.append(factor)
        }
        factors.append(names[factor] ?? 0)
        hazards.append(Int32(clamping: hazard))
      }
      starts.append(Int32(factors.count))
    }
    return RunColumns(
      run: run.id, asOf: run.asOf, households: households, villages: villages, starts: starts,
      factors: factors, hazards: hazards, factorIDs: ids)
  }

  /// The last run of each of the last months that have any, oldest first.
  package func monthlyRuns(_ months: Int) throws -> [AssessmentRun] {
    let rows = try db.run(
      """
      SELECT \(AssessmentRun.columns) FROM assessment_run r
      WHERE r.county = \(county) AND r.scope = 'all'
        AND r.as_of_on > \(today.firstOfMonth.adding(months: -months))
      ORDER BY r.as_of_on, r.id
      """)
    var last: [Day: AssessmentRun] = [:]
    for run in try rows.map(AssessmentRun.init(row:)) { last[run.asOf.firstOfMonth] = run }
    return last.values.sorted { $0.asOf < $1.asOf }.suffix(months)
  }
}

/// Reads of the stored parts what the columns need, without making a value of each.
enum PartsScan {
  /// Calls `body` with the factor and the hazard of each part.
  static func each(_ text: String, _ body: (String, Int64) throws -> Void) throws {
    var rest = text.utf8[...]
    while let factor = after("\"f\":\"", in: &rest, until: UInt8(ascii: "\"")) {
      guard let hazard = after("\"h\":", in: &rest, until: UInt8(ascii: ",")).flatMap({ Int64($0) })
      else { throw UnreadableColumn("parts") }
      try body(String(factor), hazard)
    }
  }

  private static func after(
    _ mark: StaticString, in rest: inout Substring.UTF8View, until end: UInt8
  ) -> Substring? {
    mark.withUTF8Buffer { mark in
      var start = rest.startIndex
      while start < rest.endIndex {
        guard let found = rest[start...].firstIndex(of: mark[0]) else { return nil }
        let tail = rest[found...]
        if tail.starts(with: mark) {
          let value = tail.dropFirst(mark.count)
          let stop = value.firstIndex { $0 == end || $0 == UInt8(ascii: "}") } ?? value.endIndex
          rest = rest[stop...]
          return Substring(value[..<stop])
        }
        start = rest.index(after: found)
      }
      return nil
    }
  }
}

/// Keeps the columns of the runs that were asked for lately; a run never changes once it is stored.
package actor RunShelf {
  // An actor, because pages that ask at the same time share what is read.
  private var kept: [Int64: RunColumns] = [:]
  private var order: [Int64] = []
  private static let most = 14

  /// What the households are like, as of the newest run.
  private var known: [Int64: (run: Int64, traits: HouseholdTraits)] = [:]

  package init() {}

  func traits(
    after run: Int64, in register: Register, as access: Access
  ) async throws -> HouseholdTraits {
    if let here = known[access.place.county], here.run == run { return here.traits }
    let traits = try await register.read(as: access) { try $0.traits() }
    known[access.place.county] = (run, traits)
    return traits
  }

  /// The columns of the runs of one county, read where they are not here yet.
  package func columns(
    of runs: [AssessmentRun], in register: Register, as access: Access
  ) async throws -> [RunColumns] {
    var found: [RunColumns] = []
    for run in runs {
      let key = access.place.county &* 1_000_000_000 &+ run.id
      let columns: RunColumns
      if let here = kept[key] {
        columns = here
      } else {
        columns = try await register.read(as: access) { try $0.columns(of: run) }
        kept[key] = columns
      }
      order.removeAll { $0 == key }
      order.append(key)
      found.append(columns)
    }
    while order.count > RunShelf.most { kept[order.removeFirst()] = nil }
    return found
  }
}
