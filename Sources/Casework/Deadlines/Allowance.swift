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

  package func adding(days more: Int) -> Allowance { Allowance(days: days + more, unit: unit) }

  /// Counts day by day; the day of the beginning does not count, nor does a day of standstill.
  package func count(
    from start: Day, _ calendar: WorkingCalendar, standing: [Standstill] = []
  ) -> DayCount {
    var count = DayCount(start: start, limit: self)
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
