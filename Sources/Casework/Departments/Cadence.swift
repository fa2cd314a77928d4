/// How often a data item is due, and until when in its period.
package enum Cadence: Hashable, Sendable {
  /// Until a day of every month.
  case month(day: Int)
  /// Until a day of every year.
  case year(month: Int, day: Int)
  /// Whenever something happened; never due by the calendar.
  case event
}

extension Cadence: Decodable {
  package enum Key: String, CodingKey { case every, month, day }
  private enum Every: String, Decodable { case month, year, event }

  package init(from decoder: any Decoder) throws {
    let box = try decoder.container(keyedBy: Key.self)
    switch try box.decode(Every.self, forKey: .every) {
    case .month: self = .month(day: try box.decode(Int.self, forKey: .day))
    case .year:
      self = .year(
        month: try box.decode(Int.self, forKey: .month), day: try box.decode(Int.self, forKey: .day)
      )
    case .event: self = .event
    }
  }

  /// Whether the day is one of the calendar.
  package var isPossible: Bool {
    switch self {
    case .month(let day): (1...28).contains(day)
    case .year(let month, let day): Day(year: 2027, month: month, day: day) != nil
    case .event: true
    }
  }

  /// `每月 5 日前`.
  package var text: String {
    switch self {
    case .month(let day): "每月 \(day) 日前"
    case .year(let month, let day): "每年 \(month) 月 \(day) 日前"
    case .event: "有事即报"
    }
  }
}
