import Casework
import Hummingbird
import Store

/// `/meetings`, `/opinions`, `/reminders`, `/cases/:id/appeals`: judging many, and judging again.
struct JudgementRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.pages.get("meetings") { _, context in try await meetings(context, Form([]), fault: nil) }
    routes.pages.post("meetings", use: hold)
    routes.pages.get("opinions") { request, context in
      try await opinions(context, stage: request.query("stage"), told: [])
    }
    routes.pages.post("opinions", use: opine)
    routes.pages.get("reminders", use: reminders)
    routes.pages.post("cases/:id/appeals", use: appeal)
    routes.pages.post("cases/:id/appeals/:appeal/answer", use: answer)
  }

  @Sendable func reminders(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.readHouseholds)
    let rules = Rules(parts)
    let page = try await parts.register.read(as: context.signedIn()) {
      try RemindersPage(rules, in: $0)
    }
    return try parts.pages.render(page, context)
  }

  @Sendable func hold(_ request: Request, context: AppContext) async throws -> Response {
    let (form, pack) = (try await Form.read(request, context), parts.pack)
    do {
      try await parts.register.write(as: context.signedIn()) { open in
        try open.record(JudgementMeeting(form, today: open.today), pack)
      }
      return .leading(to: "/meetings")
    } catch let refusal as any Refusal {
      return try await meetings(context, form, fault: refusal.sentence)
    }
  }

  private func meetings(
    _ context: AppContext, _ form: Form, fault: String?
  ) async throws -> Response {
    let access = try context.signedIn()
    guard access.may(.reviewTownship) || access.may(.reviewCounty) else {
      throw NotPermitted(duty: .reviewTownship)
    }
    let page = try await parts.register.read(as: access) {
      try MeetingsPage(form, fault: fault, in: $0)
    }
    return try parts.pages.render(
      page, context, status: fault == nil ? .ok : .unprocessableContent)
  }

  /// Every case has a decision of its own, in a transaction of its own: one that is refused
  /// leaves the others as they were decided.
  @Sendable func opine(_ request: Request, context: AppContext) async throws -> Response {
    let (form, access, rules) = (
      try await Form.read(request, context), try context.signedIn(), Rules(parts)
    )
    var told: [OpinionsPage.Told] = []
    for name in form.names where name.hasPrefix("do.") {
      guard let id = Int64(name.dropFirst(3)),
        let action = form[name].flatMap(CaseAction.init(rawValue:)),
        [.endorse, .sendBack, .dismiss].contains(action)
      else { continue }
      let (reason, version) = (form["reason.\(id)"], form["version.\(id)"].flatMap(Int64.init))
      do {
        let head = try await parts.register.write(as: access) { open in
          let found = try open.householdCase(id)
          guard found.version == version else { throw MovedMeanwhile() }
          try open.take(action, on: found, reason: reason, rules.edition(found.pack).pack)
          return try open.headNames([found.household])[found.household] ?? ""
        }
        told.append(.init(id: id, text: "\(head)：\(action.title)", mark: "good"))
      } catch let refusal as any Refusal {
        told.append(.init(id: id, text: refusal.sentence, mark: "late"))
      } catch is MovedMeanwhile {
        told.append(.init(id: id, text: "已由他人办理，您的意见没有生效。", mark: "late"))
      }
    }
    return try await opinions(context, stage: form["stage"], told: told)
  }

  private func opinions(
    _ context: AppContext, stage: String?, told: [OpinionsPage.Told]
  ) async throws -> Response {
    let rules = Rules(parts)
    let page = try await parts.register.read(as: context.signedIn()) { open in
      let wanted = stage.flatMap(CaseStage.init(rawValue:))
      return try OpinionsPage(wanted, told: told, rules, in: open)
    }
    return try parts.pages.render(
      page, context,
      status: told.contains { $0.mark == "late" } ? .unprocessableContent : .ok)
  }

  @Sendable func appeal(_ request: Request, context: AppContext) async throws -> Response {
    let form = try await Form.read(request, context)
    return try await CaseRoutes(parts: parts).change(context, form) { open, found, _ in
      try open.appeal(form["appeal"], by: form["appellant"], on: found)
    }
  }

  @Sendable func answer(_ request: Request, context: AppContext) async throws -> Response {
    let (form, id) = (try await Form.read(request, context), try context.id("appeal"))
    return try await CaseRoutes(parts: parts).change(context, form) { open, found, rules in
      try open.decide(
        appeal: id, isUpheld: form["do"] == "uphold", form["answer"], on: found, rules.pack)
    }
  }
}

extension JudgementMeeting {
  init(_ form: Form, today: Day) throws {
    let items = form.names.compactMap { name -> Item? in
      guard name.hasPrefix("do."), let clue = Int64(name.dropFirst(3)),
        let action = form[name].flatMap(ClueAction.init(rawValue:))
      else { return nil }
      return Item(clue: clue, action: action, conclusion: form["conclusion.\(clue)"] ?? "")
    }
    try self.init(
      heldOn: form["heldOn"].flatMap(Day.init), chair: form["chair"] ?? "",
      members: form["members"] ?? "", items: items, today: today)
  }
}
