import Casework
import Store

/// What `Templates/forms/list.mustache` shows: the forms in force, and a sheet that was not taken.
struct FormListPage: Page {
  static let template = "forms/list"
  let lines: [Line]
  let mayChange: Bool
  let fault: String?
  let faults: [RowFault]

  struct Line: Sendable {
    let name: String
    let title: String
    let document: String
    let version: String
    let count: Int
    let origin: String
  }

  struct RowFault: Sendable {
    let place: String
    let sentence: String
  }

  init(
    fault: String?, _ faults: [FormReading.RowFault], _ pack: PolicyPack, in open: OpenRegister
  ) throws {
    self.fault = fault
    self.faults = faults.map { fault in
      RowFault(place: fault.row.map { "第 \($0) 行" } ?? "整张表", sentence: fault.sentence)
    }
    mayChange = open.access.may(.assess)
    lines = try open.forms(pack).map { form in
      let isPacked = pack.forms?.contains { $0.name == form.name && $0.version == form.version }
      return Line(
        name: form.name, title: form.title, document: form.document ?? "—", version: form.version,
        count: form.fields.count,
        origin: form.isOwn ? "本县的表" : isPacked == true ? "规则包" : "本县改过")
    }
  }
}

/// What `Templates/forms/show.mustache` shows: one form as it is, and as it was.
struct FormPage: Page {
  static let template = "forms/show"
  let name: String
  let title: String
  let document: String?
  let version: String?
  let sections: [Section]
  let editions: [Edition]
  let terms: [Term]
  let fault: String?
  let mayChange: Bool
  let mayEnd: Bool
  let places: [CasePage.Proposal]

  struct Section: Sendable {
    let title: String
    let fields: [Field]
  }

  struct Field: Sendable {
    let title: String
    let name: String
    let kind: String
    let detail: String
  }

  struct Edition: Sendable {
    let version: String
    let origin: String
    let isCurrent: Bool
  }

  struct Term: Sendable {
    let at: String
    let what: String
    let reason: String
    let officer: String
  }

  init(_ name: String, fault: String?, _ pack: PolicyPack, in open: OpenRegister) throws {
    let editions = try open.formEditions(name)
    let current = try open.form(named: name, pack)
    guard let shown = current ?? editions.first?.definition else { throw NotFound() }
    (self.name, self.fault) = (name, fault)
    (title, document, version) = (shown.title, shown.document, current?.version)
    sections = FormPage.sections(of: shown)
    let terms = try open.formTerms(name)
    let officers = try open.officerNames(
      Set(terms.map(\.officer) + editions.map(\.officer)))
    self.editions = editions.map { edition in
      let by = officers[edition.officer] ?? ""
      return Edition(
        version: edition.definition.version,
        origin: edition.isPacked ? "规则包" : "\(by) \(edition.loadedAt.day) 载入",
        isCurrent: edition.definition.version == current?.version)
    }
    self.terms = terms.map { term in
      Term(
        at: "\(term.since.day)", what: term.version.isEmpty ? "停用" : "启用第 \(term.version) 版",
        reason: term.reason, officer: officers[term.officer] ?? "")
    }
    mayChange = open.access.may(.assess)
    mayEnd = mayChange && shown.isOwn && current != nil
    places = try open.places(in: open.access.place).map {
      CasePage.Proposal(value: $0.code.description, title: $0.name)
    }
  }

  static func sections(of form: FormDefinition) -> [Section] {
    form.sections.map { section in
      Section(
        title: section.title,
        fields: section.fields.map { field in
          Field(
            title: field.title, name: field.name, kind: field.kind.title,
            detail: [
              field.isRequired ? "必填" : nil,
              field.options.isEmpty ? nil : field.options.map(\.title).joined(separator: "、"),
              form.note(of: field), field.isOffice ? "只由干部填" : nil, field.hint,
            ].compactMap(\.self).joined(separator: "；"))
        })
    }
  }
}

/// What `Templates/forms/edition.mustache` shows: an edition before it counts, and what it changes.
struct FormEditionPage: Page {
  static let template = "forms/edition"
  let name: String
  let title: String
  let version: String
  let document: String?
  let sections: [FormPage.Section]
  let current: String?
  let added: [String]
  let removed: [String]
  let changed: [String]
  let isNew: Bool
  let mayStart: Bool
  let fault: String?

  init(
    _ name: String, _ version: String, fault: String?, _ pack: PolicyPack, in open: OpenRegister
  ) throws {
    guard let form = try open.form(name, version: version) else { throw NotFound() }
    let current = try open.form(named: name, pack)
    let changes = FormChanges(from: current, to: form)
    (self.name, self.version, self.fault) = (name, version, fault)
    (title, document, self.current) = (form.title, form.document, current?.version)
    (added, removed, changed) = (changes.added, changes.removed, changes.changed)
    sections = FormPage.sections(of: form)
    isNew = current == nil
    mayStart = open.access.may(.assess) && current?.version != version
  }
}
