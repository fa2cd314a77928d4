extension IncomeItem {
  package var title: String {
    switch self {
    case .wages: "务工收入"
    case .publicPost: "公益岗位收入"
    case .farming: "种植业收入"
    case .livestock: "养殖业收入"
    case .forestry: "林果业收入"
    case .otherBusiness: "其他经营收入"
    case .assetShare: "资产收益分红"
    case .landLease: "土地流转收入"
    case .otherProperty: "其他财产性收入"
    case .dibao: "低保金"
    case .tekun: "特困供养金"
    case .pension: "养老金"
    case .ecology: "生态补偿金"
    case .otherTransfer: "其他转移性收入"
    case .farmingCost: "种植业支出"
    case .livestockCost: "养殖业支出"
    case .otherCost: "其他经营支出"
    case .insurancePaid: "理赔收入"
    case .medicalSpending: "医疗自付支出"
    case .schoolSpending: "上学自付支出"
    case .lossSpending: "灾害事故损失"
    }
  }
}

extension IncomeSection {
  package var title: String {
    switch self {
    case .wage: "A 工资性收入"
    case .business: "B 生产经营性收入"
    case .property: "C 财产性收入"
    case .transfer: "D 转移性收入"
    case .businessCost: "E 生产经营性支出"
    case .compensation: "F 理赔收入"
    case .spending: "G 合规自付支出"
    }
  }
}
