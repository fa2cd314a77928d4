package import Casework
import Store

/// Fits the weights of the comparison to the rows that departments have pushed, without labels:
/// how they agreed with their persons was counted as they were checked.
package struct PatternFit: Sendable {
  package let register: Register
  package let weights: MatchWeights
  private static let fewest = 200
  /// Persons that stand for chance: each is compared with each of the others.
  private static let sample: Int64 = 600

  package init(register: Register, weights: MatchWeights) {
    (self.register, self.weights) = (register, weights)
  }

  package func run(as access: Access) async throws -> MatchWeights {
    let table = try CharacterTable.shared.get()
    let (found, persons, count) = try await register.read(as: access) { open in
      let count = try open.personCount()
      return (
        try open.countedPatterns(), try open.samplePersons(PatternFit.sample, of: count, table),
        count
      )
    }
    let rows = found.values.reduce(0, +)
    guard rows >= PatternFit.fewest, persons.count > 1 else { throw TooFewRows(rows: rows) }
    return MatchFit(weights, persons: count)
      .fitted(to: found, against: PatternFit.chances(persons, table))
  }

  /// How two persons agree who are not the same.
  private static func chances(
    _ persons: [PersonForm], _ table: CharacterTable
  ) -> [MatchLevels: Int] {
    var counts: [MatchLevels: Int] = [:]
    for (place, one) in persons.enumerated() {
      for (other, person) in persons.enumerated() where other != place {
        counts[MatchLevels(one, person, table), default: 0] += 1
      }
    }
    return counts
  }
}

/// Nothing can be fitted yet.
struct TooFewRows: Refusal {
  let rows: Int
  var sentence: String { "已核对的推送行只有 \(rows) 行，估计权重至少要 200 行。请在推送几份文件以后再试。" }
}

extension OpenRegister {
  fileprivate func countedPatterns() throws -> [MatchLevels: Int] {
    var found: [MatchLevels: Int] = [:]
    try db.each(
      "SELECT levels, SUM(seen) FROM match_pattern WHERE county = \(county) GROUP BY levels"
    ) { row in
      // A level that the program no longer knows says nothing.
      guard let levels = MatchLevels(pattern: try row.text(at: 0)) else { return }
      found[levels, default: 0] += try row.int(at: 1)
    }
    return found
  }

  /// Persons from all over the register.
  fileprivate func samplePersons(
    _ wanted: Int64, of count: Int, _ table: CharacterTable
  ) throws -> [PersonForm] {
    let step = max(1, Int64(count) / wanted)
    let rows = try db.run(
      """
      SELECT id FROM person WHERE county = \(county) AND id % \(step) = 0
      ORDER BY id LIMIT \(2 * wanted)
      """)
    var blocks = CandidateBlocks(self, table, hasPhones: true)
    try blocks.add(persons: try rows.map { try $0.integer("id") })
    return blocks.persons.sorted { $0.key < $1.key }.map(\.value.form)
  }
}
