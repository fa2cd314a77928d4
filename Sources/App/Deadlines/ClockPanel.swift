import Casework
import Store

/// What `Templates/deadlines/clock.mustache` shows: the pauses and extensions of one clue or case.
struct ClockPanel: Sendable {
  let path: String
  let changes: [ClockLine]
  let isPaused: Bool
  let mayAsk: Bool

  init(_ subject: ClockSubject, duty: Duty?, in open: OpenRegister) throws {
    let changes = try open.clockChanges(of: subject)
    path = "/\(subject.kind.rawValue)s/\(subject.id)/clock"
    self.changes = try changes.map { try ClockLine($0, in: open) }
    isPaused = changes.contains(where: \.isPausedNow)
    mayAsk = duty.map(open.access.may) ?? false
  }
}

/// One pause or extension, as a list shows it.
struct ClockLine: Sendable {
  let id: Int64
  let title: String
  let reason: String
  let asked: String
  let word: String
  let mark: String
  let link: String
  let village: String
  /// Whether this officer may decide it now.
  let isOpen: Bool

  init(_ change: ClockChange, in open: OpenRegister) throws {
    id = change.id
    title =
      change.days.map { "延期 \($0) 天" }
      ?? "暂停 \(change.from) 起" + (change.until.map { "，至 \($0)" } ?? "")
    reason = change.reason
    asked = try open.officerNames([change.officer])[change.officer] ?? ""
    (word, mark) = (change.decision.title, change.decision.mark)
    link = "/\(change.subject.kind.rawValue)s/\(change.subject.id)"
    village = try open.villageTitle(change.village)
    isOpen =
      change.decision == .pending && open.access.may(.approveClock)
      && change.officer != open.access.officer
  }
}
