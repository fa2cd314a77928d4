import App
import Casework
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

/// A village of two households, each with a clue that waits for a visit, and an officer's phone.
struct TestHandset: Sendable {
  let county: TestCounty
  let officer: Access
  let households: [Int64]
  let clues: [Int64]

  init(_ store: TestStore) async throws {
    county = try await TestCounty(store)
    try await county.settle([
      TestCounty.person("H1", "张三", TestCounty.id(1)),
      TestCounty.person("H2", "单四", TestCounty.id(2)),
    ])
    officer = try await county.officer(.informationOfficer, at: TestCounty.village)
    households = [try await county.household("H1"), try await county.household("H2")]
    let (pack, homes) = (try county.pack(), households)
    clues = try await county.register.write(as: officer) { open in
      try homes.map {
        try open.raise(
          Finding(source: .patrol, risk: .illness, text: "户主住院"), about: $0, pack)
      }
    }
  }

  /// The phone of an officer whose household is in a case.
  init(_ found: TestCase) async throws {
    (county, officer) = (found.county, found.village)
    (households, clues) = ([try await found.county.household("H1")], [1])
  }

  /// A record of a task beside visits.
  func task(_ kind: String, _ values: [String: String], signed: Bool = false) -> [String: Any] {
    let now = county.clock.now.microseconds / 1_000
    return [
      "id": UUID().uuidString.lowercased(), "kind": kind, "household": households[0],
      "form": kind, "filledAt": now, "sentAt": now, "base": [String: String](), "values": values,
      "attachments": signed ? [String(repeating: "a", count: 64): "signature"] : [:],
    ]
  }

  /// What the phone is told of its first household.
  func synced(as access: Access? = nil) async throws -> [String: Any] {
    let answer = try await send(["known": [String: String]()], to: "sync", as: access)
    let list = answer.json["households"] as? [[String: Any]] ?? []
    return list.first?["household"] as? [String: Any] ?? [:]
  }

  /// What the phone knew of the first household.
  func known() async throws -> [String: String] {
    let household = households[0]
    return try await county.register.read(as: officer) { try $0.prefilled(household).values }
  }

  /// A record as the phone would send it now; `ago` is how long it lay there.
  func record(
    _ id: String = UUID().uuidString.lowercased(), kind: String = "visit",
    ago days: Int = 0, clockAhead: Int = 0, changing changes: [String: String] = [:]
  ) async throws -> [String: Any] {
    let base = try await known()
    var values = base
    values.merge([
      "companion": "李建国", "conclusion": "noRisk", "reason": "收入稳定，支出可以承受",
      "guarantee.schooling": "1", "guarantee.medicalInsurance": "1", "guarantee.housing": "1",
      "guarantee.water": "1",
    ]) { $1 }
    values.merge(changes) { $1 }
    let sent = county.clock.now.microseconds / 1_000 + Int64(clockAhead) * 86_400_000
    return [
      "id": id, "kind": kind, "household": households[0], "clue": clues[0],
      "form": "test", "filledAt": sent - Int64(days) * 86_400_000, "sentAt": sent, "base": base,
      "values": values,
    ]
  }

  struct Answer {
    let status: Int
    let json: [String: Any]
    subscript(name: String) -> String { "\(json[name] ?? "")" }
  }

  /// Sends JSON by the page's cookie, as the phone does.
  func send(
    _ value: [String: Any], to path: String = "records", as access: Access? = nil
  ) async throws -> Answer {
    let cookie = try await county.signIn(access ?? officer)
    let body = try JSONSerialization.data(withJSONObject: value)
    let response = Received()
    try await county.test { client in
      var fields: HTTPFields = [.origin: "http://localhost", .contentType: "application/json"]
      fields[.cookie] = cookie
      let answer = try await client.execute(
        uri: "/api/v1/handset/\(path)", method: .post, headers: fields,
        body: ByteBuffer(bytes: body))
      response.take(Int(answer.status.code), String(buffer: answer.body))
    }
    let json = try JSONSerialization.jsonObject(with: Data(response.text.utf8))
    return Answer(status: response.status, json: json as? [String: Any] ?? [:])
  }

  func stage(_ place: Int = 0) async throws -> ClueStage {
    let clue = clues[place]
    return try await county.register.read(as: officer) { try $0.clue(clue).stage }
  }
}

/// Brings an answer out of the client's closure.
final class Received: @unchecked Sendable {
  // A class, because the closure of the client returns nothing; it runs once, before it is read.
  private(set) var status = 0
  private(set) var text = ""

  func take(_ status: Int, _ text: String) { (self.status, self.text) = (status, text) }
}
