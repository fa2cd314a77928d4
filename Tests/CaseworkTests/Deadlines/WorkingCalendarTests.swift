import Casework
import Testing

struct WorkingCalendarTests {
  /// National Day 2026: off from 1 to 7 October; Saturday 10 October is worked.
  private func calendar() throws -> WorkingCalendar {
    var special: [Day: SpecialDay] = [:]
    let first = try #require(Day("2026-10-01"))
    for offset in 0..<7 {
      special[first.adding(days: offset)] = SpecialDay(name: "国庆节", isOff: true)
    }
    special[try #require(Day("2026-10-10"))] = SpecialDay(name: "国庆节", isOff: false)
    return WorkingCalendar(special)
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
    let (calendar, start) = (try calendar(), try #require(Day("2026-11-19")))
    let count = Allowance(days: 4, unit: .working).count(from: start, calendar)
    #expect(count.due.description == "2026-11-25")
    let lights = [
      ("2026-11-20", "green"), ("2026-11-24", "orange"), ("2026-11-25", "orange"),
      ("2026-11-26", "red"),
    ]
    for (today, light) in lights {
      let deadline = Deadline(count, today: try #require(Day(today)), calendar)
      #expect(deadline.light.rawValue == light)
    }
  }

  @Test func `a limit says day by day how it was counted`() throws {
    let start = try #require(Day("2026-09-28"))
    let still = Standstill(
      days: try #require(Day("2026-10-08"))...(try #require(Day("2026-10-09"))), reason: "道路中断")
    let count = Allowance(days: 4, unit: .working).count(
      from: start, try calendar(), standing: [still])
    #expect(
      count.proof == [
        "2026年9月28日（周一）起，次日计第1日，限 4 个工作日", "第1—2日 9月29日（周二）—9月30日（周三）",
        "跳过 10月1日（周四）—10月7日（周三） 国庆节放假", "跳过 10月8日（周四）—10月9日（周五） 道路中断",
        "第3日 10月10日（周六）调休上班", "跳过 10月11日（周日） 周末", "第4日 10月12日（周一）",
        "到期 2026年10月12日（周一）",
      ])
  }

  @Test func `a clock that stands still is not late, and runs on afterwards`() throws {
    let (calendar, start) = (try calendar(), try #require(Day("2026-11-19")))
    let today = try #require(Day("2026-11-25"))
    let still = [Standstill(days: start.adding(days: 1)...today, reason: "等部门文件")]
    let count = Allowance(days: 2, unit: .working).count(from: start, calendar, standing: still)
    #expect(count.due.description == "2026-11-27")
    let deadline = Deadline(count, today: today, calendar, standing: still)
    #expect(deadline.standstill == "等部门文件" && !deadline.isOverdue)
    #expect(deadline.workingDaysLeft == 2)
  }
}
