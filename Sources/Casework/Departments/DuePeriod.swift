/// The last period whose file was due: it may come from the day after the due day before, until
/// its own.
package struct DuePeriod: Hashable, Sendable {
  package let from: Day
  package let until: Day
}

extension Cadence {
  /// The last period that was due on a day; nil for what is sent when something happened.
  package func lastPeriod(before day: Day) -> DuePeriod? {
    switch self {
    case .event: return nil
    case .month(let due):
      let here = day.firstOfMonth.adding(days: due - 1)
      let until = here < day ? here : day.firstOfMonth.adding(months: -1).adding(days: due - 1)
      let before = until.firstOfMonth.adding(months: -1).adding(days: due - 1)
      return DuePeriod(from: before.adding(days: 1), until: until)
    case .year(let month, let due):
      guard let here = Day(year: day.year, month: month, day: due) else { return nil }
      let until = here < day ? here : here.adding(months: -12)
      return DuePeriod(from: until.adding(months: -12).adding(days: 1), until: until)
    }
  }
}
