package import Casework
import Store

extension OpenRegister {
  /// Keeps a form that belongs to a case as it was filled in: its application, or what is found at the
  /// end of a risk. It was filled in today where no day is named.
  package func fill(
    _ form: FormDefinition, with answers: [String: String], on found: HouseholdCase,
    day: Day? = nil
  ) throws {
    try requires(.keepCase)
    let isOpen =
      form.name == KnownForm.removal.rawValue ? found.stage.isMonitored : !found.stage.isClosed
    guard isOpen else { throw CaseRefusal.formClosed(form.title, at: found.stage) }
    let (members, day) = (try membersNow(of: found.household).map(\.label), day ?? today)
    let judged = form.judge(answers, today: day, members: members)
    guard judged.refusals.isEmpty else { throw FormIncomplete(refusals: judged.refusals) }
    if form.name == KnownForm.removal.rawValue, members.isEmpty {
      throw CaseRefusal.nobodyLeft(form.title)
    }
    if let refusal = try leftApplicant(judged.answers, of: found.household) {
      throw FormIncomplete(refusals: [refusal])
    }
    try keep(judged.answers, to: form, about: FormSubject(found), on: day)
    audit(.recordedOnCase, subject: "case/\(found.id)", detail: form.name)
  }

  /// Who died or left the household meanwhile applies no more; nil where nobody such does.
  private func leftApplicant(
    _ answers: [String: String], of household: Int64
  ) throws -> CaseRefusal? {
    guard let id = answers["id"].flatMap({ ResidentID($0) }) else { return nil }
    return try db.run(
      """
      SELECT name, left_on, left_reason FROM person
      WHERE county = \(county) AND id_index = \(blindIndex(id.digits))
        AND household_id = \(household) AND left_on IS NOT NULL
      """
    ).first.map { row in
      .applicantLeft(
        try row.text("name"), try row.day("left_on"), try row.optionalText("left_reason") ?? "离开")
    }
  }

  /// The application of a case: what an officer completed, or what the household declared.
  func application(of found: HouseholdCase) throws -> FormRecord? {
    let name = KnownForm.application.rawValue
    if let own = try formRecord(of: "case/\(found.id)", name) { return own }
    let clues = try db.run(
      """
      SELECT id FROM clue WHERE county = \(county) AND case_id = \(found.id) ORDER BY id DESC
      """)
    for clue in clues {
      let said = try formRecord(of: "clue/\(try clue.integer("id"))", name)
      if let said { return said }
    }
    return nil
  }

  /// The removal's sheet, filled in since the household was last taken into view: of a risk that
  /// came back an old one says nothing.
  func removalSheet(of found: HouseholdCase) throws -> FormRecord? {
    let since = try db.run(
      """
      SELECT MAX(taken_at) AS since FROM case_event
      WHERE county = \(county) AND case_id = \(found.id) AND to_stage = 'monitored'
        AND action IN ('endorse', 'rollBack')
      """
    ).first?.optionalInteger("since")
    let record = try formRecord(of: "case/\(found.id)", KnownForm.removal.rawValue)
    return record.flatMap { $0.recordedAt.microseconds >= since ?? 0 ? $0 : nil }
  }

  /// A removal is sent up with its sheet filled in, as the form in force asks for it, and nothing on
  /// it that speaks against the removal.
  func checkRemovalSheet(_ found: HouseholdCase, _ pack: PolicyPack) throws {
    let form = try form(.removal, pack)
    let answers = try removalSheet(of: found)?.answers ?? [:]
    let judged = form.judge(answers, today: today)
    guard judged.refusals.isEmpty else {
      throw CaseRefusal.removalSheet(form.title, judged.refusals.map(\.title))
    }
    if let fault = try removalFault(judged.answers, to: form, of: found) { throw fault }
  }

  /// What the sheet of a removal itself says against it; nil where nothing does.
  func removalFault(
    _ answers: [String: String], to form: FormDefinition, of found: HouseholdCase
  ) throws -> CaseRefusal? {
    let unsafe = Guarantee.allCases.map { "guarantee.\($0.rawValue)" }.filter {
      answers[$0] == "0"
    }
    guard unsafe.isEmpty else {
      return .removalUnsafe(form.title, unsafe.compactMap { form.field($0)?.title })
    }
    let isUnhelped = try answers["way"] == "byHelp" && measures(of: found.id).isEmpty
    return isUnhelped ? .removalUnhelped : nil
  }

  /// What is known for a form of a case, so that nobody is asked again.
  func known(_ form: FormDefinition, for found: HouseholdCase) throws -> Prefilled {
    guard form.name == KnownForm.application.rawValue else {
      return try known(form, of: found.household)
    }
    if let record = try application(of: found) {
      return Prefilled(
        values: record.answers, sources: record.answers.mapValues { _ in "\(record.filledOn)填写" })
    }
    let values = try applicant(of: paperHousehold(found.household), found.risks.prefix(1))
    return Prefilled(values: values, sources: values.mapValues { _ in "台账" })
  }

  /// Who applies where nobody declared: the head of the household.
  func applicant(
    of home: PaperHousehold, _ risks: some Sequence<RiskKind>
  ) -> [String: String] {
    let head = home.members.first { $0.relation == .head }
    var values = ["name": home.head, "risk": risks.map(\.rawValue).joined(separator: ",")]
    (values["phone"], values["id"]) = (home.phone, head?.number)
    return values
  }
}

/// The application on the page of its case.
struct ApplicationPanel: Sendable {
  /// What is pressed to fill it in; nil where that is over.
  let title: String?
  let href: String
  let filled: String?
  let filledOn: String?

  init(_ found: HouseholdCase, in open: OpenRegister) throws {
    let record = try open.application(of: found)
    let mayFill = open.access.may(.keepCase) && !found.stage.isClosed
    title = mayFill ? record == nil ? "填申请书" : "补填申请书" : nil
    href = "/cases/\(found.id)/application"
    filled = record.map { "/filled/\($0.id)" }
    filledOn = record.map { "\($0.filledOn)" }
  }
}
