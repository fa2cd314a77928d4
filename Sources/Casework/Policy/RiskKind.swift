/// Why a household may fall into poverty (致贫返贫风险类型, `domain.md` 3.1).
package enum RiskKind: String, CaseIterable, Sendable, Codable {
  case illness, schooling, disability, disaster, lackOfLabour, accident
  case failedBusiness, unstableWork, housing, water, other

  /// The value of 致贫/返贫风险 in the national export.
  package var title: String {
    switch self {
    case .illness: "因病"
    case .schooling: "因学"
    case .disability: "因残"
    case .disaster: "因自然灾害"
    case .lackOfLabour: "缺劳动力"
    case .accident: "因意外事故"
    case .failedBusiness: "因产业项目失败"
    case .unstableWork: "因务工就业不稳"
    case .housing: "因安全住房"
    case .water: "因安全饮水"
    case .other: "其他"
    }
  }
}
