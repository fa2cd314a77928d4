import Casework
import Store
import Testing

@testable import App

/// How often one address may do something.
struct AttemptTests {
  @Test(arguments: TestStore.available)
  func `ten thousand declarations from one address become sixty an hour`(
    store: TestStore
  ) async throws {
    let county = try await TestCounty(store)
    func taken(_ count: Int, from address: String = "10.0.0.1") async throws -> Int {
      try await county.register.write(as: FarmerRoutes.access) { open in
        try (0..<count).reduce(0) { sum, _ in
          sum + (try open.mayTry(.declare, from: address) ? 1 : 0)
        }
      }
    }
    let (flood, other) = (try await taken(10_000), try await taken(100, from: "10.0.0.2"))
    #expect(flood == 60)
    #expect(other == 60, "another address has its own")
    county.clock.move(to: county.clock.now.adding(seconds: 3_600))
    let next = try await taken(100)
    #expect(next == 60)
    let rows = try await county.database.read { db in
      try db.run("SELECT subject FROM attempt").count
    }
    #expect(rows == 1, "the hours before are removed")
  }
}
