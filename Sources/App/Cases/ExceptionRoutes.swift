import Casework
import Hummingbird

/// What happens beside the straight road of a case: objections to its notice, help that comes first.
extension CaseRoutes {
  func addExceptions(to routes: Routes) {
    routes.pages.post("cases/:id/objections", use: object)
    routes.pages.post("cases/:id/objections/:objection/answer", use: answer)
    routes.pages.post("cases/:id/emergency", use: askEmergency)
    routes.pages.post("cases/:id/emergency/decision", use: decideEmergency)
  }

  @Sendable func object(_ request: Request, context: AppContext) async throws -> Response {
    let form = try await Form.read(request, context)
    return try await change(context, form) { open, found, _ in
      try open.object(form["objection"], by: form["objector"], to: found)
      try open.once(form, context.path)
    }
  }

  @Sendable func answer(_ request: Request, context: AppContext) async throws -> Response {
    let form = try await Form.read(request, context)
    let id = try context.id("objection")
    return try await change(context, form) { open, found, rules in
      try open.answer(
        objection: id, isUpheld: form["do"] == "uphold", form["answer"], on: found, rules.pack)
    }
  }

  @Sendable func askEmergency(_ request: Request, context: AppContext) async throws -> Response {
    let form = try await Form.read(request, context)
    return try await change(context, form) { open, found, _ in
      try open.askEmergency(form["emergency"], on: found)
    }
  }

  @Sendable func decideEmergency(_ request: Request, context: AppContext) async throws -> Response {
    let form = try await Form.read(request, context)
    return try await change(context, form) { open, found, _ in
      try open.decideEmergency(isApproved: form["do"] == "approve", form["answer"], on: found)
    }
  }
}
