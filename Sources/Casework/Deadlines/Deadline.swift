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
