import Casework
import Store

/// What `Templates/judgement/reminders.mustache` shows: what is due soon, and what came up here
/// because the desk below is late.
struct RemindersPage: Page {
  static let template = "judgement/reminders"
  let own: [Line]
  let raised: [Line]

  struct Line: Sendable {
    let href: String
    let head: String
    let village: String
    let task: String
    let owner: String
    let deadline: DeadlineBadge
    let due: String
  }

  init(_ rules: Rules, in open: OpenRegister) throws {
    let open_ = try open.openSteps(rules)
    let names = try open.headNames(Set(open_.compactMap(\.household)))
    func line(_ step: OpenStep) throws -> Line {
      Line(
        href: step.href, head: step.household.flatMap { names[$0] } ?? "未定户",
        village: try open.villageTitle(step.village), task: step.task,
        owner: step.owner == .village ? "村" : step.owner == .township ? "乡镇" : "县",
        deadline: DeadlineBadge(step.deadline), due: step.deadline.due.description)
    }
    let sorted = open_.sorted { $0.deadline.due < $1.deadline.due }
    own = try sorted.filter { $0.isMine && ($0.isTold || $0.deadline.light != .green) }.prefix(200)
      .map(line)
    let level = open.access.place.level
    let terms = rules.pack.escalation
    raised = try sorted.filter { step in
      guard let terms, step.owner > level else { return false }
      return terms.level(of: step.deadline, owner: step.owner).map { $0 <= level } ?? false
    }.prefix(200).map(line)
  }
}

/// One step of a clue or case that waits for somebody, with its deadline.
struct OpenStep: Sendable {
  let href: String
  let household: Int64?
  let village: PlaceCode
  let task: String
  let owner: PlaceLevel
  let isMine: Bool
  let deadline: Deadline
  /// Whether it is told before it is pressing.
  var isTold = false
}

extension OpenRegister {
  /// Every step that waits in the officer's places, with its last day as computed now.
  func openSteps(_ rules: Rules) throws -> [OpenStep] {
    var steps: [OpenStep] = []
    let mine = access.place.level
    for clue in try clues(at: ClueStage.allCases.filter(\.isOpen), limit: 5_000) {
      guard let duty = clue.stage.duty, let deadline = try clue.deadline(rules, in: self) else {
        continue
      }
      steps.append(
        OpenStep(
          href: "/clues/\(clue.id)", household: clue.household, village: clue.village,
          task: clue.stage.title, owner: duty.level,
          isMine: access.may(duty) && duty.level == mine, deadline: deadline))
    }
    for found in try cases(at: CaseStage.allCases.filter { !$0.isClosed }, limit: 5_000) {
      guard let duty = found.stage.duty, let deadline = try found.deadline(rules, in: self) else {
        continue
      }
      steps.append(
        OpenStep(
          href: "/cases/\(found.id)", household: found.household, village: found.village,
          task: found.stage.title, owner: duty.level,
          isMine: access.may(duty) && duty.level == mine, deadline: deadline))
    }
    return steps + (try openHelpSteps(rules))
  }
}
