import Casework
import Foundation
import Testing

/// Late files and servers that were down stop clocks by themselves, and not for ever.
struct LateFileTests {
  private static let village = PlaceCode(number: 360_732_101_200)

  private func item(isEvent: Bool = false) throws -> DataItem {
    let cadence = isEvent ? "{\"every\": \"event\"}" : "{\"every\": \"month\", \"day\": 5}"
    let json = """
      {"id": "a", "title": "低保", "department": "民政", "fact": "a", "sentence": "",
       "isWarning": false, "columns": [], "cadence": \(cadence)}
      """
    return try JSONDecoder().decode(DataItem.self, from: Data(json.utf8))
  }

  private func late(
    _ arrivals: [(String, String)], today: String, since: String = "2026-01-01"
  ) throws -> [ClosedRange<Day>] {
    let files = arrivals.map { FileArrival(received: day($0.0), ready: day($0.1)) }
    return try item().late(files, since: day(since), today: day(today), WorkingCalendar())
      .map(\.days)
  }

  @Test func `a file is late from the day after it was due until it can be read`() throws {
    let first = ("2026-09-03", "2026-09-03")
    #expect(try late([first], today: "2026-10-05") == [], "due today is not late")
    #expect(try late([first], today: "2026-10-08") == [day("2026-10-06")...day("2026-10-08")])
    let came = ("2026-10-09", "2026-10-12")
    #expect(
      try late([first, came], today: "2026-10-20") == [day("2026-10-06")...day("2026-10-12")])
    let inTime = ("2026-10-02", "2026-10-30")
    #expect(try late([first, inTime], today: "2026-11-01") == [], "held back, but it came in time")
    #expect(try late([], today: "2026-10-20") == [], "what never came was never awaited")
    // The date goes back and forth: what is computed follows it, and nothing is left behind.
    #expect(try late([first, came], today: "2026-10-01") == [])
    #expect(
      try late([first, came], today: "2026-10-07") == [day("2026-10-06")...day("2026-10-07")])
    #expect(try late([first], today: "2020-01-01") == [])
    #expect(try late([first], today: "2026-12-30").count == 3)
    #expect(
      try item(isEvent: true).late(
        [FileArrival(received: day("2026-01-01"), ready: day("2026-01-01"))],
        since: day("2026-01-01"), today: day("2026-12-01"), WorkingCalendar()) == [])
  }

  private func deadline(
    _ files: [LateFile], step: String = "townshipAudit", today: String = "2026-11-20",
    lateDays: Int = 3
  ) -> Deadline {
    let subject = ClockSubject(.case, 1)
    var ledger = ClockLedger(WorkingCalendar())
    ledger.late[subject] = files
    let clock = StepClock(subject, in: Self.village, step: step, from: day("2026-11-09"))
    return ledger.deadline(
      clock, Allowance(days: 2, unit: .working), today: day(today), lateDays: lateDays)
  }

  @Test func `a clock stands still for late files, and says which, but not for ever`() {
    let file = LateFile("民政“低保”11 月应报的文件", day("2026-11-05")...day("2026-11-10"))
    let found = deadline([file])
    #expect(found.due == day("2026-11-12") && found.count.lateDays == nil)
    #expect(
      found.count.proof.contains("跳过 11月10日（周二） 部门数据迟到：民政“低保”11 月应报的文件"))
    let never = LateFile("民政“低保”11 月应报的文件", day("2026-11-06")...day("2026-12-30"))
    let capped = deadline([never])
    #expect(capped.due == day("2026-11-16") && capped.isOverdue)
    #expect(capped.count.proof.contains("等部门数据最多停计 3 天，已停满，其后照常计时"))
    #expect(deadline([never], today: "2026-11-11").standstill?.contains("民政") == true)
    // Two departments on the same days are one wait; of two in turn the cap counts both.
    let twice = LateFile("公安的协查答复", day("2026-11-10")...day("2026-11-11"))
    #expect(deadline([twice, file]).due == day("2026-11-13"))
    #expect(deadline([twice, never]).due == day("2026-11-16"))
    #expect(deadline([never], lateDays: 0).due == day("2026-11-11"))
    #expect(deadline([never], lateDays: 0).count.proof.count == 3)
  }

  @Test func `only what rests on the department waits for it`() {
    let never = LateFile("a", day("2026-11-06")...day("2026-12-30"))
    let check = LateFile("a", day("2026-11-06")...day("2026-12-30"), .check)
    for step in ["visit", "consent", "noticeStage", "firstMeasure", "followUp", "appraisal"] {
      #expect(!never.stops(step), "\(step)")
    }
    for step in ["townshipReview", "countyReview", "townshipAudit", "countyApproval", "total"] {
      #expect(never.stops(step), "\(step)")
    }
    #expect(check.stops("appraisal") && check.stops("total") && !check.stops("townshipAudit"))
  }

  private func down(
    _ from: (String, Int), _ until: (String, Int), running: Int64? = nil
  ) -> ClosedRange<Day>? {
    let terms = OutageTerms(lateDays: 10, gapMinutes: 120, serverDays: 3)
    return ServerGap(
      since: day(from.0).at(hour: from.1), now: day(until.0).at(hour: until.1), running: running
    ).days(terms)
  }

  @Test func `a server was down where a day's work was lost`() {
    #expect(down(("2026-11-23", 9), ("2026-11-23", 10)) == nil, "an hour")
    #expect(down(("2026-11-23", 9), ("2026-11-23", 11)) == day("2026-11-23")...day("2026-11-23"))
    #expect(down(("2026-11-23", 18), ("2026-11-24", 8)) == nil, "a night")
    #expect(down(("2026-11-23", 17), ("2026-11-24", 12)) == day("2026-11-24")...day("2026-11-24"))
    #expect(down(("2026-11-23", 12), ("2026-11-26", 9)) == day("2026-11-23")...day("2026-11-25"))
    // The date was put forward by a month, or back, while the program ran on.
    #expect(down(("2026-11-23", 9), ("2026-12-23", 9), running: 60_000_000) == nil)
    #expect(down(("2026-11-23", 9), ("2026-10-23", 9)) == nil)
    #expect(down(("2026-11-23", 9), ("2026-10-23", 9), running: 60_000_000) == nil)
  }
}

private func day(_ text: String) -> Day { Day(text) ?? Day(number: 0) }
