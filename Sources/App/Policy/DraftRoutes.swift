import Casework
import Hummingbird
import Store

/// `/policy/drafts`: changes of the rules, from the workbench to their coming into force and back;
/// `/policy/comparisons`: whom another edition treats differently, case by case.
struct DraftRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.pages.get("policy/drafts", use: list)
    routes.pages.get("policy/drafts/new", use: new)
    routes.pages.post("policy/drafts", use: save)
    routes.pages.get("policy/drafts/:id", use: show)
    routes.pages.post("policy/drafts/:id", use: take)
    routes.pages.post("policy/comparisons", use: compare)
    routes.pages.get("policy/comparisons/:id", use: comparison)
  }

  @Sendable func list(_ request: Request, context: AppContext) async throws -> Response {
    try await list(context, fault: nil)
  }

  private func list(_ context: AppContext, fault: String?) async throws -> Response {
    let (pack, files) = (parts.pack, parts.shelf.filesEdition)
    let page = try await parts.register.read(as: context.looksBack()) { open in
      try DraftListPage(fault: fault, current: pack.edition, files: files, in: open)
    }
    return try parts.pages.render(
      page, context, status: fault == nil ? .ok : .unprocessableContent)
  }

  @Sendable func new(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.assess)
    _ = try context.looksBack()
    let asked = TrialForm(request, parts.pack)
    return try parts.pages.render(DraftFormPage(asked, Form([]), parts.pack), context)
  }

  @Sendable func save(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.assess)
    let access = try context.looksBack()
    let (form, pack) = (try await Form.read(request, context), parts.pack)
    let asked = TrialForm({ form[$0] }, pack)
    do {
      let changes = asked.changes(pack)
      guard !changes.isEmpty else { throw DraftRefusal.nothingChanged }
      let base = try await parts.register.read(as: access) { try $0.policyText(pack.edition) }
      let text = try DraftText(base, named: pack.edition, changes)
      try await PolicyShelf.tryOut(text.text, named: pack.edition)
      let draft = NewDraft(
        title: form["title"] ?? "", reason: form["reason"] ?? "", base: pack.edition,
        changes: changes, text: text)
      let id = try await parts.register.write(as: access) { try $0.save(draft) }
      return .leading(to: "/policy/drafts/\(id)")
    } catch let refusal as DraftRefusal {
      let page = DraftFormPage(asked, form, pack, refusal: refusal)
      return try parts.pages.render(page, context, status: .unprocessableContent)
    }
  }

  @Sendable func show(_ request: Request, context: AppContext) async throws -> Response {
    try await show(context, Form([]), fault: nil)
  }

  private func show(
    _ context: AppContext, _ form: Form, fault: String?
  ) async throws -> Response {
    let (id, rules) = (try context.id(), parts.rules)
    let page = try await parts.register.read(as: context.looksBack()) { open in
      try DraftPage(open.draft(id), form, fault: fault, rules, in: open)
    }
    return try parts.pages.render(
      page, context, status: fault == nil ? .ok : .unprocessableContent)
  }

  @Sendable func take(_ request: Request, context: AppContext) async throws -> Response {
    let (id, access) = (try context.id(), try context.looksBack())
    let (form, files) = (try await Form.read(request, context), parts.shelf.filesEdition)
    guard let action = form["do"].flatMap(DraftAction.init(rawValue:)), action.isAsked,
      let version = form["version"].flatMap({ Int64($0) })
    else { throw HTTPError(.badRequest) }
    do {
      try await parts.register.write(as: access) { open in
        let draft = try open.draft(id)
        guard draft.version == version else { throw MovedMeanwhile() }
        switch action {
        case .startShadow:
          try open.startShadow(
            draft, months: form["months"].flatMap { Int($0) }, files: files)
        case .stopShadow: try open.stopShadow(draft, files: files)
        default: try open.take(action, on: draft, reason: form["reason"], files: files)
        }
      }
    } catch let refusal as DraftRefusal {
      return try await show(context, form, fault: refusal.sentence)
    }
    return .leading(to: "/policy/drafts/\(id)")
  }

  @Sendable func compare(_ request: Request, context: AppContext) async throws -> Response {
    let access = try context.looksBack()
    let form = try await Form.read(request, context)
    do {
      let id = try await parts.register.write(as: access) { open in
        let known = try open.comparableEditions()
        guard let old = form["old"], let new = form["new"], known.contains(old),
          known.contains(new)
        else { throw DraftRefusal.noEdition }
        let day = form["asOf"].flatMap(Day.init) ?? open.today
        return try open.askComparison(from: old, to: new, asOf: min(day, open.today))
      }
      return .leading(to: "/policy/comparisons/\(id)")
    } catch let refusal as DraftRefusal {
      return try await list(context, fault: refusal.sentence)
    }
  }

  @Sendable func comparison(_ request: Request, context: AppContext) async throws -> Response {
    let (id, rules) = (try context.id(), parts.rules)
    let asked = ComparisonFilter(
      move: request.query("move"), township: request.query("township").flatMap(PlaceCode.init),
      page: request.query("page").flatMap { Int($0) } ?? 1)
    let page = try await parts.register.read(as: context.looksBack()) { open in
      try ComparisonPage(open.comparison(id), asked, rules.pack, in: open)
    }
    return try parts.pages.render(page, context)
  }
}
