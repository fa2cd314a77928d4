import Casework
import Foundation
import FoundationNetworking

/// WeChat's own server, which tells whose login code it is (`code2session`).
struct WeChatDoor: Sendable {
  private let address: URLComponents
  private let session: URLSession
  private static let patience: TimeInterval = 25

  /// Nil where the installation has no mini-program.
  init?(_ settings: Settings) {
    guard let id = settings.weChatID, let secret = settings.weChatSecret,
      var address = URLComponents(string: settings.weChatBase)
    else { return nil }
    address.path += "/sns/jscode2session"
    address.queryItems = [
      URLQueryItem(name: "appid", value: id), URLQueryItem(name: "secret", value: secret),
      URLQueryItem(name: "grant_type", value: "authorization_code"),
    ]
    let configuration = URLSessionConfiguration.ephemeral
    configuration.timeoutIntervalForRequest = Self.patience
    (self.address, session) = (address, URLSession(configuration: configuration))
  }

  /// Whose code it is. The session key that comes with it is of no use here and is dropped.
  ///
  /// - Throws: `WeChatRefusal`; what WeChat says goes into no log, as its address holds the secret.
  func openID(of code: String) async throws -> String {
    guard (1...128).contains(code.count), code.allSatisfy({ $0.isASCII && !$0.isWhitespace }) else {
      throw WeChatRefusal.code
    }
    var address = address
    address.queryItems?.append(URLQueryItem(name: "js_code", value: code))
    guard let url = address.url else { throw WeChatRefusal.code }
    let answer: Answer
    do {
      let (data, response) = try await session.data(for: URLRequest(url: url))
      guard (response as? HTTPURLResponse)?.statusCode == 200 else { throw WeChatRefusal.silent }
      answer = try JSONDecoder().decode(Answer.self, from: data)
    } catch {
      throw WeChatRefusal.silent
    }
    switch (answer.errcode ?? 0, answer.openid) {
    case (0, let openid?) where !openid.isEmpty: return openid
    case (40_029, _), (40_163, _): throw WeChatRefusal.code
    case (45_011, _): throw WeChatRefusal.tooOften
    case (40_226, _): throw WeChatRefusal.blocked
    default: throw WeChatRefusal.silent
    }
  }

  private struct Answer: Decodable {
    let openid: String?
    let errcode: Int?
  }
}

/// Why WeChat does not lead in.
enum WeChatRefusal: Refusal {
  case notSetUp, code, silent, tooOften, blocked, unbound, ended, ticket, errand
  case noMessages, offer, manyMessages

  var sentence: String {
    switch self {
    case .notSetUp: "本系统没有接入微信小程序，请用浏览器登录。"
    case .code: "微信登录凭证无效或已用过，请退出小程序后重新打开。"
    case .silent: "微信服务器没有应答，请稍后重试，或用浏览器登录。"
    case .tooOften: "微信登录太频繁，请一分钟后再试。"
    case .blocked: "微信认为这个账号有风险，暂不能用微信登录。请用账号和口令在浏览器登录。"
    case .unbound: "这个微信还没有绑定账号，请先用账号和口令登录一次。"
    case .ended: "绑定已满 90 天，请用账号和口令再登录一次。"
    case .ticket: "这张门票已用过或已过期，请回到小程序重新打开。"
    case .errand: "这项请求已过期，请返回页面重新操作。"
    case .noMessages: "本县没有开通微信通知，请在这里查看进度。"
    case .offer: "这次请求已过期或已用过，请返回页面再点一次。"
    case .manyMessages: "已经同意过 \(WeChatMessage.mostWaiting) 次通知，还没有用完，不用再点。"
    }
  }
}
