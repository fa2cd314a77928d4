/// How far a household's economic check (家庭经济状况核对) is; computed from what came in, never stored.
package enum CheckStage: String, CaseIterable, Sendable {
  case waiting, explaining, concluded, destroyed

  /// - Parameters:
  ///   - outstanding: bodies that have not answered.
  ///   - open: hits that the household has not explained or nobody has judged.
  ///   - isDestroyed: the key is gone.
  package init(outstanding: Int, open: Int, isDestroyed: Bool) {
    self =
      isDestroyed ? .destroyed : outstanding > 0 ? .waiting : open > 0 ? .explaining : .concluded
  }

  package var title: String {
    switch self {
    case .waiting: "等待各单位反馈"
    case .explaining: "待农户说明、核对人员认定"
    case .concluded: "核对完成"
    case .destroyed: "密钥已销毁，结果不可恢复"
    }
  }
}

/// How a hit of the check stands.
package enum HitState: String, CaseIterable, Sendable {
  case open, explained, accepted, counted

  package var title: String {
    switch self {
    case .open: "待农户说明"
    case .explained: "已说明，待认定"
    case .accepted: "说明成立，不影响纳入"
    case .counted: "说明不成立，计入家庭状况"
    }
  }

  package var isSettled: Bool { self == .accepted || self == .counted }

  /// Where an explanation or a judgement leads; nil where it is not its turn.
  package func after(_ step: HitStep) -> HitState? {
    switch (self, step) {
    case (.open, .explain), (.explained, .explain): .explained
    case (.explained, .accept): .accepted
    case (.explained, .count): .counted
    default: nil
    }
  }
}

/// What is done with a hit: the household explains it, a named handler judges the explanation.
package enum HitStep: String, CaseIterable, Sendable { case explain, accept, count }

/// Why a step of the economic check was not taken.
package enum CheckRefusal: Refusal {
  case consentIncomplete([String])
  case wrongStage(CaseStage)
  case alreadyCommissioned
  case recentlyChecked(Day, department: String)
  case noHandler
  case notHandler
  case notOpened
  case purposeMissing
  case destroyed
  case notAsked
  case alreadyAnswered
  case badFile([String])
  case explanationMissing
  case hitMoved(HitState)
  case ownExplanation
  case required, unfinished(CheckStage), withdrawn([String])
  case wrongWord, lockedWord

  package var sentence: String {
    switch self {
    case .consentIncomplete(let names):
      "不能委托核对：\(names.joined(separator: "、"))没有有效的授权。每名成年家庭成员都授权后才能核对。"
    case .wrongStage(let stage): "现在是“\(stage.title)”，核对只在承诺授权和民主评议环节委托。"
    case .alreadyCommissioned: "这一户已经委托核对，不用重复委托。"
    case .recentlyChecked(let day, let department):
      "\(department)\(day) 已对这一户核对认定，按规定不重复核对，直接采用其结果。"
    case .noHandler: "请至少指定两名核对结果的经办人：一名登记说明，一名认定。"
    case .notHandler: "核对结果只对指定的经办人开放，您不在名单上。需要时请委托人重新指定。"
    case .notOpened: "请先写明用途再打开；每次打开 30 分钟内有效，并告知农户。"
    case .purposeMissing: "请写明打开核对结果的用途（至少 5 个字），农户会看到。"
    case .destroyed: "授权已撤回或到期，密钥已销毁，核对结果不能再打开。"
    case .notAsked: "没有向这个单位发出核对请求。"
    case .alreadyAnswered: "这个单位已经反馈。有差错请联系县级管理员。"
    case .badFile(let faults): "文件没有收下，请改正后重新上传：" + faults.joined(separator: "；") + "。"
    case .explanationMissing: "请写清农户的说明或认定的依据（至少 5 个字）。"
    case .hitMoved(let state): "这一条现在是“\(state.title)”，不能这样处理。"
    case .ownExplanation: "这条说明是您登记的，须由另一名经办人认定。"
    case .required: "还没有家庭经济状况核对：请先由乡镇或县级委托核对。"
    case .unfinished(let stage): "家庭经济状况核对没有完成（\(stage.title)），完成后再提交。"
    case .withdrawn(let names):
      "\(names.joined(separator: "、"))的授权已撤回或到期，不能继续。请退回承诺授权环节重新授权，或不予纳入。"
    case .wrongWord: "编号或查询口令不对。两样都印在授权书回执上。"
    case .lockedWord: "输错次数过多，请一小时后再试，或到村委会当面查询。"
    }
  }

  package var field: String? {
    switch self {
    case .purposeMissing: "purpose"
    case .explanationMissing: "text"
    case .wrongWord, .lockedWord: "word"
    default: nil
    }
  }
}
