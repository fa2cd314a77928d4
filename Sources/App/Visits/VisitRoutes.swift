import Casework
import Hummingbird
import Store

/// `/clues/:id/visit`: the visit sheet, its draft, and handing it in.
struct VisitRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.pages.get("clues/:id/visit", use: show)
    routes.pages.post("clues/:id/visit", use: save)
  }

  @Sendable func show(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.visit)
    let (id, pack) = (try context.id(), parts.pack)
    let page = try await parts.register.read(as: context.signedIn()) { open in
      try VisitPage(open.clue(id), nil, refusals: [], pack, in: open)
    }
    return try parts.pages.render(page, context)
  }

  /// `do=draft` keeps the draft, `do=count` adds the sums up, anything else hands the sheet in.
  @Sendable func save(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.visit)
    let sent = try await Form.read(request, context)
    let (id, pack) = (try context.id(), parts.pack)
    let version = sent["version"].flatMap(Int64.init)
    let intent = sent["do"] ?? "submit"
    do {
      try await parts.register.write(as: context.signedIn()) { open in
        let clue = try open.clue(id)
        guard version == nil || clue.version == version else { throw MovedMeanwhile() }
        let form = VisitForm(sent, try open.form(.visit, pack))
        if intent == "submit" {
          try open.submit(form, for: clue, pack)
        } else {
          try open.saveDraft(form, for: clue)
        }
      }
      if intent == "autosave" { return Response(status: .noContent) }
      return .leading(to: intent == "submit" ? "/clues/\(id)" : "/clues/\(id)/visit")
    } catch let incomplete as FormIncomplete {
      let page = try await parts.register.read(as: context.signedIn()) { open in
        try VisitPage(open.clue(id), sent, refusals: incomplete.refusals, pack, in: open)
      }
      return try parts.pages.render(page, context, status: .unprocessableContent)
    }
  }
}
