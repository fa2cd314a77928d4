import Casework
import Testing

struct SubmissionStageTests {
  @Test func `every stage is reached, and what ended goes nowhere`() {
    var (reached, next): (Set<SubmissionStage>, [SubmissionStage]) = ([], [.receiving])
    while let stage = next.popLast() {
      guard reached.insert(stage).inserted else { continue }
      next += SubmissionAction.allCases.compactMap { stage.exit($0) }
    }
    #expect(reached == Set(SubmissionStage.allCases))
    for stage in [SubmissionStage.refused, .undone, .discarded, .expired] {
      #expect(SubmissionAction.allCases.allSatisfy { stage.exit($0) == nil })
    }
  }

  @Test func `nothing is committed that was not checked, nor let through without a person`() {
    let committing = SubmissionStage.allCases.filter { $0.exit(.commit) != nil }
    #expect(committing == [.checked])
    #expect(SubmissionStage.quarantined.exit(.release) == .checked)
    #expect(SubmissionAction.allCases.filter(\.needsReason) == [.release])
  }

  @Test func `what stands in the register is undone, never dropped`() {
    for stage in [SubmissionStage.committing, .committed, .undoing] {
      #expect(stage.exit(.discard) == nil && stage.exit(.expire) == nil)
    }
    #expect(SubmissionStage.received.exit(.expire) == nil)
  }
}
