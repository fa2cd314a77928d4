import Casework

extension Deadline {
  /// How much time is left, in words: colour is never alone.
  var words: String {
    if isOverdue { return workingDaysLeft == 0 ? "已超期" : "超期 \(-workingDaysLeft) 个工作日" }
    return workingDaysLeft == 0 ? "今天到期" : "余 \(workingDaysLeft) 个工作日"
  }

  /// The badge's class, which gives shape and colour.
  var mark: String {
    switch light {
    case .green: "good"
    case .orange: "due"
    case .red: "late"
    }
  }
}

extension Day {
  var weekdayTitle: String { "星期" + ["一", "二", "三", "四", "五", "六", "日"][weekday - 1] }
}
