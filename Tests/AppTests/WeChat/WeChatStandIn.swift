import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import Testing

/// WeChat's own server as the program sees it: each code tells an openid once, each agreement lets one
/// message through.
struct WeChatStandIn: Sendable {
  static let id = "wx0000000000000001"
  static let secret = "no-secret-of-anybody"
  private let used = UsedCodes()
  let post = WeChatPost()

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
    let post = post
    router.post("cgi-bin/stable_token") { request, _ in
      let sent = try await JSONSerialization.jsonObject(
        with: Data(String(buffer: request.body.collect(upTo: 1 << 16)).utf8))
      let asked = sent as? [String: String] ?? [:]
      guard asked == ["grant_type": "client_credential", "appid": Self.id, "secret": Self.secret]
      else { return #"{"errcode":40125,"errmsg":"invalid appsecret"}"# }
      return #"{"access_token":"\#(post.grant())","expires_in":7200}"#
    }
    router.post("cgi-bin/message/subscribe/send") { request, _ in
      let token = String(request.uri.queryParameters["access_token"] ?? "")
      let body = Data(String(buffer: try await request.body.collect(upTo: 1 << 16)).utf8)
      return #"{"errcode":\#(post.take(body, token: token)),"errmsg":"said"}"#
    }
    let app = Application(
      router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
      logger: Logger(label: "wechat") { _ in SwiftLogNoOpLogHandler() })
    try await app.test(.live) { client in
      try await body("http://127.0.0.1:\(try #require(client.port))")
    }
  }
}

/// The messages that WeChat was given, and what it answers.
final class WeChatPost: @unchecked Sendable {
  // A class, because requests and the test share it; a lock guards it.
  private let lock = NSLock()
  private var answers: [Int] = []
  private var granted = 0
  private var sent: [[String: Any]] = []

  struct Message: Equatable {
    let openID: String
    let template: String
    let values: [String]
  }

  var tokens: Int { lock.withLock { granted } }

  var messages: [Message] {
    lock.withLock {
      sent.map { one in
        let data = one["data"] as? [String: [String: String]] ?? [:]
        return Message(
          openID: one["touser"] as? String ?? "", template: one["template_id"] as? String ?? "",
          values: data.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value["value"] ?? "")" })
      }
    }
  }

  /// What the next messages are answered, before everything goes well again.
  func answer(_ codes: Int...) { lock.withLock { answers = codes } }

  func grant() -> String {
    lock.withLock {
      granted += 1
      return "token-\(granted)"
    }
  }

  func take(_ body: Data, token: String) -> Int {
    lock.withLock {
      guard token == "token-\(granted)" else { return 40_001 }
      let code = answers.isEmpty ? 0 : answers.removeFirst()
      if code == 0, let told = try? JSONSerialization.jsonObject(with: body) as? [String: Any] {
        sent.append(told)
      }
      return code
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
