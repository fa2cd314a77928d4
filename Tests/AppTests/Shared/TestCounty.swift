import App
import Casework
import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import Store
import Testing

/// Xingguo on Monday 23 November 2026 at nine, with officers and no households.
struct TestCounty: Sendable {
  static let county = PlaceCode(number: 360_732_000_000)
  static let township = PlaceCode(number: 360_732_101_000)
  /// Two villages of Jiangbei township.
  static let village = PlaceCode(number: 360_732_101_200)
  static let neighbour = PlaceCode(number: 360_732_101_201)
  static let password = "Shouwang-2026"

  let database: any Database
  let register: Register
  let parts: AppParts
  let workshop: Workshop
  let clock: TestClock

  init(_ store: TestStore, set: (inout Settings) -> Void = { _ in }) async throws {
    database = try await store.open()
    let moving = TestClock(try #require(Day("2026-11-23")).at(hour: 9))
    clock = moving
    let keys = try Keys(master: Array(0..<32))
    register = Register(database: database, keys: keys, clock: Clock { moving.now })
    let heavy = HeavyWork()
    let shelf = try await RulesShelf(
      PolicyShelf.load("jiangxi-2026", from: nil),
      in: PolicyShelf.bundled.appending(path: "jiangxi-2026"),
      PlaceTables.workingCalendar(in: database), at: moving.now, database: database)
    let data = FileManager.default.temporaryDirectory.appending(
      path: "shouwang-tests/\(UUID().uuidString)")
    let files = SealedFiles(in: data, keys: keys)
    workshop = Workshop(
      queue: JobQueue(database: database, clock: Clock { moving.now }), register: register,
      files: files, shelf: shelf)
    var settings = Settings()
    settings.data = data
    set(&settings)
    parts = AppParts(
      settings: settings, register: register,
      signIns: SignIns(database: database, register: register, heavy: heavy),
      pages: try await Pages(), heavy: heavy,
      shelf: shelf, files: files, workshop: workshop)
  }

  var checkKeys: CheckKeys { CheckKeys(in: parts.settings.checkKeys, keys: register.keys) }

  /// Opens an account and gives the access that goes with it.
  @discardableResult
  func officer(
    _ role: Role, at place: PlaceCode, department: String? = nil, login: String? = nil
  ) async throws -> Access {
    let name = login ?? "\(role.rawValue)-\(UInt32.random(in: 0...UInt32.max))"
    let hash = try Password.hashed(Self.password, cost: .practice)
    let id = try await register.write(as: .system(in: Self.county)) { open in
      try open.openAccount(
        NewAccount(
          login: name, name: name, role: role, place: place, department: department,
          password: hash))
    }
    return Access(officer: id, name: name, role: role, place: place, department: department)
  }

  /// Runs `body` with a client for the whole program.
  func test(_ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void) async throws
  {
    let start = clock.now
    let app = Application(
      router: makeRouter(parts, database: database),
      logger: Logger(label: "test") {
        JSONLog(label: $0, clock: .stopped(at: start), level: .critical)
      })
    try await app.test(.router) { try await body($0) }
  }

  /// The cookie of an officer who signed in.
  func signIn(_ access: Access) async throws -> String {
    let token = try await parts.signIns.start(
      login: access.name, password: Self.password, kind: .page)
    return "shouwang=\(token)"
  }
}

/// A clock that a test moves by hand.
final class TestClock: @unchecked Sendable {
  // A class, because the program holds it while the test moves it; a lock guards the moment.
  private let lock = NSLock()
  private var moment: Instant

  init(_ moment: Instant) { self.moment = moment }

  var now: Instant { lock.withLock { moment } }

  func move(to moment: Instant) { lock.withLock { self.moment = moment } }
  func move(days: Int) { lock.withLock { moment = moment.adding(seconds: days * 86_400) } }
}

extension TestClientProtocol {
  /// Opens a page as a browser would.
  func open(_ path: String, cookie: String? = nil) async throws -> TestResponse {
    try await execute(uri: path, method: .get, headers: headers(cookie))
  }

  /// Posts a form as a browser would.
  func submit(_ form: String, to path: String, cookie: String? = nil) async throws -> TestResponse {
    var fields = headers(cookie)
    fields[.contentType] = "application/x-www-form-urlencoded"
    return try await execute(
      uri: path, method: .post, headers: fields, body: ByteBuffer(string: form))
  }

  private func headers(_ cookie: String?) -> HTTPFields {
    var fields: HTTPFields = [.origin: "http://localhost"]
    if let cookie { fields[.cookie] = cookie }
    return fields
  }
}

extension TestResponse {
  var text: String { String(buffer: body) }
}
