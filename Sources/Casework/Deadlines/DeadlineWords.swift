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
    let unit = limit.unit == .working ? "个工作日" : "天"
    let extra = extraDays > 0 ? "（含批准延期 \(extraDays) \(unit)）" : ""
    let first = "\(start.year)年\(start.spoken)起，次日计第1日，限 \(limit.days) \(unit)\(extra)"
    let cap = lateDays.map { "等部门数据最多停计 \($0) 天，已停满，其后照常计时" }
    return [first] + lines + [cap].compactMap { $0 } + ["到期 \(due.year)年\(due.spoken)"]
  }
}

extension OutageKind {
  package var title: String {
    switch self {
    case .serverDown: "系统中断"
    case .lateFile: "部门数据迟到"
    case .roadClosed: "道路中断"
    case .disaster: "灾害"
    case .countyHoliday: "本县假日"
    }
  }
}
