import Casework
import Documents
import Hummingbird
import Store

/// `/papers`: blank papers and lists; `/…/papers/:kind`: those of a case, clue or household, filled.
/// `?as=docx` gives Word, otherwise PDF.
struct PaperRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.pages.get("papers", use: list)
    routes.pages.get("papers/:kind", use: empty)
    routes.pages.get("cases/:id/papers/:kind", use: ofCase)
    routes.pages.get("clues/:id/papers/visitSheet", use: ofClue)
    routes.pages.get("households/:id/papers/visitSheet", use: ofHousehold)
    routes.pages.get("p/:code", use: lead)
  }

  @Sendable func list(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.readHouseholds)
    let page = try await parts.register.read(as: context.signedIn()) { try PapersPage(in: $0) }
    return try parts.pages.render(page, context)
  }

  /// A blank paper; the list is filled where a place is named.
  @Sendable func empty(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.readHouseholds)
    let (kind, rules) = (try kind(context), Rules(parts))
    if kind == .approvalList, request.query("blank") == nil {
      let place = request.query("place").flatMap(PlaceCode.init)
      return try await give(request, context) { open, _ in
        try open.approvalList(within: place, rules.pack)
      }
    }
    return try await give(request, context) { open, _ in
      let frame = PaperFrame(
        try open.forms(rules.pack).reduce(rules.pack) { $0.with($1) }, today: open.today)
      return FilledPaper(kind: kind, paper: frame.empty(kind), subject: "paper/\(kind.rawValue)")
    }
  }

  @Sendable func ofCase(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.readHouseholds)
    let (id, kind, rules) = (try context.id(), try kind(context), Rules(parts))
    let person = request.query("person").flatMap(Int64.init)
    return try await give(request, context) { open, stamp in
      let found = try open.householdCase(id)
      return try open.paper(kind, of: found, person: person, rules.edition(found.pack), stamp)
    }
  }

  @Sendable func ofClue(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.readHouseholds)
    let (id, pack) = (try context.id(), parts.pack)
    return try await give(request, context) { open, stamp in
      let clue = try open.clue(id)
      guard let household = clue.household else { throw ClueRefusal.noHousehold }
      return try open.visitSheet(of: household, clue: clue, pack, stamp)
    }
  }

  @Sendable func ofHousehold(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.readHouseholds)
    let (id, pack) = (try context.id(), parts.pack)
    return try await give(request, context) { open, stamp in
      try open.visitSheet(of: id, clue: nil, pack, stamp)
    }
  }

  /// Whoever scans a paper's code with a telephone comes to its case.
  @Sendable func lead(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.readHouseholds)
    let (county, keys) = (try context.signedIn().place.county, parts.register.keys)
    guard let text = context.parameters.get("code"),
      let code = try? PaperCode(text, in: county, keys)
    else { throw NotFound() }
    return .leading(
      to: code.kind == .visitSheet ? "/clues/\(code.subject)" : "/cases/\(code.subject)")
  }

  private func kind(_ context: AppContext) throws -> PaperKind {
    guard let kind = context.parameters.get("kind").flatMap(PaperKind.init(rawValue:)) else {
      throw NotFound()
    }
    return kind
  }

  private func give(
    _ request: Request, _ context: AppContext,
    _ make: @escaping @Sendable (OpenRegister, PaperStamp) throws -> FilledPaper
  ) async throws -> Response {
    let format = request.query("as").flatMap(PaperFormat.init(rawValue:)) ?? .pdf
    let stamp = PaperStamp(
      keys: parts.register.keys, base: context.base(of: request, parts.settings))
    let filled = try await parts.register.read(as: context.signedIn()) { try make($0, stamp) }
    let record = filled.subject.split(separator: "/").last ?? ""
    let export = Export(
      .paper(filled.paper, format),
      name: "\(filled.kind.shortTitle)-\(filled.kind.letters)-\(record).\(format.rawValue)",
      filled.kind.isPublic ? .published : .personal, of: filled.subject)
    return try await parts.letOut(export, context)
  }
}

extension PaperFrame {
  /// A paper without any data.
  func empty(_ kind: PaperKind) -> Paper {
    switch kind {
    case .application: application(nil, [:])
    case .letter: letter(nil, of: nil, needsGuardian: true)
    case .commission: commission([], of: nil, body: nil, until: nil)
    case .visitSheet: visitSheet(nil, of: nil)
    case .minutes: minutes(nil, of: nil, kind: "", risks: [])
    case .notice, .removalNotice, .announcement:
      PublicPapers.notice(kind, nil, number: nil, pack)
    case .approvalList: PublicPapers.list([], number: nil, on: nil, texts)
    case .plan: plan(nil, of: nil, kind: "", risks: [])
    case .removal: removal(nil, of: nil, kind: "", risks: [])
    }
  }
}
