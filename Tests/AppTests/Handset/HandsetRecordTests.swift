import App
import Casework
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Store
import Testing

/// The situations that break field systems, each by its name.
struct HandsetRecordTests {
  @Test(arguments: TestStore.available)
  func `a record sent twice counts once and has one receipt`(store: TestStore) async throws {
    let phone = try await TestHandset(store)
    let record = try await phone.record()
    let first = try await phone.send(record)
    #expect(first.status == 201 && first["outcome"] == "accepted", "\(first.json)")
    var again = record
    again["sentAt"] = (record["sentAt"] as? Int64 ?? 0) + 60_000
    again["filledAt"] = record["filledAt"]
    let second = try await phone.send(again)
    #expect(second.status == 201 && second["code"] == first["code"])
    #expect(second["signature"] == first["signature"])
    #expect(try await phone.stage() == .townshipReview)
  }

  @Test(arguments: TestStore.available)
  func `one number for two contents is refused`(store: TestStore) async throws {
    let phone = try await TestHandset(store)
    var record = try await phone.record(kind: "household")
    _ = try await phone.send(record)
    record["values"] = ["persons": "4"]
    let second = try await phone.send(record)
    #expect(second.status == 422 && second["detail"].contains("编号"))
  }

  @Test(arguments: TestStore.available)
  func `eight days late it still counts, by when it was filled in`(store: TestStore) async throws {
    let phone = try await TestHandset(store)
    let answer = try await phone.send(
      try await phone.record(
        ago: 8, changing: ["visitedOn": "2026-11-15", "amount.wages": "31000"]))
    #expect(answer["outcome"] == "accepted", "\(answer.json)")
    let after = try await phone.county.register.read(as: phone.officer) {
      try $0.prefilled(phone.households[0])
    }
    #expect(after.values["amount.wages"] == "31000")
    #expect(after.sources["amount.wages"] == "2026-11-15入户")
  }

  @Test(arguments: TestStore.available)
  func `in reversed order the later words stand`(store: TestStore) async throws {
    let phone = try await TestHandset(store)
    let early = try await phone.record(
      kind: "household", ago: 2, changing: ["amount.wages": "1000"])
    let late = try await phone.record(kind: "household", ago: 1, changing: ["amount.wages": "2000"])
    #expect(try await phone.send(late)["outcome"] == "accepted")
    #expect(try await phone.send(early)["outcome"] == "accepted")
    #expect(try await phone.known()["amount.wages"] == "2000")
  }

  @Test(arguments: TestStore.available)
  func `two officers' edits are merged, and what both changed waits for a person`(
    store: TestStore
  ) async throws {
    let phone = try await TestHandset(store)
    let other = try await phone.county.officer(.informationOfficer, at: TestCounty.village)
    let mine = try await phone.record(
      kind: "household", changing: ["amount.wages": "1000", "amount.farming": "500"])
    let theirs = try await phone.record(
      kind: "household", changing: ["amount.wages": "2000", "guarantee.water": "0"])
    #expect(try await phone.send(mine)["outcome"] == "accepted")
    let second = try await phone.send(theirs, as: other)
    #expect(second["outcome"] == "disputed" && second["sentence"].contains("1 项"))
    let known = try await phone.known()
    #expect(known["amount.wages"] == "1000" && known["amount.farming"] == "500")
    #expect(known["guarantee.water"] == "0")
    let cookie = try await phone.county.signIn(phone.officer)
    try await phone.county.test { client in
      let desk = try await client.open("/handset", cookie: cookie)
      #expect(desk.text.contains("2000 元") && desk.text.contains("1000 元"))
      let foreign = try await client.submit(
        "chosen=3000", to: "/handset/conflicts/1", cookie: cookie)
      #expect(foreign.status == .notFound)
      _ = try await client.submit("chosen=2000", to: "/handset/conflicts/1", cookie: cookie)
    }
    #expect(try await phone.known()["amount.wages"] == "2000")
  }

  @Test(arguments: TestStore.available)
  func `a clue concluded meanwhile keeps its first conclusion and loses no word`(
    store: TestStore
  ) async throws {
    let phone = try await TestHandset(store)
    let other = try await phone.county.officer(.informationOfficer, at: TestCounty.village)
    let late = try await phone.record(changing: [
      "conclusion": "propose", "risks": "illness", "persons": "2",
    ])
    _ = try await phone.send(try await phone.record(), as: other)
    let answer = try await phone.send(late)
    #expect(answer["outcome"] == "merged" && answer["sentence"].contains("以先到的为准"))
    #expect(try await phone.stage() == .townshipReview)
    #expect(try await phone.known()["persons"] == "2")
  }

  @Test(arguments: TestStore.available)
  func `a household that moved away is handed over, not lost`(store: TestStore) async throws {
    let phone = try await TestHandset(store)
    var record = try await phone.record(changing: ["reason": "已搬去县城，房子空着"])
    let village = TestCounty.neighbour.number
    try await phone.county.database.write { db in
      _ = try db.run("UPDATE household SET village = \(village), changed_at = changed_at + 1")
      _ = try db.run("UPDATE clue SET village = \(village)")
    }
    #expect(try await phone.send(record).status == 404)
    record["isHandover"] = true
    #expect(try await phone.send(record)["outcome"] == "handed")
    let township = try await phone.county.officer(.townshipAdministrator, at: TestCounty.township)
    let cookie = try await phone.county.signIn(township)
    let id = "\(record["id"] ?? "")"
    try await phone.county.test { client in
      #expect(try await client.open("/handset", cookie: cookie).text.contains("已搬去县城"))
      _ = try await client.submit("", to: "/handset/records/\(id)", cookie: cookie)
      #expect(try await !client.open("/handset", cookie: cookie).text.contains("已搬去县城"))
    }
  }

  @Test(arguments: TestStore.available)
  func `sent before its household is the village's it waits, and counts afterwards`(
    store: TestStore
  ) async throws {
    let phone = try await TestHandset(store)
    var record = try await phone.record(kind: "household", changing: ["persons": "5"])
    try await phone.county.settle([TestCounty.person("H3", "赵五", TestCounty.id(3))])
    let household = try await phone.county.household("H3")
    record["household"] = household
    func place(in village: PlaceCode) async throws {
      try await phone.county.database.write { db in
        _ = try db.run(
          """
          UPDATE household SET village = \(village.number), changed_at = changed_at + 1
          WHERE id = \(household)
          """)
      }
    }
    try await place(in: TestCounty.neighbour)
    #expect(try await phone.send(record).status == 404)
    try await place(in: TestCounty.village)
    #expect(try await phone.send(record)["outcome"] == "accepted")
  }

  @Test(arguments: TestStore.available)
  func `a household that was merged into another loses no word, and the officer is told`(
    store: TestStore
  ) async throws {
    let phone = try await TestHandset(store)
    let record = try await phone.record(changing: ["amount.wages": "31000"])
    try await phone.county.settle([
      TestCounty.person("H2", "单四", TestCounty.id(2)),
      TestCounty.person("H2", "张三", TestCounty.id(1), "其他"),
    ])
    let taken = try await phone.send(record)
    #expect(taken.status == 201 && taken["sentence"].contains("并入单四户"), "\(taken.json)")
    #expect(try await phone.stage() == .townshipReview)
    #expect(try await phone.known()["amount.wages"] == "31000")
    var other = try await phone.record(kind: "household")
    (other["household"], other["clue"]) = (phone.households[1], phone.clues[1])
    #expect(try await !phone.send(other)["sentence"].contains("并入"))
  }

  @Test(arguments: TestStore.available)
  func `what comes at once is taken one after the other`(store: TestStore) async throws {
    let phone = try await TestHandset(store)
    let second = try await phone.county.officer(.informationOfficer, at: TestCounty.village)
    let own = try await phone.county.signIn(phone.officer)
    let others = try await phone.county.signIn(second)
    func body(_ record: [String: Any]) throws -> Data {
      try JSONSerialization.data(withJSONObject: record)
    }
    let visit = try body(try await phone.record())
    let rival = try body(try await phone.record(changing: ["reason": "同一天另一位也去了这一户"]))
    let update = try body(
      try await phone.record(kind: "household", changing: ["amount.wages": "31000"]))
    // Two tabs with one visit, another officer with another, and a change of the same household.
    let sent = [(visit, own), (visit, own), (visit, own), (rival, others), (update, own)]
    let answers = Answers()
    try await phone.county.test { client in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for (body, cookie) in sent {
          group.addTask {
            var fields: HTTPFields = [
              .origin: "http://localhost", .contentType: "application/json",
            ]
            fields[.cookie] = cookie
            let answer = try await client.execute(
              uri: "/api/v1/handset/records", method: .post, headers: fields,
              body: ByteBuffer(bytes: body))
            answers.take(Int(answer.status.code), answer.text)
          }
        }
        try await group.waitForAll()
      }
    }
    #expect(answers.statuses == [201, 201, 201, 201, 201], "\(answers.texts)")
    let outcomes = try answers.texts.map { text in
      let json = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
      return "\(json?["record"] ?? "") \(json?["outcome"] ?? "")"
    }
    #expect(Set(outcomes).count == 3, "one record, one answer: \(outcomes)")
    let kept = try await phone.county.database.read { db in
      try db.run("SELECT outcome FROM handset_record ORDER BY outcome").map {
        try $0.text("outcome")
      }
    }
    #expect(kept == ["accepted", "accepted", "merged"])
  }

  @Test func `a phone with absurd moments is no reason to stop`() async throws {
    let phone = try await TestHandset(.sqlite)
    for (filled, sent) in [(Int64.min, Int64.max), (Int64.max, Int64.min), (0, Int64.max)] {
      var record = try await phone.record(kind: "household")
      (record["filledAt"], record["sentAt"]) = (filled, sent)
      #expect(try await phone.send(record).status == 201)
    }
  }

  @Test(arguments: TestStore.available)
  func `a phone whose clock is a day ahead writes no day to come`(store: TestStore) async throws {
    let phone = try await TestHandset(store)
    let answer = try await phone.send(
      try await phone.record(clockAhead: 1, changing: ["visitedOn": "2026-11-24"]))
    #expect(answer["outcome"] == "accepted", "\(answer.json)")
    let day = try await phone.county.database.read { db in
      try db.run("SELECT visited_on FROM visit").first?.dayNumber("visited_on")
    }
    #expect(day == Day("2026-11-23")?.number)
  }

  @Test(arguments: TestStore.available)
  func `an incomplete sheet says field by field what is wrong and changes nothing`(
    store: TestStore
  ) async throws {
    let phone = try await TestHandset(store)
    let record = try await phone.record(changing: [
      "companion": "", "guarantee.water": "", "amount.wages": "很多",
    ])
    let answer = try await phone.send(record)
    let fields = (answer.json["fields"] as? [[String: Any]] ?? []).compactMap {
      $0["field"] as? String
    }
    #expect(answer.status == 422)
    #expect(Set(fields) == ["companion", "guarantee.water", "amount.wages"])
    #expect(try await phone.stage() == .visiting)
    #expect(
      try await phone.send(try await phone.record("\(record["id"] ?? "")")).status == 201)
  }

  @Test(arguments: TestStore.available)
  func `who may no longer visit sends nothing`(store: TestStore) async throws {
    let phone = try await TestHandset(store)
    let department = try await phone.county.officer(
      .departmentOfficer, at: TestCounty.county, department: "医保")
    #expect(try await phone.send(try await phone.record(), as: department).status == 403)
    #expect(try await phone.stage() == .visiting)
  }

  @Test(arguments: TestStore.available)
  func `what one officer filled in is not sent in another's name`(store: TestStore) async throws {
    let phone = try await TestHandset(store)
    let other = try await phone.county.officer(.informationOfficer, at: TestCounty.village)
    var record = try await phone.record()
    record["officer"] = phone.officer.officer
    let refused = try await phone.send(record, as: other)
    #expect(refused.status == 422 && refused["detail"].contains("本人登录"))
    #expect(try await phone.stage() == .visiting)
    #expect(try await phone.send(record)["outcome"] == "accepted")
  }

  @Test(arguments: TestStore.available)
  func `a receipt is proof here and nowhere else`(store: TestStore) async throws {
    let phone = try await TestHandset(store)
    var receipt = try await phone.send(try await phone.record()).json
    #expect(try await phone.send(receipt, to: "receipts/check")["isGenuine"] == "1")
    let foreign = try await TestHandset(store)
    #expect(try await foreign.send(receipt, to: "receipts/check")["isGenuine"] == "0")
    receipt["digest"] = String(repeating: "0", count: 64)
    #expect(try await phone.send(receipt, to: "receipts/check")["isGenuine"] == "0")
  }

  @Test(arguments: TestStore.available)
  func `rare characters, signs and markup come back as they were written`(
    store: TestStore
  ) async throws {
    let phone = try await TestHandset(store)
    let text = "䶮𠮷㛃 😀 <script>alert(1)</script> '; DROP TABLE clue; --"
    let answer = try await phone.send(
      try await phone.record(kind: "clue", changing: ["text": text, "risk": "illness"]))
    #expect(answer["outcome"] == "accepted", "\(answer.json)")
    let cookie = try await phone.county.signIn(phone.officer)
    try await phone.county.test { client in
      let page = try await client.open("/clues/\(phone.clues[0])", cookie: cookie)
      #expect(page.text.contains("䶮𠮷㛃 😀 &lt;script&gt;") && !page.text.contains("<script>alert"))
    }
  }
}

/// Collects what several requests at once are answered.
private final class Answers: @unchecked Sendable {
  // A class, because requests share it; a lock guards it.
  private let lock = NSLock()
  private var taken: [(status: Int, text: String)] = []

  func take(_ status: Int, _ text: String) { lock.withLock { taken.append((status, text)) } }
  var statuses: [Int] { lock.withLock { taken.map(\.status) } }
  var texts: [String] { lock.withLock { taken.map(\.text) } }
}
