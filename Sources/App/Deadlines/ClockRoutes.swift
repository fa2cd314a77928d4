import Casework
import Hummingbird
import Store

/// `/clocks`: the outage ledger; `/clues/:id/clock` and `/cases/:id/clock`: pausing, extending.
struct ClockRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.pages.get("clocks", use: show)
    routes.pages.post("clocks/outages", use: record)
    routes.pages.post("clocks/outages/:id", use: changeOutage)
    routes.pages.post("clocks/changes/:id", use: decide)
    routes.pages.post("clues/:id/clock", use: clue)
    routes.pages.post("cases/:id/clock", use: householdCase)
  }

  @Sendable func show(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.readHouseholds)
    return try await page(context, Form([]), fault: nil)
  }

  @Sendable func record(_ request: Request, context: AppContext) async throws -> Response {
    try await write(request, context) { open, form in
      try open.record(NewOutage(form, within: open.access, today: open.today))
    }
  }

  @Sendable func changeOutage(_ request: Request, context: AppContext) async throws -> Response {
    let id = try context.id()
    return try await write(request, context) { open, form in
      switch form["do"] {
      case "end": try open.end(outage: id)
      case "approve": try open.decide(outage: id, isApproved: true)
      case "refuse": try open.decide(outage: id, isApproved: false)
      default: throw HTTPError(.badRequest)
      }
    }
  }

  @Sendable func decide(_ request: Request, context: AppContext) async throws -> Response {
    let id = try context.id()
    return try await write(request, context) { open, form in
      guard let answer = form["do"], ["approve", "refuse"].contains(answer) else {
        throw HTTPError(.badRequest)
      }
      try open.decide(change: id, isApproved: answer == "approve")
    }
  }

  @Sendable func clue(_ request: Request, context: AppContext) async throws -> Response {
    let (id, form) = (try context.id(), try await Form.read(request, context))
    try await parts.register.write(as: context.signedIn()) { open in
      let clue = try open.clue(id)
      try open.change(clue.clock, form, duty: clue.stage.duty)
    }
    return .leading(to: "/clues/\(id)")
  }

  @Sendable func householdCase(_ request: Request, context: AppContext) async throws -> Response {
    let (id, form) = (try context.id(), try await Form.read(request, context))
    let rules = Rules(parts)
    try await parts.register.write(as: context.signedIn()) { open in
      let found = try open.householdCase(id)
      try open.change(found.clock(rules.edition(found.pack).pack), form, duty: found.stage.duty)
    }
    return .leading(to: "/cases/\(id)")
  }

  /// Changes the ledger; a refusal keeps the form as it was filled in.
  private func write(
    _ request: Request, _ context: AppContext,
    _ body: @escaping @Sendable (OpenRegister, Form) throws -> Void
  ) async throws -> Response {
    let form = try await Form.read(request, context)
    do {
      try await parts.register.write(as: context.signedIn()) { try body($0, form) }
      return .leading(to: "/clocks")
    } catch let refusal as ClockRefusal {
      return try await page(context, form, fault: refusal.sentence)
    }
  }

  private func page(
    _ context: AppContext, _ form: Form, fault: String?
  ) async throws -> Response {
    let rules = Rules(parts)
    let page = try await parts.register.read(as: context.signedIn()) { open in
      try ClocksPage(form, fault: fault, rules, in: open)
    }
    return try parts.pages.render(
      page, context, status: fault == nil ? .ok : .unprocessableContent)
  }
}

extension OpenRegister {
  /// What a clock's form asks for: `pause`, `extend` by `days`, or `resume`.
  fileprivate func change(_ clock: StepClock?, _ form: Form, duty: Duty?) throws {
    guard let clock else { throw ClockRefusal.notPaused }
    switch form["do"] {
    case "pause": try ask(days: nil, reason: form["reason"], on: clock, duty: duty)
    case "extend":
      try ask(
        days: form["days"].flatMap { Int($0) } ?? 0, reason: form["reason"], on: clock, duty: duty)
    case "resume": try resume(clock.subject, duty: duty)
    default: throw HTTPError(.badRequest)
    }
  }
}
