import Casework

extension Role {
  /// The role as it stands on pages.
  package var title: String {
    switch self {
    case .countyAdministrator: "县级管理员"
    case .countyReviewer: "县级审核员"
    case .townshipAdministrator: "乡镇管理员"
    case .townshipReviewer: "乡镇审核员"
    case .informationOfficer: "村级信息员"
    case .departmentOfficer: "部门专员"
    case .bankOfficer: "金融机构专员"
    case .supervisor: "督导员"
    case .securityAdministrator: "安全管理员"
    case .auditor: "审计员"
    case .household: "农户"
    case .system: "系统"
    }
  }
}

extension Duty {
  /// The duty as a refusal names it.
  package var title: String {
    switch self {
    case .importRegistry: "导入农户台账"
    case .pushData: "推送部门数据"
    case .answerCheck: "反馈经济核对"
    case .assess: "测算风险系数"
    case .readHouseholds: "查看农户"
    case .moveHousehold: "办理户籍迁移"
    case .declare: "自主申报"
    case .raiseClue: "登记线索"
    case .assignClue: "分派线索"
    case .visit: "入户核实"
    case .spotCheck: "抽查电话"
    case .reviewTownship: "乡镇审核"
    case .reviewCounty: "县级复核"
    case .keepCase: "办理监测对象"
    case .endorseTownship: "乡镇审核监测对象"
    case .approveCounty: "县级审批监测对象"
    case .announce: "发布公告"
    case .commissionCheck: "委托家庭经济状况核对"
    case .recordOutage: "登记停钟事由"
    case .approveClock: "批准停钟、暂停和延期"
    case .seeOverview: "查看总览"
    case .keepAccounts: "管理账号"
    case .readAudit: "查看审计日志"
    }
  }
}
