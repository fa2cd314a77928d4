import Casework
import Hummingbird

/// The officer's work at `/`, and `/overview`: the county, or one township of it, in counts.
struct OverviewRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.pages.get("/", use: home)
    routes.pages.get("overview", use: show)
    routes.open.group().add(middleware: CurrentRules(shelf: parts.shelf)).get("about", use: about)
  }

  @Sendable func home(_ request: Request, context: AppContext) async throws -> Response {
    let rules = Rules(parts)
    let page = try await parts.register.read(as: context.signedIn()) { open in
      try HomePage(open.inbox(rules), in: open)
    }
    return try parts.pages.render(page, context)
  }

  @Sendable func about(_ request: Request, context: AppContext) async throws -> Response {
    try parts.pages.render(AboutPage(parts.pack), context)
  }

  @Sendable func show(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.seeOverview)
    let own = try context.signedIn().place
    let place = request.query("township").flatMap(PlaceCode.init) ?? own
    let rules = Rules(parts)
    guard place.level == .county || place.level == .township else { throw NotFound() }
    let page = try await parts.register.read(as: context.signedIn()) { open in
      let counts = try open.counts(in: place, rules)
      let names = try open.placeNames([place, place.within(.county)])
      return OverviewPage(counts, of: place, names: names, for: open.access, day: open.today)
    }
    return try parts.pages.render(page, context)
  }
}

/// What `Templates/overview/about.mustache` shows.
struct AboutPage: Page {
  static let template = "overview/about"
  let version = Version.number
  let pack: String
  let title: String
  let document: String

  init(_ pack: PolicyPack) {
    (self.pack, title, document) = (pack.edition, pack.title, pack.document)
  }
}
