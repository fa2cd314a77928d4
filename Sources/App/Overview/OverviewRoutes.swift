import Casework
import Hummingbird

/// `/overview`: the county, or one township of it, in counts.
struct OverviewRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.pages.get("overview", use: show)
  }

  @Sendable func show(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.seeOverview)
    let own = try context.signedIn().place
    let place = request.query("township").flatMap(PlaceCode.init) ?? own
    guard place.level == .county || place.level == .township else { throw NotFound() }
    let page = try await parts.register.read(as: context.signedIn()) { open in
      let counts = try open.counts(in: place)
      let names = try open.placeNames([place, place.within(.county)])
      return OverviewPage(counts, of: place, names: names, day: open.today)
    }
    return try parts.pages.render(page, context)
  }
}
