import App
import Casework
import Foundation
import Store
import Testing

/// Officers who do anything at any time, right or wrong: the records must stay whole.
///
/// `WALK_MOVES` sets how many moves each engine sees under each procedure (`./dev bench walk`); a case
/// is walked for 1,500 of them, and the next begins.
struct CaseWalkTests {
  private static let moves = 1_500
  private static let cases =
    ((ProcessInfo.processInfo.environment["WALK_MOVES"].flatMap { Int($0) } ?? 1) + moves - 1)
    / moves

  /// The pack's own procedure, and one with everything merged or skipped that may be.
  private static let procedures = [
    "procedure: {}",
    """
    procedure:
      skipped: [announcement, removalAppraisal]
      merged: [consent, appraisal, townshipAudit, removalAudit]
    """,
  ]

  @Test(arguments: TestStore.available, procedures)
  func `a random walk of officers loses no event and leaves no illegal state`(
    store: TestStore, procedure: String
  ) async throws {
    var (seen, half): (Set<CaseStage>, Int) = ([], 0)
    for number in 0..<Self.cases {
      var chance = Chance(seed: UInt64(7 + number))
      let one = try await TestCase(store, procedure: procedure)
      seen.formUnion(try await walk(one, &chance))
      half = one.pack.steps.stages.count / 2
    }
    // A single case may be turned back for long; all together come nearly everywhere.
    #expect(seen.count > half)
  }

  private func walk(_ one: TestCase, _ chance: inout Chance) async throws -> Set<CaseStage> {
    try await one.county.assess()
    let (steps, walk) = (one.pack.steps, CaseWalk(one, pack: one.pack))
    var taken = 0
    for move in 0..<Self.moves {
      if try await walk.step(move, &chance) { taken += 1 }
      if move % 40 == 0 { one.county.clock.move(days: Int.random(in: 1...40, using: &chance)) }
    }
    let events = try await one.county.database.read { db in
      try db.run("SELECT action, from_stage, to_stage FROM case_event ORDER BY seq").map {
        (
          action: CaseAction(rawValue: try $0.text("action")),
          from: try $0.optionalText("from_stage").flatMap(CaseStage.init(rawValue:)),
          to: try #require(CaseStage(rawValue: try $0.text("to_stage")))
        )
      }
    }
    #expect(taken > Self.moves / 20)
    #expect(events.allSatisfy { steps.has($0.to) } && events.first?.to == steps.first)
    let found = try await one.found
    #expect(events.count == Int(found.version) && events.last?.to == found.stage)
    for (earlier, later) in zip(events, events.dropFirst()) {
      let (from, action) = (try #require(later.from), try #require(later.action))
      #expect(earlier.to == from)
      let isReturn = action == .sendBack && steps.returns(at: from).contains(later.to)
      #expect(isReturn || steps.exits(at: from)[action] == later.to)
    }
    return Set(events.map(\.to))
  }
}

/// One walk over one case.
struct CaseWalk: Sendable {
  private let one: TestCase
  private let pack: PolicyPack
  private let officers: [Access]

  init(_ one: TestCase, pack: PolicyPack) {
    (self.one, self.pack) = (one, pack)
    officers = [one.village, one.township, one.reviewer, one.keeper]
  }

  /// Somebody tries something, sensible or not; whether it was taken. Only refusals may come of
  /// what is wrong.
  func step(_ move: Int, _ chance: inout Chance) async throws -> Bool {
    let says = "随机走动第 \(move) 步"
    let stage = try await one.stage
    let isSensible = Int.random(in: 0..<3, using: &chance) > 0
    let fitting = officers.filter { stage.duty.map($0.may) ?? false }
    let officer = (isSensible ? fitting : officers).randomElement(using: &chance) ?? one.reviewer
    let roll = Int.random(in: 0..<(isSensible ? 4 : 12), using: &chance)
    let forward = CaseAction.onward(from: stage)
    // One that is dismissed is over; the table's own walk ends that way.
    let any = CaseAction.allCases.filter { $0 != .dismiss }.randomElement(using: &chance)
    let action = (isSensible ? forward : any) ?? .rollBack
    let wanted =
      Bool.random(using: &chance) ? CaseStage.allCases.randomElement(using: &chance) : nil
    let (id, pack, goal) = (one.id, pack, action == .sendBack ? wanted : nil)
    do {
      try await one.county.register.write(as: officer) { open in
        let found = try open.householdCase(id)
        if try !self.stray(roll, found, open, says) {
          try open.take(action, on: found, to: goal, reason: says, pack)
        }
      }
      if pack.steps.covers(.appraisal, at: stage) { try await one.concludeCheck() }
      try await settleObjections(says, upholding: move % 5 == 0)
      return true
    } catch is any Refusal {
      return false
    } catch is NotPermitted {
      return false
    }
  }

  /// What may happen beside the steps themselves; false where this move is a step.
  private func stray(
    _ roll: Int, _ found: HouseholdCase, _ open: OpenRegister, _ says: String
  ) throws -> Bool {
    switch roll {
    case 0...1: try prepare(found, open, says)
    case 9: _ = try open.withdrawConsent(of: nil, because: says, on: found)
    case 10: try open.object(says, by: nil, to: found)
    case 11: try open.askEmergency(says, on: found)
    default: return false
    }
    return true
  }

  private func settleObjections(_ says: String, upholding: Bool) async throws {
    let (id, pack) = (one.id, pack)
    try await one.county.register.write(as: one.township) { open in
      guard let raised = try open.objections(of: id).last, raised.handledAt == nil,
        raised.officer != open.access.officer
      else { return }
      try open.answer(
        objection: raised.id, isUpheld: upholding, says, on: try open.householdCase(id), pack)
    }
  }

  /// What the stage waits for, so that the walk gets on.
  private func prepare(_ found: HouseholdCase, _ open: OpenRegister, _ says: String) throws {
    for work in pack.steps.works(at: found.stage) { try prepare(work, found, open, says) }
  }

  private func prepare(
    _ work: CaseStage, _ found: HouseholdCase, _ open: OpenRegister, _ says: String
  ) throws {
    switch work {
    case .consent:
      for adult in try open.consents(found) {
        try open.recordConsent(
          SignedLetter(of: adult.name, signedBy: nil, guardian: nil, isGiven: true),
          of: adult.person, on: found, pack)
      }
    case .appraisal, .removalAppraisal:
      try open.record(
        NewAppraisal(chair: "书记", present: 9, inFavour: 8, against: 1, minutes: says), on: found,
        pack)
    case .publicNotice:
      try open.post(.identification, of: found, pack, one.county.parts.calendar)
    case .removalNotice: try open.post(.removal, of: found, pack, one.county.parts.calendar)
    case .monitored:
      try open.add(
        FollowUp(
          followedOn: open.today, situation: says, incomePerPerson: Money(yuan: 30_000),
          guaranteesInOrder: true, isRiskGone: true), to: found)
      var sheet = ["way": "natural", "removedOn": "\(open.today)", "contact": "书记"]
      for guarantee in Guarantee.allCases { sheet["guarantee.\(guarantee.rawValue)"] = "1" }
      try open.fill(open.form(.removal, pack), with: sheet, on: found)
    default: break
    }
  }
}
