import Casework
import Hummingbird

/// `/checks`: what a body is asked; `/checks/:id`: one check, its openings, its sealed results.
struct CheckRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.pages.get("checks", use: list)
    routes.pages.get("checks/:id", use: show)
    routes.pages.post("checks/:id/openings", use: openResults)
    routes.pages.get("checks/:id/results", use: results)
    routes.pages.post("checks/:id/hits/:hit", use: hit)
  }

  @Sendable func list(_ request: Request, context: AppContext) async throws -> Response {
    let access = try context.signedIn()
    guard access.may(.answerCheck) || access.may(.commissionCheck) else {
      throw NotPermitted(duty: .commissionCheck)
    }
    let page = try await parts.register.read(as: access) { try CheckListPage(in: $0) }
    return try parts.pages.render(page, context)
  }

  @Sendable func show(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.readHouseholds)
    return try await page(context, fault: nil)
  }

  @Sendable func openResults(_ request: Request, context: AppContext) async throws -> Response {
    let (id, form, rules) = (try context.id(), try await Form.read(request, context), Rules(parts))
    do {
      try await parts.register.write(as: context.signedIn()) { open in
        let check = try open.economicCheck(id)
        let found = try open.householdCase(check.caseID)
        try open.openResults(of: check, for: form["purpose"], rules.edition(found.pack).pack)
      }
      return .leading(to: "/checks/\(id)/results")
    } catch let refusal as CheckRefusal {
      return try await page(context, fault: refusal.sentence)
    }
  }

  @Sendable func results(_ request: Request, context: AppContext) async throws -> Response {
    try await results(context, fault: nil)
  }

  @Sendable func hit(_ request: Request, context: AppContext) async throws -> Response {
    let (id, form, keys) = (
      try context.id(), try await Form.read(request, context), parts.checkKeys
    )
    let number = try context.id("hit")
    guard let step = form["do"].flatMap(HitStep.init(rawValue:)) else {
      throw HTTPError(.badRequest)
    }
    do {
      try await parts.register.write(as: context.signedIn()) { open in
        let check = try open.economicCheck(id)
        _ = try open.opening(of: check)
        try open.take(step, on: number, of: check, form["text"], keys)
      }
      return .leading(to: "/checks/\(id)/results")
    } catch let refusal as CheckRefusal {
      return try await results(context, fault: refusal.sentence)
    }
  }

  private func results(_ context: AppContext, fault: String?) async throws -> Response {
    let (id, keys, pack) = (try context.id(), parts.checkKeys, parts.pack)
    do {
      let page = try await parts.register.read(as: context.signedIn()) { open in
        try CheckResultsPage(open.economicCheck(id), fault: fault, pack, keys, in: open)
      }
      return try parts.pages.render(
        page, context, status: fault == nil ? .ok : .unprocessableContent)
    } catch let refusal as CheckRefusal {
      return try await self.page(context, fault: refusal.sentence)
    }
  }

  private func page(_ context: AppContext, fault: String?) async throws -> Response {
    let id = try context.id()
    let page = try await parts.register.read(as: context.signedIn()) { open in
      try CheckPage(open.economicCheck(id), fault: fault, in: open)
    }
    return try parts.pages.render(
      page, context, status: fault == nil ? .ok : .unprocessableContent)
  }
}
