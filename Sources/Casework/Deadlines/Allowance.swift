/// How long a step may take, as the policy pack says it.
package struct Allowance: Hashable, Sendable, Codable {
  package let days: Int
  package let unit: Unit

  package enum Unit: String, Sendable, Codable { case calendar, working }

  package init(days: Int, unit: Unit) { (self.days, self.unit) = (days, unit) }

  /// The last day on which a step that began on `start` is on time.
  package func due(from start: Day, _ calendar: WorkingCalendar) -> Day {
    count(from: start, calendar).due
  }

  /// Counts day by day; the day of the beginning does not count, nor does a day of standstill.
  package func count(
    from start: Day, _ calendar: WorkingCalendar, standing: [Standstill] = []
  ) -> DayCount {
    var count = DayCount(start: start)
    while count.counted < days {
      let day = count.due.adding(days: 1)
      let gap = gap(on: day, calendar, standing)
      let isMadeUp = unit == .working && gap == nil && calendar[day]?.isOff == false
      count.append(day, gap, isMadeUp: isMadeUp)
    }
    return count
  }

  /// Why a day does not count; nil where it does.
  private func gap(
    on day: Day, _ calendar: WorkingCalendar, _ standing: [Standstill]
  ) -> DayCount.Gap? {
    if let still = standing.first(where: { $0.days.contains(day) }) {
      return .standstill(still.reason)
    }
    guard unit == .working, !calendar.isWorkingDay(day) else { return nil }
    return calendar[day].map { .holiday($0.name) } ?? .weekend
  }
}

/// A stretch of days on which a clock stands still, and why.
package struct Standstill: Hashable, Sendable {
  package let days: ClosedRange<Day>
  package let reason: String

  package init(days: ClosedRange<Day>, reason: String) { (self.days, self.reason) = (days, reason) }
}

/// A limit as it was counted out: which days counted, which did not, and why.
package struct DayCount: Hashable, Sendable {
  package let start: Day
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

  fileprivate init(start: Day) { (self.start, due) = (start, start) }

  fileprivate mutating func append(_ day: Day, _ gap: Gap?, isMadeUp: Bool) {
    due = day
    if gap == nil { counted += 1 }
    if let last = runs.last, last.gap == gap, last.isMadeUp == isMadeUp {
      runs[runs.count - 1].days = last.days.lowerBound...day
    } else {
      runs.append(Run(number: counted, gap: gap, isMadeUp: isMadeUp, days: day...day))
    }
  }

  /// Days after `today` that still count.
  fileprivate func left(after today: Day, where counts: (Day) -> Bool) -> Int {
    runs.filter { $0.gap == nil && $0.days.upperBound > today }.reduce(0) { sum, run in
      let first = max(run.days.lowerBound, today.adding(days: 1))
      return sum + (first.number...run.days.upperBound.number).count { counts(Day(number: $0)) }
    }
  }
}

/// A step's last day, seen from today. It is computed when read and stored nowhere.
package struct Deadline: Hashable, Sendable {
  package let count: DayCount
  /// Working days until it is due; 0 is today, negative is overdue.
  package let workingDaysLeft: Int
  package let isOverdue: Bool
  /// Why the clock stands still today; nil where it runs.
  package let standstill: String?

  package init(
    _ count: DayCount, today: Day, _ calendar: WorkingCalendar, standing: [Standstill] = []
  ) {
    self.count = count
    isOverdue = count.due < today
    workingDaysLeft =
      isOverdue
      ? calendar.workingDays(after: today, through: count.due)
      : count.left(after: today, where: calendar.isWorkingDay)
    standstill = isOverdue ? nil : standing.first { $0.days.contains(today) }?.reason
  }

  package var due: Day { count.due }

  package var light: Light {
    if isOverdue { return .red }
    if standstill != nil { return .green }
    return workingDaysLeft <= 1 ? .orange : .green
  }

  /// How urgent it is; pages show it by word, shape and colour.
  package enum Light: String, Sendable { case green, orange, red }
}
