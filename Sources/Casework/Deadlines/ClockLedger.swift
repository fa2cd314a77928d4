/// What keeps everybody in a place from working, and therefore stops clocks there.
package enum OutageKind: String, CaseIterable, Sendable {
  case serverDown, lateFile, roadClosed, disaster, countyHoliday

  /// Whether the clock of a step stands still meanwhile; `step` is the pack's name of its limit.
  package func stops(_ step: String) -> Bool {
    switch self {
    case .serverDown, .disaster: true
    // What rests on a department's answer cannot be judged before it is there.
    case .lateFile:
      ["check", "townshipReview", "countyReview", "townshipAudit", "countyApproval", "total"]
        .contains(step)
    // Desks work on; what needs somebody to go there waits.
    case .roadClosed:
      ["visit", "consent", "appraisal", "noticeStage", "firstMeasure", "followUp", "removalCheck"]
        .contains(step) || step == "removalAppraisal" || step == "total"
    // A day off for working days only: it is in the calendar, not in the way of the clock.
    case .countyHoliday: false
    }
  }
}

/// A time in which a place could not work: it has a cause and no culprit.
package struct Outage: Hashable, Sendable {
  package let place: PlaceCode
  package let kind: OutageKind
  package let days: ClosedRange<Day>

  package init(place: PlaceCode, kind: OutageKind, days: ClosedRange<Day>) {
    (self.place, self.kind, self.days) = (place, kind, days)
  }
}

/// One clue or case, whose clocks may be paused or extended.
package struct ClockSubject: Hashable, Sendable {
  package let kind: Kind
  package let id: Int64

  package enum Kind: String, Sendable { case clue, `case` }

  package init(_ kind: Kind, _ id: Int64) { (self.kind, self.id) = (kind, id) }
}

/// The clock of one step of one clue or case, running since a day.
package struct StepClock: Hashable, Sendable {
  package let subject: ClockSubject
  package let village: PlaceCode
  /// The pack's name of the step's limit.
  package let step: String
  package let start: Day

  package init(_ subject: ClockSubject, in village: PlaceCode, step: String, from start: Day) {
    (self.subject, self.village, self.step, self.start) = (subject, village, step, start)
  }
}

/// Days granted to one step of one clue or case, as it began on a day.
package struct Extension: Hashable, Sendable {
  package let step: String
  package let start: Day
  package let days: Int

  package init(step: String, start: Day, days: Int) {
    (self.step, self.start, self.days) = (step, start, days)
  }
}

/// Everything besides the pack that bears on the clocks of a county, as approved by today.
package struct ClockLedger: Sendable {
  package let calendar: WorkingCalendar
  private let outages: [Outage]
  private let pauses: [ClockSubject: [Standstill]]
  private let extensions: [ClockSubject: [Extension]]
  /// The files and answers that a clue or case waited for.
  package var late: [ClockSubject: [LateFile]] = [:]

  package init(
    _ calendar: WorkingCalendar, outages: [Outage] = [],
    pauses: [ClockSubject: [Standstill]] = [:], extensions: [ClockSubject: [Extension]] = [:]
  ) {
    let holidays = outages.filter { $0.kind == .countyHoliday }.flatMap { holiday in
      (holiday.days.lowerBound.number...holiday.days.upperBound.number).map {
        (Day(number: $0), SpecialDay(name: holiday.kind.title, isOff: true))
      }
    }
    self.calendar = calendar.adding(Dictionary(holidays, uniquingKeysWith: { first, _ in first }))
    (self.outages, self.pauses, self.extensions) = (outages, pauses, extensions)
  }

  /// The last day of a step, with all that stopped or lengthened its clock; for late files it
  /// stands still on `lateDays` days at most.
  package func deadline(
    _ clock: StepClock, _ allowance: Allowance, today: Day, lateDays: Int = 0
  ) -> Deadline {
    let waited = late[clock.subject, default: []].standing(clock, most: lateDays)
    let standing = standstills(of: clock) + waited.days
    let extra = extensions[clock.subject, default: []]
      .filter { $0.step == clock.step && $0.start == clock.start }.reduce(0) { $0 + $1.days }
    var count = allowance.adding(days: extra)
      .count(from: clock.start, calendar, standing: standing)
    count.extraDays = extra
    if waited.isCapped, lateDays > 0 { count.lateDays = lateDays }
    return Deadline(count, today: today, calendar, standing: standing)
  }

  private func standstills(of clock: StepClock) -> [Standstill] {
    pauses[clock.subject, default: []]
      + outages.filter {
        $0.kind.stops(clock.step) && $0.place.range.contains(clock.village.number)
      }.map { Standstill(days: $0.days, reason: $0.kind.title) }
  }
}
