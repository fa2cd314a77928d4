import Casework
import Store

/// Why a household's coefficient is what it is: every part with its share and source, what is
/// unknown, and what would change it.
struct Dossier: Sendable {
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
    let title: String
    let share: Int
    let alone: String
    let evidence: String
    let source: String
  }

  struct UnknownLine: Sendable {
    let title: String
    let reason: String
  }

  /// Nil while nothing was ever computed.
  init?(_ household: Int64, _ pack: PolicyPack, in open: OpenRegister) throws {
    guard let run = try open.latestRun() else { return nil }
    let assessment = try open.assessment(of: household, in: run.id)
    let known = assessment.coefficient
    coefficient = known.description
    mark =
      known >= pack.thresholds.county ? "late" : known >= pack.thresholds.township ? "due" : "good"
    level =
      switch ReviewLevel(known, pack.thresholds) {
      case .village: "低于乡镇审核线"
      case .township: "须乡镇审核"
      case .county: "须县级复核"
      }
    width = "\(known.micro / 10_000)%"
    (township, county) = (Tick(pack.thresholds.township), Tick(pack.thresholds.county))
    asOf = run.asOf.description
    self.pack = run.pack
    let total = max(assessment.hazard.micro, 1)
    let factors = Dictionary(uniqueKeysWithValues: pack.factors.map { ($0.id, $0) })
    parts = try assessment.parts.map { part in
      PartLine(
        title: factors[part.factor]?.title ?? part.factor,
        share: Int((part.hazard.micro * 100 + total / 2) / total),
        alone: Coefficient(hazard: part.hazard).description,
        evidence: FactText.filled(
          factors[part.factor]?.evidence ?? "", ["amount": part.amount?.description ?? "—"]),
        source: try open.source(of: part))
    }
    unknown = pack.factors.compactMap { factor in
      run.unknown[factor.id].map { UnknownLine(title: factor.title, reason: $0) }
    }
    crossings = [pack.thresholds.township, pack.thresholds.county].map { line in
      Dossier.sentence(assessment.crossing(line), line: line, factors: factors)
    }
  }

  private static func sentence(
    _ crossing: Crossing?, line: Coefficient, factors: [String: Factor]
  ) -> String {
    guard let crossing else { return "没有哪一项单独变化能让系数降到 \(line) 以下。" }
    guard let part = crossing.part else {
      return "再出现一项单独系数 \(crossing.alone) 以上的新情况，就会达到 \(line)。"
    }
    let share = Double(-crossing.change.micro) / Double(part.hazard.micro)
    let title = factors[part.factor]?.title ?? part.factor
    return "“\(title)”减轻 \(Int((share * 100).rounded(.up)))% 以上，系数就降到 \(line) 以下。"
  }
}

extension OpenRegister {
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
