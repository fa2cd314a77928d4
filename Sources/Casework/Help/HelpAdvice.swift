/// A category of help as it fits one household: what it answers, and why it stands where it does.
package struct HelpAdvice: Sendable {
  package let category: MeasureCategory
  /// The household's risks that it answers.
  package let answers: [RiskKind]
  /// Help that needs somebody who can work, in a household where nobody can.
  package let lacksLabour: Bool

  /// All categories, the fitting first: those that answer a risk, where somebody can work those
  /// that build on it before the others, where nobody can none of those (`domain.md` 2.5).
  package static func ranked(
    _ categories: [MeasureCategory], for risks: [RiskKind], workers: Int
  ) -> [HelpAdvice] {
    let all = categories.map { category in
      HelpAdvice(
        category: category, answers: risks.filter(category.answers.contains),
        lacksLabour: category.needsLabour && workers == 0)
    }
    func rank(_ one: HelpAdvice) -> (Int, Int, Int) {
      let builds = one.category.needsLabour && workers > 0
      return (one.lacksLabour ? 1 : 0, one.answers.isEmpty ? 1 : 0, builds ? 0 : 1)
    }
    return all.enumerated().sorted {
      let (left, right) = (rank($0.element), rank($1.element))
      return left == right ? $0.offset < $1.offset : left < right
    }.map(\.element)
  }
}

/// A look at a household's help that is due after its identification.
package enum HelpCheck: String, CaseIterable, Sendable {
  case tenDays, oneMonth

  package var title: String { self == .tenDays ? "10 天检查：计划和责任人" : "一个月检查：措施落实" }

  package func due(since day: Day) -> Day {
    self == .tenDays ? day.adding(days: 10) : day.adding(months: 1)
  }
}

/// Why something about a household's help was not kept.
package enum HelpRefusal: Refusal {
  case notHelped, planIncomplete, datesWrong, amount(String), contactText, contactDay
  case continuesUntil, endsEarly(Day)
  case measureUnknown, measureEnded, checkEarly(Day), checkKnown, checkText, risk
  case referralText, referralMoved(ReferralStage), department

  package var sentence: String {
    switch self {
    case .notHelped: "只有监测帮扶中的户（或紧急通道已批准的户）能登记帮扶。"
    case .planIncomplete: "帮扶计划须写明目标（至少 5 个字）、帮扶责任人、单位和起始日期。"
    case .datesWrong: "日期不对：结束不能早于开始，开始不能早于两年前或晚于一年后。"
    case .amount(let text): "金额“\(text)”不对：应为 0 至一千万元的数字。"
    case .contactText: "请写清联系的情况（至少 5 个字）。"
    case .contactDay: "联系日期不能在今天之后，也不能早于纳入之前。"
    case .continuesUntil: "风险消除后继续的措施要写计划结束的日期（贷款、协议到期或学段结束）。"
    case .endsEarly(let day): "这项措施 \(day) 才开始，不能在这之前结束。"
    case .measureUnknown: "没有这项措施。"
    case .measureEnded: "这项措施已经结束。"
    case .checkEarly(let day): "还没有到检查的日子（\(day)）。"
    case .checkKnown: "这次检查已经登记。"
    case .checkText: "请写明检查情况（至少 5 个字）；不符合的写明怎么整改。"
    case .risk: "措施对应的风险应是这一户的风险类型之一。"
    case .referralText: "请写清转办什么、需要部门做什么（至少 5 个字）；退回须写理由。"
    case .referralMoved(let stage): "这件转办现在是“\(stage.title)”，不能这样处理。"
    case .department: "请选择接收转办的部门。"
    }
  }

  package var field: String? {
    switch self {
    case .planIncomplete: "goal"
    case .amount: "amount"
    case .contactText: "contact"
    case .checkText: "check"
    case .referralText: "asked"
    default: nil
    }
  }
}
