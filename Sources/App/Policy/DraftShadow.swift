import Casework
import Store

extension OpenRegister {
  private static let mostShadows = 3

  /// From today on every whole assessment is computed under the draft as well, for so many months.
  func startShadow(_ draft: PolicyDraft, months: Int?, files: String) throws {
    guard let months, (1...12).contains(months) else { throw DraftRefusal.months }
    let others = try drafts(where: "d.shadow_until_on >= \(today)")
      .filter { $0.id != draft.id && $0.isInShadow(on: today) }
    guard others.count < OpenRegister.mostShadows else { throw DraftRefusal.tooManyShadows }
    try take(.startShadow, on: draft, reason: "\(months) 个月", files: files)
    try setShadow(draft, today...today.adding(months: months))
    _ = try ask(.assess, "county")
  }

  func stopShadow(_ draft: PolicyDraft, files: String) throws {
    try take(.stopShadow, on: draft, reason: nil, files: files)
    try setShadow(draft, nil)
  }

  private func setShadow(_ draft: PolicyDraft, _ days: ClosedRange<Day>?) throws {
    try db.run(
      """
      UPDATE policy_draft SET shadow_from_on = \(days?.lowerBound),
        shadow_until_on = \(days?.upperBound)
      WHERE county = \(county) AND id = \(draft.id)
      """)
  }

  /// Whether a draft in shadow has not been computed today.
  func awaitsShadow() throws -> Bool {
    try drafts(where: "d.stage IN ('draft', 'asked') AND d.shadow_from_on IS NOT NULL")
      .filter { $0.isInShadow(on: today) }
      .contains { draft in
        try db.run(
          """
          SELECT 1 FROM policy_comparison
          WHERE county = \(county) AND draft_id = \(draft.id) AND as_of_on = \(today) LIMIT 1
          """
        ).isEmpty
      }
  }
}
