import Casework
import Foundation
import Testing

struct CaseStageTests {
  @Test func `a closed case stays closed unless the county takes a removal back`() {
    for stage in CaseStage.allCases where stage != .removed {
      #expect(stage.exits.isEmpty == stage.isClosed)
    }
    #expect(CaseStage.removed.exits == [.rollBack: .monitored])
    #expect(CaseStage.removed.duty(for: .rollBack) == .approveCounty)
  }

  @Test func `returns lead to earlier steps only, and only returns may choose`() {
    let (road, whole) = (CaseStage.allCases, Procedure.whole)
    for stage in road {
      for next in whole.returns(at: stage) {
        #expect(whole.exit(.sendBack, at: stage, to: next) == next)
        let (from, to) = (road.firstIndex(of: stage), road.firstIndex(of: next))
        #expect(to ?? 99 < from ?? 0)
      }
      #expect(whole.exit(.endorse, at: stage, to: .removed) == nil)
      #expect(whole.exit(.sendBack, at: stage, to: .removed) == nil)
    }
  }

  @Test func `a step is taken back to where it came from, by whose it was`() {
    for stage in CaseStage.allCases {
      guard let back = stage.exits[.withdraw] else { continue }
      #expect(back.exits[.endorse] == stage)
      #expect(stage.duty(for: .withdraw) == back.duty && back.duty != nil)
    }
  }

  /// A million steps at random over the table: what must always be true, is (`design.md` 6).
  @Test func `a random walk of a million steps finds no dead end and skips no gate`() {
    var chance = SplitMix(state: 20_261_125)
    var (stage, seen, ends) = (CaseStage.consent, Set<CaseStage>(), 0)
    let ways = Dictionary(
      uniqueKeysWithValues: CaseStage.allCases.map { stage in
        let exits = stage.exits.sorted { $0.key.rawValue < $1.key.rawValue }
        let farther = stage.fartherReturns.map { (action: CaseAction.sendBack, next: $0) }
        return (stage, exits.map { (action: $0.key, next: $0.value) } + farther)
      })
    for _ in 0..<1_000_000 {
      seen.insert(stage)
      // A removal mostly holds.
      let isOver = stage == .removed && Bool.random(using: &chance)
      guard !isOver, let move = ways[stage]?.randomElement(using: &chance) else {
        #expect(stage.isClosed)
        (stage, ends) = (.consent, ends + 1)
        continue
      }
      if move.next == .monitored, stage != .monitored {
        let isReturn = [.sendBack, .rollBack].contains(move.action)
        #expect(stage == .announcement || isReturn)
      }
      if move.next == .removed { #expect(stage == .removalApproval && move.action == .endorse) }
      if move.next == .announcement { #expect(stage == .countyApproval) }
      stage = move.next
    }
    #expect(seen == Set(CaseStage.allCases) && ends > 1_000)
  }

  @Test func `the picture in docs is the one that the program draws`() throws {
    let docs = URL(filePath: #filePath).appending(path: "../../../docs/procedure.svg")
    let kept = try String(contentsOf: docs.standardized, encoding: .utf8)
    #expect(kept == ProcedureDrawing.svg())
  }

  @Test func `every stage can be reached from the first`() {
    var reached: Set<CaseStage> = [.consent]
    var unread: [CaseStage] = [.consent]
    while let stage = unread.popLast() {
      for next in stage.exits.values where reached.insert(next).inserted { unread.append(next) }
    }
    #expect(reached == Set(CaseStage.allCases))
  }

  @Test func `nobody is monitored or freed of it without notice, township and county`() {
    for stage in CaseStage.allCases {
      for (action, next) in stage.exits where next == .announcement || next == .removed {
        #expect(action == .endorse)
        #expect(stage == .countyApproval || stage == .removalApproval)
      }
    }
  }

  @Test func `the drawing in docs shows the procedure as it is`() throws {
    let drawing = CaseStage.allCases.flatMap { stage in
      stage.exits.sorted { $0.key.rawValue < $1.key.rawValue }
        .map { "  \(stage) --> \($0.value): \($0.key)" }
    }
    let docs = URL(filePath: #filePath).appending(path: "../../../docs/procedure.md")
    let text = try String(contentsOf: docs.standardized, encoding: .utf8)
    #expect(text.contains(drawing.joined(separator: "\n")))
  }
}

/// The same draws on every run.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
