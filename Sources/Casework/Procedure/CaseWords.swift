extension CaseStage {
  package var title: String {
    switch self {
    case .consent: "承诺授权"
    case .appraisal: "民主评议"
    case .publicNotice: "村内公示"
    case .townshipAudit: "乡镇审核"
    case .countyApproval: "县级审批"
    case .announcement: "公告"
    case .monitored: "监测帮扶"
    case .removalAppraisal: "消除评议"
    case .removalNotice: "消除公示"
    case .removalAudit: "消除乡镇审核"
    case .removalApproval: "消除县级审批"
    case .removed: "风险已消除"
    case .exitApproval: "退出县级审批"
    case .exited: "已退出"
    case .dismissed: "不予纳入"
    }
  }
}

extension CaseAction {
  package var title: String {
    switch self {
    case .recordConsent: "授权齐全，提交评议"
    case .endorse: "通过，提交下一步"
    case .sendBack: "退回"
    case .dismiss: "不予纳入"
    case .proposeRemoval: "提请风险消除"
    case .proposeExit: "提请退出"
    case .withdraw: "撤回"
    case .upholdObjection: "异议成立，重新评议"
    case .rollBack: "回退为监测中"
    }
  }
}

extension RemovalCondition {
  package var title: String {
    switch self {
    case .incomeAboveLine: "人均纯收入稳定超过当年监测线"
    case .stableLongEnough: "纳入监测满半年，情况持续稳定"
    case .guaranteesInOrder: "“三保障”和饮水安全持续有保障"
    case .riskGone: "识别时的风险已经稳定消除"
    case .noNewRisk: "没有新的风险（无未办结线索，风险系数低于乡镇审核线）"
    case .hasMeasure: "已落实帮扶措施"
    case .hasLabour: "家中有劳动力（整户无劳动力的持续监测，暂不消除）"
    }
  }
}
