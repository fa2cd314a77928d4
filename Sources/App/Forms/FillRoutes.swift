import Casework
import Foundation
import Hummingbird
import Store

/// `/households/:id/forms/:name`, `/cases/:id/application`, `/cases/:id/removal`: forms filled in for
/// a household; `/filled/:id`: one as it was filled in.
struct FillRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.pages.get("households/:id/forms/:name") { request, context in
      try await page(context, Form([]), [])
    }
    routes.pages.post("households/:id/forms/:name", use: fill)
    for form in [KnownForm.application, .removal] {
      let path = RouterPath("cases/:id/\(form.rawValue)")
      routes.pages.get(path) { _, context in try await caseForm(form, context) }
      routes.pages.post(path) { try await fillCaseForm(form, $0, $1) }
    }
    routes.pages.get("filled/:id", use: show)
  }

  private func page(
    _ context: AppContext, _ sent: Form, _ refusals: [any Refusal]
  ) async throws -> Response {
    try context.requires(.raiseClue)
    let (id, pack) = (try context.id(), parts.pack)
    let name = context.parameters.get("name") ?? ""
    let page = try await parts.register.read(as: context.signedIn()) { open in
      let (form, home) = (try open.fillable(name, pack), try open.formHome(id))
      let known = try refusals.isEmpty ? open.known(form, of: id) : Prefilled(sent, form)
      return FillPage(
        home,
        FormView(form, known, refusals: refusals, members: try open.membersNow(of: id)),
        back: "/households/\(id)", action: "/households/\(id)/forms/\(name)")
    }
    return try parts.pages.render(
      page, context, status: refusals.isEmpty ? .ok : .unprocessableContent)
  }

  @Sendable func fill(_ request: Request, context: AppContext) async throws -> Response {
    let (id, pack) = (try context.id(), parts.pack)
    let name = context.parameters.get("name") ?? ""
    let sent = try await Form.read(request, context)
    do {
      let clue = try await parts.register.write(as: context.signedIn()) { open in
        let form = try open.fillable(name, pack)
        let clue = try open.fill(form, with: sent.answers(to: form), for: id, pack)
        try open.once(sent, context.path)
        return clue
      }
      return .leading(to: clue.map { "/clues/\($0)" } ?? "/households/\(id)#forms")
    } catch is PressedTwice {
      return .leading(to: "/households/\(id)#forms")
    } catch let incomplete as FormIncomplete {
      return try await page(context, sent, incomplete.refusals)
    }
  }

  private func caseForm(
    _ known: KnownForm, _ context: AppContext, _ sent: Form? = nil, _ refusals: [any Refusal] = []
  ) async throws -> Response {
    try context.requires(.keepCase)
    let (id, rules) = (try context.id(), Rules(parts))
    let page = try await parts.register.read(as: context.signedIn()) { open in
      let found = try open.householdCase(id)
      let form = try open.form(known, rules.edition(found.pack).pack)
      let filled = try sent.map { Prefilled($0, form) } ?? open.known(form, for: found)
      let members = try open.membersNow(of: found.household)
      return FillPage(
        try open.formHome(found.household),
        FormView(form, filled, refusals: refusals, members: members),
        back: "/cases/\(id)", action: "/cases/\(id)/\(known.rawValue)")
    }
    return try parts.pages.render(
      page, context, status: refusals.isEmpty ? .ok : .unprocessableContent)
  }

  private func fillCaseForm(
    _ known: KnownForm, _ request: Request, _ context: AppContext
  ) async throws -> Response {
    let (id, rules) = (try context.id(), Rules(parts))
    let sent = try await Form.read(request, context)
    do {
      try await parts.register.write(as: context.signedIn()) { open in
        let found = try open.householdCase(id)
        let form = try open.form(known, rules.edition(found.pack).pack)
        try open.fill(form, with: sent.answers(to: form), on: found)
        try open.once(sent, context.path)
      }
      return .leading(to: "/cases/\(id)")
    } catch is PressedTwice {
      return .leading(to: "/cases/\(id)")
    } catch let incomplete as FormIncomplete {
      return try await caseForm(known, context, sent, incomplete.refusals)
    }
  }

  /// A filled-in form by the definition of its time, as it stands on paper.
  @Sendable func show(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.readHouseholds)
    let id = try context.id()
    let page = try await parts.register.read(as: context.signedIn()) { open in
      let record = try open.formRecord(id)
      guard let form = try open.form(record.form, version: record.version) else {
        throw NotFound()
      }
      return try FormPaperPage(record, of: form, in: open)
    }
    return try parts.pages.render(page, context)
  }
}

/// What `Templates/forms/fill.mustache` shows.
struct FillPage: Page {
  static let template = "forms/fill"
  let head: String
  let village: String
  let form: FormView
  let back: String
  let action: String

  init(_ home: FormHome, _ form: FormView, back: String, action: String) {
    (head, village, self.form) = (home.head, home.villageTitle, form)
    (self.back, self.action) = (back, action)
  }
}

/// What `Templates/forms/paper.mustache` shows: a form on A4, blank or as it was filled in.
struct FormPaperPage: Page {
  static let template = "forms/paper"
  let title: String
  let document: String?
  let version: String
  let sections: [Section]
  /// Whose it is; nil on a blank.
  let about: String?
  /// Nil where the officer came from nowhere that they may see.
  let back: String?
  let backTitle: String

  struct Section: Sendable {
    let title: String
    let rows: [Row]
  }

  struct Row: Sendable {
    let title: String
    let value: String
    let isLong: Bool
  }

  init(_ blank: PaperForm, for access: Access) {
    (title, document, version, about) = (blank.title, blank.document, blank.version, nil)
    sections = FormPaperPage.sections(of: blank)
    (back, backTitle) = (access.may(.seeOverview) ? "/forms" : nil, "表单")
  }

  private static func sections(of paper: PaperForm) -> [Section] {
    paper.sections.map { section in
      Section(
        title: section.title,
        rows: section.rows.map { Row(title: $0.title, value: $0.value, isLong: $0.isLong) })
    }
  }

  init(_ record: FormRecord, of form: FormDefinition, in open: OpenRegister) throws {
    (title, document, version) = (form.title, form.document, form.version)
    sections = FormPaperPage.sections(of: form.paper(record.answers))
    let officer = try open.officerNames([record.officer])[record.officer] ?? ""
    let home = try record.household.map(open.formHome)
    let who = home.map { "户主：\($0.head)　户编号：\($0.code)　" } ?? ""
    let village = try open.villageTitle(record.village)
    about = "\(who)\(village)　\(record.filledOn) \(officer)填写"
    back = record.household.map { "/households/\($0)#forms" }
    backTitle = home.map { "\($0.head)户" } ?? "表单"
  }
}
