/// Where a matter stands that was passed on to a department (转办).
package enum ReferralStage: String, CaseIterable, Sendable {
  case sent, acknowledged, settled, returned

  package var title: String {
    switch self {
    case .sent: "待部门签收"
    case .acknowledged: "部门办理中"
    case .settled: "部门已办结"
    case .returned: "部门退回"
    }
  }

  package var isOpen: Bool { self == .sent || self == .acknowledged }

  /// The steps open here, and where each leads.
  package var exits: [ReferralStep: ReferralStage] {
    switch self {
    case .sent: [.acknowledge: .acknowledged, .giveBack: .returned]
    case .acknowledged: [.settle: .settled, .giveBack: .returned]
    case .settled, .returned: [:]
    }
  }
}

/// What a department does with a matter that was passed on to it.
package enum ReferralStep: String, CaseIterable, Sendable {
  case acknowledge, settle, giveBack

  package var title: String {
    switch self {
    case .acknowledge: "签收"
    case .settle: "办结反馈"
    case .giveBack: "退回"
    }
  }

  /// Whoever asked reads what came of it.
  package var needsText: Bool { self != .acknowledge }
}
