import App
import Casework
import Foundation
import Hummingbird
import HummingbirdTesting
import Store
import Testing

/// What a phone is told of its village: all of it once, and only differences afterwards.
struct HandsetSyncTests {
  private func marks(_ answer: TestHandset.Answer) -> [String: String] {
    let list = answer.json["households"] as? [[String: Any]] ?? []
    return Dictionary(
      list.compactMap { one in
        let household = one["household"] as? [String: Any]
        return (household?["id"]).map { ("\($0)", "\(one["mark"] ?? "")") }
      }, uniquingKeysWith: { first, _ in first })
  }

  @Test(arguments: TestStore.available)
  func `only what changed is sent again, and what went away is named`(
    store: TestStore
  ) async throws {
    let phone = try await TestHandset(store)
    let first = try await phone.send(["known": [String: String]()], to: "sync")
    let known = marks(first)
    #expect(known.count == 2)
    let one = (first.json["households"] as? [[String: Any]])?.first?["household"] as? [String: Any]
    #expect(one?["initials"] as? String == "zs")
    let other = (first.json["households"] as? [[String: Any]])?.last?["household"] as? [String: Any]
    #expect(other?["initials"] as? String == "ss", "单 is shan as a surname")
    #expect(marks(try await phone.send(["known": known], to: "sync")).isEmpty)
    _ = try await phone.send(try await phone.record(kind: "household", changing: ["persons": "4"]))
    let changed = marks(try await phone.send(["known": known], to: "sync"))
    #expect(Array(changed.keys) == ["\(phone.households[0])"])
    let (gone, village) = (phone.households[1], TestCounty.neighbour.number)
    try await phone.county.database.write { db in
      _ = try db.run(
        "UPDATE household SET village = \(village), changed_at = changed_at + 1 WHERE id = \(gone)")
    }
    let last = try await phone.send(["known": known], to: "sync")
    #expect((last.json["gone"] as? [Int64]) == [gone])
  }

  @Test(arguments: TestStore.available)
  func `an officer's phone holds no household of another village`(store: TestStore) async throws {
    let phone = try await TestHandset(store)
    let neighbour = try await phone.county.officer(
      .informationOfficer, at: TestCounty.neighbour)
    let answer = try await phone.send(["known": [String: String]()], to: "sync", as: neighbour)
    #expect(marks(answer).isEmpty)
  }

  @Test func `the phone is given the forms of the pack`() async throws {
    let phone = try await TestHandset(.sqlite)
    let county = phone.county
    try await county.test { client in
      let cookie = try await county.signIn(phone.officer)
      let answer = try await client.open("/api/v1/handset/form", cookie: cookie)
      let json = try #require(
        try JSONSerialization.jsonObject(with: Data(answer.text.utf8)) as? [String: Any])
      let forms = try #require(json["forms"] as? [String: [String: Any]])
      #expect(
        Set(forms.keys) == ["visit", "application", "followUp", "removal", "sweep"])
      let visit = try #require(forms["visit"])
      let sections = visit["sections"] as? [[String: Any]] ?? []
      let fields = sections.flatMap { $0["fields"] as? [[String: Any]] ?? [] }
      let names = fields.compactMap { $0["name"] as? String }
      #expect(names.contains("persons") && names.contains("amount.wages"))
      // The phone asks these in its own way.
      #expect(Set(names).isDisjoint(with: ["conclusion", "risks", "reason", "companion"]))
      #expect((visit["risks"] as? [Any])?.count == RiskKind.allCases.count)
      let water = fields.first { $0["name"] as? String == "guarantee.water" }
      let options = water?["options"] as? [[String: String]]
      #expect(options?.first == ["value": "1", "title": "有保障"])
      let conclusions = visit["conclusions"] as? [[String: Any]] ?? []
      let unmet = conclusions.first { $0["value"] as? String == "notReached" }
      #expect(unmet?["needsSheet"] as? Bool == false)
    }
  }

  @Test func `the phone draws into photos what the pack asks for, and nothing else`() async throws {
    let phone = try await TestHandset(.sqlite)
    let county = phone.county
    let folder = county.folder.appending(path: UUID().uuidString)
    try FileManager.default.copyItem(
      at: PolicyShelf.bundled.appending(path: "jiangxi-2026"), to: folder)
    func start(_ parts: AppParts) async throws -> (stamp: [String]?, seconds: Int?) {
      let cookie = try await county.signIn(phone.officer)
      let received = Received()
      let app = Application(router: makeRouter(parts, database: county.database))
      try await app.test(.router) { client in
        received.take(
          200, try await client.open("/api/v1/handset/form", cookie: cookie).text)
      }
      let json = try JSONSerialization.jsonObject(with: Data(received.text.utf8))
      let told = json as? [String: Any]
      return (told?["photoStamp"] as? [String], told?["voiceSeconds"] as? Int)
    }
    let usual = try await start(county.parts)
    #expect(usual.stamp == [] && usual.seconds == 180)
    let page = folder.appending(path: "pack.yaml")
    try String(contentsOf: page, encoding: .utf8)
      .replacingOccurrences(
        of: "photoStamp: [], voiceMinutes: 3", with: "photoStamp: [time, place], voiceMinutes: 2"
      )
      .replacingOccurrences(of: "version: \"", with: "version: \"1")
      .write(to: page, atomically: true, encoding: .utf8)
    let shelf = try await RulesShelf(
      PolicyShelf.load(folder), in: folder, county.parts.calendar, at: county.clock.now,
      database: county.database)
    let (from, pages) = (county.parts, try await Pages())
    let asked = try await start(
      AppParts(
        settings: from.settings, register: from.register, signIns: from.signIns, pages: pages,
        heavy: from.heavy, shelf: shelf, files: from.files, workshop: from.workshop))
    #expect(asked.stamp == ["time", "place"] && asked.seconds == 120)
  }
}
