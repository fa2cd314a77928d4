import App
import Casework
import HTTPTypes
import HummingbirdTesting
import Store
import Testing

/// What happens to a case when days and people do what they should not.
struct OddTimesTests {
  private static let meeting = NewAppraisal(
    chair: "书记", present: 9, inFavour: 8, against: 1, minutes: "同意")

  @Test(arguments: TestStore.available)
  func `a server whose date ran a year ahead holds no case up once it is set right`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    let (pack, calendar) = (one.pack, one.county.parts.calendar)
    try await one.signLetters()
    one.county.clock.move(days: 200)
    try await one.take(.recordConsent, as: one.village)
    one.county.clock.move(days: -200)
    try await one.concludeCheck()
    try await one.write(as: one.village) { try $0.record(Self.meeting, on: $1, pack) }
    try await one.take(.endorse, as: one.village)
    try await one.write(as: one.village) { try $0.post(.identification, of: $1, pack, calendar) }
    one.county.clock.move(days: 6)
    try await one.take(.endorse, as: one.village)
    #expect(try await one.stage == .townshipAudit)
  }

  @Test(arguments: TestStore.available)
  func `a meeting and a notice of before a return do not count, even on the same day`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    let (pack, calendar) = (one.pack, one.county.parts.calendar)
    try await one.signLetters()
    try await one.take(.recordConsent, as: one.village)
    try await one.concludeCheck()
    try await one.write(as: one.village) { try $0.record(Self.meeting, on: $1, pack) }
    try await one.take(.endorse, as: one.village)
    try await one.write(as: one.village) { try $0.post(.identification, of: $1, pack, calendar) }
    try await one.write(as: one.village) {
      try $0.take(.sendBack, on: $1, reason: "评议人员名单有误", pack)
    }
    await #expect(throws: CaseRefusal.self) { try await one.take(.endorse, as: one.village) }
    try await one.write(as: one.village) { try $0.record(Self.meeting, on: $1, pack) }
    try await one.take(.endorse, as: one.village)
    one.county.clock.move(days: 30)
    await #expect(throws: CaseRefusal.self) { try await one.take(.endorse, as: one.village) }
    #expect(try await one.stage == .publicNotice)
  }

  @Test(arguments: TestStore.available)
  func `who died meanwhile is asked for no consent and commissions no check`(
    store: TestStore
  ) async throws {
    let one = try await TestCase(store)
    let head = try await one.county.register.read(as: one.village) {
      try $0.consents(try $0.householdCase(one.id)).map(\.person)
    }
    let today = one.county.clock.now.day
    try await one.county.database.write { db in
      _ = try db.run("UPDATE person SET left_on = \(today) WHERE id IN (\(list: head))")
    }
    let left = try await one.county.register.read(as: one.village) {
      try $0.consents(try $0.householdCase(one.id)).count
    }
    #expect(left == 0)
    await #expect(throws: CheckRefusal.self) {
      try await one.write(as: one.keeper) { open, found in
        try open.commission(
          found, handlers: [one.village.officer, one.township.officer], one.pack,
          one.county.checkKeys)
      }
    }
    try await one.write(as: one.village) {
      try $0.take(.dismiss, on: $1, reason: "户主已去世，整户无人", one.pack)
    }
    #expect(try await one.stage == .dismissed)
  }

  @Test(arguments: TestStore.available)
  func `who presses twice records once, and is told so`(store: TestStore) async throws {
    let one = try await TestCase(store)
    try await one.county.test { client in
      try await one.bringToMonitored(client)
      let forms = [
        ("situation=一切正常，收入稳定&way=phone", "follow-ups", "follow_up"),
        ("measure=health%7C医疗救助&helper=a", "measures", "measure"),
        ("contact=电话问过，药费已报&way=phone", "contacts", "helper_contact"),
        ("department=民政&asked=请核定低保条件", "referrals", "referral"),
      ]
      for (form, noun, table) in forms {
        let cookie = try await one.cookie("village")
        let path = "/cases/\(one.id)/\(noun)"
        async let first = client.submit(form, to: path, cookie: cookie)
        async let second = client.submit(form, to: path, cookie: cookie)
        let answers = try await [first, second]
        #expect(Set(answers.map { $0.status }) == [.seeOther, .unprocessableContent], "\(noun)")
        let told = answers.first { $0.status != .seeOther }?.text ?? ""
        #expect(told.contains("没有重复登记"), "\(noun)")
        #expect(try await rows(of: table, one) == 1, "\(noun)")
      }
      // The next minute but one it may be meant.
      one.county.clock.move(to: one.county.clock.now.adding(seconds: 120))
      let (form, noun, table) = forms[0]
      #expect(try await one.send(form, to: noun, client).status == .seeOther)
      #expect(try await rows(of: table, one) == 2)
      // What was refused may be sent again.
      for _ in 1...2 {
        let bare = try await one.send("contact=短", to: "contacts", client)
        #expect(bare.text.contains("请写清联系的情况"))
      }
      try await one.fillRemoval(client)
      #expect(try await one.fillRemoval(client).status == .seeOther)
      let sheets = try await one.county.database.read { db in
        try db.run("SELECT id FROM form_record WHERE form = 'removal'").count
      }
      #expect(sheets == 1)
    }
  }

  private func rows(of table: String, _ one: TestCase) async throws -> Int {
    try await one.county.database.read { db in
      try db.run("SELECT id FROM \(SQL(trusted: table))").count
    }
  }
}
