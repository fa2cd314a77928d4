import Casework
import Store

extension AuditAction {
  static let recordedOutage = AuditAction("clock.outage")
  static let askedClock = AuditAction("clock.asked")
  static let decidedClock = AuditAction("clock.decided")
  static let endedClock = AuditAction("clock.ended")
}

/// What somebody fills in about an outage.
struct NewOutage: Sendable {
  let place: PlaceCode
  let kind: OutageKind
  let reason: String
  let from: Day
  let until: Day?

  init(_ form: Form, within access: Access, today: Day) throws {
    guard let kind = form["kind"].flatMap(OutageKind.init(rawValue:)) else {
      throw ClockRefusal.kind
    }
    guard let place = form["place"].flatMap(PlaceCode.init),
      access.place.range.contains(place.number)
    else { throw ClockRefusal.place }
    guard kind != .countyHoliday || place.level == .county else { throw ClockRefusal.holidayPlace }
    guard let from = form["from"].flatMap(Day.init) else { throw ClockRefusal.days }
    let until = form["until"].flatMap(Day.init)
    guard form["until"] == nil || until != nil, until.map({ $0 >= from }) ?? true,
      abs(from - today) <= 366, until.map({ $0 - from <= 366 }) ?? (kind != .countyHoliday)
    else { throw ClockRefusal.days }
    guard let reason = form["reason"], reason.count >= 5 else { throw ClockRefusal.reason }
    (self.kind, self.place, self.reason, self.from, self.until) = (kind, place, reason, from, until)
  }
}

extension OpenRegister {
  func record(_ new: NewOutage) throws {
    try requires(.recordOutage)
    guard !(try placeNames([new.place])).isEmpty else { throw ClockRefusal.place }
    let id = try nextID("outage")
    try db.run(
      """
      INSERT INTO outage (county, id, place, kind, reason, from_on, until_on, recorded_at, officer)
      VALUES (\(county), \(id), \(new.place), \(new.kind.rawValue), \(new.reason), \(new.from),
        \(new.until), \(now), \(access.officer))
      """)
    audit(.recordedOutage, subject: "outage/\(id)", detail: new.kind.rawValue)
  }

  /// A second person agrees or does not; whoever comes later is told that it was decided.
  func decide(outage id: Int64, isApproved: Bool) throws {
    try requires(.approveClock)
    let found = try outages(where: "o.id = \(id)")
    guard let found = found.first else { throw NotFound() }
    guard found.officer != access.officer else { throw ClockRefusal.sameOfficer }
    let rows = try db.run(
      """
      UPDATE outage SET decided_at = \(now), decided_by = \(access.officer),
        is_approved = \(isApproved)
      WHERE county = \(county) AND id = \(id) AND decided_at IS NULL RETURNING id
      """)
    guard !rows.isEmpty else { throw MovedMeanwhile() }
    ledger = nil
    audit(.decidedClock, subject: "outage/\(id)", detail: isApproved ? "approved" : "refused")
  }

  /// The outage is over: today was its last day.
  func end(outage id: Int64) throws {
    try requires(.recordOutage)
    let found = try outages(where: "o.id = \(id)")
    guard let found = found.first, access.place.range.contains(found.place.number) else {
      throw NotFound()
    }
    let rows = try db.run(
      """
      UPDATE outage SET until_on = \(max(today, found.from))
      WHERE county = \(county) AND id = \(id) AND until_on IS NULL RETURNING id
      """)
    guard !rows.isEmpty else { throw MovedMeanwhile() }
    ledger = nil
    audit(.endedClock, subject: "outage/\(id)")
  }

  /// Asks to pause the clocks of a clue or case from today on, or for more days for its step.
  func ask(days: Int?, reason: String?, on clock: StepClock, duty: Duty?) throws {
    guard let duty else { throw NotFound() }
    try requires(duty)
    guard let reason, reason.count >= 5 else { throw ClockRefusal.reason }
    if let days, !(1...15).contains(days) { throw ClockRefusal.extensionDays }
    let earlier = try clockChanges(of: clock.subject)
    let sameKind = earlier.filter { ($0.days == nil) == (days == nil) }
    guard !sameKind.contains(where: { $0.decision == .pending || $0.isPausedNow }) else {
      throw ClockRefusal.alreadyAsked
    }
    let id = try nextID("clock_change")
    try db.run(
      """
      INSERT INTO clock_change (county, id, subject, subject_id, village, kind, step, begun_on,
        from_on, days, reason, asked_at, officer)
      VALUES (\(county), \(id), \(clock.subject.kind.rawValue), \(clock.subject.id),
        \(clock.village), \(days == nil ? "pause" : "extension"), \(clock.step), \(clock.start),
        \(today), \(days), \(reason), \(now), \(access.officer))
      """)
    audit(.askedClock, subject: "\(clock.subject.kind.rawValue)/\(clock.subject.id)")
  }

  func decide(change id: Int64, isApproved: Bool) throws {
    try requires(.approveClock)
    let found = try clockChanges(where: "g.id = \(id)")
    guard let found = found.first else { throw NotFound() }
    guard found.officer != access.officer else { throw ClockRefusal.sameOfficer }
    let rows = try db.run(
      """
      UPDATE clock_change SET decided_at = \(now), decided_by = \(access.officer),
        is_approved = \(isApproved)
      WHERE county = \(county) AND id = \(id) AND decided_at IS NULL RETURNING id
      """)
    guard !rows.isEmpty else { throw MovedMeanwhile() }
    ledger = nil
    audit(.decidedClock, subject: "clock/\(id)", detail: isApproved ? "approved" : "refused")
  }

  /// Lets the clocks run on: yesterday was the last day of the pause.
  func resume(_ subject: ClockSubject, duty: Duty?) throws {
    guard let duty else { throw NotFound() }
    try requires(duty)
    guard let paused = try clockChanges(of: subject).first(where: \.isPausedNow) else {
      throw ClockRefusal.notPaused
    }
    try db.run(
      """
      UPDATE clock_change SET until_on = \(today.adding(days: -1))
      WHERE county = \(county) AND id = \(paused.id)
      """)
    ledger = nil
    audit(.endedClock, subject: "clock/\(paused.id)")
  }
}
