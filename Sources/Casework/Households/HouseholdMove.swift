/// A household that now lives, and is registered, in another village of the county (户籍迁移).
package struct HouseholdMove: Sendable {
  package let from: PlaceCode
  package let to: PlaceCode
  package let movedOn: Day
  package let reason: String

  /// - Throws: `MoveRefusal` where it cannot be meant.
  package init(
    from: PlaceCode, to: PlaceCode?, movedOn: Day, reason: String?, today: Day
  ) throws(MoveRefusal) {
    guard let to, to.level == .village else { throw .noVillage }
    guard to != from else { throw .sameVillage }
    guard movedOn <= today else { throw .inFuture }
    guard let reason, reason.count >= 5 else { throw .reasonNeeded }
    (self.from, self.to, self.movedOn, self.reason) = (from, to, movedOn, reason)
  }
}

/// Why a household was not moved to another village.
package enum MoveRefusal: Refusal {
  case noVillage, sameVillage, inFuture, reasonNeeded
  case outsideRegion

  package var sentence: String {
    switch self {
    case .noVillage: "请选择迁入的村。迁出本县的，请在个案里提请退出。"
    case .sameVillage: "该户已经登记在这个村，不用迁移。"
    case .inFuture: "迁移日期在今天之后，请核对。"
    case .reasonNeeded: "请写明迁移原因（至少 5 个字），两个村都会看到。"
    case .outsideRegion: "迁入的村不在您的辖区，跨乡镇迁移请由县里办理。"
    }
  }

  package var field: String? {
    switch self {
    case .noVillage, .sameVillage, .outsideRegion: "to"
    case .inFuture: "movedOn"
    case .reasonNeeded: "reason"
    }
  }
}
