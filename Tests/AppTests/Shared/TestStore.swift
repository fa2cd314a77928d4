import App
import Casework
import Foundation
import Store
import Testing

/// The databases to test on: SQLite always, PostgreSQL where `TEST_POSTGRES` names one.
enum TestStore: String, CaseIterable, CustomTestStringConvertible {
  case sqlite, postgres

  static let available: [TestStore] = postgresURL == nil ? [.sqlite] : allCases
  private static let postgresURL = ProcessInfo.processInfo.environment["TEST_POSTGRES"]

  var testDescription: String { rawValue }

  /// A database with today's tables and places, seen by one test only.
  func open() async throws -> any Database {
    let database: any Database
    switch self {
    case .sqlite: database = try SQLiteDatabase.inMemory()
    case .postgres:
      let url = try #require(Self.postgresURL)
      let schema = "test_\(UInt64.random(in: 0...UInt64.max))"
      let admin = try PostgresDatabase(url: url, connections: 1)
      try await admin.write { try $0.script("CREATE SCHEMA \(schema)") }
      database = try PostgresDatabase(url: url, connections: 4, schema: schema)
    }
    try await database.migrate(try Migrations.all())
    try await PlaceTables.load(into: database)
    return database
  }
}
