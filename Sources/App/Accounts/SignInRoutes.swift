import Casework
import Foundation
import Hummingbird

/// Signing in and out, and how the pages look.
struct SignInRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.open.get("login", use: show)
    routes.open.post("login", use: enter)
    routes.open.post("logout", use: leave)
    routes.open.post("preferences", use: prefer)
  }

  @Sendable func show(_ request: Request, context: AppContext) async throws -> Response {
    try parts.pages.render(
      SignInPage(
        login: "", fault: nil, to: safePath(request.query("to")),
        isLate: request.query("late") != nil), context)
  }

  @Sendable func enter(_ request: Request, context: AppContext) async throws -> Response {
    let form = try await Form.read(request, context)
    let (login, to) = (form["account"] ?? "", safePath(form["to"]))
    do {
      let token = try await parts.signIns.start(
        login: login, password: form["password"] ?? "", kind: .page)
      var response = Response.leading(to: to)
      response.setCookie(cookie("shouwang", token))
      return response
    } catch let refusal as SignInRefusal {
      return try parts.pages.render(
        SignInPage(login: login, fault: refusal.sentence, to: to), context,
        status: .unprocessableContent)
    }
  }

  @Sendable func leave(_ request: Request, context: AppContext) async throws -> Response {
    if let token = request.cookies["shouwang"]?.value { try await parts.signIns.end(token) }
    var response = Response.leading(to: "/login")
    response.setCookie(cookie("shouwang", "", maxAge: 0))
    return response
  }

  @Sendable func prefer(_ request: Request, context: AppContext) async throws -> Response {
    let form = try await Form.read(request, context)
    var preferences = context.preferences
    if let theme = form["theme"] { preferences.theme = theme }
    if let type = form["type"] { preferences.type = type }
    let kept = Preferences(cookie: preferences.cookie)
    var response = Response.leading(to: safePath(form["to"]))
    response.setCookie(cookie("reading", kept.cookie, maxAge: 365 * 86_400))
    return response
  }

  func cookie(_ name: String, _ value: String, maxAge: Int? = nil) -> Cookie {
    Cookie(
      name: name, value: value, maxAge: maxAge, path: "/", secure: parts.settings.isBehindTLS,
      httpOnly: true, sameSite: .lax)
  }

  /// Only a path of this site is followed after signing in.
  private func safePath(_ path: String?) -> String {
    guard let path, path.hasPrefix("/"), !path.hasPrefix("//"), !path.contains("\\"),
      !path.contains(where: \.isNewline)
    else { return "/" }
    return path
  }
}

/// What `Templates/accounts/sign-in.mustache` shows.
struct SignInPage: Page {
  static let template = "accounts/sign-in"
  let login: String
  let fault: String?
  let to: String
  /// A form was sent after the sign-in had ended.
  var isLate = false
}
