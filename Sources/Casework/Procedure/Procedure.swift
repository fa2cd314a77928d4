/// The steps that the cases of a pack go through: those of `CaseStage`, less what the pack skips or
/// deals with together with the next step.
///
/// Every other step stays as the table has it; `CaseStage.exits` is the whole procedure.
package struct Procedure: Hashable, Sendable, Decodable {
  /// Steps that nobody takes; what they would put on record is not asked for.
  package let skipped: Set<CaseStage>
  /// Steps that are dealt with at the desk of the next one, which asks for their records as well.
  package let merged: Set<CaseStage>

  package static let whole = Procedure()

  package init(skipped: Set<CaseStage> = [], merged: Set<CaseStage> = []) {
    (self.skipped, self.merged) = (skipped, merged)
  }

  private enum CodingKeys: CodingKey { case skipped, merged }

  package init(from decoder: any Decoder) throws {
    let all = try decoder.container(keyedBy: CodingKeys.self)
    skipped = try all.decodeIfPresent(Set<CaseStage>.self, forKey: .skipped) ?? []
    merged = try all.decodeIfPresent(Set<CaseStage>.self, forKey: .merged) ?? []
  }

  /// Where a case begins.
  package var first: CaseStage { has(.consent) ? .consent : landing(after: .consent) }

  /// The steps that a case really stops at.
  package var stages: [CaseStage] { CaseStage.allCases.filter(has) }

  package func has(_ stage: CaseStage) -> Bool {
    !skipped.contains(stage) && !merged.contains(stage)
  }

  /// The steps dealt with at a stage, in their order: its own last, merged ones before it.
  package func works(at stage: CaseStage) -> [CaseStage] {
    let all = CaseStage.allCases
    guard let place = all.firstIndex(of: stage) else { return [] }
    let before = all[..<place].reversed().prefix { merged.contains($0) && $0.onward != nil }
    return before.reversed() + [stage]
  }

  package func covers(_ work: CaseStage, at stage: CaseStage) -> Bool {
    works(at: stage).contains(work)
  }

  /// Whether the meeting that judges the household is still to come or being dealt with.
  package func isBeforeNotice(_ stage: CaseStage) -> Bool {
    covers(.consent, at: stage) || covers(.appraisal, at: stage)
  }

  /// The actions open at a stage, and the stage each leads to under this pack.
  package func exits(at stage: CaseStage) -> [CaseAction: CaseStage] {
    var exits: [CaseAction: CaseStage] = [:]
    for work in works(at: stage) {
      for (action, next) in work.exits
      where work == stage || action != CaseAction.onward(from: work) {
        exits[action] = target(of: action, towards: next, from: stage)
      }
    }
    // Sent back to its own desk it would not move.
    return exits.filter { $0.key != .sendBack || $0.value != stage }
  }

  /// Every stage to which a case may be sent back from here, the usual one first.
  package func returns(at stage: CaseStage) -> [CaseStage] {
    let farther = stage.fartherReturns.map { target(of: .sendBack, towards: $0, from: stage) }
    let all = (exits(at: stage)[.sendBack].map { [$0] } ?? []) + farther
    return all.enumerated().filter { place, next in
      next != stage && all.firstIndex(of: next) == place
    }.map(\.element)
  }

  /// Where an action leads; a stage may be asked for only where the action is a return.
  package func exit(
    _ action: CaseAction, at stage: CaseStage, to wanted: CaseStage? = nil
  ) -> CaseStage? {
    guard let wanted else { return exits(at: stage)[action] }
    return action == .sendBack && returns(at: stage).contains(wanted) ? wanted : nil
  }

  private func target(
    of action: CaseAction, towards next: CaseStage, from stage: CaseStage
  ) -> CaseStage {
    guard !has(next) else { return next }
    if action.isForward { return landing(after: next) }
    // What is dealt with here already is begun anew after an objection, else left to who came before.
    if merged.contains(next) {
      let desk = landing(after: next)
      if desk != stage || action == .upholdObjection { return desk }
    }
    return start(before: next)
  }

  /// The next step that is there, on the way on.
  private func landing(after absent: CaseStage) -> CaseStage {
    var stage = absent
    while !has(stage), let next = stage.onward { stage = next }
    return stage
  }

  /// The step before, on the way that led here.
  private func start(before absent: CaseStage) -> CaseStage {
    var stage = absent
    while !has(stage), let before = CaseStage.allCases.first(where: { $0.onward == stage }) {
      stage = before
    }
    return has(stage) ? stage : landing(after: absent)
  }
}

extension CaseStage {
  /// The step that follows when all goes well; nil where a case rests or ends.
  package var onward: CaseStage? { CaseAction.onward(from: self).flatMap { exits[$0] } }
}

extension CaseAction {
  /// What carries a case on from a stage to the next desk.
  package static func onward(from stage: CaseStage) -> CaseAction? {
    switch stage {
    case .consent: .recordConsent
    case .monitored: .proposeRemoval
    case .removed, .exited, .dismissed: nil
    default: .endorse
    }
  }
}

/// Why a pack's procedure is not taken into use.
package enum ProcedureFault: Hashable, Sendable {
  case mayNotSkip(CaseStage), mayNotMerge(CaseStage)
  case both(CaseStage)
  case consentNeeded

  package var sentence: String {
    switch self {
    case .mayNotSkip(let stage):
      "“\(stage.title)”（\(stage.rawValue)）不能跳过；可以跳过的是"
        + CaseStage.skippable.map { "“\($0.title)”" }.joined(separator: "、") + "。"
    case .mayNotMerge(let stage):
      "“\(stage.title)”（\(stage.rawValue)）不能并入下一环节；可以合并的是"
        + CaseStage.mergeable.map { "“\($0.title)”" }.joined(separator: "、") + "。"
    case .both(let stage): "“\(stage.title)”（\(stage.rawValue)）既写了跳过又写了合并，只能写一处。"
    case .consentNeeded: "规则要求家庭经济状况核对（check.isRequired），不能跳过承诺授权。"
    }
  }
}

extension CaseStage {
  /// Steps that a county may do without: the notice, the county's decision and the way back never.
  package static let skippable: [CaseStage] = [.consent, .announcement, .removalAppraisal]
  /// Steps that may be dealt with together with the next.
  package static let mergeable: [CaseStage] = [
    .consent, .appraisal, .townshipAudit, .removalAppraisal, .removalAudit,
  ]
}

extension Procedure {
  /// What is wrong with it; empty where it may come into use. A pack that asks for an economic
  /// check needs the consent (`design.md` 6.2).
  package func faults(needsCheck: Bool) -> [ProcedureFault] {
    let all = CaseStage.allCases
    return all.filter { skipped.contains($0) && !CaseStage.skippable.contains($0) }
      .map(ProcedureFault.mayNotSkip)
      + all.filter { merged.contains($0) && !CaseStage.mergeable.contains($0) }
      .map(ProcedureFault.mayNotMerge)
      + all.filter { skipped.contains($0) && merged.contains($0) }.map(ProcedureFault.both)
      + (needsCheck && skipped.contains(.consent) ? [.consentNeeded] : [])
  }
}
