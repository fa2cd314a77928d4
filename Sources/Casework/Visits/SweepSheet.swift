/// What a sweep of a household found (集中排查, `domain.md` 2.2).
package struct SweepSheet: Sendable {
  package let sweptOn: Day
  package let companion: String
  package let hasRisk: Bool
  package let risk: RiskKind?
  package let text: String
  /// The guarantees that are not in order.
  package let lacking: [Guarantee]

  /// From answers that the form's definition let pass.
  package init(_ answers: [String: String], today: Day) {
    sweptOn = answers["sweptOn"].flatMap(Day.init) ?? today
    companion = answers["companion"] ?? ""
    hasRisk = answers["hasRisk"] == "1"
    risk = answers["risk"].flatMap(RiskKind.init(rawValue:))
    text = answers["text"] ?? ""
    lacking = Guarantee.allCases.filter { answers["guarantee.\($0.rawValue)"] == "0" }
  }

  /// As on a visit: who lacks a guarantee is not without risk.
  package func check() throws(SweepRefusal) {
    if !hasRisk, let first = lacking.first { throw .lacking(first) }
  }
}

/// Why a sweep is not taken in.
package enum SweepRefusal: Refusal {
  case lacking(Guarantee)

  package var sentence: String {
    switch self {
    case .lacking(let guarantee): "“\(guarantee.title)”有问题时，不能填“没有风险”。请改为有风险并写明情况。"
    }
  }

  package var field: String? { "hasRisk" }
}
