/// Where a case stands between "at risk" and the orderly end of the risk (`domain.md` 2.11).
package enum CaseStage: String, CaseIterable, Sendable {
  case consent, appraisal, publicNotice, townshipAudit, countyApproval, announcement
  case monitored
  case removalAppraisal, removalNotice, removalAudit, removalApproval
  case removed, dismissed

  package var isClosed: Bool { self == .removed || self == .dismissed }

  /// Whether the household counts as monitored (监测对象) at this stage.
  package var isMonitored: Bool {
    switch self {
    case .monitored, .removalAppraisal, .removalNotice, .removalAudit, .removalApproval: true
    default: false
    }
  }

  /// The name of the allowance in the policy pack; nil where nothing is awaited.
  package var allowance: String? {
    switch self {
    case .monitored: "followUp"
    // A notice has to stand its days first; only then can the step be late.
    case .publicNotice, .removalNotice: "noticeStage"
    case .removed, .dismissed: nil
    default: rawValue
    }
  }
}

/// One step that somebody takes on a case.
package enum CaseAction: String, CaseIterable, Sendable {
  case recordConsent, endorse, sendBack, dismiss, proposeRemoval

  package var needsReason: Bool { self == .sendBack || self == .dismiss }
}

extension CaseStage {
  /// The actions open at this stage, and the stage each leads to.
  ///
  /// This is the whole procedure: no other place decides a stage, and a page offers an officer
  /// just these actions. The drawing in `docs/procedure.md` is compared with it.
  package var exits: [CaseAction: CaseStage] {
    switch self {
    case .consent: [.recordConsent: .appraisal, .dismiss: .dismissed]
    case .appraisal: [.endorse: .publicNotice, .dismiss: .dismissed]
    case .publicNotice: [.endorse: .townshipAudit, .sendBack: .appraisal]
    case .townshipAudit:
      [.endorse: .countyApproval, .sendBack: .appraisal, .dismiss: .dismissed]
    case .countyApproval:
      [.endorse: .announcement, .sendBack: .townshipAudit, .dismiss: .dismissed]
    case .announcement: [.endorse: .monitored]
    case .monitored: [.proposeRemoval: .removalAppraisal]
    case .removalAppraisal: [.endorse: .removalNotice, .sendBack: .monitored]
    case .removalNotice: [.endorse: .removalAudit, .sendBack: .removalAppraisal]
    case .removalAudit: [.endorse: .removalApproval, .sendBack: .monitored]
    case .removalApproval: [.endorse: .removed, .sendBack: .removalAudit]
    case .removed, .dismissed: [:]
    }
  }

  /// Whose work the stage is.
  package var duty: Duty? {
    switch self {
    case .consent, .appraisal, .publicNotice, .monitored, .removalAppraisal, .removalNotice:
      .keepCase
    case .townshipAudit, .removalAudit: .endorseTownship
    case .countyApproval, .removalApproval: .approveCounty
    case .announcement: .announce
    case .removed, .dismissed: nil
    }
  }

  /// Stages at which somebody judges what another prepared.
  package var isReview: Bool { duty == .endorseTownship || duty == .approveCounty }
}

/// Why a step on a case was not taken.
package enum CaseRefusal: Refusal {
  case notOpen(CaseAction, at: CaseStage)
  case reasonNeeded(CaseAction)
  case sameOfficer
  case consentMissing([String])
  case consentRefused([String])
  case notAppraised
  case votesWrong
  case notPosted
  case noticeTooShort(until: Day)
  case alreadyPosted(until: Day)
  case objectionOpen
  case noMeasureText
  case removalConditions([RemovalCondition])

  package var sentence: String {
    switch self {
    case .notOpen(let action, let stage): "现在是“\(stage.title)”，不能“\(action.title)”。"
    case .reasonNeeded(let action): "“\(action.title)”必须写明理由（至少 5 个字），对方会看到。"
    case .sameOfficer: "上一步是您办理的，审核须由另一位同事办理。"
    case .consentMissing(let names):
      "还缺承诺授权：\(names.joined(separator: "、"))。每名成年家庭成员都要签字，不能签的由监护人代签。"
    case .consentRefused(let names): "\(names.joined(separator: "、"))拒绝授权，不能继续。可办结并写明理由。"
    case .notAppraised: "请先登记民主评议会议。"
    case .votesWrong: "票数不对：赞成与反对之和不能超过到会人数，且赞成须过半数。"
    case .notPosted: "请先张贴公示。"
    case .noticeTooShort(let until): "公示未满，\(until) 结束后的第二天才能提交。"
    case .alreadyPosted(let until): "公示已经张贴，到 \(until) 为止，不用再贴。"
    case .objectionOpen: "有异议尚未处理，公示暂停。请由另一位同事处理异议后再提交。"
    case .noMeasureText: "请选择帮扶措施的类别和内容，并填写帮扶责任人。"
    case .removalConditions(let failing):
      "不符合风险消除条件：" + failing.map(\.title).joined(separator: "；") + "。"
    }
  }

  package var field: String? {
    switch self {
    case .reasonNeeded: "reason"
    case .votesWrong: "inFavour"
    default: nil
    }
  }
}

/// One condition of an orderly removal of the risk (`domain.md` 2.8).
package enum RemovalCondition: String, CaseIterable, Sendable {
  case incomeAboveLine, stableLongEnough, guaranteesInOrder, riskGone, noNewRisk, hasMeasure
  case hasLabour
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

  /// Every condition with its verdict; what is unknown does not hold.
  package func verdicts(
    today: Day, _ pack: PolicyPack, natural: Bool
  ) -> [(condition: RemovalCondition, holds: Bool)] {
    RemovalCondition.allCases.compactMap { condition in
      let holds: Bool
      switch condition {
      case .incomeAboveLine: holds = incomePerPerson.map { $0 > line } ?? false
      case .stableLongEnough:
        holds =
          monitoredSince.map { $0.adding(months: pack.removal.stableMonths) <= today } ?? false
      case .guaranteesInOrder: holds = guaranteesInOrder ?? false
      case .riskGone: holds = isRiskGone ?? false
      case .noNewRisk:
        holds = openClues == 0 && (coefficient.map { $0 < pack.thresholds.township } ?? false)
      case .hasMeasure:
        if natural { return nil }
        holds = measures > 0
      // A household without any labour stays in view (整户无劳动能力暂不标注消除).
      case .hasLabour: holds = workers > 0
      }
      return (condition, holds)
    }
  }
}
