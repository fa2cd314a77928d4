import Casework
import Store

/// Why a household's coefficient is what it is: every part with its share and source, what has
/// changed since last month, what is unknown, and what would change it.
struct Dossier: Sendable {
  let household: Int64
  let coefficient: String
  let mark: String
  /// Who has to look again, in a few words.
  let level: String
  /// Along the scale from 0 to 1, in per cent of its width.
  let width: String
  let township: Tick
  let county: Tick
  let asOf: String
  let pack: String
  let parts: [PartLine]
  let unknown: [UnknownLine]
  let crossings: [String]
  /// Why another coefficient than the parts' counts, or none.
  let notice: String?
  /// Our own coefficient, whatever the province sent.
  let ours: String
  /// The day that the changes are counted from; nil where there was no assessment then.
  let before: String?
  let changes: [String]
  let assessment: Assessment
  /// By which reviews are routed; nil where a rule that rests may have had something to say.
  let governing: Coefficient?

  /// A line of the procedure on the scale.
  struct Tick: Sendable {
    let title: String
    let at: String
    let before: String
    let after: String

    init(_ line: Coefficient) {
      let percent = line.micro / 10_000
      title = line.description
      (at, before, after) = ("\(percent)%", "\(percent - 1)%", "\(percent + 1)%")
    }
  }

  struct PartLine: Sendable {
    /// The name of its slider.
    let field: String
    let title: String
    let share: Int
    let alone: String
    let evidence: String
    let source: String
    /// What eased it, or from when it was kept.
    let notes: [String]
    /// How it differs from last month, and the badge's class.
    let change: String?
    let changeMark: String
    /// What the household itself is told.
    let plain: String
    /// Where the slider stands, in per cent of the part.
    let slider: Int
  }

  struct UnknownLine: Sendable {
    let title: String
    let reason: String
  }

  /// Nil while nothing was ever computed.
  init?(
    _ household: Int64, _ pack: PolicyPack, shares: [Int: Double] = [:], in open: OpenRegister
  ) throws {
    guard let run = try open.runInForce(for: household) else { return nil }
    let found = try open.assessment(of: household, in: run.id)
    let sent = try open.sentCoefficient(of: household)
    let words = DossierWords(pack)
    (self.household, assessment) = (household, found)
    governing = try open.coefficient(of: household)
    (coefficient, ours) = (governing?.description ?? "未知", found.coefficient.description)
    notice = words.notice(governing, sent: sent, ours: found.coefficient)
    (mark, level) = (words.mark(governing), words.level(governing))
    width = "\((governing?.micro ?? 0) / 10_000)%"
    (township, county) = (Tick(pack.thresholds.township), Tick(pack.thresholds.county))
    asOf = run.asOf.description
    self.pack = run.pack
    let earlier = try open.earlierAssessment(of: household, before: run.asOf.adding(months: -1))
    let changed = earlier.map { PartChange.all(from: $0.assessment, to: found) } ?? []
    before = earlier?.asOf.description
    changes = changed.map(words.sentence)
    parts = try found.parts.enumerated().map { index, part in
      try PartLine(part, index, of: found.hazard, changed, words, shares[index], in: open)
    }
    unknown = try words.unknown(run, household, in: open)
    crossings = words.crossings(found, governing)
  }
}

extension Dossier.PartLine {
  init(
    _ part: Part, _ index: Int, of whole: Hazard, _ changed: [PartChange], _ words: DossierWords,
    _ slider: Double?, in open: OpenRegister
  ) throws {
    let total = max(whole.micro, 1)
    let change = changed.first { $0.factor == part.factor && $0.person == part.person }
    field = "part\(index)"
    title = words.title(part.factor)
    share = Int((part.hazard.micro * 100 + total / 2) / total)
    alone = Coefficient(hazard: part.hazard).description
    evidence = words.evidence(part)
    source = try open.source(of: part)
    notes = words.notes(part)
    self.change = change.map(words.short)
    changeMark = (change?.change ?? .zero) > .zero ? "due" : "good"
    plain = words.plain(part.factor)
    self.slider = Int(((slider ?? 1) * 100).rounded())
  }
}

extension OpenRegister {
  /// The province's coefficient of a household; nil where it sent none.
  func sentCoefficient(of household: Int64) throws -> Coefficient? {
    try db.run(
      "SELECT provincial FROM risk_score WHERE county = \(county) AND household_id = \(household)"
    ).first?.optionalInteger("provincial").map(Coefficient.init(micro:))
  }

  /// What the last assessment of the whole county on or before a day said.
  func earlierAssessment(
    of household: Int64, before day: Day
  ) throws -> (asOf: Day, assessment: Assessment)? {
    let run = try db.run(
      """
      SELECT r.id, r.as_of_on FROM assessment_run r
      WHERE r.county = \(county) AND r.as_of_on <= \(day) AND r.scope = 'all'
        AND r.thinned_at IS NULL
      ORDER BY r.as_of_on DESC, r.id DESC LIMIT 1
      """
    ).first
    guard let run else { return nil }
    return (
      try run.day("as_of_on"), try assessment(of: household, in: try run.integer("id"))
    )
  }

  /// Which row of which file a part rests on, and how old it is.
  func source(of part: Part) throws -> String {
    guard let fact = part.fact else { return "台账登记" }
    let row = try db.run(
      """
      SELECT f.department, f.row_no, f.true_on, s.file_name
      FROM fact f LEFT JOIN submission s ON s.county = f.county AND s.id = f.submission_id
      WHERE f.county = \(county) AND f.id = \(fact)
      """
    ).first
    guard let row else { return "台账登记" }
    let age = today - (try row.day("true_on"))
    let file = try row.optionalText("file_name").map { "《\($0)》" } ?? ""
    let number = try row.optionalInteger("row_no").map { "第 \($0) 行" } ?? ""
    return "\(try row.text("department"))\(file)\(number)，\(age) 天前"
  }
}
