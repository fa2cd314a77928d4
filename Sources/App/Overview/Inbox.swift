import Casework
import Store

/// What waits for one officer: how much of each kind, and what to do first.
struct Inbox: Sendable {
  /// One kind of work, as long as the list that it opens.
  struct Pile: Sendable {
    let title: String
    let count: Int
    let overdue: Int
    let href: String
  }

  /// One thing to do.
  struct Item: Sendable {
    let task: String
    let household: Int64?
    let village: PlaceCode
    let deadline: Deadline?
    let href: String
  }

  let piles: [Pile]
  /// The most urgent first.
  let items: [Item]
}

extension OpenRegister {
  func inbox(_ rules: Rules) throws -> Inbox {
    var (piles, items): ([Inbox.Pile], [Inbox.Item]) = ([], [])
    for stage in ClueStage.allCases where stage.duty.map(access.may) == true {
      let found = try clues(at: [stage], limit: Self.mostItems).map { clue in
        Inbox.Item(
          task: stage.title, household: clue.household, village: clue.village,
          deadline: try clue.deadline(rules, in: self), href: "/clues/\(clue.id)")
      }
      piles.append(pile(stage.title, found, at: "/clues?stage=\(stage.rawValue)"))
      items += found
    }
    for stage in CaseStage.allCases where isMine(stage) {
      let found = try cases(at: [stage], limit: Self.mostItems).map { found in
        Inbox.Item(
          task: stage.title, household: found.household, village: found.village,
          deadline: try found.deadline(rules, in: self), href: "/cases/\(found.id)")
      }
      piles.append(pile(stage.title, found, at: "/cases?stage=\(stage.rawValue)"))
      if stage != .monitored { items += found }
    }
    if access.may(.visit), case let count = try callsToExplain(), count > 0 {
      piles.append(Inbox.Pile(title: "抽查要您说明", count: count, overdue: 0, href: "/calls"))
    }
    if access.may(.pushData) || access.may(.importRegistry) {
      piles.append(
        Inbox.Pile(title: "待人工判定", count: try waitingRows(), overdue: 0, href: "/matches"))
    }
    let sorted = items.sorted {
      ($0.deadline?.due.number ?? .max) < ($1.deadline?.due.number ?? .max)
    }
    return Inbox(piles: piles, items: sorted)
  }

  /// Enough for any one officer's desk; beyond it the number would not help either.
  private static let mostItems = 5_000

  /// Village steps are the village's work, though the offices above may take them as well.
  private func isMine(_ stage: CaseStage) -> Bool {
    guard let duty = stage.duty, access.may(duty) else { return false }
    return duty != .keepCase || access.role == .informationOfficer
  }

  private func pile(_ title: String, _ items: [Inbox.Item], at href: String) -> Inbox.Pile {
    Inbox.Pile(
      title: title, count: items.count,
      overdue: items.count { $0.deadline?.isOverdue == true }, href: href)
  }
}
