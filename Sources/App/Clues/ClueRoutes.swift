import Casework
import Hummingbird
import Store

/// `/clues`: the list, each clue, and the steps an officer takes on it.
struct ClueRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.pages.get("clues", use: list)
    routes.pages.get("reviews", use: reviews)
    routes.pages.get("clues/new", use: blank)
    routes.pages.post("clues", use: raise)
    routes.pages.get("clues/:id", use: show)
    routes.pages.post("clues/:id/review", use: review)
    routes.pages.post("clues/:id/place", use: place)
  }

  @Sendable func list(_ request: Request, context: AppContext) async throws -> Response {
    if request.query("late") != nil { return try await overdue(request, context) }
    let stage = request.query("stage").flatMap(ClueStage.init(rawValue:))
    return try await list(at: stage ?? .visiting, request, context)
  }

  /// Clues of any stage whose last day is past.
  private func overdue(_ request: Request, _ context: AppContext) async throws -> Response {
    try context.requires(.readHouseholds)
    let place = request.query("place").flatMap(PlaceCode.init)
    let rules = Rules(parts)
    let page = try await parts.register.read(as: context.signedIn()) { open in
      let clues = try open.overdueClues(rules, within: place)
      return try ClueListPage(clues, stage: nil, place: place, offset: 0, rules: rules, in: open)
    }
    return try parts.pages.render(page, context)
  }

  /// The reviews that wait for this officer.
  @Sendable func reviews(_ request: Request, context: AppContext) async throws -> Response {
    let isCounty = try context.signedIn().may(.reviewCounty)
    return try await list(at: isCounty ? .countyReview : .townshipReview, request, context)
  }

  private func list(
    at stage: ClueStage, _ request: Request, _ context: AppContext
  ) async throws -> Response {
    try context.requires(.readHouseholds)
    let place = request.query("place").flatMap(PlaceCode.init)
    let from = max(0, request.query("from").flatMap { Int($0) } ?? 0)
    let rules = Rules(parts)
    let page = try await parts.register.read(as: context.signedIn()) { open in
      let clues = try open.clues(
        at: [stage], within: place, limit: ClueListPage.rowsOnPage + 1, offset: from)
      return try ClueListPage(
        clues, stage: stage, place: place, offset: from, rules: rules, in: open)
    }
    return try parts.pages.render(page, context)
  }

  @Sendable func show(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.readHouseholds)
    let (id, rules) = (try context.id(), Rules(parts))
    let page = try await parts.register.read(as: context.signedIn()) { open in
      try CluePage(open.clue(id), rules: rules, in: open)
    }
    return try parts.pages.render(page, context)
  }

  @Sendable func blank(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.raiseClue)
    let household = request.query("household").flatMap(Int64.init)
    let search = request.query("q")
    let page = try await parts.register.read(as: context.signedIn()) { open in
      try NewCluePage(household: household, search: search, form: nil, fault: nil, in: open)
    }
    return try parts.pages.render(page, context)
  }

  @Sendable func raise(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.raiseClue)
    let (form, pack) = (try await Form.read(request, context), parts.pack)
    let household = form["household"].flatMap(Int64.init)
    do {
      let id = try await parts.register.write(as: context.signedIn()) { open in
        guard let household else { throw ClueRefusal.noHousehold }
        guard let text = form["text"], text.count >= 5 else { throw ClueRefusal.noText }
        let risk = form["risk"].flatMap(RiskKind.init(rawValue:))
        let clue = try open.raise(
          Finding(source: .patrol, risk: risk, text: text), about: household, pack)
        try open.once(form, context.path)
        return clue
      }
      return .leading(to: "/clues/\(id)")
    } catch is PressedTwice {
      return .leading(to: household.map { "/households/\($0)" } ?? "/clues")
    } catch let refusal as ClueRefusal {
      let page = try await parts.register.read(as: context.signedIn()) { open in
        try NewCluePage(
          household: household, search: nil, form: form, fault: refusal.sentence, in: open)
      }
      return try parts.pages.render(page, context, status: .unprocessableContent)
    }
  }

  @Sendable func review(_ request: Request, context: AppContext) async throws -> Response {
    let form = try await Form.read(request, context)
    guard let action = form["do"].flatMap(ClueAction.init(rawValue:)),
      [.agree, .overrule, .sendBack].contains(action)
    else { throw HTTPError(.badRequest) }
    return try await step(context, form) { open, clue, pack in
      _ = try open.take(action, on: clue, reason: form["reason"], pack)
    }
  }

  @Sendable func place(_ request: Request, context: AppContext) async throws -> Response {
    let form = try await Form.read(request, context)
    return try await step(context, form) { open, clue, pack in
      guard let code = form["code"] else { throw ClueRefusal.noHousehold }
      let rows = try open.db.run(
        "SELECT h.id FROM household h WHERE h.code = \(code) AND \(open.sees("h"))")
      guard let household = try rows.first?.integer("id") else { throw ClueRefusal.noHousehold }
      try open.place(clue, at: household, pack)
    }
  }

  /// Takes a step on the clue as the officer saw it; a refusal keeps them on its page.
  private func step(
    _ context: AppContext, _ form: Form,
    _ body: @escaping @Sendable (OpenRegister, Clue, PolicyPack) throws -> Void
  ) async throws -> Response {
    let (id, pack, rules) = (try context.id(), parts.pack, Rules(parts))
    let version = form["version"].flatMap(Int64.init)
    do {
      try await parts.register.write(as: context.signedIn()) { open in
        let clue = try open.clue(id)
        guard version == nil || clue.version == version else { throw MovedMeanwhile() }
        try body(open, clue, pack)
      }
      return .leading(to: "/clues/\(id)")
    } catch let refusal as ClueRefusal {
      let page = try await parts.register.read(as: context.signedIn()) { open in
        try CluePage(open.clue(id), fault: refusal.sentence, rules: rules, in: open)
      }
      return try parts.pages.render(page, context, status: .unprocessableContent)
    }
  }
}

/// What `Templates/clues/new.mustache` shows.
struct NewCluePage: Page {
  static let template = "clues/new"
  let household: Int64?
  let head: String?
  let search: String
  let found: [Line]
  let risks: [Choice]
  let text: String
  let fault: String?

  struct Line: Sendable {
    let id: Int64
    let head: String
    let code: String
    let village: String
  }

  struct Choice: Sendable {
    let value: String
    let title: String
    let isChosen: Bool
  }

  init(
    household: Int64?, search: String?, form: Form?, fault: String?, in open: OpenRegister
  ) throws {
    (self.household, self.search, self.fault) = (household, search ?? "", fault)
    head = try household.flatMap { try open.headNames([$0])[$0] }
    text = form?["text"] ?? ""
    risks = RiskKind.allCases.map {
      Choice(value: $0.rawValue, title: $0.title, isChosen: form?["risk"] == $0.rawValue)
    }
    guard let search else {
      found = []
      return
    }
    let rows = try open.db.run(
      """
      SELECT h.id, h.head_name, h.code, h.village FROM household h
      WHERE \(open.sees("h")) AND (h.head_name = \(search) OR h.code = \(search))
      ORDER BY h.village, h.id LIMIT 30
      """)
    found = try rows.map { row in
      Line(
        id: try row.integer("id"), head: try row.text("head_name"), code: try row.text("code"),
        village: try open.villageTitle(try row.place("village")))
    }
  }
}
