import Casework

extension CoefficientBand {
  /// The band as lists name it.
  func title(_ lines: Thresholds) -> String {
    switch self {
    case .county: "\(lines.county) 及以上（县级复核）"
    case .township: "\(lines.township)–\(lines.county)（乡镇审核）"
    case .watch: "\(lines.warning)–\(lines.township)（预警）"
    case .low: "\(lines.warning) 以下"
    }
  }

  /// The badge's class: shape and colour beside the number.
  var mark: String {
    switch self {
    case .county: "late"
    case .township: "due"
    case .watch: "good"
    case .low: "plain"
    }
  }
}

extension MonitoredFilter {
  var title: String {
    switch self {
    case .any: "监测中（全部）"
    case .unstable: HouseholdKind.unstable.title
    case .marginal: HouseholdKind.marginal.title
    case .suddenHardship: HouseholdKind.suddenHardship.title
    case .new: "本月新识别"
    case .removed: "风险已消除"
    }
  }
}

/// A coefficient as it stands on pages: two figures, never rounded up over a line.
func coefficientText(_ micro: Int64) -> String {
  let hundredths = micro / 10_000
  return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
}

extension IncomeFigure {
  /// The item as the income statement names it.
  var title: String {
    switch self {
    case .wage: "工资性收入"
    case .business: "生产经营性收入"
    case .property: "财产性收入"
    case .transfer: "转移性收入"
    case .businessCost: "生产经营性支出"
    case .spending: "合规自付支出"
    }
  }
}

extension MemberTrait {
  var title: String {
    switch self {
    case .disabled: "残疾"
    case .gravelyIll: "大病"
    case .chronic: "慢性病"
    case .dibao: "低保"
    case .tekun: "特困"
    case .working: "务工"
    case .uninsured: "未参保"
    }
  }

  /// The badge's class.
  var mark: String {
    switch self {
    case .gravelyIll, .uninsured: "late"
    case .disabled, .chronic: "due"
    case .working: "good"
    case .dibao, .tekun: ""
    }
  }
}

extension Passage.Kind {
  var title: String {
    switch self {
    case .clue: "线索"
    case .visit: "入户核实"
    case .monitoring: "监测对象"
    }
  }
}

extension Passage {
  /// Where it stands, in words.
  var stateTitle: String {
    switch kind {
    case .clue: ClueStage(rawValue: state)?.title ?? state
    case .visit: VisitConclusion(rawValue: state)?.title ?? state
    case .monitoring: CaseStage(rawValue: state)?.title ?? state
    }
  }

  /// Its own page; a visit is read with its clue.
  var href: String? {
    switch kind {
    case .clue: "/clues/\(id)"
    case .visit: nil
    case .monitoring: "/cases/\(id)"
    }
  }
}
