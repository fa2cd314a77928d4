/// Why a person is no longer a member of the household (`domain.md` 2.9).
package enum LeaveReason: String, CaseIterable, Sendable {
  case death, movedOut, marriedOut, imprisoned, missing

  package var title: String {
    switch self {
    case .death: "死亡"
    case .movedOut: "户籍迁出"
    case .marriedOut: "婚出"
    case .imprisoned: "服刑"
    case .missing: "失联"
    }
  }
}

/// Why a person is newly a member of the household.
package enum JoinReason: String, CaseIterable, Sendable {
  case birth, marriedIn, returned, adopted
}
