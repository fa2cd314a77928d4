import App
import Casework
import Store
import Testing

/// A county that deals with two steps at one desk still has the records of both.
struct MergedStepsTests {
  private static let merged = """
    procedure:
      skipped: [announcement]
      merged: [appraisal, townshipAudit]
    """

  @Test(arguments: TestStore.available)
  func `a notice is posted and passed on only with the meeting that is merged with it`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store, procedure: Self.merged)
    let calendar = one.county.parts.calendar
    try await one.signLetters()
    try await one.take(.recordConsent, as: one.village)
    #expect(try await one.stage == .publicNotice)
    let post: @Sendable (OpenRegister, HouseholdCase) throws -> Void = { open, found in
      try open.post(.identification, of: found, one.pack, calendar)
    }
    await #expect(throws: CaseRefusal.self) { try await one.write(as: one.village, post) }
    try await one.concludeCheck()
    try await one.write(as: one.village) { open, found in
      try open.record(
        NewAppraisal(chair: "书记", present: 9, inFavour: 8, against: 1, minutes: "同意"),
        on: found, one.pack)
    }
    try await one.write(as: one.village, post)
    one.county.clock.move(days: 6)
    try await one.take(.endorse, as: one.village)
    #expect(try await one.stage == .countyApproval)
    try await one.take(.endorse, as: one.reviewer)
    #expect(try await one.stage == .monitored)
    #expect(try await one.found.identifiedOn == one.county.clock.now.day)
  }

  @Test(arguments: TestStore.available)
  func `an upheld objection asks for a new meeting and a new notice`(store: TestStore) async throws
  {
    let one = try await TestCase(store, procedure: Self.merged)
    let calendar = one.county.parts.calendar
    try await one.signLetters()
    try await one.take(.recordConsent, as: one.village)
    try await one.concludeCheck()
    try await one.write(as: one.village) { open, found in
      let meeting = NewAppraisal(chair: "书记", present: 9, inFavour: 8, against: 1, minutes: "同意")
      try open.record(meeting, on: found, one.pack)
      try open.post(.identification, of: found, one.pack, calendar)
      try open.object("该户有小汽车，收入不低", by: nil, to: found)
    }
    one.county.clock.move(days: 1)
    try await one.write(as: one.township) { open, found in
      let raised = try #require(try open.objections(of: found.id).last)
      try open.answer(
        objection: raised.id, isUpheld: true, "情况属实，重新评议", on: found, one.pack)
    }
    #expect(try await one.stage == .publicNotice)
    one.county.clock.move(days: 9)
    await #expect(throws: CaseRefusal.self) { try await one.take(.endorse, as: one.village) }
  }

  @Test func `a pack that skips the notice is refused with file and rule`() async throws {
    let one = try await TestCounty(.sqlite)
    #expect {
      _ = try one.pack(and: "procedure: { skipped: [publicNotice] }")
    } throws: { error in
      (error as? PackFault)?.file == "own.yaml" && "\(error)".contains("不能跳过")
    }
    for notice in ["publicNotice", "removalNotice"] {
      let short = try FactorTrialTests.pack(
        "pack.yaml", "\(notice): { days: 5", "\(notice): { days: 4")
      #expect {
        _ = try PolicyShelf.load(short)
      } throws: { error in
        "\(error)".contains("pack.yaml") && "\(error)".contains("\(notice) 应写明公示天数，且不少于 5 天")
      }
    }
    #expect {
      _ = try one.pack(and: "procedure: { merged: [lunch] }")
    } throws: { error in
      "\(error)".contains("own.yaml 第 1 行") && "\(error)".contains("procedure › merged")
    }
  }
}
