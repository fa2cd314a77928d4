import Casework
import Store

/// What `Templates/judgement/meetings.mustache` shows.
struct MeetingsPage: Page {
  static let template = "judgement/meetings"
  let fault: String?
  let heldOn: String
  let chair: String
  let members: String
  let waiting: [Waiting]
  let held: [Meeting]

  struct Waiting: Sendable {
    let id: Int64
    let head: String
    let village: String
    let coefficient: String
    let conclusion: String
    let words: String
    let choices: [NewCluePage.Choice]
  }

  struct Meeting: Sendable {
    let on: String
    let chair: String
    let members: String
    let lines: [String]
  }

  init(_ form: Form, fault: String?, in open: OpenRegister) throws {
    self.fault = fault
    heldOn = form["heldOn"] ?? open.today.description
    (chair, members) = (form["chair"] ?? "", form["members"] ?? "")
    let stages = [ClueStage.townshipReview, .countyReview].filter {
      $0.duty.map(open.access.may) ?? false
    }
    let clues = try open.clues(at: stages, limit: 60)
    let heads = try open.headNames(Set(clues.compactMap(\.household)))
    waiting = try clues.map { clue in
      Waiting(
        id: clue.id, head: clue.household.flatMap { heads[$0] } ?? "未定户",
        village: try open.villageTitle(clue.village),
        coefficient: clue.coefficient?.description ?? "未知",
        conclusion: clue.conclusion?.title ?? "", words: form["conclusion.\(clue.id)"] ?? "",
        choices: [ClueAction.agree, .overrule, .sendBack].map {
          NewCluePage.Choice(
            value: $0.rawValue, title: $0.title, isChosen: form["do.\(clue.id)"] == $0.rawValue)
        })
    }
    held = try open.meetings()
  }
}

/// What `Templates/judgement/opinions.mustache` shows: many cases, a decision on each.
struct OpinionsPage: Page {
  static let template = "judgement/opinions"
  let stage: String
  let title: String
  let told: [Told]
  let rows: [Line]

  struct Told: Sendable {
    let id: Int64
    let text: String
    let mark: String
  }

  struct Line: Sendable {
    let id: Int64
    let version: Int64
    let head: String
    let village: String
    let risks: String
    let income: String
    let deadline: DeadlineBadge?
    let choices: [NewCluePage.Choice]
  }

  init(
    _ wanted: CaseStage?, told: [Told], _ rules: Rules, in open: OpenRegister
  ) throws {
    let reviews = CaseStage.allCases.filter {
      $0.isReview && ($0.duty.map(open.access.may) ?? false)
    }
    guard let first = reviews.first else { throw NotPermitted(duty: .endorseTownship) }
    let shown = wanted.flatMap { reviews.contains($0) ? $0 : nil } ?? first
    (stage, title, self.told) = (shown.rawValue, shown.title, told)
    let found = try open.cases(at: [shown], limit: 50)
    let heads = try open.headNames(Set(found.map(\.household)))
    rows = try found.map { one in
      let exits = rules.edition(one.pack).pack.steps.exits(at: one.stage)
      return Line(
        id: one.id, version: one.version, head: heads[one.household] ?? "",
        village: try open.villageTitle(one.village),
        risks: one.risks.map(\.title).joined(separator: "、"),
        income: one.incomePerPerson?.description ?? "未知",
        deadline: try one.deadline(rules, in: open).map(DeadlineBadge.init),
        choices: [CaseAction.endorse, .sendBack, .dismiss]
          .filter { exits[$0] != nil }
          .map { NewCluePage.Choice(value: $0.rawValue, title: $0.title, isChosen: false) })
    }
  }
}
