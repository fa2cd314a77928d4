import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import Testing

/// WeChat's own server as the program sees it: each code tells an openid once.
struct WeChatStandIn: Sendable {
  static let id = "wx0000000000000001"
  static let secret = "no-secret-of-anybody"
  private let used = UsedCodes()

  /// Runs `body` while it listens on a port of its own.
  func run(_ body: @escaping @Sendable (_ base: String) async throws -> Void) async throws {
    let router = Router()
    let used = used
    router.get("sns/jscode2session") { request, _ in
      let asked = request.uri.queryParameters
      guard asked["appid"] == Substring(Self.id), asked["secret"] == Substring(Self.secret),
        asked["grant_type"] == "authorization_code", let code = asked["js_code"].map(String.init)
      else { return #"{"errcode":40013,"errmsg":"invalid appid"}"# }
      // `code-NAME-N` is the N-th code of NAME's phone.
      let parts = code.split(separator: "-")
      guard parts.count == 3, parts[0] == "code" else {
        return #"{"errcode":40029,"errmsg":"invalid code"}"#
      }
      if parts[1] == "often" {
        return #"{"errcode":45011,"errmsg":"api minute-quota reach limit"}"#
      }
      if parts[1] == "broken" { return "<html>502</html>" }
      guard used.take(code) else { return #"{"errcode":40163,"errmsg":"code been used"}"# }
      return #"{"openid":"o-\#(parts[1])","session_key":"c2Vzc2lvbg==","unionid":"u"}"#
    }
    let app = Application(
      router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
      logger: Logger(label: "wechat") { _ in SwiftLogNoOpLogHandler() })
    try await app.test(.live) { client in
      try await body("http://127.0.0.1:\(try #require(client.port))")
    }
  }
}

/// Codes that were shown already.
private final class UsedCodes: @unchecked Sendable {
  // A class, because requests share it; a lock guards the set.
  private let lock = NSLock()
  private var codes: Set<String> = []

  func take(_ code: String) -> Bool { lock.withLock { codes.insert(code).inserted } }
}
