package import Casework

/// Why nothing was done with a draft of the rules.
package enum DraftRefusal: Refusal {
  case title, reason, nothingChanged, months, tooManyShadows
  case notOpen(DraftAction, at: DraftStage)
  case sameOfficer, ownDraft, notCompared, noEdition, sameEdition
  /// The rules in force are another edition than the draft was saved over.
  case stale(base: String, now: String)

  package var sentence: String {
    switch self {
    case .title: "请给草案起一个名称（2—40 个字）。"
    case .reason: "请写明理由（至少 5 个字），同意的人和以后查的人都会看到。"
    case .nothingChanged: "阈值和权重都与现行相同。请先在“试算”里改动，再保存草案。"
    case .months: "影子运行须为 1—12 个月。"
    case .tooManyShadows: "已有 3 份草案在影子运行，测算会太慢。请先停止其中一份。"
    case .notOpen(let action, let stage): "草案现在是“\(stage.title)”，不能“\(action.title)”。请刷新后查看。"
    case .sameOfficer: "这是您自己申请的，须由另一位同事决定。"
    case .ownDraft: "这份草案是您保存的，须由另一位同事同意启用。"
    case .notCompared: "还没有与现行规则逐户比较过。请先点“逐户比较”，看清哪些户的审核级别会变，再申请启用。"
    case .noEdition: "没有这一版规则。请从列表中选择两版。"
    case .sameEdition: "请选择不同的两版。"
    case .stale(let base, let now):
      "这份草案是在 \(base) 上改的，现行规则已是 \(now)。启用它会丢掉其间的改动，请在“试算”里重新保存一份。"
    }
  }

  package var field: String? {
    switch self {
    case .title: "title"
    case .reason: "reason"
    case .months: "months"
    default: nil
    }
  }
}

extension DraftStage {
  /// The badge's class.
  var mark: String {
    switch self {
    case .draft, .former, .discarded: "plain"
    case .asked, .rollBackAsked: "due"
    case .active: "good"
    }
  }
}

/// One threshold or weight that a draft changes.
struct DraftChange: Sendable {
  let title: String
  let before: String
  let after: String
  let mark: String

  /// The changes of a draft in words, beside what the edition under it has.
  static func all(_ changes: PolicyChanges, over pack: PolicyPack) -> [DraftChange] {
    var lines: [DraftChange] = []
    if let line = changes.township {
      lines.append(
        DraftChange("乡镇审核线", pack.thresholds.township.value, line.value, lowerIsMore: true))
    }
    if let line = changes.county {
      lines.append(
        DraftChange("县级复核线", pack.thresholds.county.value, line.value, lowerIsMore: true))
    }
    for factor in pack.factors {
      guard let weight = changes.weights[factor.id] else { continue }
      lines.append(
        DraftChange("“\(factor.title)”的权重", factor.weight, weight, lowerIsMore: false))
    }
    return lines
  }

  private init(_ title: String, _ before: Double, _ after: Double, lowerIsMore: Bool) {
    (self.title, self.before, self.after) = (title, String(before), String(after))
    mark = (after < before) == lowerIsMore ? "更多户须审核" : "更少户须审核"
  }
}

extension Coefficient {
  var value: Double { Double(micro) / 1_000_000 }
}
