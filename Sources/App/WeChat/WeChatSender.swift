package import Casework
import Foundation
import FoundationNetworking

/// Sends subscription messages through WeChat (`subscribe/send`) with the mini-program's own token.
///
/// An actor, because those who send share the token and the time until which it holds.
package actor WeChatSender {
  private let settings: Settings
  private let clock: Clock
  private let session: URLSession
  private var token: (text: String, until: Instant)?
  private static let patience: TimeInterval = 20

  /// Nil where the installation has no mini-program.
  package init?(_ settings: Settings, clock: Clock) {
    guard settings.weChatID != nil, settings.weChatSecret != nil else { return nil }
    let configuration = URLSessionConfiguration.ephemeral
    configuration.timeoutIntervalForRequest = Self.patience
    (self.settings, self.clock) = (settings, clock)
    session = URLSession(configuration: configuration)
  }

  /// What came of one try.
  package enum Outcome: Hashable, Sendable {
    case sent
    /// WeChat will not let it through, however often it is tried.
    case refused(Int)
    /// It may go another time; with WeChat's number for why not, 0 where it was silent.
    case later(Int)
  }

  /// Tries once.
  func send(_ news: MessageNews, by template: MessageTemplate, to openID: String) async -> Outcome {
    do {
      var code = try await post(news, template, openID, token: currentToken())
      // Somebody else had a new one made: the one at hand ended before its time.
      if [40_001, 40_014, 42_001].contains(code) {
        token = nil
        code = try await post(news, template, openID, token: currentToken())
      }
      switch code {
      case 0: return .sent
      // Nobody agreed, or the agreement was used up; no such person.
      case 43_101, 40_003: return .refused(code)
      default: return .later(code)
      }
    } catch let fault as Silence {
      return .later(fault.code)
    } catch {
      return .later(0)
    }
  }

  private func post(
    _ news: MessageNews, _ template: MessageTemplate, _ openID: String, token: String
  ) async throws -> Int {
    let body = Outgoing(
      touser: openID, template_id: template.id, page: "pages/home/home", lang: "zh_CN",
      data: template.values(news).mapValues { ["value": $0] })
    let answer: Sent = try await ask(
      "/cgi-bin/message/subscribe/send", [URLQueryItem(name: "access_token", value: token)], body)
    return answer.errcode ?? 0
  }

  /// The token as long as it holds, a new one from then on; every node of ours is given the same.
  private func currentToken() async throws -> String {
    if let token, token.until > clock.now { return token.text }
    let asked = Asked(appid: settings.weChatID ?? "", secret: settings.weChatSecret ?? "")
    let answer: Granted = try await ask("/cgi-bin/stable_token", [], asked)
    guard let text = answer.access_token, let seconds = answer.expires_in else {
      throw Silence(code: answer.errcode ?? 0)
    }
    token = (text, clock.now.adding(seconds: max(0, seconds - 120)))
    return text
  }

  private func ask<Answer: Decodable>(
    _ path: String, _ query: [URLQueryItem], _ body: some Encodable
  ) async throws -> Answer {
    guard var address = URLComponents(string: settings.weChatBase) else { throw Silence(code: 0) }
    address.path += path
    if !query.isEmpty { address.queryItems = query }
    guard let url = address.url else { throw Silence(code: 0) }
    var request = URLRequest(url: url)
    request.httpMethod = "POST"
    request.httpBody = try JSONEncoder().encode(body)
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    let (data, response) = try await session.data(for: request)
    guard (response as? HTTPURLResponse)?.statusCode == 200 else { throw Silence(code: 0) }
    return try JSONDecoder().decode(Answer.self, from: data)
  }

  /// WeChat gave no token, or no answer that can be read.
  private struct Silence: Error {
    let code: Int
  }

  private struct Asked: Encodable {
    var grant_type = "client_credential"
    let appid: String
    let secret: String
  }

  private struct Granted: Decodable {
    let access_token: String?
    let expires_in: Int?
    let errcode: Int?
  }

  private struct Outgoing: Encodable {
    let touser: String
    let template_id: String
    let page: String
    let lang: String
    let data: [String: [String: String]]
  }

  private struct Sent: Decodable {
    let errcode: Int?
  }
}
