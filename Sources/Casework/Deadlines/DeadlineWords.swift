extension Day {
  /// `9月28日（周一）`, as a proof names a day.
  fileprivate var spoken: String { "\(month)月\(dayOfMonth)日（周\(weekdayWord)）" }

  private var weekdayWord: String { String("一二三四五六日".dropFirst(weekday - 1).prefix(1)) }
}

extension ClosedRange<Day> {
  fileprivate var spoken: String {
    lowerBound == upperBound ? lowerBound.spoken : "\(lowerBound.spoken)—\(upperBound.spoken)"
  }
}

extension DayCount.Gap {
  fileprivate var title: String {
    switch self {
    case .weekend: "周末"
    case .holiday(let name): "\(name)放假"
    case .standstill(let reason): reason
    }
  }
}

extension DayCount {
  /// How the last day was found, a line for every stretch of days.
  package var proof: [String] {
    let lines = runs.map { run in
      if let gap = run.gap { return "跳过 \(run.days.spoken) \(gap.title)" }
      let last = run.number + (run.days.upperBound - run.days.lowerBound)
      let numbers = run.number == last ? "\(last)" : "\(run.number)—\(last)"
      return "第\(numbers)日 \(run.days.spoken)\(run.isMadeUp ? "调休上班" : "")"
    }
    return ["\(start.year)年\(start.spoken)起，次日计第1日"] + lines + ["到期 \(due.year)年\(due.spoken)"]
  }
}
