import Casework

/// The village that the printed accounts belong to: in its last weeks all that can happen
/// happens there, so that a newcomer finds work at every desk.
struct DemoShowcase: Sendable {
  private let village: PlaceCode
  private let today: Day
  /// The last days, in which this village and its desks are slower than the others.
  static let quietDays = 12

  /// - Parameters:
  ///   - made: all households; the village of the first is shown.
  ///   - today: the day on which the newcomer looks.
  init?(_ made: [MadeHousehold], today: Day) {
    guard let first = made.first else { return nil }
    (village, self.today) = (first.villageCode, today)
  }

  /// Some old troubles that have become cases, one of each kind that is new, and hospital bills
  /// heavy enough for both reviews, though the family can bear them.
  func incidents(of made: [MadeHousehold], _ chance: inout Chance) -> [Incident] {
    var free = made.filter { $0.villageCode == village }
    let risks = Blueprint.all.filter { $0.conclusion == .propose }
    let old = risks.enumerated().map { (ago: 20 + 15 * $0.offset, kinds: [$0.element]) }
    // These are visited before today and wait for their reviewers.
    let heavy = DemoShowcase.borne.map { (ago: 12, kinds: $0) }
    let new = (Blueprint.all.map { [$0] } + DemoShowcase.borne).enumerated()
      .map { (ago: 3 + $0.offset % 3, kinds: $0.element) }
    var incidents: [Incident] = []
    for (ago, blueprints) in old + heavy + new {
      let home = free.firstIndex { home in
        blueprints.allSatisfy { kind in home.members.contains(where: kind.strikes) }
      }
      guard let home else { continue }
      let day = today.adding(days: -ago)
      for blueprint in blueprints {
        guard let person = free[home].members.first(where: blueprint.strikes) else { continue }
        incidents.append(
          Incident(
            day: day, household: free[home].code, blueprint: blueprint,
            row: [person.name, person.id] + blueprint.cells(&chance, day)))
      }
      free.remove(at: home)
    }
    return incidents
  }

  /// How many of the village's clues wait at each desk.
  func waiting(among clues: [Clue]) -> [ClueStage: Int] {
    Dictionary(grouping: clues.filter { $0.village == village }, by: \.stage).mapValues(\.count)
  }

  /// How likely somebody takes the next step of a clue on a day, where it is `usual` elsewhere. The
  /// last one at a reviewer's desk stays for whoever looks today.
  func pace(
    _ usual: Double, of clue: Clue, _ waiting: [ClueStage: Int], countyLine: Coefficient,
    on day: Day
  ) -> Double {
    guard clue.village == village, today - day < DemoShowcase.quietDays else { return usual }
    if clue.stage == .visiting { return today - day > 3 ? usual : 0.1 }
    guard waiting[clue.stage, default: 0] > 1 else { return 0 }
    if clue.stage == .countyReview { return 0.05 }
    // One goes on to the county; what is left then waits.
    let isHeavy = clue.coefficient.map { $0 >= countyLine } ?? false
    if isHeavy, waiting[.countyReview, default: 0] == 0 { return 1 }
    return today - day > 8 ? 0.3 : 0.02
  }

  /// The desks after a clue has left one of them.
  func left(_ clue: Clue, _ waiting: inout [ClueStage: Int]) {
    guard clue.village == village else { return }
    waiting[clue.stage, default: 0] -= 1
    if clue.stage == .townshipReview { waiting[.countyReview, default: 0] += 1 }
  }

  /// Troubles that come together on one household, all of which it can bear.
  private static let borne = [
    ["大病，医疗自付重", "失去工作，家有他人支撑"], ["大病，医疗自付重", "新残疾"],
    ["大病，医疗自付重", "新残疾", "失去工作，家有他人支撑"], ["大病，医疗自付重", "失去工作，家有他人支撑"],
  ].map { names in
    Blueprint.all.filter { names.contains($0.name) }.map { $0.concluding(.noRisk) }
  }
}

extension Blueprint {
  /// The same trouble where another decision is the right one.
  func concluding(_ other: VisitConclusion) -> Blueprint {
    Blueprint(
      name: name, perThousand: perThousand, item: item, cells: cells, conclusion: other,
      risks: other == .propose ? risks : [], strikes: strikes)
  }
}
