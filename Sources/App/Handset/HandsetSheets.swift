import Casework
import Store

/// A form of a case as the phone carries it: what is known for it, and whether it waits to be filled
/// in.
struct HandsetSheet: Encodable, Sendable {
  /// What was filled in last; nil where nothing was.
  let record: Int64?
  let filledOn: String?
  let isDue: Bool
  /// Known beyond what the household's own values tell, and where from.
  let values: [String: String]
  let sources: [String: String]

  /// Filled in whole, with nothing on it that stands in the way, it waits for nobody.
  init(
    _ known: KnownForm, of found: HouseholdCase, isDue: Bool = true, _ pack: PolicyPack,
    in open: OpenRegister
  ) throws {
    let form = try open.form(known, pack)
    let last = try open.sheet(known, of: found)
    let judged = last.map { form.judge($0.answers, today: open.today) }
    let fault = try judged.flatMap { try open.fault($0.answers, to: form, of: found) }
    let isWhole = judged?.refusals.isEmpty == true && fault == nil
    (record, filledOn) = (last?.id, last?.filledOn.description)
    self.isDue = isDue && !isWhole && open.access.may(.keepCase)
    let prefilled = try open.known(form, for: found)
    let dated = form.fields.filter { $0.kind == .day && !FormDefinition.isOwn($0.name) }
    let apart = HandsetForm.lasting.union(dated.map(\.name))
    values = prefilled.values.filter { !apart.contains($0.key) }
    sources = prefilled.sources.filter { !apart.contains($0.key) }
  }
}

/// A condition of a removal as the phone shows it.
struct HandsetCondition: Encodable, Sendable {
  let title: String
  let evidence: String
  let holds: Bool

  /// Those of a household that the village may propose for removal.
  static func all(
    of found: HouseholdCase, _ pack: PolicyPack, in open: OpenRegister
  ) throws -> [HandsetCondition] {
    guard found.stage == .monitored else { return [] }
    return try open.removalVerdicts(found, pack).map {
      HandsetCondition(title: $0.condition.title, evidence: $0.evidence, holds: $0.holds)
    }
  }
}

extension OpenRegister {
  fileprivate func sheet(_ known: KnownForm, of found: HouseholdCase) throws -> FormRecord? {
    try known == .removal ? removalSheet(of: found) : application(of: found)
  }

  /// A form of a case, filled in without signal: the same record as that of the case's page, unless
  /// somebody else was first.
  func fill(
    _ known: KnownForm, _ record: HandsetRecord, filled: Instant, _ pack: PolicyPack
  ) throws -> (RecordOutcome, String) {
    let (found, form) = (try theCase(of: record), try form(of: record, known, pack))
    var answers = record.values
    guard answers["case"] == nil || answers["case"] == "\(found.id)" else {
      throw TaskRefusal.otherCase
    }
    if let last = try sheet(known, of: found), last.officer != access.officer,
      answers["seen"] != "\(last.id)"
    {
      let who = try last.officer == 0 ? "农户本人" : officerNames([last.officer])[last.officer] ?? ""
      return (.merged, "《\(form.title)》已由\(who)于 \(last.filledOn) 填写，没有重复登记。要补充的，更新后打开再改。")
    }
    if known == .removal, found.stage != .monitored {
      let isProposed = found.stage.isMonitored && found.stage != .exitApproval
      guard isProposed else {
        throw CaseRefusal.formClosed(form.title, at: found.stage)
      }
      return (.merged, "这户已经提请风险消除，现在是“\(found.stage.title)”，《\(form.title)》没有另外登记。")
    }
    // A phone whose clock is a day ahead writes a day that has not come yet.
    if answers["removedOn"] == filled.day.adding(days: 1).description {
      answers["removedOn"] = filled.day.description
    }
    try fill(form, with: answers, on: found, day: filled.day)
    let fault = try fault(answers, to: form, of: found)?.sentence ?? ""
    return (.accepted, "《\(form.title)》已登记。" + fault)
  }

  /// What a sheet says against the step that it is for; nothing does on an application.
  fileprivate func fault(
    _ answers: [String: String], to form: FormDefinition, of found: HouseholdCase
  ) throws -> CaseRefusal? {
    guard form.name == KnownForm.removal.rawValue else { return nil }
    return try removalFault(answers, to: form, of: found)
  }
}
