/// One of the five things looked at in a household (五看, `domain.md` 2.3).
package enum Look: String, CaseIterable, Sendable, Codable {
  case people, income, spending, guarantees, policies
}

/// One of the four guarantees (三保障和饮水安全, `domain.md` 3.5).
package enum Guarantee: String, CaseIterable, Sendable, Codable {
  case schooling, medicalInsurance, housing, water
}

/// What a visit came to (`domain.md` 2.3).
package enum VisitConclusion: String, CaseIterable, Sendable, Codable {
  case noRisk, watch, propose, alreadyMonitored
  case nobodyFound, deceasedOrMoved, notReached, notOurVillage

  /// The step on the clue that follows from it. Whoever was not found or needs no more help is
  /// "no risk" to the procedure, and reviewed like it.
  package var action: ClueAction {
    switch self {
    case .noRisk, .watch, .alreadyMonitored, .nobodyFound, .deceasedOrMoved: .concludeNoRisk
    case .propose: .concludeAtRisk
    case .notReached: .notReached
    case .notOurVillage: .returnMisdirected
    }
  }

  /// Whether the household was met, so that the sheet has to be filled in.
  package var needsSheet: Bool {
    switch self {
    case .noRisk, .watch, .propose, .alreadyMonitored: true
    case .nobodyFound, .deceasedOrMoved, .notReached, .notOurVillage: false
    }
  }
}

/// What two people found in a household.
package struct VisitSheet: Sendable {
  package var visitedOn: Day
  /// The second person of the visit (两人入户).
  package var companion: String
  package var looks: [Look: String]
  /// True is in order, false is a problem.
  package var guarantees: [Guarantee: Bool]
  package var statement: IncomeStatement
  package var risks: [RiskKind]
  package var conclusion: VisitConclusion
  package var reason: String

  package init(
    visitedOn: Day, companion: String, statement: IncomeStatement, conclusion: VisitConclusion
  ) {
    (self.visitedOn, self.companion, self.statement) = (visitedOn, companion, statement)
    (looks, guarantees, risks, reason) = ([:], [:], [], "")
    self.conclusion = conclusion
  }

  /// What still has to be put right before the sheet can be handed in.
  package func refusals(today: Day) -> [VisitRefusal] {
    var refusals: [VisitRefusal] = []
    if visitedOn > today { refusals.append(.inFuture) }
    if companion.isEmpty { refusals.append(.noCompanion) }
    if conclusion.needsSheet {
      refusals += Guarantee.allCases.filter { guarantees[$0] == nil }.map(VisitRefusal.guarantee)
      if statement.persons < 1 { refusals.append(.nobody) }
      if conclusion == .propose, risks.isEmpty { refusals.append(.noRisk) }
      if risks.count > 5 { refusals.append(.tooManyRisks) }
      if conclusion == .noRisk, guarantees.values.contains(false) {
        refusals.append(.problemWithoutRisk)
      }
    }
    if reason.count < 5 { refusals.append(.noReason) }
    return refusals
  }
}

/// Why a visit sheet is not complete, field by field.
package enum VisitRefusal: Refusal, Hashable {
  case inFuture, noCompanion, nobody, noRisk, tooManyRisks, problemWithoutRisk, noReason
  case noConclusion
  case unreadableDay(String)
  case guarantee(Guarantee)
  case amount(IncomeItem, String)

  package var sentence: String {
    switch self {
    case .inFuture: "入户日期在今天之后，请核对。"
    case .noCompanion: "入户须两人同行，请填写同行人姓名。"
    case .nobody: "家庭人口应至少为 1。"
    case .noRisk: "提请纳入须选择至少一种风险类型。"
    case .tooManyRisks: "风险类型最多选五种。"
    case .problemWithoutRisk: "“三保障”或饮水存在问题时，不能直接结论为无风险。"
    case .noConclusion: "请选择入户结论。"
    case .unreadableDay(let text): "“\(text)”不是日期，请按“2026-11-23”填写。"
    case .noReason: "请写明结论依据（至少 5 个字）。"
    case .guarantee(let guarantee): "请填写“\(guarantee.title)”是否有保障。"
    case .amount(let item, let text): "“\(item.title)”“\(text)”不是金额。"
    }
  }

  package var field: String? {
    switch self {
    case .inFuture, .unreadableDay: "visitedOn"
    case .noCompanion: "companion"
    case .nobody: "persons"
    case .noRisk, .tooManyRisks: "risks"
    case .problemWithoutRisk, .noConclusion: "conclusion"
    case .noReason: "reason"
    case .guarantee(let guarantee): "guarantee.\(guarantee.rawValue)"
    case .amount(let item, _): "amount.\(item.rawValue)"
    }
  }
}
