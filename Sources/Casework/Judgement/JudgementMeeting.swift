/// A meeting that judges cases household by household (逐户研判), as it is written down.
package struct JudgementMeeting: Sendable {
  package let heldOn: Day
  package let chair: String
  package let members: [String]
  package let items: [Item]
  /// Fewer are no meeting.
  package static let fewest = 3

  /// The conclusion on one household.
  package struct Item: Sendable {
    package let clue: Int64
    package let action: ClueAction
    package let conclusion: String

    package init(clue: Int64, action: ClueAction, conclusion: String) {
      (self.clue, self.action, self.conclusion) = (clue, action, conclusion)
    }
  }

  /// - Parameters:
  ///   - heldOn: its day; none is unreadable.
  ///   - chair: who led it.
  ///   - members: the names of those present, one a line or with commas.
  ///   - items: what was concluded on each household.
  ///   - today: a meeting cannot be in the future.
  /// - Throws: `MeetingRefusal` naming what is missing.
  package init(
    heldOn: Day?, chair: String, members: String, items: [Item], today: Day
  ) throws(MeetingRefusal) {
    guard let heldOn, heldOn <= today, heldOn >= today.adding(days: -31) else { throw .day }
    let names = members.split { "、,，;；\n\r ".contains($0) }.map(String.init)
    let present = names.enumerated().filter { names.firstIndex(of: $0.element) == $0.offset }
    guard !chair.isEmpty, present.count >= JudgementMeeting.fewest else { throw .members }
    guard !items.isEmpty else { throw .nothing }
    guard items.allSatisfy({ $0.conclusion.count >= 5 }) else { throw .conclusion }
    (self.heldOn, self.chair, self.items) = (heldOn, chair, items)
    self.members = present.map(\.element)
  }
}

/// Why a meeting is not written down.
package enum MeetingRefusal: Refusal {
  case day, members, nothing, conclusion, notReview(ClueAction)

  package var sentence: String {
    switch self {
    case .day: "研判日期应在最近一个月内，不能在今天之后。"
    case .members: "请填写主持人和至少 3 名到会人员的姓名（每行一人，重复的只算一次）。"
    case .nothing: "请至少对一户作出结论。"
    case .conclusion: "每一户都要写明结论的依据（至少 5 个字）。"
    case .notReview: "研判只能同意、改判或退回。"
    }
  }

  package var field: String? {
    switch self {
    case .day: "heldOn"
    case .members: "members"
    default: nil
    }
  }
}

/// Why a household's appeal was not taken in or decided.
package enum AppealRefusal: Refusal {
  case notClosed, text, known, ownDecision, answered, tooLate(Day)

  package var sentence: String {
    switch self {
    case .notClosed: "只有“不予纳入”的个案可以申诉；办理中的请走异议。"
    case .text: "请写清申诉或复核意见（至少 5 个字）。"
    case .known: "申诉已经登记，正在复核。"
    case .ownDecision: "原来的结论或申诉登记是您办的，须由另一位同事复核。"
    case .answered: "这件申诉已经复核。"
    case .tooLate(let day): "申诉期到 \(day) 为止，已经过期；情况有变化的可以重新申报。"
    }
  }

  package var field: String? { "appeal" }
}
