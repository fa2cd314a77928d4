import Casework
import Store

/// How far the decision on a request has come.
enum Decision: Sendable {
  case pending, approved, refused

  init(_ isApproved: Bool?) { self = isApproved.map { $0 ? .approved : .refused } ?? .pending }
}

/// A line of the outage ledger as it is recorded.
struct OutageRecord: Sendable {
  let id: Int64
  let place: PlaceCode
  let kind: OutageKind
  let reason: String
  let from: Day
  /// Nil while it lasts.
  let until: Day?
  let officer: Int64
  let decision: Decision

  /// What stops clocks; one that lasts has lasted until today.
  func outage(today: Day) -> Outage? {
    let end = until ?? today
    return from <= end ? Outage(place: place, kind: kind, days: from...end) : nil
  }
}

/// A pause or an extension of the clocks of one clue or case.
struct ClockChange: Sendable {
  let id: Int64
  let subject: ClockSubject
  let village: PlaceCode
  let step: String
  let begunOn: Day
  let from: Day
  let until: Day?
  /// The days of an extension; nil for a pause.
  let days: Int?
  let reason: String
  let officer: Int64
  let decision: Decision

  func standing(today: Day) -> ClosedRange<Day>? {
    let end = until ?? today
    return days == nil && from <= end ? from...end : nil
  }

  /// Approved, and not ended yet.
  var isPausedNow: Bool { days == nil && until == nil && decision == .approved }
}

extension OpenRegister {
  /// Everybody sees what stopped a clock of theirs, so the whole county's outages are read.
  func outages(where condition: SQL) throws -> [OutageRecord] {
    try db.run(
      """
      SELECT o.id, o.place, o.kind, o.reason, o.from_on, o.until_on, o.officer, o.is_approved
      FROM outage o WHERE o.county = \(county) AND \(condition) ORDER BY o.from_on DESC, o.id DESC
      """
    ).map { row in
      OutageRecord(
        id: try row.integer("id"), place: try row.place("place"), kind: try row.raw("kind"),
        reason: try row.text("reason"), from: try row.day("from_on"),
        until: try row.optionalDay("until_on"), officer: try row.integer("officer"),
        decision: Decision(try row.optionalFlag("is_approved")))
    }
  }

  func clockChanges(where condition: SQL) throws -> [ClockChange] {
    try db.run(
      """
      SELECT g.id, g.subject, g.subject_id, g.village, g.step, g.begun_on, g.from_on, g.until_on,
        g.days, g.reason, g.officer, g.is_approved
      FROM clock_change g WHERE \(sees("g")) AND \(condition) ORDER BY g.id DESC
      """
    ).map { row in
      ClockChange(
        id: try row.integer("id"),
        subject: ClockSubject(try row.raw("subject"), try row.integer("subject_id")),
        village: try row.place("village"), step: try row.text("step"),
        begunOn: try row.day("begun_on"), from: try row.day("from_on"),
        until: try row.optionalDay("until_on"), days: try row.optionalInteger("days").map(Int.init),
        reason: try row.text("reason"), officer: try row.integer("officer"),
        decision: Decision(try row.optionalFlag("is_approved")))
    }
  }

  func clockChanges(of subject: ClockSubject) throws -> [ClockChange] {
    try clockChanges(
      where: "g.subject = \(subject.kind.rawValue) AND g.subject_id = \(subject.id)")
  }
}
