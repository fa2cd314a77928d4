/// All that a public notice may say of a household.
///
/// Identity number, phone, bank account and state of health are no part of it: the text cannot
/// reach what is not here (`design.md` 6.3).
package struct NoticeSubject: Sendable {
  package let headName: String
  package let size: Int
  package let kind: HouseholdKind?

  package init(headName: String, size: Int, kind: HouseholdKind?) {
    (self.headName, self.size, self.kind) = (headName, size, kind)
  }
}

/// What is posted in the village (公示, 公告).
package enum PublicNotice {
  package enum Purpose: String, Sendable { case identification, removal, announcement }

  /// The last day of a notice that goes up on `day`: its full days end with it.
  package static func until(_ day: Day, _ pack: PolicyPack, _ calendar: WorkingCalendar) -> Day {
    (pack.allowance("publicNotice") ?? Allowance(days: 5, unit: .calendar)).due(from: day, calendar)
  }

  package static func text(
    _ purpose: Purpose, of subject: NoticeSubject, from day: Day, until: Day?, _ pack: PolicyPack
  ) -> String {
    let template =
      switch purpose {
      case .identification: pack.notices.identification
      case .removal: pack.notices.removal
      case .announcement: pack.notices.announcement
      }
    let values = [
      "day": day.description, "from": day.description, "until": until?.description ?? "",
      "head": subject.headName, "size": String(subject.size), "kind": subject.kind?.title ?? "",
      "result": subject.kind.map { "纳入防止返贫致贫对象（\($0.title)）" } ?? "风险消除",
    ]
    return template.filled(values)
  }
}

/// A time in which a notice does not count because somebody objected to it.
package struct NoticeStop: Hashable, Sendable {
  package let from: Day
  /// The day on which the objection was dealt with; nil while it is open.
  package let until: Day?

  package init(from: Day, until: Day?) { (self.from, self.until) = (from, until) }
}

/// A notice as it hangs in the village now.
package struct StandingNotice: Sendable {
  package let id: Int64
  /// Its last day: every day on which it was stopped is added, so that its full days stay full.
  package let until: Day
  /// An objection is open.
  package let isStopped: Bool

  /// - Parameters:
  ///   - id: the notice's own.
  ///   - posted: the last day as it was posted.
  ///   - stops: its objections, in any order; days that two of them share count once.
  ///   - today: an open objection has lasted until today.
  package init(id: Int64, posted: Day, stops: [NoticeStop], today: Day) {
    self.id = id
    isStopped = stops.contains { $0.until == nil }
    var (last, counted) = (posted, Int.min)
    for stop in stops.sorted(by: { $0.from < $1.from }) where stop.from <= last {
      let (first, end) = (max(stop.from.number, counted), (stop.until ?? today).number)
      guard end > first else { continue }
      last = last.adding(days: end - first)
      counted = end
    }
    until = last
  }
}
