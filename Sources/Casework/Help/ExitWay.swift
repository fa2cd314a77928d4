/// How a monitored household leaves without its risk being removed (`domain.md` 2.9).
package enum ExitWay: String, CaseIterable, Sendable {
  case death, movedAway, misidentified

  package var title: String {
    switch self {
    case .death: "整户消亡"
    case .movedAway: "整户迁出"
    case .misidentified: "识别有误，清退"
    }
  }
}

/// What the registry says of a household that is to leave.
package struct ExitEvidence: Hashable, Sendable {
  /// Persons who are still members.
  package var members: Int
  package var dead: Int
  package var moved: Int

  package init(members: Int, dead: Int, moved: Int) {
    (self.members, self.dead, self.moved) = (members, dead, moved)
  }

  /// Why the registry speaks against this way out; nil where it does not.
  package func fault(_ way: ExitWay) -> String? {
    switch way {
    case .death where members > 0: "台账中还有 \(members) 名在户成员，不是整户消亡。"
    case .death where dead == 0: "台账和部门数据中没有成员死亡的记录。"
    case .movedAway where members > 0: "台账中还有 \(members) 名在户成员，不是整户迁出。"
    case .movedAway where moved == 0: "台账和部门数据中没有户籍迁出的记录。"
    default: nil
    }
  }

  package var sentence: String { "在户 \(members) 人，死亡记录 \(dead) 条，迁出记录 \(moved) 条" }
}
