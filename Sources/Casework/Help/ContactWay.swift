/// How a helper reached the household.
package enum ContactWay: String, CaseIterable, Sendable {
  case visit, phone, other

  package var title: String {
    switch self {
    case .visit: "上门"
    case .phone: "电话"
    case .other: "其他"
    }
  }
}
