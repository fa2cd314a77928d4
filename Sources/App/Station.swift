package import Casework
import Foundation
import Hummingbird
import Logging
import NIOCore
package import Store

/// One running installation: its database, its keys, and everything put together over them.
package struct Station: Sendable {
  package let settings: Settings
  package let database: any Database
  package let keys: Keys
  package let register: Register
  package let heavy: HeavyWork
  package let shelf: RulesShelf
  /// The real time, whatever day learners have moved their county to.
  private let clock: Clock
  private let practice: PracticeClock?

  /// Opens the data folder, brings the tables up to date and loads the divisions and calendar.
  package static func open(_ settings: Settings, clock: Clock) async throws -> Station {
    try FileManager.default.createDirectory(at: settings.data, withIntermediateDirectories: true)
    let database: any Database =
      if let url = settings.databaseURL {
        try PostgresDatabase(url: url, connections: settings.connections)
      } else {
        try SQLiteDatabase(path: settings.data.appending(path: "shouwang.sqlite").path)
      }
    try await database.migrate(try Migrations.all())
    try await PlaceTables.load(into: database)
    let wall = clock
    let practice = settings.isPractice ? try PracticeClock(clock, in: settings.data) : nil
    let clock = practice?.clock ?? clock
    let keys = try Keys.open(in: settings.data)
    let folder = PolicyShelf.place(of: settings.pack, in: settings.policies)
    let shelf = try await RulesShelf(
      PolicyShelf.open(folder), in: folder, PlaceTables.workingCalendar(in: database),
      at: clock.now, database: database)
    return Station(
      settings: settings, database: database, keys: keys,
      register: Register(database: database, keys: keys, clock: clock), heavy: HeavyWork(),
      shelf: shelf, clock: wall, practice: practice)
  }

  /// The rules in force today.
  package var rules: Rules { shelf.current }
  package var pack: PolicyPack { rules.pack }

  package func parts() async throws -> AppParts {
    var parts = AppParts(
      settings: settings, register: register,
      signIns: SignIns(database: database, register: register, heavy: heavy),
      pages: try await Pages(), heavy: heavy,
      shelf: shelf, files: files, workshop: workshop())
    parts.practice = practice
    return parts
  }

  package var files: SealedFiles { SealedFiles(in: settings.data, keys: keys) }

  /// Where jobs are done; a county that lives its year in a minute does them at its own time.
  package func workshop(in living: Register? = nil) -> Workshop {
    Workshop(
      queue: JobQueue(database: database, clock: clock), register: living ?? register,
      files: files, shelf: shelf)
  }

  /// Serves until the process is told to stop; requests under way are finished first.
  package func serve() async throws {
    let clock = clock
    let logger = Logger(label: "shouwang") { JSONLog(label: $0, clock: clock) }
    try files.tidy()
    var app = Application(
      router: makeRouter(try await parts(), database: database),
      server: .http1(configuration: .init(idleTimeout: .seconds(30))),
      configuration: .init(
        address: .hostname(settings.host, port: settings.port), serverName: nil),
      logger: logger)
    app.addServices(
      JobWorkers(
        workshop: workshop(),
        checks: CheckSweep(
          register: register, keys: CheckKeys(in: settings.checkKeys, keys: keys)),
        messages: MessageSweep(settings, register: register, shelf: shelf),
        heartbeat: practice == nil
          ? Heartbeat(database: database, register: register, shelf: shelf) : nil,
        logger: logger))
    try await app.runService()
  }
}
