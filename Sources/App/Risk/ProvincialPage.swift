import Casework
import Store

/// What `Templates/risk/provincial.mustache` shows: where the province's coefficient differs from
/// ours, and what ours is made of.
struct ProvincialPage: Page {
  static let template = "risk/provincial"
  let rows: [Line]
  let isCut: Bool

  struct Line: Sendable {
    let href: String
    let name: String
    let village: String
    let sent: String
    let ours: String
    /// What routing changes by it.
    let routing: String
    let mark: String
    let explanation: String
  }

  private static let most = 200

  init(_ pack: PolicyPack, in open: OpenRegister) throws {
    let found = try open.db.run(
      """
      SELECT s.household_id, s.provincial, s.coefficient, s.head_name, s.village,
        CAST(a.parts AS TEXT) AS parts
      FROM (
        SELECT s.county, s.household_id, s.provincial, s.coefficient, h.head_name, h.village
        FROM risk_score s JOIN household h ON h.county = s.county AND h.id = s.household_id
        WHERE \(open.sees("s")) AND s.provincial IS NOT NULL AND s.provincial <> s.coefficient
        ORDER BY ABS(s.provincial - s.coefficient) DESC, s.household_id
        LIMIT \(ProvincialPage.most + 1)
      ) s
      LEFT JOIN assessment a ON a.county = s.county AND a.household_id = s.household_id
        AND a.run_id = \(open.speakingRun(for: "s.household_id"))
      ORDER BY ABS(s.provincial - s.coefficient) DESC, s.household_id
      """)
    isCut = found.count > ProvincialPage.most
    let names = try open.placeNames(Set(try found.map { try $0.place("village") }))
    let words = DossierWords(pack)
    rows = try found.prefix(ProvincialPage.most).map { row in
      let sent = Coefficient(micro: try row.integer("provincial"))
      let ours = Coefficient(micro: try row.integer("coefficient"))
      let parts = try row.optionalText("parts").map { try PartsText.read($0) } ?? []
      let levels = (
        ReviewLevel(sent, pack.thresholds), ReviewLevel(ours, pack.thresholds)
      )
      return Line(
        href: "/households/\(try row.integer("household_id"))/dossier",
        name: try row.text("head_name"), village: names[try row.place("village")] ?? "",
        sent: sent.description, ours: ours.description,
        routing: levels.0 == levels.1 ? "级别相同" : "按省：\(levels.0.title)（按本县：\(levels.1.title)）",
        mark: levels.0 == levels.1 ? "plain" : "due",
        explanation: ProvincialPage.explained(sent, Assessment(parts), words))
    }
  }

  /// Ours part by part, and how much of the province's none of them explains.
  private static func explained(
    _ sent: Coefficient, _ ours: Assessment, _ words: DossierWords
  ) -> String {
    let parts = ours.parts.prefix(4).map {
      "\(words.title($0.factor)) \(Coefficient(hazard: $0.hazard))"
    }
    let listed = parts.isEmpty ? "本县没有已知的风险因素" : "本县测算：\(parts.joined(separator: "、"))"
    let gap = sent.hazard.micro - ours.hazard.micro
    let rest = Coefficient(hazard: Hazard(micro: abs(gap)))
    return gap > 0
      ? "\(listed)；省里另有相当于 \(rest) 的情况，本县尚不知道，请入户问清"
      : "\(listed)；其中相当于 \(rest) 的部分省里没有计入"
  }
}
