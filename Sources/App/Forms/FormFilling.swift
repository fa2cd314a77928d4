import Casework
import Store

/// The household that a form is filled in for.
struct FormHome: Sendable {
  let id: Int64
  let code: String
  let head: String
  let village: PlaceCode
  let villageTitle: String
}

extension OpenRegister {
  func formHome(_ id: Int64) throws -> FormHome {
    let rows = try db.run(
      "SELECT h.code, h.head_name, h.village FROM household h WHERE \(sees("h")) AND h.id = \(id)")
    guard let row = rows.first else { throw NotFound() }
    let village = try row.place("village")
    return FormHome(
      id: id, code: try row.text("code"), head: try row.text("head_name"), village: village,
      villageTitle: try villageTitle(village))
  }

  /// A form that is filled in for a household by itself: the sweep, or one of the county's own.
  func fillable(_ name: String, _ pack: PolicyPack) throws -> FormDefinition {
    guard name == KnownForm.sweep.rawValue || FormDefinition.isOwn(name),
      let form = try form(named: name, pack)
    else { throw NotFound() }
    return form
  }

  /// Takes a filled-in form in; what a sweep found becomes a clue.
  ///
  /// - Returns: the clue, where one was raised.
  @discardableResult
  func fill(
    _ form: FormDefinition, with answers: [String: String], for household: Int64,
    _ pack: PolicyPack
  ) throws -> Int64? {
    try requires(.raiseClue)
    let home = try formHome(household)
    let members = try membersNow(of: household).map(\.label)
    let judged = form.judge(answers, today: today, members: members)
    let sweep =
      form.name == KnownForm.sweep.rawValue ? SweepSheet(judged.answers, today: today) : nil
    var refusals: [any Refusal] = judged.refusals
    if refusals.isEmpty {
      do { try sweep?.check() } catch { refusals.append(error) }
    }
    guard refusals.isEmpty else { throw FormIncomplete(refusals: refusals) }
    let subject = FormSubject(
      household: household, village: home.village, subject: "household/\(household)")
    try keep(judged.answers, to: form, about: subject, on: sweep?.sweptOn ?? today)
    audit(.filledForm, subject: "household/\(household)", detail: form.name)
    guard let sweep, sweep.hasRisk else { return nil }
    return try raise(
      Finding(source: .patrol, risk: sweep.risk, text: sweep.text), about: household, pack)
  }

  /// What is known of a household for a form, so that nobody is asked again: the register's, and what
  /// was last answered to the same form.
  func known(_ form: FormDefinition, of household: Int64) throws -> Prefilled {
    let found = try prefilled(household)
    let last = try formRecords(of: household).first { $0.form == form.name }
    var (values, sources): ([String: String], [String: String]) = ([:], [:])
    for field in form.fields {
      if let value = found.values[field.name] {
        (values[field.name], sources[field.name]) = (value, found.sources[field.name])
      } else if let last, let value = last.answers[field.name], field.lasts(in: form) {
        (values[field.name], sources[field.name]) = (value, "\(last.filledOn)填写")
      } else if field.kind == .day, !FormDefinition.isOwn(field.name) {
        values[field.name] = today.description
      }
    }
    return Prefilled(values: values, sources: sources)
  }
}

extension FormField {
  /// Whether an answer says something of the household that will be so next time: not a day, not
  /// what was said in full, and of the rules' fields not what one visit came to.
  func lasts(in form: FormDefinition) -> Bool {
    let isSaid = [.day, .text].contains(kind)
    let isContact = form.name == KnownForm.removal.rawValue && [.line, .phone].contains(kind)
    return !isSaid && (FormDefinition.isOwn(name) || isContact)
  }
}

extension Prefilled {
  /// What was sent, to be shown again.
  init(_ sent: Form, _ form: FormDefinition) { self.init(values: sent.answers(to: form)) }
}

extension AuditAction {
  static let filledForm = AuditAction("form.filled")
}

/// What can be filled in for a household, and what was, on its page.
struct FormPanel: Sendable {
  let offered: [Offer]
  let filled: [Filled]

  struct Offer: Sendable {
    let title: String
    let href: String
  }

  struct Filled: Sendable {
    let at: String
    let title: String
    let href: String
    let officer: String
    let version: String
  }

  init(_ household: Int64, _ pack: PolicyPack, in open: OpenRegister) throws {
    let forms = try open.forms(pack)
    let mayFill = open.access.may(.raiseClue)
    offered = forms.filter { mayFill && ($0.isOwn || $0.name == KnownForm.sweep.rawValue) }
      .map { Offer(title: $0.title, href: "/households/\(household)/forms/\($0.name)") }
    let records = try open.formRecords(of: household)
    let officers = try open.officerNames(Set(records.map(\.officer)))
    filled = records.map { record in
      Filled(
        at: "\(record.filledOn)",
        title: forms.first { $0.name == record.form }?.title ?? "本县的表",
        href: "/filled/\(record.id)", officer: officers[record.officer] ?? "",
        version: record.version)
    }
  }
}
