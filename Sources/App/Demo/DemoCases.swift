import Casework
import Store

/// How the officers of a generated county take its cases on, step by step.
struct DemoCases: Sendable {
  let register: Register
  let officers: DemoOfficers
  let pack: PolicyPack
  let calendar: WorkingCalendar
  let checks: DemoChecks

  func take(_ found: HouseholdCase, _ chance: inout Chance) async throws {
    switch found.stage {
    case .consent, .appraisal, .publicNotice, .removalAppraisal, .removalNotice:
      try await takeInVillage(found, &chance)
    case .townshipAudit, .removalAudit: try await review(found, .townshipReviewer, &chance)
    case .countyApproval, .removalApproval: try await review(found, .countyReviewer, &chance)
    case .announcement:
      let (pack, calendar) = (pack, calendar)
      try await write(found, .townshipAdministrator) { open in
        try open.post(.announcement, of: found, pack, calendar)
        try open.take(.endorse, on: found, reason: nil, pack)
      }
    case .monitored: try await help(found, &chance)
    case .exitApproval: try await review(found, .countyReviewer, &chance)
    case .removed, .exited, .dismissed: break
    }
  }

  private func takeInVillage(_ found: HouseholdCase, _ chance: inout Chance) async throws {
    let pack = pack
    let present = chance.within(15...31)
    let against = chance.within(0...3)
    let meeting = NewAppraisal(
      chair: "第一书记", present: present, inFavour: present - against, against: against,
      minutes: "与会村民代表对该户情况进行了评议，同意提交。")
    let works = pack.steps.works(at: found.stage)
    if works.contains(.appraisal) {
      try await checks.conclude(found, hasCar: chance.happens(0.3))
    }
    try await write(found, .informationOfficer) { open in
      for work in works where try !isReady(work, found, meeting, open) { return }
      try open.take(.endorse, on: found, reason: nil, pack, orConsent: found.stage == .consent)
    }
  }

  /// Puts on record what a step of the village needs; whether the case may go on from it today.
  private func isReady(
    _ work: CaseStage, _ found: HouseholdCase, _ meeting: NewAppraisal, _ open: OpenRegister
  ) throws -> Bool {
    switch work {
    case .consent:
      for adult in try open.consents(found) {
        try open.recordConsent(
          SignedLetter(of: adult.name, signedBy: nil, guardian: nil, isGiven: true),
          of: adult.person, on: found, pack)
      }
    case .appraisal, .removalAppraisal: try open.record(meeting, on: found, pack)
    default:
      // The notice goes up on the first day; the step waits until its days are full.
      let purpose: PublicNotice.Purpose =
        work == .publicNotice ? .identification : .removal
      guard let until = try open.standingNotice(found, purpose)?.until else {
        try open.post(purpose, of: found, pack, calendar)
        return false
      }
      return open.today > until
    }
    return true
  }

  private func review(
    _ found: HouseholdCase, _ role: Role, _ chance: inout Chance
  ) async throws {
    let pack = pack
    let isReturned = chance.happens(0.06) && found.version < 8
    try await write(found, role) { open in
      let failing =
        found.stage == .removalApproval
        ? try open.removalVerdicts(found, pack).contains { !$0.holds } : false
      let reason = isReturned || failing ? "材料不齐或条件变化，请核实后重新提交。" : nil
      try open.take(reason == nil ? .endorse : .sendBack, on: found, reason: reason, pack)
    }
  }

  /// Measures in the first days, a follow-up from time to time, removal when nothing stands
  /// against it.
  private func help(_ found: HouseholdCase, _ chance: inout Chance) async throws {
    let pack = pack
    let amount = chance.within(5...60) * 100
    let income = chance.within(9_800...16_500)
    let isGone = chance.happens(0.7)
    try await write(found, .informationOfficer) { open in
      if try open.measures(of: found.id).isEmpty {
        try begin(found, Money(yuan: amount), open, pack)
        return
      }
      try open.add(
        FollowUp(
          followedOn: open.today, situation: "入户回访，生活稳定，帮扶措施已落实。",
          incomePerPerson: Money(yuan: income), guaranteesInOrder: true, isRiskGone: isGone),
        to: found)
      let verdicts = try open.removalVerdicts(found, pack)
      if verdicts.allSatisfy(\.holds) {
        try fillRemoval(found, open, pack)
        try open.take(.proposeRemoval, on: found, reason: nil, pack)
      }
    }
  }

  /// The sheet of a removal, from what is known.
  private func fillRemoval(
    _ found: HouseholdCase, _ open: OpenRegister, _ pack: PolicyPack
  ) throws {
    let form = try open.form(.removal, pack)
    var answers = try open.known(form, for: found).values
    answers["way"] = try open.measures(of: found.id).isEmpty ? "natural" : "byHelp"
    answers["contact"] = "帮扶干部"
    for guarantee in Guarantee.allCases { answers["guarantee.\(guarantee.rawValue)"] = "1" }
    try open.fill(form, with: answers, on: found)
  }

  /// A plan with its helper, and one fitting measure for every risk.
  private func begin(
    _ found: HouseholdCase, _ amount: Money, _ open: OpenRegister, _ pack: PolicyPack
  ) throws {
    try open.keep(
      HelpPlan(
        goal: "一年内收入稳定超过监测线，消除识别时的风险。", helper: "帮扶干部", unit: "乡镇农业农村办",
        from: open.today), for: found)
    let workers = try open.workers(of: found.household)
    let ranked = HelpAdvice.ranked(pack.measures, for: found.risks, workers: workers)
    for risk in found.risks {
      let advice = ranked.first { $0.answers.contains(risk) && !$0.lacksLabour }
      guard let category = advice?.category, let subtype = category.subtypes.first else { continue }
      var measure = Measure(
        category: category.id, subtype: subtype, helper: "帮扶干部", amount: amount,
        begunOn: open.today)
      measure.risk = risk
      try open.add(measure, to: found, pack)
    }
  }

  private func write(
    _ found: HouseholdCase, _ role: Role, _ body: @escaping @Sendable (OpenRegister) throws -> Void
  ) async throws {
    try await register.write(as: officers.officer(role, over: found.village), body)
  }
}

extension OpenRegister {
  /// Consent has a name of its own for the step that others call endorsing.
  fileprivate func take(
    _ action: CaseAction, on found: HouseholdCase, reason: String?, _ pack: PolicyPack,
    orConsent: Bool
  ) throws {
    try take(orConsent ? .recordConsent : action, on: found, reason: reason, pack)
  }
}
