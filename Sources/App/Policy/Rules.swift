package import Casework

/// What deadlines are computed with: the pack's limits and the working calendar.
package struct Rules: Sendable {
  let pack: PolicyPack
  let calendar: WorkingCalendar

  package init(_ parts: AppParts) { (pack, calendar) = (parts.pack, parts.calendar) }

  func deadline(_ step: String, from start: Day, today: Day) -> Deadline? {
    pack.allowance(step).map {
      Deadline(due: $0.due(from: start, calendar), today: today, calendar)
    }
  }
}
