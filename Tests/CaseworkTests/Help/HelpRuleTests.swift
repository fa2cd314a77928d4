import Casework
import Testing

struct HelpRuleTests {
  private static let today = Day(number: 20_500)
  private static let categories = [
    category("industry", [.unstableWork], labour: true), category("health", [.illness]),
    category("social", [.illness, .disability]),
  ]

  private static func category(
    _ id: String, _ answers: [RiskKind], labour: Bool = false
  ) -> MeasureCategory {
    MeasureCategory(
      id: id, title: id, subtypes: ["甲", "其他"], answers: answers, needsLabour: labour)
  }

  private func record(
    _ measures: [(category: String, subtype: String)], risks: [RiskKind] = [.illness],
    workers: Int = 0, contact: Int? = 0
  ) -> [HelpGap] {
    var record = HelpRecord(
      risks: risks, workers: workers, since: Self.today.adding(days: -40),
      HelpSheet(today: Self.today, []))
    record.measures = measures.map { HelpMeasure($0.category, $0.subtype, from: Self.today) }
    record.hasPlan = true
    record.lastContact = contact.map { Self.today.adding(days: -$0) }
    return record.gaps(Self.categories)
  }

  @Test func `what answers the risk comes first, what needs labour only where there is any`() {
    let able = HelpAdvice.ranked(Self.categories, for: [.unstableWork, .illness], workers: 1)
    #expect(able.map(\.category.id) == ["industry", "health", "social"])
    let frail = HelpAdvice.ranked(Self.categories, for: [.unstableWork, .illness], workers: 0)
    #expect(frail.map(\.category.id) == ["health", "social", "industry"])
    #expect(frail.last?.lacksLabour == true)
    let ill = HelpAdvice.ranked(Self.categories, for: [.illness], workers: 2)
    #expect(ill.map(\.category.id) == ["health", "social", "industry"])
  }

  /// `domain.md` 6.4 K.
  @Test func `what is wrong with a household's help is named`() {
    #expect(record([]) == [.noMeasure(days: 40)])
    #expect(record([("health", "甲")]) == [])
    #expect(record([("industry", "甲")], workers: 1) == [.unanswered(.illness)])
    #expect(record([("health", "甲")], workers: 1) == [.noDevelopment])
    #expect(record([("social", "甲")], workers: 1) == [.onlySocial])
    let vague = record([("health", "甲"), ("industry", "其他")], workers: 1)
    #expect(vague == [.onlyVague])
    #expect(record([("health", "甲")], contact: 32) == [.noContact(days: 32)])
    // Nothing in the pack answers water here, so that nobody is blamed.
    #expect(record([("health", "甲")], risks: [.illness, .water]) == [])
  }

  @Test func `a matter passed on is signed for, then settled or given back`() {
    #expect(ReferralStage.sent.exits[.settle] == nil)
    #expect(ReferralStage.sent.exits[.acknowledge] == .acknowledged)
    for stage in ReferralStage.allCases { #expect(stage.exits.isEmpty != stage.isOpen) }
  }

  @Test func `nobody leaves as dead or moved away while members remain`() {
    let home = ExitEvidence(members: 2, dead: 1, moved: 1)
    #expect(home.fault(.death) != nil && home.fault(.movedAway) != nil)
    #expect(home.fault(.misidentified) == nil)
    #expect(ExitEvidence(members: 0, dead: 0, moved: 1).fault(.death) != nil)
    #expect(ExitEvidence(members: 0, dead: 1, moved: 0).fault(.death) == nil)
    #expect(ExitEvidence(members: 0, dead: 1, moved: 0).fault(.movedAway) != nil)
  }

  @Test func `the two looks fall after ten days and after a month`() throws {
    let since = try #require(Day("2026-01-31"))
    #expect(HelpCheck.tenDays.due(since: since) == Day("2026-02-10"))
    #expect(HelpCheck.oneMonth.due(since: since) == Day("2026-02-28"))
  }
}
