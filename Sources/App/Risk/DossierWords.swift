import Casework

/// What a dossier says, in the words of the pack.
struct DossierWords {
  private let pack: PolicyPack
  private let factors: [String: Factor]

  init(_ pack: PolicyPack) {
    self.pack = pack
    factors = Dictionary(pack.factors.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  func title(_ factor: String) -> String { factors[factor]?.title ?? factor }

  func plain(_ factor: String) -> String { factors[factor]?.plain ?? "" }

  func mark(_ known: Coefficient?) -> String {
    switch ReviewLevel(known, pack.thresholds) {
    case .village: "good"
    case .township: "due"
    case .county: "late"
    }
  }

  func level(_ known: Coefficient?) -> String {
    switch ReviewLevel(known, pack.thresholds) {
    case .village: "低于乡镇审核线"
    case .township: "须乡镇审核"
    case .county: "须县级复核"
    }
  }

  /// Where what counts is not the sum of the parts: the province's coefficient, or none at all.
  func notice(_ governing: Coefficient?, sent: Coefficient?, ours: Coefficient) -> String? {
    if let sent { return "省系统推送的系数为 \(sent)，以它为准；本县按下列各项测算为 \(ours)。" }
    return governing == nil ? "有因子的规则出错停用，这户又没有上次的结果，系数未知。未知不等于没有风险，须乡镇审核。" : nil
  }

  /// What would carry our coefficient across each line; nothing where it is not known.
  func crossings(_ found: Assessment, _ governing: Coefficient?) -> [String] {
    guard let governing else { return [] }
    let ours = found.coefficient
    return (governing == ours ? [] : ["按本县测算的 \(ours)："])
      + [pack.thresholds.township, pack.thresholds.county].map {
        sentence(found.crossing($0), line: $0)
      }
  }

  func evidence(_ part: Part) -> String {
    FactText.filled(
      factors[part.factor]?.evidence ?? "", ["amount": part.amount?.description ?? "—"])
  }

  func notes(_ part: Part) -> [String] {
    var notes: [String] = []
    if let uneased = part.uneased, uneased > 0 {
      let less = Int((Double(uneased - part.strength) * 100 / Double(uneased)).rounded())
      let titles = (factors[part.factor]?.eases ?? []).map(\.title).joined(separator: "、")
      notes.append("已有帮扶减轻 \(less)%（\(titles)）")
    }
    if let day = part.keptFrom { notes.append("规则出错，沿用 \(day) 的结果") }
    return notes
  }

  func short(_ change: PartChange) -> String {
    if change.isNew { return "本月新增" }
    return change.change > .zero ? "比上月重 \(size(change))" : "比上月轻 \(size(change))"
  }

  func sentence(_ change: PartChange) -> String {
    let title = title(change.factor)
    if change.isNew { return "新出现“\(title)”，单独计为 \(size(change))。" }
    if change.isGone { return "“\(title)”不再计入，原单独计为 \(size(change))。" }
    return "“\(title)”\(change.change > .zero ? "加重" : "减轻") \(size(change))。"
  }

  private func size(_ change: PartChange) -> String {
    Coefficient(hazard: Hazard(micro: abs(change.change.micro))).description
  }

  private func sentence(_ crossing: Crossing?, line: Coefficient) -> String {
    guard let crossing else { return "没有哪一项单独变化能让系数降到 \(line) 以下。" }
    guard let part = crossing.part else {
      return "再出现一项单独系数 \(crossing.alone) 以上的新情况，就会达到 \(line)。"
    }
    let share = Double(-crossing.change.micro) / Double(part.hazard.micro)
    return
      "“\(title(part.factor))”减轻 \(Int((share * 100).rounded(.up)))% 以上，系数就降到 \(line) 以下。"
  }

  /// Factors that the whole county lacks, and those that lack a column of this household.
  func unknown(
    _ run: AssessmentRun, _ household: Int64, in open: OpenRegister
  ) throws -> [Dossier.UnknownLine] {
    try pack.factors.compactMap { factor in
      let columns = try open.db.unknownColumns(of: factor, household).map(\.title)
      let lacks = columns.isEmpty ? nil : "台账未填：\(columns.joined(separator: "、"))"
      guard let reason = run.unknown[factor.id] ?? lacks else { return nil }
      return Dossier.UnknownLine(title: factor.title, reason: reason)
    }
  }

  /// What to tell whoever goes there: the two heaviest matters, what is open, and what decides.
  func officerText(_ dossier: Dossier) -> [String] {
    var texts: [String] = []
    if dossier.parts.isEmpty, ReviewLevel(dossier.governing, pack.thresholds) > .village {
      texts.append("\(dossier.notice ?? "")本县尚不知道有什么困难，入户时请问清。")
    } else if dossier.parts.isEmpty {
      texts.append("目前没有已知的风险情况，按日常走访即可。")
    } else {
      let first = dossier.parts.prefix(2).map { "“\($0.title)”（约占 \($0.share)%）" }
      texts.append("这户主要因为\(first.joined(separator: "和"))需要关注。")
      texts += dossier.parts.prefix(3).map { "\($0.title)：\($0.evidence)" }
    }
    if !dossier.unknown.isEmpty {
      // First what nothing at all is known of: the others stand among the parts already.
      let known = Set(dossier.parts.map(\.title))
      let open = dossier.unknown.map(\.title)
      let titles = (open.filter { !known.contains($0) } + open.filter(known.contains)).prefix(3)
        .joined(separator: "、")
      texts.append("还有 \(dossier.unknown.count) 项情况不清楚（如\(titles)），入户时请当面问清。")
    }
    texts.append("系数只提醒谁该再看一遍，有没有风险以入户核实和民主评议为准。")
    return texts
  }

  /// What a household may read of itself: no score, nobody else's data, each thing once.
  func householdText(_ dossier: Dossier) -> [String] {
    var seen: Set<String> = []
    return dossier.parts.map(\.plain).filter { !$0.isEmpty && seen.insert($0).inserted }
  }
}
