import Casework

extension Counted {
  static let kinds: [Counted] = [.unstable, .marginal, .suddenHardship]
  /// The columns of the first table: who is watched over.
  static let standing: [Counted] = [
    .households, .people, .unstable, .marginal, .suddenHardship, .newlyMonitored, .removed,
  ]
  static let clueStages: [Counted] = [.received, .visiting, .townshipReview, .countyReview]
  static let identification: [Counted] = [
    .consent, .appraisal, .publicNotice, .townshipAudit, .countyApproval, .announcement,
  ]
  static let removal: [Counted] = [
    .removalAppraisal, .removalNotice, .removalAudit, .removalApproval,
  ]
  /// The columns of the second table: what is under way.
  static let underWay = [.overdue] + clueStages + identification

  /// The heading on the county page.
  var title: String {
    switch self {
    case .households: "户数"
    case .people: "人数"
    case .unstable: "脱贫不稳定户"
    case .marginal: "边缘易致贫户"
    case .suddenHardship: "突发严重困难户"
    case .newlyMonitored: "本月新识别"
    case .removed: "风险已消除"
    case .overdue: "线索超期"
    case .received, .visiting, .townshipReview, .countyReview:
      ClueStage(rawValue: rawValue)?.title ?? rawValue
    case .consent, .appraisal, .publicNotice, .townshipAudit, .countyApproval, .announcement,
      .removalAppraisal, .removalNotice, .removalAudit, .removalApproval:
      CaseStage(rawValue: rawValue)?.title ?? rawValue
    }
  }

  /// The list that holds exactly what is counted.
  func address(in place: PlaceCode) -> String {
    switch self {
    case .households, .people: HouseholdFilter(place: place.asked).address(after: nil)
    case .unstable: HouseholdFilter.address(.unstable, in: place)
    case .marginal: HouseholdFilter.address(.marginal, in: place)
    case .suddenHardship: HouseholdFilter.address(.suddenHardship, in: place)
    case .newlyMonitored: HouseholdFilter.address(.new, in: place)
    case .removed: HouseholdFilter.address(.removed, in: place)
    case .overdue: "/clues?late=1\(place.query)"
    case .received, .visiting, .townshipReview, .countyReview:
      "/clues?stage=\(rawValue)\(place.query)"
    case .consent, .appraisal, .publicNotice, .townshipAudit, .countyApproval, .announcement,
      .removalAppraisal, .removalNotice, .removalAudit, .removalApproval:
      "/cases?stage=\(rawValue)\(place.query)"
    }
  }
}

extension HouseholdFilter {
  static func address(_ monitored: MonitoredFilter, in place: PlaceCode) -> String {
    var filter = HouseholdFilter(place: place.asked)
    filter.monitored = monitored
    return filter.address(after: nil)
  }
}

extension PlaceCode {
  /// The place as a list is asked for it; nil for the whole county.
  fileprivate var asked: PlaceCode? { level > .county ? self : nil }

  /// `&place=…`; empty for the whole county.
  fileprivate var query: String { asked.map { "&place=\($0)" } ?? "" }
}
