extension Look {
  package var title: String {
    switch self {
    case .people: "看基本情况"
    case .income: "看总体收入"
    case .spending: "看刚性支出"
    case .guarantees: "看四项保障"
    case .policies: "看政策享受"
    }
  }

  /// What to look at, as the paper sheet says it.
  package var hint: String {
    switch self {
    case .people: "人口、劳动力、年龄、就学、务工"
    case .income: "收入来源、水平是否稳定"
    case .spending: "看病、上学、灾害、事故等大额支出"
    case .guarantees: "上学、看病、住房、饮水"
    case .policies: "低保、救助、补贴、保险等已享受政策"
    }
  }
}

extension Guarantee {
  package var title: String {
    switch self {
    case .schooling: "义务教育"
    case .medicalInsurance: "基本医疗"
    case .housing: "住房安全"
    case .water: "饮水安全"
    }
  }
}

extension VisitConclusion {
  package var title: String {
    switch self {
    case .noRisk: "无返贫致贫风险"
    case .watch: "已有政策覆盖，持续关注"
    case .propose: "有风险，提请纳入监测对象"
    case .alreadyMonitored: "已是监测对象，情况已更新"
    case .nobodyFound: "查无此人"
    case .deceasedOrMoved: "已死亡或户籍迁出"
    case .notReached: "联系不上，限期再核"
    case .notOurVillage: "不属于本村，退回改派"
    }
  }
}
