import Foundation
import HTTPTypes
import Hummingbird

/// Finds out who asks: by cookie on pages, by bearer token in the API.
struct SignInMiddleware: RouterMiddleware {
  let parts: AppParts

  func handle(
    _ request: Request, context: AppContext,
    next: (Request, AppContext) async throws -> Response
  ) async throws -> Response {
    var context = context
    context.path = request.uri.path
    context.pack = parts.settings.pack
    context.isPractice = parts.settings.isPractice
    context.preferences = Preferences(cookie: request.cookies["reading"]?.value)
    let (token, kind) = credentials(of: request)
    if let token, kind == .api, let access = try await parts.signIns.pusher(token) {
      context.access = access
    } else if let token, let holder = try await parts.signIns.holder(of: token, kind: kind) {
      context.access = holder.access
      context.placeName = holder.place
    }
    guard let scale = request.query("fs").flatMap(Double.init) else {
      return try await next(request, context)
    }
    context.preferences.follow(fontScale: scale)
    var response = try await next(request, context)
    response.setCookie(
      SignInRoutes(parts: parts).cookie(
        "reading", context.preferences.cookie, maxAge: 365 * 86_400))
    return response
  }

  private func credentials(of request: Request) -> (token: String?, kind: SignIns.Kind) {
    let cookie = request.cookies["shouwang"]?.value
    guard request.uri.path.hasPrefix("/api/") else { return (cookie, .page) }
    guard let header = request.headers[.authorization] else {
      // Our own pages, the phone's among them, come with their cookie.
      return (cookie, .page)
    }
    return (header.hasPrefix("Bearer ") ? String(header.dropFirst(7)) : nil, .api)
  }
}

/// Lets only those in who are signed in.
struct SignedInOnly: RouterMiddleware {
  func handle(
    _ request: Request, context: AppContext,
    next: (Request, AppContext) async throws -> Response
  ) async throws -> Response {
    _ = try context.signedIn()
    return try await next(request, context)
  }
}

/// Refuses a form that another site's page sends in the officer's name.
///
/// Browsers say where a request comes from (`Sec-Fetch-Site`, `Origin`); no hidden field can be
/// forgotten. Programs that use bearer tokens carry no cookie and need no check.
struct SameOriginMiddleware: RouterMiddleware {
  func handle(
    _ request: Request, context: AppContext,
    next: (Request, AppContext) async throws -> Response
  ) async throws -> Response {
    let isSafe = [.get, .head, .options].contains(request.method)
    let isProgram =
      request.uri.path.hasPrefix("/api/") && request.cookies["shouwang"] == nil
    if !isSafe, !isProgram, !comesFromHere(request) {
      throw HTTPError(.forbidden)
    }
    return try await next(request, context)
  }

  private func comesFromHere(_ request: Request) -> Bool {
    if let site = HTTPField.Name("Sec-Fetch-Site"), let from = request.headers[site] {
      return from == "same-origin" || from == "none"
    }
    let host = request.head.authority ?? ""
    guard let origin = request.headers[.origin] ?? request.headers[.referer],
      let start = origin.range(of: "://")?.upperBound
    else { return false }
    return origin[start...].prefix { $0 != "/" } == host
  }
}
