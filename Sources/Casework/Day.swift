/// A calendar day, with no time and no zone: deadlines are days, not instants.
package struct Day: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01.
  package let number: Int

  package init(number: Int) { self.number = number }

  package func adding(days: Int) -> Day { Day(number: number + days) }

  /// The first moment of the day in China, whose clocks have stood at UTC+8 since 1991.
  package var start: Instant {
    Instant(microseconds: (Int64(number) * 86_400 - Instant.chinaOffsetSeconds) * 1_000_000)
  }

  /// A moment of the day in China, for events that have a day and a time.
  package func at(hour: Int, minute: Int = 0) -> Instant {
    start.adding(seconds: hour * 3_600 + minute * 60)
  }

  package static func < (left: Day, right: Day) -> Bool { left.number < right.number }
  package static func - (left: Day, right: Day) -> Int { left.number - right.number }
}

extension Day {
  package var year: Int { civil.year }
  package var month: Int { civil.month }
  package var dayOfMonth: Int { civil.day }

  /// 1 is Monday, 7 is Sunday.
  package var weekday: Int { (((number + 3) % 7) + 7) % 7 + 1 }

  package var firstOfMonth: Day { adding(days: 1 - dayOfMonth) }

  /// The same day of the month `months` later, or the last day of that month where it is shorter.
  package func adding(months: Int) -> Day {
    let index = year * 12 + (month - 1) + months
    let first = Day(year: index / 12, month: index % 12 + 1, day: 1)
    let next = Day(year: (index + 1) / 12, month: (index + 1) % 12 + 1, day: 1)
    guard let first, let next else { return self }
    return first.adding(days: min(dayOfMonth, next - first) - 1)
  }

  /// Whole years from `self` to `other`, as age is counted.
  package func years(until other: Day) -> Int {
    let (born, seen) = (civil, other.civil)
    let passed = (seen.month, seen.day) >= (born.month, born.day)
    return seen.year - born.year - (passed ? 0 : 1)
  }

  /// Nil where the calendar has no such day.
  package init?(year: Int, month: Int, day: Int) {
    guard (0...9_999).contains(year), (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    let shifted = year - (month <= 2 ? 1 : 0)
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    self.init(number: era * 146_097 + dayOfEra - 719_468)
    // The 31st of a shorter month has become a day of the next one.
    guard dayOfMonth == day else { return nil }
  }
}

extension Day: CustomStringConvertible {
  /// `2026-11-19`, the form the database and the pages use.
  package var description: String {
    let (year, month, day) = civil
    func padded(_ value: Int, to width: Int) -> String {
      let digits = String(value)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
  }

  package init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2]
    else { return nil }
    self.init(year: year, month: month, day: day)
    guard description == text else { return nil }
  }

  private var civil: (year: Int, month: Int, day: Int) {
    let shifted = number + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
      dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    )
  }
}
