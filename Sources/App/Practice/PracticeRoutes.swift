import Casework
import Hummingbird

/// `/practice`: in a practice county, learners let days pass; elsewhere it is not there.
struct PracticeRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    guard parts.practice != nil else { return }
    routes.pages.get("practice", use: show)
    routes.pages.post("practice/days", use: pass)
  }

  @Sendable func show(_ request: Request, context: AppContext) async throws -> Response {
    _ = try context.signedIn()
    return try page(context, fault: nil)
  }

  @Sendable func pass(_ request: Request, context: AppContext) async throws -> Response {
    _ = try context.signedIn()
    let form = try await Form.read(request, context)
    do {
      try parts.practice?.pass(form["days"].flatMap { Int($0) } ?? 0)
      return .leading(to: "/practice")
    } catch let refusal as PracticeRefusal {
      return try page(context, fault: refusal.sentence)
    }
  }

  private func page(_ context: AppContext, fault: String?) throws -> Response {
    try parts.pages.render(
      PracticePage(today: parts.register.clock.today.description, fault: fault), context,
      status: fault == nil ? .ok : .unprocessableContent)
  }
}

/// What `Templates/practice/show.mustache` shows.
struct PracticePage: Page {
  static let template = "practice/show"
  let today: String
  let fault: String?
}
