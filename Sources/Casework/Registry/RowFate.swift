/// What became of a row of a file that came in.
package enum RowFate: String, CaseIterable, Sendable, Codable {
  case added, updated, unchanged, refused
  /// Rows of departments: the person is not in the register, or somebody has to say who is meant.
  case notFound, queued
  /// Totals, remarks and examples, which are about nobody.
  case skipped

  package var title: String {
    switch self {
    case .added: "新增"
    case .updated: "更新"
    case .unchanged: "无变化"
    case .refused: "退回"
    case .notFound: "查无此人"
    case .queued: "待人工判定"
    case .skipped: "跳过"
    }
  }

  /// Whether somebody has to do something about it.
  package var needsAttention: Bool { self == .refused || self == .notFound || self == .queued }
}

/// A row's fate with its reason, where there is one to tell.
package struct RowOutcome: Hashable, Sendable {
  package let fate: RowFate
  package let reason: String?

  package init(_ fate: RowFate, _ reason: String? = nil) {
    (self.fate, self.reason) = (fate, reason)
  }
}
