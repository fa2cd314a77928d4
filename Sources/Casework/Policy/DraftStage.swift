/// Where a draft of the rules stands.
package enum DraftStage: String, CaseIterable, Sendable {
  case draft, asked, active, rollBackAsked, former, discarded

  package var title: String {
    switch self {
    case .draft: "草案"
    case .asked: "待同意启用"
    case .active: "现行"
    case .rollBackAsked: "现行，待同意回退"
    case .former: "已退出"
    case .discarded: "已放弃"
    }
  }

  /// Where an action leads from here; nil where it is not open.
  package func exit(_ action: DraftAction) -> DraftStage? {
    switch (self, action) {
    case (.draft, .startShadow), (.draft, .stopShadow): .draft
    case (.draft, .ask): .asked
    case (.draft, .discard): .discarded
    case (.asked, .agree): .active
    case (.asked, .refuse): .draft
    case (.active, .askRollBack): .rollBackAsked
    case (.rollBackAsked, .agreeRollBack): .former
    case (.rollBackAsked, .refuseRollBack): .active
    case (.active, .supersede), (.rollBackAsked, .supersede): .former
    case (.former, .restore): .active
    default: nil
    }
  }
}

/// What can be done with a draft of the rules.
package enum DraftAction: String, CaseIterable, Sendable {
  case startShadow, stopShadow, ask, discard, agree, refuse
  case askRollBack, agreeRollBack, refuseRollBack
  /// What happens to it because another draft came into force or was rolled back.
  case supersede, restore

  package var title: String {
    switch self {
    case .startShadow: "开始影子运行"
    case .stopShadow: "停止影子运行"
    case .ask: "申请启用"
    case .discard: "放弃"
    case .agree: "同意启用"
    case .refuse: "不同意启用"
    case .askRollBack: "申请回退"
    case .agreeRollBack: "同意回退"
    case .refuseRollBack: "不同意回退"
    case .supersede: "由后一版接替"
    case .restore: "后一版回退，恢复现行"
    }
  }

  package var needsReason: Bool {
    switch self {
    case .ask, .refuse, .askRollBack, .refuseRollBack: true
    default: false
    }
  }

  /// Whether it decides on what somebody else has asked for.
  package var isDecision: Bool {
    switch self {
    case .agree, .refuse, .agreeRollBack, .refuseRollBack: true
    default: false
    }
  }
}
