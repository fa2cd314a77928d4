/// A moment in time, in microseconds since 1970-01-01 00:00 UTC.
package struct Instant: Hashable, Comparable, Sendable {
  package let microseconds: Int64

  package init(microseconds: Int64) { self.microseconds = microseconds }

  /// China has kept UTC+8 all year since 1991.
  static let chinaOffsetSeconds: Int64 = 8 * 3_600

  /// The day in China to which the moment belongs.
  package var day: Day { Day(number: Int(chinaSeconds.quotient)) }

  /// `09:05`, the time of day in China.
  package var timeOfDay: String {
    let minutes = chinaSeconds.remainder / 60
    let (hour, minute) = (minutes / 60, minutes % 60)
    return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
  }

  package func adding(seconds: Int) -> Instant {
    Instant(microseconds: microseconds + Int64(seconds) * 1_000_000)
  }

  package static func < (left: Instant, right: Instant) -> Bool {
    left.microseconds < right.microseconds
  }

  private var chinaSeconds: (quotient: Int64, remainder: Int64) {
    let seconds = Instant.floor(microseconds, 1_000_000) + Instant.chinaOffsetSeconds
    let days = Instant.floor(seconds, 86_400)
    return (days, seconds - days * 86_400)
  }

  private static func floor(_ value: Int64, _ unit: Int64) -> Int64 {
    value >= 0 ? value / unit : -((-value + unit - 1) / unit)
  }
}

extension Instant {
  /// `2026-11-23T09:05:07.123+08:00` (RFC 3339), as programs read it.
  package var stamp: String {
    let (second, milli) = (
      chinaSeconds.remainder % 60, (microseconds % 1_000_000 + 1_000_000) % 1_000_000 / 1_000
    )
    let fraction = String(String(1_000 + milli).dropFirst())
    return "\(day)T\(timeOfDay):\(second < 10 ? "0" : "")\(second).\(fraction)+08:00"
  }
}

extension Instant: CustomStringConvertible {
  /// `2026-11-23 09:05`, as people in China read it.
  package var description: String { "\(day) \(timeOfDay)" }
}

/// Where the program learns what time it is; handed in everywhere, so that a test, a practice
/// county or a demonstration can live at any moment.
package struct Clock: Sendable {
  private let read: @Sendable () -> Instant

  package init(_ read: @escaping @Sendable () -> Instant) { self.read = read }

  package var now: Instant { read() }
  package var today: Day { now.day }

  /// A clock that stands still.
  package static func stopped(at moment: Instant) -> Clock { Clock { moment } }
}
