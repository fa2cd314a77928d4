import Casework
import Store

/// One line of a timeline: what was done, when, by whom, how long it took, why.
struct TimelineLine: Sendable {
  let at: String
  let what: String
  let who: String
  let took: String?
  let reason: String?
  let isLate: Bool
}

extension OpenRegister {
  /// The history of a clue or a case, step by step against its limits.
  ///
  /// - Parameters:
  ///   - rows: events with `taken_at`, `officer`, `action`, `from_stage`, `to_stage`, `reason`.
  ///   - title: the action in words.
  ///   - due: the last day of a stage that began on a day.
  /// - Returns: the lines, oldest first.
  /// - Throws: a fault of the database.
  func timeline(
    _ rows: [Row], title: (String) -> String, due: (String, Day) throws -> Day?
  ) throws -> [TimelineLine] {
    let names = try officerNames(Set(try rows.map { try $0.integer("officer") }))
    var before: (at: Instant, stage: String)?
    return try rows.map { row in
      let (at, officer) = (try row.instant("taken_at"), try row.integer("officer"))
      let days = before.map { at.day - $0.at.day }
      let isLate = try before.flatMap { try due($0.stage, $0.at.day) }.map { at.day > $0 } ?? false
      before = (at, try row.text("to_stage"))
      return TimelineLine(
        at: at.description, what: title(try row.text("action")),
        who: names[officer] ?? "", took: days.map { $0 == 0 ? "当天" : "用时 \($0) 天" },
        reason: try row.optionalText("reason"), isLate: isLate)
    }
  }
}

/// A deadline as pages show it: word, shape and colour, and how it was counted.
struct DeadlineBadge: Sendable {
  let mark: String
  let text: String
  let proof: [String]

  init(_ deadline: Deadline) {
    let left = deadline.workingDaysLeft
    proof = deadline.count.proof
    if let reason = deadline.standstill {
      (mark, text) = ("plain", "暂停计时（\(reason)）")
      return
    }
    switch deadline.light {
    case .green: (mark, text) = ("good", "余 \(left) 个工作日")
    case .orange: (mark, text) = ("due", left == 0 ? "今天到期" : "余 \(left) 个工作日")
    case .red: (mark, text) = ("late", "超期 \(max(1, -left)) 个工作日")
    }
  }
}
