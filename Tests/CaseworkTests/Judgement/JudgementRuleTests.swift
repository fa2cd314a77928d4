import Casework
import Testing

struct JudgementRuleTests {
  private static let monday = Day(year: 2026, month: 11, day: 23)
  private static let item = JudgementMeeting.Item(
    clue: 1, action: .agree, conclusion: "收入核实无误")

  private func meeting(
    on day: Day? = monday, chair: String = "李", members: String = "甲、乙\n丙",
    items: [JudgementMeeting.Item] = [item]
  ) throws(MeetingRefusal) -> JudgementMeeting {
    try JudgementMeeting(
      heldOn: day, chair: chair, members: members, items: items,
      today: Self.monday ?? Day(number: 0))
  }

  @Test func `a meeting has a day, a chair, three members and words on each household`() throws {
    #expect(try meeting().members == ["甲", "乙", "丙"])
    #expect(throws: MeetingRefusal.self) { try meeting(members: "甲、乙、甲") }
    #expect(throws: MeetingRefusal.self) { try meeting(chair: "") }
    #expect(throws: MeetingRefusal.self) { try meeting(on: nil) }
    #expect(throws: MeetingRefusal.self) { try meeting(on: Self.monday?.adding(days: 1)) }
    #expect(throws: MeetingRefusal.self) { try meeting(items: []) }
    let mute = JudgementMeeting.Item(clue: 1, action: .agree, conclusion: "好")
    #expect(throws: MeetingRefusal.self) { try meeting(items: [mute]) }
  }

  @Test(arguments: [
    (PlaceLevel.village, 0, PlaceLevel?.none), (.village, 1, .township), (.village, 4, .township),
    (.village, 5, .county), (.township, 1, .county),
  ])
  func `a late step comes to the desk above, a very late one to the county`(
    owner: PlaceLevel, late: Int, level: PlaceLevel?
  ) throws {
    let start = try #require(Self.monday)
    let calendar = WorkingCalendar([:])
    let allowance = Allowance(days: 1, unit: .calendar)
    let clock = StepClock(
      .init(.case, 1), in: PlaceCode(number: 360_732_101_200), step: "visit", from: start)
    let ledger = ClockLedger(calendar, outages: [], pauses: [:], extensions: [:])
    // Tuesday is the last day; late by so many working days after it.
    var today = start.adding(days: 1)
    for _ in 0..<late {
      repeat { today = today.adding(days: 1) } while today.weekday > 5
    }
    let deadline = ledger.deadline(clock, allowance, today: today)
    #expect(EscalationTerms(next: 1, county: 5).level(of: deadline, owner: owner) == level)
  }
}
