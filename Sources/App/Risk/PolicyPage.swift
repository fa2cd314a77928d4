import Casework

/// What `Templates/risk/policy.mustache` shows.
struct PolicyPage: Page {
  static let template = "risk/policy"
  /// Whether the officer sees what is proposed.
  let mayChange: Bool
  let title: String
  let edition: String
  let document: String
  let lines: [Line]
  let factors: [FactorLine]
  let thresholds: String
  let departments: [Department]
  let compared: [ItemLine]

  struct Line: Sendable {
    let year: Int
    let yuan: Int
    let income: Int
    let isAssumed: Bool
    let document: String
  }

  struct FactorLine: Sendable {
    let title: String
    let risk: String
    let weight: String
    let halfLife: String
    let evidence: String
  }

  struct Department: Sendable {
    let department: String
    let rows: [ItemLine]
  }

  struct ItemLine: Sendable {
    let id: String
    let title: String
    let number: String
    let department: String
    let cadence: String
    let purpose: String
    let isWarning: Bool
    let columns: String
    let reference: String
  }

  init(_ pack: PolicyPack, for access: Access) {
    mayChange = access.looksBack
    (title, edition, document) = (pack.title, pack.edition, pack.document)
    thresholds = "乡镇 \(pack.thresholds.township)，县级 \(pack.thresholds.county)"
    lines = pack.lines.map {
      Line(
        year: $0.year, yuan: $0.yuan, income: $0.provincialIncome, isAssumed: $0.isAssumed,
        document: $0.document)
    }
    factors = pack.factors.map { factor in
      FactorLine(
        title: factor.title, risk: factor.risk.title,
        weight: Coefficient(micro: Int64(factor.weight * 1_000_000)).description,
        halfLife: factor.halfLifeDays.map { "\($0) 天" } ?? "不衰减",
        evidence: FactText.filled(factor.evidence, ["amount": "…"]))
    }
    let pushed = pack.items.filter(\.isPushable)
    departments = pushed.map(\.department).reduce(into: [String]()) { names, name in
      if !names.contains(name) { names.append(name) }
    }.map { name in
      Department(
        department: name,
        rows: pushed.filter { $0.department == name }.map { ItemLine($0, pack) })
    }
    compared = pack.items.filter { !$0.isPushable }.map { ItemLine($0, pack) }
  }
}

extension PolicyPage.ItemLine {
  init(_ item: DataItem, _ pack: PolicyPack) {
    (id, title, department, reference) = (item.id, item.title, item.department, item.reference)
    number = item.number.map { "\($0)" } ?? ""
    (cadence, isWarning) = (item.cadence.text, item.isWarning)
    let eased = item.protects.compactMap { id in pack.factors.first { $0.id == id }?.title }
    let purposes = [
      item.risk.map { "指向\($0.title)" },
      eased.isEmpty ? nil : "缓解\(eased.joined(separator: "、"))",
    ]
    purpose = purposes.compactMap(\.self).joined(separator: "；")
    columns = item.columns.map { $0.title + ($0.isRequired ? "（必填）" : "") }
      .joined(separator: "、")
  }
}
