import Foundation
import Hummingbird
import HummingbirdTesting
import Testing

@testable import App

/// The description tells of every way into the API, and of none that is not there.
struct OpenAPITests {
  @Test func `every route is described and every description is a route`() async throws {
    let county = try await TestCounty(.sqlite)
    let router = makeRouter(county.parts, database: county.database)
    let routes = Set(
      router.routes.map { "\($0.method.rawValue.lowercased()) \($0.path.description)" }
        .filter { $0.contains(" /api/v1/") })
    let described = Set(
      try APIDescription.read.get().paths.flatMap { path, operations in
        operations.keys.map { "\($0) \(path)" }
      })
    #expect(routes.count > 20)
    #expect(routes == described, "\(routes.symmetricDifference(described))")
  }

  @Test func `programs get the description and people a page of it`() async throws {
    let county = try await TestCounty(.sqlite)
    try await county.test { client in
      let json = try await client.open("/openapi.json")
      #expect(json.text.hasPrefix("{") && json.text.contains("\"openapi\": \"3.1.0\""))
      #expect(try await client.open("/docs").text.contains("/api/v1/submissions/{id}/commit"))
    }
  }
}
