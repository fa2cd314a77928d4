/// What is known of a household's help when it is looked over.
package struct HelpRecord: Sendable {
  package var risks: [RiskKind]
  package var workers: Int
  package var since: Day
  package var sheet: HelpSheet
  package var measures: [HelpMeasure] = []
  package var hasPlan = false
  package var lastContact: Day?

  package init(risks: [RiskKind], workers: Int, since: Day, _ sheet: HelpSheet) {
    (self.risks, self.workers, self.since, self.sheet) = (risks, workers, since, sheet)
  }

  /// A helper who was not heard of for so long is missed.
  package static let contactDays = 31

  package func gaps(
    _ categories: [MeasureCategory], _ fits: [HelpFit] = [], _ insurance: InsuranceTerms? = nil
  ) -> [HelpGap] {
    let today = sheet.today
    var gaps: [HelpGap] = hasPlan ? [] : [.noPlan]
    guard !measures.isEmpty else { return gaps + [.noMeasure(days: today - since)] }
    let taken = categories.filter { category in measures.contains { $0.category == category.id } }
    gaps += unanswered(taken, of: categories)
    if workers > 0 { gaps += developmentGaps(taken) }
    for fit in fits { gaps += fit.gaps(measures, sheet) }
    if let insurance { gaps += insurance.gaps(measures, since: since, sheet) }
    gaps += labourGaps(fits)
    for measure in measures where measure.amount == .zero {
      gaps.append(.nothingPaid(measure.subtype))
    }
    let quiet = today - (lastContact ?? since)
    if hasPlan, quiet > HelpRecord.contactDays { gaps.append(.noContact(days: quiet)) }
    return gaps
  }

  /// A risk that no category can answer is no fault of the plan.
  private func unanswered(
    _ taken: [MeasureCategory], of all: [MeasureCategory]
  ) -> [HelpGap] {
    var gaps: [HelpGap] = []
    for risk in risks where all.contains(where: { $0.answers.contains(risk) }) {
      if !taken.contains(where: { $0.answers.contains(risk) }) { gaps.append(.unanswered(risk)) }
    }
    for need in HelpNeed.allCases
    where sheet.has(need) && all.contains(where: { $0.sees(to: need) }) {
      if !taken.contains(where: { $0.sees(to: need) }) { gaps.append(.unmet(need)) }
    }
    return gaps
  }

  private func developmentGaps(_ taken: [MeasureCategory]) -> [HelpGap] {
    let building = taken.filter(\.needsLabour)
    guard !building.isEmpty else {
      return [taken.allSatisfy { $0.id == "social" } ? .onlySocial : .noDevelopment]
    }
    let kinds = measures.filter { measure in building.contains { $0.id == measure.category } }
    if kinds.allSatisfy({ $0.begunOn > sheet.today }) { return [.notBegun] }
    return kinds.allSatisfy { ["其他", "技能培训"].contains($0.subtype) } ? [.onlyVague] : []
  }

  /// A household without labour is kept by social security, and nobody is who can work.
  private func labourGaps(_ fits: [HelpFit]) -> [HelpGap] {
    let able = sheet.members.contains { member in
      member.hasTekun == true && member.isHealthy == true && member.schooling == nil
        && member.education != nil && (18...59).contains(member.birth.years(until: sheet.today))
    }
    var gaps: [HelpGap] = able ? [.ableOnTekun] : []
    guard sheet.isWithoutLabour == true else { return gaps }
    if sheet.isMarkedWithoutLabour == false { gaps.append(.noLabourUnmarked) }
    let kept = fits.filter { [.dibao, .tekun].contains($0.need) }.map(sheet.answer)
    let isDenied = kept.allSatisfy { if case .no = $0 { true } else { false } }
    if !kept.isEmpty, isDenied { gaps.append(.noLabourUnassisted) }
    return gaps
  }
}
