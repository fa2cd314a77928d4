import Casework
import Testing

struct DraftStageTests {
  @Test func `no stage comes into force without a decision`() {
    for stage in DraftStage.allCases {
      for action in DraftAction.allCases where stage.exit(action) == .active {
        let wasInForce = stage == .rollBackAsked || action == .restore
        #expect(action.isDecision || wasInForce, "\(stage) \(action)")
      }
    }
    #expect(DraftStage.draft.exit(.agree) == nil && DraftStage.draft.exit(.restore) == nil)
  }

  @Test func `what was given up stays given up, and every other stage can be left`() {
    #expect(DraftAction.allCases.allSatisfy { DraftStage.discarded.exit($0) == nil })
    for stage in DraftStage.allCases where stage != .discarded {
      #expect(DraftAction.allCases.contains { stage.exit($0) != nil }, "\(stage)")
    }
  }

  @Test func `whoever asks or refuses says why`() {
    let reasoned = DraftAction.allCases.filter(\.needsReason)
    #expect(Set(reasoned) == [.ask, .refuse, .askRollBack, .refuseRollBack])
  }

  @Test(arguments: [
    (Int64(650_000), Int64(850_000), ["a": 0.3], "township=650000;a=0.3"),
    (750_000, 800_000, ["a": 0.7, "b": 0.123456], "county=800000;b=0.123456"),
    (750_000, 850_000, ["a": 0.7, "other": 0.5], ""),
  ])
  func `changes are what differs, in words that read back`(
    township: Int64, county: Int64, weights: [String: Double], text: String
  ) {
    let changes = PolicyChanges(
      township: Coefficient(micro: township), county: Coefficient(micro: county), weights: weights,
      standing: (
        Coefficient(micro: 750_000), Coefficient(micro: 850_000), ["a": 0.7, "b": 0.2]
      ))
    #expect(changes.text == text && changes.isEmpty == text.isEmpty)
    #expect(PolicyChanges(text: text) == changes)
  }
}
