extension ClueStage {
  package var title: String {
    switch self {
    case .received: "待分派"
    case .visiting: "待入户核实"
    case .townshipReview: "待乡镇审核"
    case .countyReview: "待县级复核"
    case .closed: "已办结"
    case .caseOpened: "已转监测对象"
    }
  }
}

extension ClueAction {
  package var title: String {
    switch self {
    case .place: "分派"
    case .concludeNoRisk: "核实为无风险"
    case .concludeAtRisk: "核实为有风险，提请纳入"
    case .notReached: "联系不上，限期再核"
    case .returnMisdirected: "不属于本村，退回改派"
    case .agree: "同意"
    case .overrule: "不同意，按有风险纳入"
    case .sendBack: "退回村里重新核实"
    case .withdraw: "来源数据已撤销，线索撤回"
    case .loseSignal: "来源数据已撤销，线索保留"
    }
  }
}

extension ClueSource {
  package var title: String {
    switch self {
    case .selfReport: "农户自主申报"
    case .patrol: "干部摸排"
    case .departmentPush: "部门预警"
    }
  }
}
