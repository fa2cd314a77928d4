/// What stops clocks without anybody's word, and how far, as the policy pack says it.
package struct OutageTerms: Hashable, Sendable, Decodable {
  /// For so many days at most one clock waits for late files and answers.
  package let lateDays: Int
  /// Without a sign of life for so many minutes of a day's working hours the server was down.
  package let gapMinutes: Int
  /// A longer outage stops clocks only when a person agrees.
  package let serverDays: Int

  package init(lateDays: Int, gapMinutes: Int, serverDays: Int) {
    (self.lateDays, self.gapMinutes, self.serverDays) = (lateDays, gapMinutes, serverDays)
  }

  /// What cannot be meant: a cap that is none, a gap that is longer than the working hours.
  package var fault: String? {
    guard (0...30).contains(lateDays) else { return "lateDays 应为 0 至 30 天" }
    guard (10...600).contains(gapMinutes) else { return "gapMinutes 应为 10 至 600 分钟" }
    return (0...30).contains(serverDays) ? nil : "serverDays 应为 0 至 30 天"
  }
}

/// A time without a sign of life from any server of the installation.
package struct ServerGap: Hashable, Sendable {
  package let from: Instant
  package let until: Instant

  package init(from: Instant, until: Instant) { (self.from, self.until) = (from, until) }

  /// - Parameters:
  ///   - last: the last sign of life.
  ///   - now: the moment of this one.
  ///   - running: for how long this program has run since its own last one, in microseconds, by a
  ///     clock that nobody sets; nil where it has just begun.
  package init(since last: Instant, now: Instant, running: Int64?) {
    // A date that was put forward is no outage: the program itself was there all the time.
    let gap = min(now.microseconds - last.microseconds, running ?? .max)
    self.init(from: Instant(microseconds: now.microseconds - max(0, gap)), until: now)
  }

  /// The days on which so much of the working hours was lost that a day's work was not possible;
  /// nil where it was so on none.
  package func days(_ terms: OutageTerms) -> ClosedRange<Day>? {
    let first = isLost(from.day, terms) ? from.day : from.day.adding(days: 1)
    let last = isLost(until.day, terms) ? until.day : until.day.adding(days: -1)
    return first <= last ? first...last : nil
  }

  /// Desks are open from eight to six.
  private func isLost(_ day: Day, _ terms: OutageTerms) -> Bool {
    let begin = max(from, day.at(hour: 8)).microseconds
    let end = min(until, day.at(hour: 18)).microseconds
    return (end - begin) / 60_000_000 >= Int64(terms.gapMinutes)
  }
}
