/// A stretch of days on which a clock stands still, and why.
package struct Standstill: Hashable, Sendable {
  package let days: ClosedRange<Day>
  package let reason: String

  package init(days: ClosedRange<Day>, reason: String) { (self.days, self.reason) = (days, reason) }
}

/// A limit as it was counted out: which days counted, which did not, and why.
package struct DayCount: Hashable, Sendable {
  package let start: Day
  package let limit: Allowance
  /// Days granted beyond the pack's limit, contained in `limit`.
  package var extraDays = 0
  /// For so many days it waited for late files, which is the most that a clock may.
  package var lateDays: Int?
  package private(set) var runs: [Run] = []
  package private(set) var counted = 0
  package private(set) var due: Day

  /// Why a day does not count.
  package enum Gap: Hashable, Sendable {
    case weekend
    case holiday(String)
    case standstill(String)
  }

  /// Days on end that counted, the first of them as the `number`th, or did not.
  package struct Run: Hashable, Sendable {
    package let number: Int
    package let gap: Gap?
    /// A weekend day that is worked (调休).
    package let isMadeUp: Bool
    package fileprivate(set) var days: ClosedRange<Day>
  }

  init(start: Day, limit: Allowance) { (self.start, self.limit, due) = (start, limit, start) }

  mutating func append(_ day: Day, _ gap: Gap?, isMadeUp: Bool) {
    due = day
    if gap == nil { counted += 1 }
    if let last = runs.last, last.gap == gap, last.isMadeUp == isMadeUp {
      runs[runs.count - 1].days = last.days.lowerBound...day
    } else {
      runs.append(Run(number: counted, gap: gap, isMadeUp: isMadeUp, days: day...day))
    }
  }

  /// Days after `today` that still count.
  func left(after today: Day, where counts: (Day) -> Bool) -> Int {
    runs.filter { $0.gap == nil && $0.days.upperBound > today }.reduce(0) { sum, run in
      let first = max(run.days.lowerBound, today.adding(days: 1))
      return sum + (first.number...run.days.upperBound.number).count { counts(Day(number: $0)) }
    }
  }
}
