/// Where a file stands on its way into the register, or out of it again.
package enum SubmissionStage: String, CaseIterable, Sendable {
  /// On its way here, piece by piece.
  case receiving
  /// Here, and being read: every row gets its fate, nothing else happens yet.
  case received
  /// Nothing of it could be read.
  case refused
  /// Every row has its fate; a person decides.
  case checked
  /// Something about the whole file looks wrong: a person looks first.
  case quarantined
  case committing, committed
  case undoing, undone
  case discarded, expired

  /// Whether nothing of it stands in the register yet, so that it can simply be left.
  package var canBeLeft: Bool {
    [.receiving, .received, .checked, .quarantined].contains(self)
  }

  /// Whether a job is at work on it.
  package var isMoving: Bool { self == .received || self == .committing || self == .undoing }
}

/// One step that somebody, or a job, takes on a submission.
package enum SubmissionAction: String, CaseIterable, Sendable {
  case arrive, check, refuse, quarantine, release, commit, finish, undo, discard, expire

  /// To let a suspicious file through is a decision that others must be able to read.
  package var needsReason: Bool { self == .release }
}

extension SubmissionStage {
  /// Where an action leads from here; nil where it is not open.
  ///
  /// This is the whole way of a submission: no other place decides a stage.
  package func exit(_ action: SubmissionAction) -> SubmissionStage? {
    switch (self, action) {
    case (.receiving, .arrive): .received
    case (.received, .check): .checked
    case (.received, .quarantine): .quarantined
    case (.received, .refuse), (.committing, .refuse): .refused
    case (.quarantined, .release): .checked
    case (.checked, .commit): .committing
    case (.committing, .finish): .committed
    case (.committed, .undo): .undoing
    case (.undoing, .finish): .undone
    default: left(by: action)
    }
  }

  /// What nobody confirmed can be left, by a person or by time. A check under way does not expire,
  /// and what looks wrong waits for a person however long it takes: it must not go unseen.
  private func left(by action: SubmissionAction) -> SubmissionStage? {
    guard canBeLeft else { return nil }
    if action == .discard { return .discarded }
    return action == .expire && [.receiving, .checked].contains(self) ? .expired : nil
  }
}

/// How long what was checked stays good, and how long what was committed can be undone.
package enum SubmissionTerms {
  /// Seconds; by then other files have changed what a dry run said.
  package static let expiry = 7 * 86_400
  package static let undo = 24 * 3_600
}

/// Why a step on a submission was not taken.
package enum StageRefusal: Refusal {
  case notOpen(SubmissionAction, at: SubmissionStage)
  case reasonNeeded
  case tooLateToUndo
  case registryStays
  case checkedTooLongAgo

  package var sentence: String {
    switch self {
    case .notOpen(let action, let stage): "这份文件现在是“\(stage.title)”，不能“\(action.title)”。"
    case .reasonNeeded: "放行必须写明理由（至少 5 个字），供日后核查。"
    case .tooLateToUndo: "入库已超过 24 小时，不能整份撤销。请上传更正后的文件，或联系县级管理员。"
    case .checkedTooLongAgo: "核对结果已经过期，其间台账可能有变化。请重新上传这份文件。"
    case .registryStays: "台账导入不能整份撤销。请导入更正后的台账，旧版本会保留在历史中。"
    }
  }

  package var field: String? { self.isAboutReason ? "reason" : nil }

  private var isAboutReason: Bool {
    if case .reasonNeeded = self { return true }
    return false
  }
}

extension SubmissionStage {
  package var title: String {
    switch self {
    case .receiving: "正在上传"
    case .received: "正在核对"
    case .refused: "无法读取"
    case .checked: "已核对，待确认"
    case .quarantined: "数据异常，待放行"
    case .committing: "正在入库"
    case .committed: "已入库"
    case .undoing: "正在撤销"
    case .undone: "已撤销"
    case .discarded: "已放弃"
    case .expired: "已过期"
    }
  }
}

extension SubmissionAction {
  package var title: String {
    switch self {
    case .arrive: "上传完成"
    case .check: "核对完成"
    case .refuse: "无法读取"
    case .quarantine: "数据异常，暂停入库"
    case .release: "放行"
    case .commit: "确认导入"
    case .finish: "办理完成"
    case .undo: "撤销"
    case .discard: "放弃"
    case .expire: "过期"
    }
  }
}
