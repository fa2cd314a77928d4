import App
import Casework
import HTTPTypes
import HummingbirdTesting
import Store
import Testing

/// A household moves to another village while things run for it: nothing is lost, and only those
/// who now answer for it go on.
struct HouseholdMoveTests {
  private static let reason = "随子女搬到江口村居住"

  @Test(arguments: TestStore.available)
  func `its case goes along, and the notice hangs anew in the new village`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    let next = try await one.county.officer(.informationOfficer, at: TestCounty.neighbour)
    try await one.county.test { client in
      try await one.consent(client)
      try await one.send("do=recordConsent", client)
      try await one.concludeCheck()
      try await one.appraise(client)
      try await one.send("do=endorse", client)
      try await one.send("", to: "notices", client)
      one.county.clock.move(days: 6)
      try await move(one, as: one.keeper)
      let clock = try #require(try await one.deadline(one.county.parts.rules))
      #expect(clock.count.start == one.county.clock.now.day, "its days begin anew")
      await #expect(throws: NotFound.self) { try await one.take(.endorse, as: one.village) }
      await #expect(throws: CaseRefusal.self) { try await one.take(.endorse, as: next) }
      let (pack, calendar) = (one.pack, one.county.parts.calendar)
      try await one.write(as: next) { try $0.post(.identification, of: $1, pack, calendar) }
      one.county.clock.move(days: 6)
      try await one.take(.endorse, as: next)
      #expect(try await one.stage == .townshipAudit)
      let page = try await client.open(
        "/cases/\(one.id)", cookie: try await one.county.signIn(next))
      #expect(page.text.contains("户籍迁移，随户移交") && page.text.contains(Self.reason))
    }
  }

  @Test(arguments: TestStore.available)
  func `at other steps the clock runs on and what was prepared stands`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    let next = try await one.county.officer(.informationOfficer, at: TestCounty.neighbour)
    try await one.signLetters()
    try await one.take(.recordConsent, as: one.village)
    try await one.concludeCheck()
    try await one.write(as: one.village) { open, found in
      try open.record(
        NewAppraisal(chair: "书记", present: 9, inFavour: 8, against: 1, minutes: "同意"),
        on: found, one.pack)
    }
    let before = try await one.found
    one.county.clock.move(days: 1)
    try await move(one, as: one.keeper)
    #expect(try await one.found.stageSince == before.stageSince)
    #expect(try await one.found.village == TestCounty.neighbour)
    try await one.take(.endorse, as: next)
    #expect(try await one.stage == .publicNotice)
  }

  @Test(arguments: TestStore.available)
  func `who may not, or where it cannot be meant, is told why and nothing moves`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    let other = PlaceCode(number: 360_732_100_000)
    let stranger = try await one.county.officer(.townshipAdministrator, at: other)
    await #expect(throws: NotPermitted.self) { try await move(one, as: one.village) }
    await #expect(throws: NotFound.self) { try await move(one, as: stranger) }
    await #expect(throws: MoveRefusal.outsideRegion) {
      try await move(one, to: PlaceCode(number: 360_732_100_200), as: one.keeper)
    }
    await #expect(throws: MoveRefusal.sameVillage) {
      try await move(one, to: TestCounty.village, as: one.keeper)
    }
    await #expect(throws: MoveRefusal.reasonNeeded) {
      try await move(one, because: "搬家", as: one.keeper)
    }
    #expect(try await one.found.village == TestCounty.village)
    let household = try await one.found.household
    try await one.county.test { client in
      let page = try await client.submit(
        "to=&reason=x", to: "/households/\(household)/move", cookie: try await one.cookie("keeper"))
      #expect(page.status == .unprocessableContent && page.text.contains("请选择迁入的村"))
    }
  }

  private func move(
    _ one: TestCase, to: PlaceCode = TestCounty.neighbour, because: String = Self.reason,
    as who: Access
  ) async throws {
    let household = try await one.found.household
    try await one.county.register.write(as: who) {
      try $0.move(household: household, to: to, on: $0.today, reason: because)
    }
  }
}
