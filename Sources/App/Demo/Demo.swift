package import Casework
import Documents
package import Foundation
import Store

/// A generated county that has lived its last twelve months through the same code as the pages.
package struct Demo: Sendable {
  package let station: Station
  package let households: Int
  package let seed: UInt64
  /// Where progress is told, line by line.
  package let tell: @Sendable (String) -> Void

  package init(
    station: Station, households: Int, seed: UInt64, tell: @escaping @Sendable (String) -> Void
  ) {
    (self.station, self.households, self.seed, self.tell) = (station, households, seed, tell)
  }

  private static let county = PlaceCode(number: 360_732_000_000)
  /// In a small county fewer villages are lived in, so that each of them has some life.
  private static let householdsOfVillage = 12

  /// Fills an empty county; one that has accounts already is left as it is.
  package func fill(today: Day) async throws -> [DemoAccount] {
    let record = station.settings.data.appending(path: "demo-accounts.json")
    if FileManager.default.fileExists(atPath: record.path) { return [] }
    let start = today.adding(months: -12)
    let time = MovingClock(start.at(hour: 8))
    let register = station.register.living(at: time.clock)
    tell("任命干部……")
    let departments = Array(Set(station.pack.items.map(\.department))).sorted()
    let officers = try await DemoOfficers.appoint(
      in: register, county: Demo.county, departments: departments)
    tell("生成 \(households) 户……")
    var (people, chance) = (try await population(register, today: start), Chance(seed: seed &+ 1))
    let made = (0..<households).map { _ in people.household() }
    try await settle(made, register, officers)
    let showcase = DemoShowcase(made, today: today)
    let incidents =
      happen(to: made, from: start, today: today, &chance)
      + (showcase?.incidents(of: made, &chance) ?? [])
    let life = DemoYear(
      station: station, register: register, officers: officers, time: time, made: made,
      incidents: incidents, showcase: showcase)
    try await life.live(from: start, to: today, chance: chance, tell: tell)
    let json = JSONEncoder()
    json.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try DurableFile.write(Array(json.encode(officers.accounts)), to: record)
    try DurableFile.write(
      Array("本目录为演练县，人员均为生成。\n".utf8), to: station.settings.data.appending(path: "practice"))
    return officers.accounts
  }

  /// The accounts as they were printed when the county was made.
  package static func accounts(in data: URL) throws -> Data {
    try Data(contentsOf: data.appending(path: "demo-accounts.json"))
  }

  private func population(_ register: Register, today: Day) async throws -> Population {
    let wanted = households / Demo.householdsOfVillage
    let villages = try await register.read(as: .system(in: Demo.county)) { open in
      let townships = try open.places(in: Demo.county)
      return try townships.flatMap { township in
        let all = try open.places(in: township.code)
        return all.prefix(max(1, wanted / townships.count)).map {
          (township: township.name, name: $0.name, code: $0.code)
        }
      }
    }
    return try Population(seed: seed, villages: villages, today: today)
  }

  private func settle(
    _ made: [MadeHousehold], _ register: Register, _ officers: DemoOfficers
  ) async throws {
    let file = station.settings.data.appending(path: ".registry-\(UUID().uuidString).csv")
    defer { unlink(file.path) }
    let writer = try SheetFile.create(file.path, .csv)
    try writer.add(MadeHousehold.header)
    for household in made { for row in household.rows { try writer.add(row) } }
    try writer.close()
    let access = try officers.officer(.countyAdministrator, over: Demo.county)
    try await station.workshop(in: register)
      .importRegistry(file, named: "兴国县农户台账.csv", as: access)
  }

  /// Draws who meets what, and when; the procedure of a very large county is capped, so that its
  /// year still passes in minutes.
  private func happen(
    to made: [MadeHousehold], from start: Day, today: Day, _ chance: inout Chance
  ) -> [Incident] {
    let scale = min(1, 20_000 / Double(max(1, made.count)))
    var incidents: [Incident] = []
    for household in made {
      for blueprint in Blueprint.all where chance.happens(blueprint.perThousand / 1_000 * scale) {
        guard let person = household.members.first(where: blueprint.strikes) else { continue }
        let day = start.adding(days: chance.within(5...(today - start - 2)))
        let cells = blueprint.cells(&chance, day)
        incidents.append(
          Incident(
            day: day, household: household.code, blueprint: blueprint,
            row: [person.name, person.id] + cells))
      }
    }
    return incidents
  }
}

/// A clock that the demonstration moves on.
final class MovingClock: @unchecked Sendable {
  // A class, because the register holds it while the year moves it; a lock guards the moment.
  private let lock = NSLock()
  private var moment: Instant

  init(_ moment: Instant) { self.moment = moment }

  var clock: Clock { Clock { self.lock.withLock { self.moment } } }

  func move(to moment: Instant) { lock.withLock { self.moment = moment } }
}
