import Casework
import HTTPTypes
import Hummingbird
import Logging

/// Answers only to names that are ours, so that a foreign name cannot lead here (`traps.md` 4).
struct KnownHost: RouterMiddleware {
  let settings: Settings

  func handle(
    _ request: Request, context: AppContext,
    next: (Request, AppContext) async throws -> Response
  ) async throws -> Response {
    let name = hostName(request.head.authority ?? "")
    guard
      ["127.0.0.1", "localhost", "::1", settings.host].contains(name)
        || settings.hosts.contains(name)
    else { throw HTTPError(.misdirectedRequest) }
    return try await next(request, context)
  }

  private func hostName(_ authority: String) -> String {
    if authority.hasPrefix("[") { return String(authority.dropFirst().prefix { $0 != "]" }) }
    return String(authority.prefix { $0 != ":" })
  }
}

/// Nothing from outside runs in our pages, and nobody frames them.
struct SecurityHeaders: RouterMiddleware {
  func handle(
    _ request: Request, context: AppContext,
    next: (Request, AppContext) async throws -> Response
  ) async throws -> Response {
    var response = try await next(request, context)
    // Only inside the mini-program's web view its own script may run beside ours.
    response.headers[.contentSecurityPolicy] =
      "default-src 'self'; img-src 'self' data:; object-src 'none'; frame-ancestors 'none'; "
      + "base-uri 'none'; form-action 'self'"
      + (request.isInShell ? "; script-src 'self' https://res.wx.qq.com" : "")
    response.headers[.xContentTypeOptions] = "nosniff"
    if let name = HTTPField.Name("Referrer-Policy") { response.headers[name] = "same-origin" }
    return response
  }
}

extension Request {
  /// Whether WeChat's mini-program shows the page.
  var isInShell: Bool { headers[.userAgent]?.contains("miniProgram") ?? false }
}

/// One line a request: the route's pattern, never its values, and no personal data.
struct RequestLog: RouterMiddleware {
  let clock: Clock

  func handle(
    _ request: Request, context: AppContext,
    next: (Request, AppContext) async throws -> Response
  ) async throws -> Response {
    let started = clock.now
    let response = try await next(request, context)
    let spent = (clock.now.microseconds - started.microseconds) / 1_000
    context.logger.info(
      "request",
      metadata: [
        "method": "\(request.method.rawValue)",
        "route": "\(context.endpointPath ?? "-")",
        "status": "\(response.status.code)",
        "ms": "\(spent)",
      ])
    return response
  }
}
