import Casework
import Hummingbird
import Store

/// `/cases/:id/help`: plan, measures, contacts, checks, referrals; `/referrals`: a department's.
struct HelpRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.pages.get("cases/:id/help", use: show)
    routes.pages.post("cases/:id/measures") { request, context in
      try await write(request, context) { open, found, form, rules in
        try open.add(Measure(form, open.today), to: found, rules.pack)
      }
    }
    routes.pages.post("cases/:id/measures/:measure/end") { request, context in
      let id = try context.id("measure")
      return try await write(request, context) { open, found, form, _ in
        try open.end(measure: id, paid: try Money.typed(form["paid"]), on: found)
      }
    }
    routes.pages.post("cases/:id/plan") { request, context in
      try await write(request, context) { open, found, form, _ in
        try open.keep(HelpPlan(form, open.today), for: found)
      }
    }
    routes.pages.post("cases/:id/contacts") { request, context in
      try await write(request, context) { open, found, form, _ in
        let day = form["day"].flatMap(Day.init) ?? open.today
        let way = form["way"].flatMap(ContactWay.init(rawValue:)) ?? .other
        try open.addContact(on: day, way, form["contact"], to: found)
      }
    }
    routes.pages.post("cases/:id/help-checks") { request, context in
      try await write(request, context) { open, found, form, _ in
        guard let check = form["kind"].flatMap(HelpCheck.init(rawValue:)) else {
          throw HTTPError(.badRequest)
        }
        try open.record(check, isInOrder: form["do"] == "good", form["check"], on: found)
      }
    }
    routes.pages.post("cases/:id/referrals") { request, context in
      try await write(request, context) { open, found, form, rules in
        try open.refer(form["asked"], to: form["department"], about: found, rules.pack)
      }
    }
    routes.pages.post("cases/:id/exit", use: exit)
    routes.pages.get("referrals", use: referrals)
    routes.pages.post("referrals/:id", use: answer)
    routes.pages.get("referrals/:id/income", use: income)
  }

  @Sendable func show(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.readHouseholds)
    return try await page(context, fault: nil)
  }

  @Sendable func exit(_ request: Request, context: AppContext) async throws -> Response {
    let form = try await Form.read(request, context)
    return try await CaseRoutes(parts: parts).change(context, form) { open, found, rules in
      guard let way = form["way"].flatMap(ExitWay.init(rawValue:)) else {
        throw CaseRefusal.exitUnnamed
      }
      try open.proposeExit(way, reason: form["reason"], on: found, rules.pack)
    }
  }

  @Sendable func referrals(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.pushData)
    return try await referralPage(context, fault: nil)
  }

  /// What monitoring has counted, for social assistance.
  @Sendable func income(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.pushData)
    let (id, pack) = (try context.id(), parts.pack)
    let page = try await parts.register.write(as: context.signedIn()) { open in
      try SharedIncomePage(open.ownReferral(id), pack, in: open)
    }
    return try parts.pages.render(page, context)
  }

  @Sendable func answer(_ request: Request, context: AppContext) async throws -> Response {
    let (id, form) = (try context.id(), try await Form.read(request, context))
    guard let step = form["do"].flatMap(ReferralStep.init(rawValue:)) else {
      throw HTTPError(.badRequest)
    }
    do {
      try await parts.register.write(as: context.signedIn()) { open in
        try open.take(step, on: id, form["text"])
      }
      return .leading(to: "/referrals")
    } catch let refusal as HelpRefusal {
      return try await referralPage(context, fault: refusal.sentence)
    }
  }

  private func referralPage(_ context: AppContext, fault: String?) async throws -> Response {
    let rules = Rules(parts)
    let page = try await parts.register.read(as: context.signedIn()) { open in
      try ReferralListPage(fault: fault, rules, in: open)
    }
    return try parts.pages.render(
      page, context, status: fault == nil ? .ok : .unprocessableContent)
  }

  /// What is kept about a household's help, as its form says it.
  private typealias Deed =
    @Sendable (OpenRegister, HouseholdCase, Form, Rules) throws -> Void

  /// Keeps something about a household's help; a refusal stays on its page.
  private func write(
    _ request: Request, _ context: AppContext,
    _ body: @escaping Deed
  ) async throws -> Response {
    let (id, form, rules) = (try context.id(), try await Form.read(request, context), Rules(parts))
    do {
      try await parts.register.write(as: context.signedIn()) { open in
        let found = try open.householdCase(id)
        try body(open, found, form, rules.edition(found.pack))
        try open.once(form, context.path)
      }
      return .leading(to: "/cases/\(id)/help")
    } catch let refusal as any Refusal {
      return try await page(context, fault: refusal.sentence)
    }
  }

  private func page(_ context: AppContext, fault: String?) async throws -> Response {
    let (id, rules) = (try context.id(), Rules(parts))
    let page = try await parts.register.read(as: context.signedIn()) { open in
      let found = try open.householdCase(id)
      return try HelpPage(found, fault: fault, rules.edition(found.pack).pack, in: open)
    }
    return try parts.pages.render(
      page, context, status: fault == nil ? .ok : .unprocessableContent)
  }
}

extension Money {
  /// An amount as it was typed; what cannot be read is refused, not dropped.
  static func typed(_ text: String?) throws(HelpRefusal) -> Money? {
    guard let text else { return nil }
    guard let amount = Money(text) else { throw .amount(text) }
    return amount
  }
}

extension Measure {
  fileprivate init(_ form: Form, _ today: Day) throws {
    let chosen = (form["measure"] ?? "").split(separator: "|").map(String.init)
    guard chosen.count == 2 else { throw CaseRefusal.noMeasureText }
    self.init(
      category: chosen[0], subtype: chosen[1], helper: form["helper"] ?? "",
      amount: try Money.typed(form["amount"]), begunOn: try Day.typed(form["begun"]) ?? today)
    risk = form["risk"].flatMap(RiskKind.init(rawValue:))
    untilOn = try Day.typed(form["until"])
    continues = form["continues"] == "1"
    paid = try Money.typed(form["paid"])
  }
}

extension HelpPlan {
  fileprivate init(_ form: Form, _ today: Day) throws {
    self.init(
      goal: form["goal"] ?? "", helper: form["helper"] ?? "", unit: form["unit"] ?? "",
      from: try Day.typed(form["from"]) ?? today)
    phone = form["phone"]
    until = try Day.typed(form["until"])
  }
}

extension Day {
  fileprivate static func typed(_ text: String?) throws(HelpRefusal) -> Day? {
    guard let text else { return nil }
    guard let day = Day(text) else { throw .datesWrong }
    return day
  }
}
