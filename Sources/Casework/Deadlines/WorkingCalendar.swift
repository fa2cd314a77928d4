/// A day that is not what its weekday says: a holiday, or a weekend day made a workday (调休).
package struct SpecialDay: Hashable, Sendable {
  package let name: String
  package let isOff: Bool

  package init(name: String, isOff: Bool) { (self.name, self.isOff) = (name, isOff) }
}

/// Which days are worked on: the week, less public holidays, plus make-up workdays (调休).
package struct WorkingCalendar: Sendable {
  private let special: [Day: SpecialDay]

  package init(_ special: [Day: SpecialDay] = [:]) { self.special = special }

  /// The same calendar with a county's own holidays.
  package func adding(_ own: [Day: SpecialDay]) -> WorkingCalendar {
    WorkingCalendar(special.merging(own) { _, own in own })
  }

  package subscript(day: Day) -> SpecialDay? { special[day] }

  package func isWorkingDay(_ day: Day) -> Bool {
    if let special = special[day] { return !special.isOff }
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
