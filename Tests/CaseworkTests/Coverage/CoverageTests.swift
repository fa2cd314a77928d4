import Casework
import Testing

struct CoverageTests {
  /// A county of known truth: each channel finds each household with its chance; the second finds
  /// one that the first has found more readily by `pull`.
  private func cells(
    of households: Int, chances: [Double], pull: Double = 0, seed: UInt64
  ) -> (ChannelCells, unseen: Int) {
    var random = SplitRandom(seed: seed)
    var (cells, unseen) = (ChannelCells(), 0)
    for _ in 0..<households {
      var found: Set<ClueSource> = []
      for (index, channel) in ClueSource.channels.enumerated() {
        let isPulled = index == 1 && found.contains(.selfReport)
        let chance = chances[index] + (isPulled ? pull : 0)
        if Double.random(in: 0..<1, using: &random) < chance { found.insert(channel) }
      }
      if found.isEmpty { unseen += 1 } else { cells.add(found) }
    }
    return (cells, unseen)
  }

  @Test(arguments: [(0.0, 92), (0.25, 90)])
  func `the interval holds the truth nearly as often as it says`(pull: Double, least: Int) throws {
    var held = 0
    for seed in 1...100 {
      let (cells, unseen) = cells(
        of: 600, chances: [0.45, 0.4, 0.5], pull: pull, seed: UInt64(seed))
      let estimate = try CoverageEstimate(cells)
      if estimate.interval.contains(Double(unseen)) { held += 1 }
    }
    #expect(held >= least)
  }

  @Test func `independent channels give the textbook number`() throws {
    // Each of 1,000 households is found by each channel with one half: 125 by none.
    let estimate = try CoverageEstimate(ChannelCells([0] + Array(repeating: 125, count: 7)))
    #expect(estimate.dependent.isEmpty && abs(estimate.unseen - 125) < 2)
    #expect(estimate.interval.contains(125) && estimate.interval.upperBound < 180)
    #expect(abs(estimate.cells.lowerBound - 1_000) < 10)
  }

  @Test func `channels that follow each other are noticed`() throws {
    let (cells, _) = cells(of: 3_000, chances: [0.4, 0.3, 0.5], pull: 0.4, seed: 5)
    let estimate = try CoverageEstimate(cells)
    #expect(estimate.dependent.contains { $0 == (.selfReport, .patrol) })
  }

  @Test(arguments: [
    ([0, 5, 40, 0, 40, 2, 20, 1], CoverageRefusal.thinChannel(.selfReport, 8)),
    ([0, 40, 40, 2, 40, 2, 2, 1], .thinOverlap(7)),
  ])
  func `thin cells are refused`(counts: [Int], refusal: CoverageRefusal) {
    #expect(throws: refusal) { try CoverageEstimate(ChannelCells(counts)) }
  }
}
