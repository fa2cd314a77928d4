/// What a village found wrong in a department's row.
package enum CorrectionKind: String, CaseIterable, Sendable {
  case notMyVillage, dead, wrongAmount, other

  package var title: String {
    switch self {
    case .notMyVillage: "不是本村"
    case .dead: "已死亡或迁出"
    case .wrongAmount: "金额不对"
    case .other: "其他不符"
    }
  }

  /// What a visit's conclusion says of the rows that led to it; nil where they were right.
  package init?(_ conclusion: VisitConclusion) {
    switch conclusion {
    case .notOurVillage: self = .notMyVillage
    case .deceasedOrMoved: self = .dead
    case .noRisk, .watch, .propose, .alreadyMonitored, .nobodyFound, .notReached: return nil
    }
  }
}

/// Why a correction, a request or its answer was not taken.
package enum FreshnessRefusal: Refusal {
  case textNeeded, alreadyAnswered, unknownDepartment

  package var sentence: String {
    switch self {
    case .textNeeded: "请写清楚（至少 4 个字），对方才知道怎么办。"
    case .alreadyAnswered: "这一条已经答复过了。"
    case .unknownDepartment: "请从列表中选择部门。"
    }
  }
}
