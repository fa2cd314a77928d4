/// What a step means to the household, in the words of every day: what it is, why, what comes next.
extension ClueStage {
  package var plain: String {
    switch self {
    case .received: "已经收到，正在核对是哪一户。"
    case .visiting: "村干部会上门了解情况。"
    case .townshipReview: "村干部来过了，走访的结果由乡镇的另一位同事复核。"
    case .countyReview: "乡镇复核过了，县里再复核一次。"
    case .closed: "已经办完。"
    case .caseOpened: "已经作为需要帮助的情况办理。"
    }
  }
}

extension VisitConclusion {
  /// Why it came out so, without the office's words.
  package var plain: String {
    switch self {
    case .noRisk: "走访了解到，目前家里的收入和上学、看病、住房、饮水都有保障，这次没有列为帮扶对象。以后有变化，随时可以再报。"
    case .watch: "家里的困难已有政策在帮，村里会继续留意，有变化随时再报。"
    case .propose: "走访了解到家里确有困难，已提请帮扶，后面还要授权、评议和公示。"
    case .alreadyMonitored: "您家已经是帮扶对象，新情况已经补记。"
    case .nobodyFound: "按登记的信息没有找到人。请核对姓名和住址后再报，或联系村干部。"
    case .deceasedOrMoved: "登记显示户口已迁出或人已去世。如果不对，请联系村干部更正。"
    case .notReached: "上门没有见到人，会再约时间。"
    case .notOurVillage: "不属于这个村，已转给乡镇重新派人。"
    }
  }
}

extension CaseStage {
  package var plain: String {
    switch self {
    case .consent: "需要家里每位成年人签授权书，才能核对收入和财产。"
    case .appraisal: "村里开会评议。"
    case .publicNotice: "结果在村里公示，谁有不同意见都可以提。"
    case .townshipAudit: "乡镇审核。"
    case .countyApproval: "县里审批。"
    case .announcement: "审批通过，正在公告。"
    case .monitored: "已列为帮扶对象，干部会定期上门。"
    case .removalAppraisal, .removalNotice, .removalAudit, .removalApproval:
      "家里情况好转，正在办理退出。退出前还会入户核实、评议和公示。"
    case .removed: "情况已经稳定，不再列为帮扶对象；已有的政策按规定延续。"
    case .exitApproval: "登记显示家里情况有变，县里正在核定是否退出。如果不对，请联系村干部。"
    case .exited: "已按登记的变化退出。如果不对，请联系村干部更正。"
    case .dismissed: "这次没有列为帮扶对象。不同意可以提出异议。"
    }
  }
}

/// What somebody outside the offices tells them.
package enum VoiceKind: String, CaseIterable, Sendable {
  case satisfied, fair, unsatisfied, objection, complaint, suggestion

  package var title: String {
    switch self {
    case .satisfied: "满意"
    case .fair: "基本满意"
    case .unsatisfied: "不满意"
    case .objection: "不同意结果"
    case .complaint: "投诉"
    case .suggestion: "建议"
    }
  }

  /// One of the three levels of satisfaction with a visit.
  package var isLevel: Bool { [.satisfied, .fair, .unsatisfied].contains(self) }

  /// Who is satisfied needs no words and no answer; all else does.
  package var needsWords: Bool { self != .satisfied && self != .fair }
}
