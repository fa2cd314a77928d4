/// A department's file or answer that did not come in time, and the days on which it was awaited.
package struct LateFile: Hashable, Sendable {
  /// `民政“低保在册”11 月应报的文件`; it names an office, and nobody.
  package let what: String
  package let days: ClosedRange<Day>
  package let wait: Wait

  /// What waits for it: whoever judges, or the village meeting that needs the economic check.
  package enum Wait: Hashable, Sendable { case judgement, check }

  package init(_ what: String, _ days: ClosedRange<Day>, _ wait: Wait = .judgement) {
    (self.what, self.days, self.wait) = (what, days, wait)
  }

  /// Whether the clock of a step stands still meanwhile.
  package func stops(_ step: String) -> Bool {
    switch wait {
    case .judgement: OutageKind.lateFile.stops(step)
    // The meeting's word goes on only when the check is concluded.
    case .check: step == "appraisal" || step == "total"
    }
  }
}

extension [LateFile] {
  /// The days on which one clock stood still, no more than `most` of them.
  ///
  /// A department that never sends would otherwise stop it for ever.
  func standing(_ clock: StepClock, most: Int) -> (days: [Standstill], isCapped: Bool) {
    var (standing, reached, left): ([Standstill], Day, Int) = ([], clock.start, most)
    let own = filter { $0.stops(clock.step) }.sorted { $0.days.lowerBound < $1.days.lowerBound }
    for file in own {
      let first = Swift.max(file.days.lowerBound, reached.adding(days: 1))
      guard first <= file.days.upperBound else { continue }
      guard left > 0 else { return (standing, true) }
      let last = Swift.min(file.days.upperBound, first.adding(days: left - 1))
      standing.append(
        Standstill(days: first...last, reason: "\(OutageKind.lateFile.title)：\(file.what)"))
      (left, reached) = (left - (last - first + 1), last)
      if last < file.days.upperBound { return (standing, true) }
    }
    return (standing, false)
  }
}

/// A file of a data item that was taken in: when it came, and when its rows could be read.
package struct FileArrival: Hashable, Sendable {
  package let received: Day
  package let ready: Day

  package init(received: Day, ready: Day) { (self.received, self.ready) = (received, ready) }
}

extension DataItem {
  /// The days since a day on which its files were awaited in vain; before the first that came
  /// nothing was awaited.
  package func late(
    _ arrivals: [FileArrival], since: Day, today: Day, _ calendar: WorkingCalendar
  ) -> [LateFile] {
    guard let first = arrivals.map(\.received).min(), max(first, since) <= today else { return [] }
    return cadence.dues(in: max(first, since)...today, calendar).compactMap { due in
      let opening = cadence.opening(of: due)
      let file = arrivals.filter { $0.received >= opening }.min { $0.received < $1.received }
      if let file, file.received <= due { return nil }
      let (from, until) = (due.adding(days: 1), min(file?.ready ?? today, today))
      guard from <= until else { return nil }
      return LateFile("\(department)“\(title)”\(due.month) 月应报的文件", from...until)
    }
  }
}
