import Casework
import Hummingbird

/// `/households`: the list, and each household's file.
struct HouseholdRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.pages.get("households", use: list)
    routes.pages.get("households/:id", use: show)
    routes.pages.post("households/:id/move", use: move)
  }

  @Sendable func list(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.readHouseholds)
    let (filter, lines) = (HouseholdFilter(request), parts.pack.thresholds)
    let page = try await parts.register.read(as: context.signedIn()) { open in
      let found = try open.households(filter, lines, limit: HouseholdListPage.rowsOnPage + 1)
      return try HouseholdListPage(found, filter: filter, lines, in: open)
    }
    return try parts.pages.render(page, context)
  }

  @Sendable func show(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.readHouseholds)
    return try await page(context, fault: nil)
  }

  @Sendable func move(_ request: Request, context: AppContext) async throws -> Response {
    let (id, form) = (try context.id(), try await Form.read(request, context))
    do {
      try await parts.register.write(as: context.signedIn()) { open in
        try open.move(
          household: id, to: form["to"].flatMap(PlaceCode.init),
          on: form["movedOn"].flatMap(Day.init) ?? open.today, reason: form["reason"])
      }
      return .leading(to: "/households/\(id)")
    } catch let refusal as MoveRefusal {
      return try await page(context, fault: refusal.sentence)
    }
  }

  private func page(_ context: AppContext, fault: String?) async throws -> Response {
    let (id, pack) = (try context.id(), parts.pack)
    let page = try await parts.register.read(as: context.signedIn()) { open in
      try HouseholdPage(open.openHousehold(id, pack), fault: fault, pack, in: open)
    }
    return try parts.pages.render(
      page, context, status: fault == nil ? .ok : .unprocessableContent)
  }
}
