package import Casework
import HTTPTypes
package import Hummingbird
import Logging
import NIOCore

/// One request: who asks, from which page, with which preferences.
package struct AppContext: RequestContext {
  package var coreContext: CoreRequestContextStorage
  /// Nil until somebody is signed in.
  package var access: Access?
  var placeName = ""
  var path = "/"
  var pack = ""
  var preferences = Preferences()
  var isPractice = false
  /// Where the connection comes from; nil in tests without a network.
  private let peer: String?

  package init(source: Source) {
    coreContext = .init(source: source)
    peer = source.channel.remoteAddress?.ipAddress
  }

  /// Where the request comes from; a proxy before us says for whom it asks.
  func address(of request: Request, _ settings: Settings) -> String {
    let forwarded = HTTPField.Name("X-Forwarded-For").flatMap { request.headers[$0] }
    // The last hop is the one that our own proxy saw.
    let last = forwarded?.split(separator: ",").last.map { $0.filter { !$0.isWhitespace } }
    return settings.isBehindTLS ? last ?? peer ?? "" : peer ?? ""
  }

  /// How the site is called by whoever asks, for addresses that are printed.
  func base(of request: Request, _ settings: Settings) -> String {
    "\(settings.isBehindTLS ? "https" : "http")://\(request.head.authority ?? "")"
  }

  /// The officer who asks; behind the sign-in gate there always is one.
  func signedIn() throws -> Access {
    guard let access else { throw NotSignedIn() }
    return access
  }

  func requires(_ duty: Duty) throws {
    guard try signedIn().may(duty) else { throw NotPermitted(duty: duty) }
  }

  /// A number in the path, such as the id of a record; anything else is no record of ours.
  func id(_ name: String = "id") throws -> Int64 {
    guard let text = parameters.get(name), let id = Int64(text) else { throw NotFound() }
    return id
  }
}

/// Nobody is signed in: pages lead to the sign-in page, programs get 401.
struct NotSignedIn: Error {}

/// How somebody likes to read: kept in a cookie, asked of nobody.
struct Preferences: Sendable {
  var theme = "auto"
  var type = "normal"

  init() {}

  /// The size of letters that WeChat hands over with `?fs=`.
  mutating func follow(fontScale scale: Double) { type = scale > 1.1 ? "large" : "normal" }

  /// Reads `theme.type`; what it does not know is left as it was.
  init(cookie: String?) {
    let parts = (cookie ?? "").split(separator: ".").map(String.init)
    if let theme = parts.first, ["auto", "light", "dark"].contains(theme) { self.theme = theme }
    if parts.count > 1, ["normal", "large"].contains(parts[1]) { type = parts[1] }
  }

  var cookie: String { "\(theme).\(type)" }
}
