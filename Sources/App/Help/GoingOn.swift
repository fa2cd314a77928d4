import Casework
import Store

/// A policy that goes on after a household's risk was removed: a loan, a post, a school stage.
struct GoingOn: Sendable {
  let title: String
  let helper: String
  let until: String
  let state: String
  let mark: String
}

extension OpenRegister {
  /// What still goes on for a household whose risk was removed; empty before that.
  func goingOn(_ found: HouseholdCase, _ pack: PolicyPack) throws -> [GoingOn] {
    guard found.stage == .removed else { return [] }
    let titles = Dictionary(
      pack.measures.map { ($0.id, $0.title) }, uniquingKeysWith: { one, _ in one })
    return try measures(of: found.id).filter { $0.continues && $0.endedOn == nil }.map { measure in
      let isOver = measure.untilOn.map { $0 < today } ?? false
      return GoingOn(
        title: "\(titles[measure.category] ?? measure.category)：\(measure.subtype)",
        helper: measure.helper, until: measure.untilOn?.description ?? "未写",
        state: isOver ? "已到期，请结束" : "继续享受", mark: isOver ? "late" : "good")
    }
  }
}
