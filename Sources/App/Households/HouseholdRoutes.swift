import Casework
import Hummingbird

/// `/households`: the list, and each household's file.
struct HouseholdRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.pages.get("households", use: list)
    routes.pages.get("households/:id", use: show)
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
    let (id, pack) = (try context.id(), parts.pack)
    let page = try await parts.register.read(as: context.signedIn()) { open in
      try HouseholdPage(open.openHousehold(id, pack), pack, in: open)
    }
    return try parts.pages.render(page, context)
  }
}
