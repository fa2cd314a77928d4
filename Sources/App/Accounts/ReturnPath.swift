import Foundation
import HTTPTypes
import Hummingbird

/// Where an officer goes on after signing in again: to the page they asked for, or, when a form
/// came too late, to the page that the form is on.
struct ReturnPath {
  let path: String
  /// A form was sent and not taken.
  let isForm: Bool

  init(_ request: Request) {
    isForm = request.method != .get && request.method != .head
    path = isForm ? ReturnPath.page(of: request) : request.uri.description
  }

  /// The page that a form came from, as the browser says.
  private static func page(of request: Request) -> String {
    guard let sent = request.headers[.referer], let page = URLComponents(string: sent),
      page.path.hasPrefix("/")
    else { return "/" }
    return page.path + (page.percentEncodedQuery.map { "?\($0)" } ?? "")
  }

  /// The address of the sign-in page that leads there.
  var signIn: String {
    let safe = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "/-._~"))
    let to = path.addingPercentEncoding(withAllowedCharacters: safe) ?? "/"
    return "/login?to=\(to)" + (isForm ? "&late=1" : "")
  }
}
