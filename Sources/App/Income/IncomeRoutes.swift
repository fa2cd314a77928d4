import Casework
import Hummingbird

/// `/cases/:id/income`: the household's income sheet.
struct IncomeRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.pages.get("cases/:id/income") { _, context in
      try context.requires(.readHouseholds)
      return try await page(context, Form([]), fault: nil)
    }
    routes.pages.post("cases/:id/income", use: keep)
  }

  @Sendable func keep(_ request: Request, context: AppContext) async throws -> Response {
    let (id, form, rules) = (try context.id(), try await Form.read(request, context), Rules(parts))
    do {
      try await parts.register.write(as: context.signedIn()) { open in
        let found = try open.householdCase(id)
        let pack = rules.edition(found.pack).pack
        let known = try open.knownIncome(of: found, pack)
        let base = try open.base(of: found.household)
        try open.keep(
          IncomeSheet(form, known: known, line: found.line, base: base), for: found, pack)
      }
      return .leading(to: "/cases/\(id)/income")
    } catch let refusal as any Refusal {
      return try await page(context, form, fault: refusal.sentence)
    }
  }

  private func page(
    _ context: AppContext, _ form: Form, fault: String?
  ) async throws -> Response {
    let (id, rules) = (try context.id(), Rules(parts))
    let page = try await parts.register.read(as: context.signedIn()) { open in
      let found = try open.householdCase(id)
      return try IncomePage(found, form, fault: fault, rules.edition(found.pack).pack, in: open)
    }
    return try parts.pages.render(
      page, context, status: fault == nil ? .ok : .unprocessableContent)
  }
}

extension IncomeSheet {
  fileprivate init(
    _ form: Form, known: [IncomeItem: SheetLine], line: Money, base: HouseholdBase
  ) throws {
    let lines = try IncomeItem.allCases.compactMap { item -> SheetLine? in
      let (text, note) = (form["amount.\(item.rawValue)"], form["note.\(item.rawValue)"])
      guard let text else {
        // What was known and is now left empty is a change as well.
        return known[item].map { _ in
          SheetLine(item: item, amount: .zero, source: "入户核算", note: note)
        }
      }
      guard let amount = Money(text) else { throw SheetRefusal.amount(item, text) }
      let source = known[item].flatMap { $0.amount == amount ? $0.source : nil }
      if amount == .zero, source == nil, known[item] == nil { return nil }
      return SheetLine(item: item, amount: amount, source: source ?? "入户核算", note: note)
    }
    let chosen = form["kind"].flatMap(HouseholdKind.init(rawValue:))
      .map { (kind: $0, reason: form["deviation"]) }
    try self.init(
      lines, known: known.mapValues(\.amount), persons: form["persons"].flatMap { Int($0) } ?? 0,
      chosen: chosen, proposed: { $0.kind(line: line, base: base) })
  }
}

/// What `Templates/income/show.mustache` shows.
struct IncomePage: Page {
  static let template = "income/show"
  let id: Int64
  let head: String
  let window: String
  let fault: String?
  let persons: String
  let sections: [Section]
  let totals: [CluePage.Figure]
  let proposed: String
  let kinds: [NewCluePage.Choice]
  let deviation: String
  let keptAt: String?
  let mayKeep: Bool

  struct Section: Sendable {
    let title: String
    let lines: [Line]
  }

  struct Line: Sendable {
    let name: String
    let title: String
    let value: String
    let source: String
    let lastYear: String
    let note: String
  }

  init(
    _ found: HouseholdCase, _ form: Form, fault: String?, _ pack: PolicyPack,
    in open: OpenRegister
  ) throws {
    (id, self.fault) = (found.id, fault)
    head = try open.headNames([found.household])[found.household] ?? ""
    let months = IncomeStatement.window(on: open.today)
    window = "\(months.lowerBound) 至 \(months.upperBound)"
    let known = try open.knownIncome(of: found, pack)
    let (kept, before) = (try open.incomeSheet(of: found.id), try open.lastYearsSheet(of: found))
    let size = try open.prefilled(found.household).values["persons"] ?? ""
    persons = form["persons"] ?? kept.map { String($0.persons) } ?? size
    let view = IncomeView(known: known, kept: kept, before: before, form: form)
    sections = IncomeSection.allCases.map { section in
      Section(title: section.title, lines: section.items.map(view.line))
    }
    let statement = view.statement(persons: Int(persons) ?? 1)
    totals = CluePage.figures(statement, line: pack.line(of: open.today.year))
    let usual = statement.kind(line: found.line, base: try open.base(of: found.household))
    proposed = usual.title
    let chosen = form["kind"] ?? kept?.kind.rawValue ?? usual.rawValue
    kinds = HouseholdKind.allCases.map {
      NewCluePage.Choice(
        value: $0.rawValue, title: $0.title, isChosen: $0.rawValue == chosen)
    }
    deviation = form["deviation"] ?? kept?.deviation ?? ""
    keptAt = kept?.recordedAt.description
    mayKeep = open.access.may(.keepCase) && pack.steps.isBeforeNotice(found.stage)
  }
}

/// What the sheet's page starts from: what was typed, else what is kept, else what is known.
private struct IncomeView {
  let known: [IncomeItem: SheetLine]
  let kept: KeptSheet?
  let before: KeptSheet?
  let form: Form

  func text(_ item: IncomeItem) -> String {
    if !form.names.isEmpty { return form["amount.\(item.rawValue)"] ?? "" }
    let amount = kept?.amount(of: item) ?? (kept == nil ? known[item]?.amount : nil)
    return amount.map { $0.description.replacing(",", with: "") } ?? ""
  }

  func line(_ item: IncomeItem) -> IncomePage.Line {
    let own = kept?.lines.first { $0.item == item }
    return IncomePage.Line(
      name: item.rawValue, title: item.title, value: text(item),
      source: known[item].map { "\($0.source)：\($0.amount) 元" } ?? "",
      lastYear: before?.amount(of: item)?.description ?? "",
      note: form["note.\(item.rawValue)"] ?? own?.note ?? "")
  }

  func statement(persons: Int) -> IncomeStatement {
    var statement = IncomeStatement(persons: persons)
    for item in IncomeItem.allCases { statement.amounts[item] = Money(text(item)) }
    return statement
  }
}
