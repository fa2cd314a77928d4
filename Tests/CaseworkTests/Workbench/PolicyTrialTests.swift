import Casework
import Testing

struct PolicyTrialTests {
  @Test func `moves are counted by the desk that comes to see them`() {
    var counts = LevelCounts()
    counts.add(LevelMove(from: .village, to: .township), 3)
    counts.add(LevelMove(from: .county, to: .township), 2)
    counts.add(LevelMove(from: .county, to: .county), 4)
    #expect(counts.before(.county) == 6 && counts.after(.county) == 4)
    #expect(counts.sum { $0.leaves(.county) } == 2 && counts.sum { $0.enters(.county) } == 0)
    #expect(counts.reviewed == 9 && counts.reviewedBefore == 6)
    // The township sees those of the county as well: nobody comes to it or leaves it there.
    #expect(counts.sum { $0.enters(.township) } == 3 && counts.sum { $0.leaves(.township) } == 0)
    let gain = counts.sum { $0.enters(.township) } - counts.sum { $0.leaves(.township) }
    #expect(counts.reviewed == counts.reviewedBefore + gain)
  }

  @Test func `the county's households cost both reviews`() {
    let effort = EffortTerms(
      minutesTownship: 40, minutesCounty: 60, staffTownship: 2, staffCounty: 3, hoursEach: 10)
    #expect(effort.needed(township: 2, county: 1) == (2, 1))
    #expect(effort.needed(township: 0, county: 1) == (1, 1))
    #expect(effort.hours(townships: 5) == 100 && effort.countyHours == 30)
  }
}
