import Casework
import Foundation
import Hummingbird

/// `/api/v1/token` and `/api/v1/me`: how a program comes in, and as whom.
struct TokenRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.open.post("api/v1/token", use: give)
    routes.api.get("me", use: me)
  }

  /// A bearer token for an account and its password.
  @Sendable func give(_ request: Request, context: AppContext) async throws -> Response {
    let asked = try await request.json(as: Credentials.self)
    let token = try await parts.signIns.start(
      login: asked.account, password: asked.password, kind: .api)
    return try JSONAnswer.response(
      Granted(token: token, expires_in: SignIns.longestSeconds, idle: SignIns.idleSeconds))
  }

  @Sendable func me(_ request: Request, context: AppContext) async throws -> Response {
    let access = try context.signedIn()
    return try JSONAnswer.response(
      Me(
        id: access.officer, name: access.name, role: access.role.rawValue,
        region: access.place.description, place: context.placeName, department: access.department,
        duties: access.role.duties.map(\.rawValue).sorted()))
  }

  private struct Credentials: Decodable {
    let account: String
    let password: String
  }

  private struct Granted: Encodable {
    let token: String
    let expires_in: Int
    let idle: Int
  }

  private struct Me: Encodable {
    let id: Int64
    let name: String
    let role: String
    let region: String
    let place: String
    let department: String?
    let duties: [String]
  }
}

/// An answer for a program.
enum JSONAnswer {
  static func response(
    _ value: some Encodable, status: HTTPResponse.Status = .ok
  ) throws -> Response {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let data = try encoder.encode(value)
    return Response(
      status: status,
      headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
      body: .init(byteBuffer: ByteBuffer(bytes: data)))
  }
}
