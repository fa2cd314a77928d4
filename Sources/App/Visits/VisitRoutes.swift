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
      try VisitPage(open.clue(id), form: nil, refusals: [], pack, in: open)
    }
    return try parts.pages.render(page, context)
  }

  /// `do=draft` keeps the draft, `do=count` adds the sums up, anything else hands the sheet in.
  @Sendable func save(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.visit)
    let sent = try await Form.read(request, context)
    let (id, pack, form) = (try context.id(), parts.pack, VisitForm(sent))
    let version = sent["version"].flatMap(Int64.init)
    let intent = sent["do"] ?? "submit"
    do {
      try await parts.register.write(as: context.signedIn()) { open in
        let clue = try open.clue(id)
        guard version == nil || clue.version == version else { throw MovedMeanwhile() }
        if intent == "submit" {
          try open.submit(form, for: clue, pack)
        } else {
          try open.saveDraft(form, for: clue)
        }
      }
      if intent == "autosave" { return Response(status: .noContent) }
      return .leading(to: intent == "submit" ? "/clues/\(id)" : "/clues/\(id)/visit")
    } catch let incomplete as VisitIncomplete {
      let page = try await parts.register.read(as: context.signedIn()) { open in
        try VisitPage(open.clue(id), form: form, refusals: incomplete.refusals, pack, in: open)
      }
      return try parts.pages.render(page, context, status: .unprocessableContent)
    }
  }
}

/// What `Templates/visits/sheet.mustache` shows.
struct VisitPage: Page {
  static let template = "visits/sheet"
  let id: Int64
  let version: Int64
  let head: String
  let village: String
  let signals: [String]
  let savedAt: String?
  let faults: [Fault]
  let visitedOn: String
  let companion: String
  let persons: String
  let reason: String
  let looks: [Field]
  let guarantees: [Choice]
  let sections: [Section]
  let totals: [CluePage.Figure]
  let window: String
  let risks: [Option]
  let conclusions: [Option]

  struct Fault: Sendable {
    let field: String
    let sentence: String
  }

  struct Field: Sendable {
    let name: String
    let title: String
    let hint: String
    let value: String
    let source: String?
  }

  struct Choice: Sendable {
    let name: String
    let title: String
    let isYes: Bool
    let isNo: Bool
    let source: String?
  }

  struct Section: Sendable {
    let title: String
    let items: [Field]
  }

  struct Option: Sendable {
    let value: String
    let title: String
    let isChosen: Bool
  }

  init(
    _ clue: Clue, form: VisitForm?, refusals: [VisitRefusal], _ pack: PolicyPack,
    in open: OpenRegister
  ) throws {
    guard let household = clue.household, clue.stage == .visiting else { throw NotFound() }
    (id, version) = (clue.id, clue.version)
    head = try open.headNames([household])[household] ?? ""
    village = try open.villageTitle(clue.village)
    signals = try open.signals(of: clue.id).map { "\($0.source.title)：\($0.text)" }
    let draft = try open.draft(for: clue.id)
    savedAt = draft?.savedAt.description
    let known = try open.prefilled(household)
    let values = form?.values ?? draft?.form.values ?? known.values
    func value(_ name: String) -> String { values[name] ?? "" }
    faults = refusals.map { Fault(field: $0.field ?? "", sentence: $0.sentence) }
    visitedOn = value("visitedOn")
    (companion, persons, reason) = (value("companion"), value("persons"), value("reason"))
    looks = Look.allCases.map { look in
      let name = "look.\(look.rawValue)"
      return Field(name: name, title: look.title, hint: look.hint, value: value(name), source: nil)
    }
    guarantees = Guarantee.allCases.map { guarantee in
      let name = "guarantee.\(guarantee.rawValue)"
      return Choice(
        name: name, title: guarantee.title, isYes: value(name) == "1", isNo: value(name) == "0",
        source: known.sources[name])
    }
    sections = IncomeSection.allCases.map { section in
      Section(
        title: section.title,
        items: section.items.map { item in
          let name = "amount.\(item.rawValue)"
          return Field(
            name: name, title: item.title, hint: "", value: value(name),
            source: known.sources[name])
        })
    }
    let (sheet, _) = VisitForm(values: values).sheet(today: open.today)
    totals = CluePage.figures(sheet.statement, line: pack.line(of: open.today.year))
    let months = IncomeStatement.window(on: open.today)
    window = "\(months.lowerBound) 至 \(months.upperBound)"
    risks = RiskKind.allCases.map { risk in
      Option(value: risk.rawValue, title: risk.title, isChosen: sheet.risks.contains(risk))
    }
    conclusions = VisitConclusion.allCases.map { conclusion in
      Option(
        value: conclusion.rawValue, title: conclusion.title,
        isChosen: value("conclusion") == conclusion.rawValue)
    }
  }
}
