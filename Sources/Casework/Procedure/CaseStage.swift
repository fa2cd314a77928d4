/// Where a case stands between "at risk" and the orderly end of the risk (`domain.md` 2.11).
package enum CaseStage: String, CaseIterable, Sendable, Decodable {
  case consent, appraisal, publicNotice, townshipAudit, countyApproval, announcement
  case monitored
  case removalAppraisal, removalNotice, removalAudit, removalApproval
  case removed
  /// Leaving without removal: the household died out, moved away, or was taken in by mistake.
  case exitApproval, exited
  case dismissed

  package var isClosed: Bool { self == .removed || self == .exited || self == .dismissed }

  /// Whether the household counts as monitored (监测对象) at this stage.
  package var isMonitored: Bool {
    switch self {
    case .monitored, .removalAppraisal, .removalNotice, .removalAudit, .removalApproval,
      .exitApproval:
      true
    default: false
    }
  }

  /// The name of the allowance in the policy pack; nil where nothing is awaited.
  package var allowance: String? {
    switch self {
    case .monitored: "followUp"
    // A notice has to stand its days first; only then can the step be late.
    case .publicNotice, .removalNotice: "noticeStage"
    case .removed, .exited, .dismissed: nil
    default: rawValue
    }
  }
}

/// One step that somebody takes on a case.
package enum CaseAction: String, CaseIterable, Sendable {
  case recordConsent, endorse, sendBack, dismiss, proposeRemoval
  /// The household is to leave without removal; the county decides.
  case proposeExit
  /// Taking one's own step back before the next desk has taken it up.
  case withdraw
  /// An objection to the notice is right: the meeting has to judge anew.
  case upholdObjection
  /// The removal did not hold: the household is monitored again (风险消除回退).
  case rollBack

  package var needsReason: Bool {
    switch self {
    case .sendBack, .dismiss, .rollBack, .upholdObjection, .proposeExit: true
    case .recordConsent, .endorse, .proposeRemoval, .withdraw: false
    }
  }

  /// Steps that carry a case on to the next desk.
  package var isForward: Bool {
    switch self {
    case .recordConsent, .endorse, .proposeRemoval, .proposeExit: true
    case .sendBack, .dismiss, .withdraw, .upholdObjection, .rollBack: false
    }
  }
}

extension CaseStage {
  /// The actions open at this stage, and the stage each leads to.
  ///
  /// This is the whole procedure: no other place decides a stage, and a page offers an officer
  /// just these actions, less what the pack's `Procedure` leaves out. The drawing in
  /// `docs/procedure.md` is compared with it.
  package var exits: [CaseAction: CaseStage] {
    switch self {
    case .consent: [.recordConsent: .appraisal, .dismiss: .dismissed]
    case .appraisal: [.endorse: .publicNotice, .sendBack: .consent, .dismiss: .dismissed]
    case .publicNotice:
      [.endorse: .townshipAudit, .sendBack: .appraisal, .upholdObjection: .appraisal]
    case .townshipAudit:
      [
        .endorse: .countyApproval, .sendBack: .appraisal, .dismiss: .dismissed,
        .withdraw: .publicNotice,
      ]
    case .countyApproval:
      [
        .endorse: .announcement, .sendBack: .townshipAudit, .dismiss: .dismissed,
        .withdraw: .townshipAudit,
      ]
    case .announcement: [.endorse: .monitored, .withdraw: .countyApproval]
    case .monitored: [.proposeRemoval: .removalAppraisal, .proposeExit: .exitApproval]
    case .removalAppraisal: [.endorse: .removalNotice, .sendBack: .monitored]
    case .removalNotice:
      [.endorse: .removalAudit, .sendBack: .removalAppraisal, .upholdObjection: .removalAppraisal]
    case .removalAudit:
      [.endorse: .removalApproval, .sendBack: .monitored, .withdraw: .removalNotice]
    case .removalApproval:
      [.endorse: .removed, .sendBack: .removalAudit, .withdraw: .removalAudit]
    case .removed: [.rollBack: .monitored]
    case .exitApproval: [.endorse: .exited, .sendBack: .monitored]
    case .exited, .dismissed: [:]
    }
  }

  /// The earlier steps, beyond the usual one, to which a reviewer may send a case back.
  package var fartherReturns: [CaseStage] {
    switch self {
    case .townshipAudit: [.consent]
    case .countyApproval: [.appraisal, .consent]
    case .removalAudit: [.removalAppraisal]
    case .removalApproval: [.removalAppraisal, .monitored]
    default: []
    }
  }

  /// Whose work the stage is.
  package var duty: Duty? {
    switch self {
    case .consent, .appraisal, .publicNotice, .monitored, .removalAppraisal, .removalNotice:
      .keepCase
    case .townshipAudit, .removalAudit: .endorseTownship
    case .countyApproval, .removalApproval, .exitApproval: .approveCounty
    case .announcement: .announce
    case .removed, .exited, .dismissed: nil
    }
  }

  /// Whose work an action is here: mostly the stage's, but one's own step is taken back by those
  /// who took it, and neither an objection nor a failed removal is judged by the village.
  package func duty(for action: CaseAction) -> Duty? {
    switch action {
    case .withdraw: exits[.withdraw].flatMap(\.duty)
    case .upholdObjection: .endorseTownship
    case .rollBack: .approveCounty
    case .recordConsent, .endorse, .sendBack, .dismiss, .proposeRemoval, .proposeExit: duty
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
  case objectionOpen, objectionText, noNotice, ownObjection, objectionAnswered
  case takenUp
  case otherCaseOpen
  case emergencyText, emergencyKnown, emergencyTooLate
  case noMeasureText
  case removalConditions([RemovalVerdict])
  /// The sheet of the removal lacks these fields, or says that these are not in order.
  case removalSheet(String, [String]), removalUnsafe(String, [String]), removalUnhelped
  case formClosed(String, at: CaseStage)
  /// Who applies left the household, or nobody is left of it.
  case applicantLeft(String, Day, String), nobodyLeft(String)
  case exitEvidence(ExitWay, String), exitUnnamed
  case leak([LeakScan.Finding])

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
    case .objectionText: "请写清异议或处理意见（至少 5 个字）。"
    case .noNotice: "现在没有正在公示的内容，异议请向乡镇反映。"
    case .ownObjection: "这条异议是您登记的，须由另一位同事处理。"
    case .objectionAnswered: "这条异议已经处理。"
    case .takenUp: "只能撤回自己刚提交、对方尚未办理的步骤。"
    case .otherCaseOpen: "该户已有另一个正在办理的个案，不能回退，请在那个个案里继续。"
    case .emergencyText: "请写明紧急情况（至少 5 个字），由乡镇另一位同事批准。"
    case .emergencyKnown: "紧急通道已经提出过，请看处理结果。"
    case .emergencyTooLate: "该户已纳入监测，可以直接落实帮扶措施，不用走紧急通道。"
    case .noMeasureText: "请选择帮扶措施的类别和内容，并填写帮扶责任人。"
    case .removalConditions(let failing):
      "不符合风险消除条件："
        + failing.map { "\($0.condition.title)（\($0.evidence)）" }.joined(separator: "；") + "。"
    case .removalSheet(let form, let missing):
      "提请风险消除前要先填好《\(form)》，还缺：\(missing.joined(separator: "、"))。"
    case .removalUnsafe(let form, let fields):
      "《\(form)》上“\(fields.joined(separator: "、"))”写的是有问题，解决后重填，再提请风险消除。"
    case .removalUnhelped: "消除方式写的是“帮扶消除”，但没有登记过帮扶措施；请补登措施，或改为自然消除。"
    case .formClosed(let form, let stage): "现在是“\(stage.title)”，不能填《\(form)》。"
    case .applicantLeft(let name, let day, let why):
      "\(name)已于 \(day) 登记为“\(why)”，不能再作申请人，请改由现在的家庭成员申请。"
    case .nobodyLeft(let form):
      "这户登记上已经没有人，不填《\(form)》；请在个案页按退出办理（如户籍迁出、整户死亡）。"
    case .exitEvidence(let way, let fault): "不能按“\(way.title)”退出：\(fault)"
    case .leak(let found):
      "公示文字中有\(found.map(\.title).joined(separator: "、"))，没有张贴。请改规则包中的公示模板或户主姓名。"
    case .exitUnnamed: "请先选择退出的情形，再提请县级批准。"
    }
  }

  package var field: String? {
    switch self {
    case .reasonNeeded: "reason"
    case .objectionText: "objection"
    case .emergencyText: "emergency"
    case .votesWrong: "inFavour"
    case .applicantLeft: "id"
    default: nil
    }
  }
}
