/// Something that is wrong with a household's help, or cannot be told (`domain.md` 6.4 K).
package enum HelpGap: Hashable, Sendable {
  case noPlan, noMeasure(days: Int)
  case unanswered(RiskKind), unmet(HelpNeed)
  case noDevelopment, onlySocial, onlyVague, notBegun
  case noContact(days: Int)
  /// The state is there, none of the measures that belong to it.
  case unrecorded(HelpNeed, String)
  /// A measure is there, the state is not, as its source said on a day.
  case unclaimed(String, HelpNeed, asOf: Day)
  /// A measure that nothing can be held against today, and why.
  case unsure(String, String)
  case premiumTooSoon(since: Day, closed: Day), premiumUnpaid(closed: Day)
  case noLabourUnmarked, noLabourUnassisted, ableOnTekun
  case nothingPaid(String)

  /// How a page marks it: as missing, as contradicting, as not known.
  package enum Kind: Hashable, Sendable { case missing, contradicting, unknown }

  package var kind: Kind {
    switch self {
    case .unclaimed, .premiumTooSoon, .ableOnTekun, .nothingPaid: .contradicting
    case .unsure: .unknown
    default: .missing
    }
  }

  package var sentence: String {
    switch self {
    case .noPlan: "还没有帮扶计划和帮扶责任人。"
    case .noMeasure(let days): "纳入 \(days) 天，还没有任何帮扶措施（一个月仍没有即为问题）。"
    case .unanswered(let risk): "“\(risk.title)”没有对应的措施。"
    case .unmet(let need): "\(need.title)，但没有相应的措施。"
    case .noDevelopment: "家中有劳动力，但没有开发式帮扶措施。"
    case .onlySocial: "只有综合保障一项，家中有劳动力，宜加上开发式帮扶。"
    case .onlyVague: "开发式帮扶只填了“其他”或“技能培训”，没有实际项目。"
    case .notBegun: "开发式帮扶已登记，但都还没有开始实施。"
    case .noContact(let days): "帮扶责任人已 \(days) 天没有联系这一户。"
    case .unrecorded(let need, let measures): "\(need.title)，但措施里没有登记\(measures)。"
    case .unclaimed(let measure, let need, let day):
      "措施里登记了“\(measure)”，但到 \(day) 的数据显示\(need.denial)。请核对措施，或请部门更正数据。"
    case .unsure(let measure, let why): "“\(measure)”暂时核对不了：\(why)。"
    case .premiumTooSoon(let since, let closed):
      "医保缴费补贴的月份不符：\(since) 才纳入，那时参保已于 \(closed) 截止，当年不补，下一次集中参保时再登记。"
    case .premiumUnpaid(let closed):
      "参保截止（\(closed)）前已纳入，但没有医保缴费补贴的措施，资助参保名单上也没有成员。"
    case .noLabourUnmarked: "全家没有劳动力，但没有标注“整户无劳动能力兜底保障户”。"
    case .noLabourUnassisted: "全家没有劳动力，但没有人享受低保或特困供养，请商民政核实。"
    case .ableOnTekun: "有 18 至 59 岁、健康、不在校的成员享受特困供养，请核实。"
    case .nothingPaid(let measure): "“\(measure)”的金额写的是 0 元。"
    }
  }
}
