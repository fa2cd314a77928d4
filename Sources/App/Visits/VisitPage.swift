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
  let window: String
  let form: FormView

  /// - Parameters:
  ///   - clue: the clue that is visited for.
  ///   - sent: what was sent and refused; nil where the page is opened.
  ///   - refusals: why it was refused.
  ///   - pack: the rules in force.
  ///   - open: the register.
  /// - Throws: `NotFound` where no visit is awaited.
  init(
    _ clue: Clue, _ sent: Form?, refusals: [any Refusal], _ pack: PolicyPack,
    in open: OpenRegister
  ) throws {
    guard let household = clue.household, clue.stage == .visiting else { throw NotFound() }
    (id, version) = (clue.id, clue.version)
    head = try open.headNames([household])[household] ?? ""
    village = try open.villageTitle(clue.village)
    signals = try open.signals(of: clue.id).map { "\($0.source.title)：\($0.text)" }
    let draft = try open.draft(for: clue.id)
    savedAt = draft?.savedAt.description
    let definition = try open.form(.visit, pack)
    let known = try open.known(definition, of: household)
    let values = sent?.answers(to: definition) ?? draft?.form.values ?? known.values
    let (sheet, _) = VisitForm(values: values).sheet(today: open.today)
    let months = IncomeStatement.window(on: open.today)
    window = "\(months.lowerBound) 至 \(months.upperBound)"
    form = FormView(
      definition, known.filled(with: values), refusals: refusals,
      totals: CluePage.figures(sheet.statement, line: pack.line(of: open.today.year)))
  }
}
