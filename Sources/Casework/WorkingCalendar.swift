/// Which days are worked on: the week, less public holidays, plus make-up workdays (调休).
package struct WorkingCalendar: Sendable {
  /// Days that are not what their weekday says: true is off, false is worked.
  private let exceptions: [Day: Bool]

  package init(exceptions: [Day: Bool] = [:]) { self.exceptions = exceptions }

  package func isWorkingDay(_ day: Day) -> Bool {
    if let isOff = exceptions[day] { return !isOff }
    return day.weekday <= 5
  }

  /// The `count`th working day after `day`; `day` itself does not count.
  package func adding(workingDays count: Int, to day: Day) -> Day {
    var (reached, left) = (day, count)
    while left > 0 {
      reached = reached.adding(days: 1)
      if isWorkingDay(reached) { left -= 1 }
    }
    return reached
  }

  /// How many working days lie after `day` up to and including `end`; negative when `end` is past.
  package func workingDays(after day: Day, through end: Day) -> Int {
    if end < day { return -workingDays(after: end, through: day) }
    var (count, seen) = (0, day)
    while seen < end {
      seen = seen.adding(days: 1)
      if isWorkingDay(seen) { count += 1 }
    }
    return count
  }
}

/// How long a step may take, as the policy pack says it.
package struct Allowance: Hashable, Sendable, Codable {
  package let days: Int
  package let unit: Unit

  package enum Unit: String, Sendable, Codable { case calendar, working }

  package init(days: Int, unit: Unit) { (self.days, self.unit) = (days, unit) }

  /// The last day on which a step that began on `start` is on time.
  package func due(from start: Day, _ calendar: WorkingCalendar) -> Day {
    switch unit {
    case .calendar: start.adding(days: days)
    case .working: calendar.adding(workingDays: days, to: start)
    }
  }
}

/// A step's last day, seen from today. It is computed when read and stored nowhere.
package struct Deadline: Hashable, Sendable {
  package let due: Day
  /// Working days until it is due; 0 is today, negative is overdue.
  package let workingDaysLeft: Int

  package init(due: Day, today: Day, _ calendar: WorkingCalendar) {
    self.due = due
    workingDaysLeft = calendar.workingDays(after: today, through: due)
    isOverdue = due < today
  }

  package let isOverdue: Bool

  package var light: Light {
    if isOverdue { return .red }
    return workingDaysLeft <= 1 ? .orange : .green
  }

  /// How urgent it is; pages show it by word, shape and colour.
  package enum Light: String, Sendable { case green, orange, red }
}
