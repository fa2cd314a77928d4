import Casework
import Store

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
    let filled = FilledSheet(values: values, sources: known.sources)
    faults = refusals.map { Fault(field: $0.field ?? "", sentence: $0.sentence) }
    visitedOn = filled.value("visitedOn")
    companion = filled.value("companion")
    (persons, reason) = (filled.value("persons"), filled.value("reason"))
    (looks, guarantees, sections) = (filled.looks, filled.guarantees, filled.sections)
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
        isChosen: filled.value("conclusion") == conclusion.rawValue)
    }
  }
}

/// The fields of a visit sheet with what is known already and where from.
private struct FilledSheet {
  let values: [String: String]
  let sources: [String: String]

  func value(_ name: String) -> String { values[name] ?? "" }

  var looks: [VisitPage.Field] {
    Look.allCases.map { look in
      field("look.\(look.rawValue)", look.title, hint: look.hint)
    }
  }

  var guarantees: [VisitPage.Choice] {
    Guarantee.allCases.map { guarantee in
      let name = "guarantee.\(guarantee.rawValue)"
      return VisitPage.Choice(
        name: name, title: guarantee.title, isYes: value(name) == "1", isNo: value(name) == "0",
        source: sources[name])
    }
  }

  var sections: [VisitPage.Section] {
    IncomeSection.allCases.map { section in
      VisitPage.Section(
        title: section.title,
        items: section.items.map { field("amount.\($0.rawValue)", $0.title, hint: "") })
    }
  }

  private func field(_ name: String, _ title: String, hint: String) -> VisitPage.Field {
    VisitPage.Field(
      name: name, title: title, hint: hint, value: value(name), source: sources[name])
  }
}
