import Casework
import Testing

struct PolicyTrialTests {
  @Test func `moves are counted on both sides`() {
    var counts = LevelCounts()
    counts.add(LevelMove(from: .village, to: .township), 3)
    counts.add(LevelMove(from: .county, to: .township), 2)
    counts.add(LevelMove(from: .county, to: .county), 4)
    #expect(counts.before(.county) == 6 && counts.after(.county) == 4)
    #expect(counts.entering(.township) == 5 && counts.leaving(.township) == 0)
    #expect(counts.leaving(.county) == 2 && counts.leaving(.village) == 3)
    #expect(counts.reviewed == 9 && counts.reviewedBefore == 6)
  }

  @Test func `the county's households cost both reviews`() {
    let effort = EffortTerms(
      minutesTownship: 40, minutesCounty: 60, staffTownship: 2, staffCounty: 3, hoursEach: 10)
    #expect(effort.needed(township: 2, county: 1) == (2, 1))
    #expect(effort.needed(township: 0, county: 1) == (1, 1))
    #expect(effort.hours(townships: 5) == 100 && effort.countyHours == 30)
  }
}
