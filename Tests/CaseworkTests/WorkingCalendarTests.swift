import Casework
import Testing

struct WorkingCalendarTests {
  /// National Day 2026: off from 1 to 7 October; Saturday 10 October is worked.
  private func calendar() throws -> WorkingCalendar {
    var exceptions: [Day: Bool] = [:]
    let first = try #require(Day("2026-10-01"))
    for offset in 0..<7 { exceptions[first.adding(days: offset)] = true }
    exceptions[try #require(Day("2026-10-10"))] = false
    return WorkingCalendar(exceptions: exceptions)
  }

  @Test(arguments: [
    ("2026-09-30", 1, "2026-10-08"), ("2026-10-08", 2, "2026-10-10"),
    ("2026-10-09", 2, "2026-10-12"), ("2026-11-20", 1, "2026-11-23"),
    ("2026-11-23", 0, "2026-11-23"),
  ])
  func `working days skip holidays and count make-up days`(
    from: String, count: Int, to: String
  ) throws {
    let start = try #require(Day(from))
    #expect(try calendar().adding(workingDays: count, to: start).description == to)
  }

  @Test func `adding and counting working days agree`() throws {
    let (calendar, start) = (try calendar(), try #require(Day("2026-09-20")))
    for count in 1...30 {
      let end = calendar.adding(workingDays: count, to: start)
      #expect(calendar.workingDays(after: start, through: end) == count)
      #expect(calendar.workingDays(after: end, through: start) == -count)
    }
  }

  @Test func `a deadline is green, orange on its last days, red when over`() throws {
    let (calendar, due) = (try calendar(), try #require(Day("2026-11-25")))
    let lights = [
      ("2026-11-20", "green"), ("2026-11-24", "orange"), ("2026-11-25", "orange"),
      ("2026-11-26", "red"),
    ]
    for (today, light) in lights {
      let deadline = Deadline(due: due, today: try #require(Day(today)), calendar)
      #expect(deadline.light.rawValue == light)
    }
  }
}
