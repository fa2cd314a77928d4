/// One condition of an orderly removal of the risk (`domain.md` 2.8).
package enum RemovalCondition: String, CaseIterable, Sendable {
  case incomeAboveLine, stableLongEnough, guaranteesInOrder, riskGone, noNewRisk, hasMeasure
  case hasLabour
}

/// Whether one condition holds, and what is known that says so.
package struct RemovalVerdict: Sendable {
  package let condition: RemovalCondition
  package let holds: Bool
  package let evidence: String
}

/// What is known of a household when its risk is to be called removed.
package struct RemovalEvidence: Sendable {
  package var monitoredSince: Day?
  package var incomePerPerson: Money?
  package var line: Money
  package var guaranteesInOrder: Bool?
  package var coefficient: Coefficient?
  package var openClues: Int
  package var measures: Int
  package var workers: Int
  package var isRiskGone: Bool?

  package init(line: Money) {
    self.line = line
    (openClues, measures, workers) = (0, 0, 0)
  }

  /// Every condition with its verdict and its evidence; what is unknown does not hold.
  package func verdicts(today: Day, _ pack: PolicyPack, natural: Bool) -> [RemovalVerdict] {
    RemovalCondition.allCases.compactMap { condition in
      condition == .hasMeasure && natural ? nil : verdict(condition, today: today, pack)
    }
  }

  private func verdict(
    _ condition: RemovalCondition, today: Day, _ pack: PolicyPack
  ) -> RemovalVerdict {
    let (holds, evidence): (Bool, String) =
      switch condition {
      case .incomeAboveLine:
        (
          incomePerPerson.map { $0 > line } ?? false,
          "最近回访 \(incomePerPerson.map { "\($0) 元" } ?? "没有填写收入")，监测线 \(line) 元"
        )
      case .stableLongEnough: stability(today, pack)
      case .guaranteesInOrder: answer(guaranteesInOrder)
      case .riskGone: answer(isRiskGone)
      case .noNewRisk:
        (
          openClues == 0 && (coefficient.map { $0 < pack.thresholds.township } ?? false),
          "未办结线索 \(openClues) 条，系数 \(coefficient?.description ?? "未知")，"
            + "审核线 \(pack.thresholds.township)"
        )
      case .hasMeasure: (measures > 0, "已登记措施 \(measures) 项")
      // A household without any labour stays in view (整户无劳动能力暂不标注消除).
      case .hasLabour: (workers > 0, "台账中劳动力 \(workers) 人")
      }
    return RemovalVerdict(condition: condition, holds: holds, evidence: evidence)
  }

  private func stability(_ today: Day, _ pack: PolicyPack) -> (Bool, String) {
    guard let since = monitoredSince else { return (false, "还没有纳入") }
    let day = since.adding(months: pack.removal.stableMonths)
    return (day <= today, "\(since) 纳入，满 \(pack.removal.stableMonths) 个月为 \(day)")
  }

  private func answer(_ said: Bool?) -> (Bool, String) {
    (said ?? false, said.map { $0 ? "最近回访：是" : "最近回访：否" } ?? "最近回访没有填写")
  }
}
