import Casework
import Hummingbird

/// `/calls`: what visited households said on the telephone (抽查电话), and what who visited says to it.
/// The calls are made on `/m`.
struct CallRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.pages.get("calls") { _, context in try await page(context, fault: nil) }
    routes.pages.post("calls/:id/explanation", use: explain)
  }

  private func page(_ context: AppContext, fault: String?) async throws -> Response {
    let access = try context.signedIn()
    let isCaller = access.may(.spotCheck)
    if !isCaller { try context.requires(.visit) }
    let page = try await parts.register.read(as: access) { open in
      CallListPage(
        calls: try open.calls(), waiting: isCaller ? try open.drawnCalls().count : 0,
        isCaller: isCaller, fault: fault)
    }
    return try parts.pages.render(
      page, context, status: fault == nil ? .ok : .unprocessableContent)
  }

  @Sendable func explain(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.visit)
    let (id, form) = (try context.id(), try await Form.read(request, context))
    do {
      try await parts.register.write(as: context.signedIn()) {
        try $0.explain(call: id, form["explanation"])
      }
      return .leading(to: "/calls")
    } catch let refusal as CallRefusal {
      return try await page(context, fault: refusal.sentence)
    }
  }
}

/// What `Templates/handset/calls.mustache` shows.
struct CallListPage: Page {
  static let template = "handset/calls"
  let calls: [CallLine]
  let waiting: Int
  let isCaller: Bool
  let fault: String?
}
