/// One line of a clue's or a case's history before it is written: what was done, from where to
/// where, and why.
struct HistoryStep<Stage: Sendable>: Sendable {
  let seq: Int64
  let action: String
  let from: Stage?
  let to: Stage
  let reason: String?
}
