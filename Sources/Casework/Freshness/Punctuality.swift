/// Whether a data item's file came when it was due.
package enum Punctuality: Hashable, Sendable {
  /// It came for the period that ended on the day.
  case arrived(due: Day)
  /// It did not come, so many working days past the day.
  case late(due: Day, workingDays: Int)
  /// Never due by the calendar.
  case event

  /// - Parameters:
  ///   - item: whose cadence counts.
  ///   - last: the day of the last good file; nil where none ever came.
  ///   - today: the day on which it is asked.
  ///   - calendar: which days are worked on.
  package init(
    _ item: DataItem, last: Day?, on today: Day, _ calendar: WorkingCalendar
  ) {
    guard let due = item.cadence.lastDue(on: today, calendar) else {
      self = .event
      return
    }
    // A file counts for the period whose day it came before, or after it and late.
    let opened = item.cadence.opening(of: due)
    if let last, last >= opened {
      self = .arrived(due: due)
    } else {
      self = .late(due: due, workingDays: calendar.workingDays(after: due, through: today))
    }
  }

  package var isLate: Bool {
    if case .late = self { return true }
    return false
  }
}

extension Cadence {
  /// The last due day that is past; on a day off the next working day takes its place.
  func lastDue(on today: Day, _ calendar: WorkingCalendar) -> Day? {
    let firsts: [Day?]
    switch self {
    case .event: return nil
    case .month(let day):
      firsts = (0...2).map { today.firstOfMonth.adding(months: -$0).adding(days: day - 1) }
    case .year(let month, let day):
      firsts = (0...2).map { Day(year: today.year - $0, month: month, day: day) }
    }
    return firsts.compactMap { $0.map { Self.moved($0, calendar) } }.first { $0 < today }
  }

  /// All due days of a stretch of time.
  func dues(in days: ClosedRange<Day>, _ calendar: WorkingCalendar) -> [Day] {
    let (from, until) = (days.lowerBound, days.upperBound)
    let own: [Day]
    switch self {
    case .event: own = []
    case .month(let day):
      let months = (until.year - from.year) * 12 + until.month - from.month
      own = (0...max(0, months)).map {
        from.firstOfMonth.adding(months: $0).adding(days: day - 1)
      }
    case .year(let month, let day):
      own = (from.year...until.year).compactMap { Day(year: $0, month: month, day: day) }
    }
    return own.map { Self.moved($0, calendar) }.filter(days.contains)
  }

  /// From when on a file counts for the period that ends with the due day: a month's data exist
  /// when the month is over, a year's from a quarter before.
  func opening(of due: Day) -> Day {
    switch self {
    // On days off it may have moved over the month's end.
    case .month(let day) where due.dayOfMonth < day: due.firstOfMonth.adding(months: -1)
    case .month, .event: due.firstOfMonth
    case .year: due.adding(months: -3)
    }
  }

  private static func moved(_ day: Day, _ calendar: WorkingCalendar) -> Day {
    var day = day
    while !calendar.isWorkingDay(day) { day = day.adding(days: 1) }
    return day
  }
}
