import App
import Casework
import Foundation
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
}
