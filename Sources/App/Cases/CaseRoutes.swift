import Casework
import Hummingbird
import Store

/// `/cases`: the list, each case, and a noun for every step that has fields of its own.
struct CaseRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.pages.get("cases", use: list)
    routes.pages.get("cases/:id", use: show)
    routes.pages.post("cases/:id/steps", use: step)
    routes.pages.post("cases/:id/appraisals", use: appraise)
    routes.pages.post("cases/:id/notices", use: post)
    routes.pages.post("cases/:id/follow-ups", use: followUp)
    addExceptions(to: routes)
  }

  @Sendable func list(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.readHouseholds)
    let stage = request.query("stage").flatMap(CaseStage.init(rawValue:))
    let place = request.query("place").flatMap(PlaceCode.init)
    let from = max(0, request.query("from").flatMap { Int($0) } ?? 0)
    let rules = Rules(parts)
    let page = try await parts.register.read(as: context.signedIn()) { open in
      let shown = stage ?? CaseStage.allCases.first { $0.duty.map(open.access.may) ?? false }
      let stage = shown ?? .monitored
      let found = try open.cases(
        at: [stage], within: place, limit: CaseListPage.rowsOnPage + 1, offset: from)
      return try CaseListPage(
        found, stage: stage, place: place, offset: from, rules: rules, in: open)
    }
    return try parts.pages.render(page, context)
  }

  @Sendable func show(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.readHouseholds)
    return try await page(context, fault: nil)
  }

  @Sendable func step(_ request: Request, context: AppContext) async throws -> Response {
    let form = try await Form.read(request, context)
    guard let action = form["do"].flatMap(CaseAction.init(rawValue:)) else {
      throw HTTPError(.badRequest)
    }
    return try await change(context, form) { open, found, rules in
      if found.stage == .announcement, action == .endorse {
        try open.post(.announcement, of: found, rules.pack, rules.calendar)
      }
      let wanted = action == .sendBack ? form["to"].flatMap(CaseStage.init(rawValue:)) : nil
      try open.take(action, on: found, to: wanted, reason: form["reason"], rules.pack)
    }
  }

  @Sendable func appraise(_ request: Request, context: AppContext) async throws -> Response {
    let form = try await Form.read(request, context)
    func number(_ name: String) -> Int { form[name].flatMap { Int($0) } ?? -1 }
    let meeting = NewAppraisal(
      chair: form["chair"] ?? "", present: number("present"), inFavour: number("inFavour"),
      against: number("against"), minutes: form["minutes"] ?? "")
    return try await change(context, form) { open, found, rules in
      try open.record(meeting, on: found, rules.pack)
      try open.once(form, context.path)
    }
  }

  @Sendable func post(_ request: Request, context: AppContext) async throws -> Response {
    let form = try await Form.read(request, context)
    return try await change(context, form) { open, found, rules in
      switch found.stage {
      case .publicNotice: try open.post(.identification, of: found, rules.pack, rules.calendar)
      case .removalNotice: try open.post(.removal, of: found, rules.pack, rules.calendar)
      default: throw CaseRefusal.notOpen(.endorse, at: found.stage)
      }
    }
  }

  /// What was filled in stays on the page when it is not taken.
  @Sendable func followUp(_ request: Request, context: AppContext) async throws -> Response {
    let (id, path, rules) = (try context.id(), context.path, Rules(parts))
    let sent = try await Form.read(request, context)
    do {
      try await parts.register.write(as: context.signedIn()) { open in
        let found = try open.householdCase(id)
        let form = try open.form(.followUp, rules.edition(found.pack).pack)
        try open.followUp(sent.answers(to: form), by: form, on: open.today, of: found)
        try open.once(sent, path)
      }
      return .leading(to: "/cases/\(id)")
    } catch let refusal as any Refusal {
      return try await page(context, fault: refusal.sentence, sent: sent)
    }
  }

  /// Changes the case as the officer saw it, under the rules it began with; a refusal keeps them
  /// on its page.
  func change(
    _ context: AppContext, _ form: Form,
    _ body: @escaping @Sendable (OpenRegister, HouseholdCase, Rules) throws -> Void
  ) async throws -> Response {
    let (id, version) = (try context.id(), form["version"].flatMap(Int64.init))
    let rules = Rules(parts)
    do {
      try await parts.register.write(as: context.signedIn()) { open in
        let found = try open.householdCase(id)
        guard version == nil || found.version == version else { throw MovedMeanwhile() }
        try body(open, found, rules.edition(found.pack))
      }
      return .leading(to: "/cases/\(id)")
    } catch let refusal as any Refusal {
      return try await page(context, fault: refusal.sentence)
    }
  }

  func page(
    _ context: AppContext, fault: String?, sent: Form? = nil
  ) async throws -> Response {
    let (id, rules) = (try context.id(), Rules(parts))
    let page = try await parts.register.read(as: context.signedIn()) { open in
      let found = try open.householdCase(id)
      return try CasePage(
        found, fault: fault, sent: sent, rules: rules.edition(found.pack), in: open)
    }
    return try parts.pages.render(
      page, context, status: fault == nil ? .ok : .unprocessableContent)
  }
}
