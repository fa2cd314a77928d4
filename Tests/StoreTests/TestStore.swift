import Foundation
import Testing

@testable import Store

/// The databases to test on: SQLite always, PostgreSQL where `TEST_POSTGRES` names one.
enum TestStore: String, CaseIterable, CustomTestStringConvertible {
  case sqlite, postgres

  static let available: [TestStore] = postgresURL == nil ? [.sqlite] : allCases
  /// The served database alone, for tests of what only a server can do.
  static let served: [TestStore] = available.filter { $0 == .postgres }
  private static let postgresURL = ProcessInfo.processInfo.environment["TEST_POSTGRES"]

  var testDescription: String { rawValue }

  /// An empty database, seen by one test only.
  func open(connections: Int = 4, patience: Int = 10) async throws -> any Database {
    switch self {
    case .sqlite: return try SQLiteDatabase.inMemory()
    case .postgres:
      let url = try #require(Self.postgresURL)
      let schema = "test_\(UInt64.random(in: 0...UInt64.max))"
      let admin = try PostgresDatabase(url: url, connections: 1)
      try await admin.write { try $0.script("CREATE SCHEMA \(schema)") }
      return try PostgresDatabase(
        url: url, connections: connections, patience: patience, schema: schema)
    }
  }
}
