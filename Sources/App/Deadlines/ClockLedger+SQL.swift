import Casework
import Store

extension OpenRegister {
  /// The last day of a clock under the rules; nil where the pack sets it no limit.
  ///
  /// - Parameters:
  ///   - clock: whose clock it is, and since when.
  ///   - rules: the rules that hold for it.
  ///   - limit: the name of a limit of its own, where the pack has one.
  /// - Returns: the deadline as it stands today.
  /// - Throws: a fault of the database.
  func deadline(_ clock: StepClock, _ rules: Rules, limit: String? = nil) throws -> Deadline? {
    let own = limit.flatMap { rules.pack.allowance($0) }
    guard let allowance = own ?? rules.pack.allowance(clock.step) else { return nil }
    return try clockLedger(rules).deadline(
      clock, allowance, today: today, lateDays: rules.pack.outages?.lateDays ?? 0)
  }

  /// All that was approved and bears on the clocks here; read once for a page.
  func clockLedger(_ rules: Rules) throws -> ClockLedger {
    if let ledger { return ledger }
    var pauses: [ClockSubject: [Standstill]] = [:]
    var extensions: [ClockSubject: [Extension]] = [:]
    for change in try clockChanges(where: "g.is_approved = 1") {
      if let days = change.days {
        let granted = Extension(step: change.step, start: change.begunOn, days: days)
        extensions[change.subject, default: []].append(granted)
      } else if let days = change.standing(today: today) {
        pauses[change.subject, default: []].append(Standstill(days: days, reason: "批准暂停"))
      }
    }
    let outages = try outages(where: "o.is_approved = 1").compactMap { $0.outage(today: today) }
    var read = ClockLedger(
      rules.calendar, outages: outages, pauses: pauses, extensions: extensions)
    read.late = try lateFiles(.open, rules)
    ledger = read
    return read
  }

  /// Reads for one clue or case what it waited for at steps that are past.
  func readLateFiles(of subject: ClockSubject, _ rules: Rules) throws {
    var ledger = try clockLedger(rules)
    ledger.late[subject] = try lateFiles(.one(subject), rules)[subject]
    self.ledger = ledger
  }
}
