import Casework
import Foundation
import Hummingbird
import Store

/// `/api/v1/wechat`, by which the mini-program lets officers in, and `/wechat/enter`, where its web
/// view begins.
struct WeChatRoutes {
  let parts: AppParts
  private let door: WeChatDoor?

  init(parts: AppParts) { (self.parts, door) = (parts, WeChatDoor(parts.settings)) }

  func add(to routes: Routes) {
    routes.open.post("api/v1/wechat/session", use: start)
    routes.open.post("api/v1/wechat/binding", use: bind)
    routes.open.get("wechat/enter", use: enter)
    let api = routes.api.group("wechat")
    api.delete("binding", use: unbind)
    api.post("tickets", use: ticket)
    api.post("errands", use: ask)
    api.get("errands/:id", use: take)
    api.post("errands/:id", use: answer)
    api.post("messages") { _, context in
      guard parts.settings.weChatVisitMessage != nil else { throw WeChatRefusal.noMessages }
      let count = try await parts.register.write(as: context.signedIn()) {
        try $0.agreeToVisits()
      }
      return try JSONAnswer.response(["agreed": count], status: .created)
    }
    routes.open.post("api/v1/wechat/offers", use: offer)
    routes.open.post("api/v1/wechat/offers/:id", use: agree)
  }

  @Sendable func start(_ request: Request, context: AppContext) async throws -> Response {
    let sent = try await request.json(as: Login.self)
    let openID = try await openID(of: sent.code)
    return try answer(await parts.signIns.start(openID: openID))
  }

  @Sendable func bind(_ request: Request, context: AppContext) async throws -> Response {
    let sent = try await request.json(as: Binding.self)
    let openID = try await openID(of: sent.code)
    return try answer(
      await parts.signIns.bind(openID: openID, login: sent.account, password: sent.password))
  }

  private func answer(_ entered: WeChatEntry) throws -> Response {
    var entry = entered
    if entry.mayVisit { entry.template = parts.settings.weChatVisitMessage?.id }
    return try JSONAnswer.response(entry)
  }

  private func openID(of code: String) async throws -> String {
    guard let door else { throw WeChatRefusal.notSetUp }
    return try await door.openID(of: code)
  }

  @Sendable func unbind(_ request: Request, context: AppContext) async throws -> Response {
    try await parts.register.write(as: context.signedIn()) { open in
      try open.unbindWeChat()
      let officer = open.access.officer
      try open.db.run(
        "DELETE FROM sign_in WHERE county = \(open.county) AND account_id = \(officer)")
    }
    return Response(status: .noContent)
  }

  @Sendable func ticket(_ request: Request, context: AppContext) async throws -> Response {
    let sent = try await request.json(as: Way.self)
    return try JSONAnswer.response(
      await parts.register.write(as: context.signedIn()) { try $0.makeTicket(to: sent.to) },
      status: .created)
  }

  /// Where the web view begins: the ticket goes, a session comes.
  @Sendable func enter(_ request: Request, context: AppContext) async throws -> Response {
    let (token, path) = try await parts.signIns.use(ticket: request.query("ticket") ?? "")
    let scale = request.query("fs").flatMap(Double.init)
    var response = Response.leading(to: path + (scale.map { "?fs=\($0)" } ?? ""))
    response.setCookie(SignInRoutes(parts: parts).cookie("shouwang", token))
    return response
  }

  @Sendable func ask(_ request: Request, context: AppContext) async throws -> Response {
    let sent = try await request.json(as: Asked.self)
    let id = try await parts.register.write(as: context.signedIn()) { try $0.ask(sent.kind) }
    return try JSONAnswer.response(["id": id], status: .created)
  }

  @Sendable func answer(_ request: Request, context: AppContext) async throws -> Response {
    let sent = try await request.json(as: [String: String].self)
    let id = context.parameters.get("id") ?? ""
    try await parts.register.write(as: context.signedIn()) { try $0.answer(errand: id, sent) }
    return Response(status: .noContent)
  }

  @Sendable func take(_ request: Request, context: AppContext) async throws -> Response {
    let id = context.parameters.get("id") ?? ""
    let answer = try await parts.register.write(as: context.signedIn()) { try $0.take(errand: id) }
    return try JSONAnswer.response(ErrandAnswer(isDone: answer != nil, answer: answer ?? [:]))
  }

  /// A message about a declaration, for whoever proves that it is theirs.
  @Sendable func offer(_ request: Request, context: AppContext) async throws -> Response {
    guard let template = parts.settings.weChatCaseMessage?.id else {
      throw WeChatRefusal.noMessages
    }
    let sent = try await request.json(as: [String: String].self)
    let address = context.address(of: request, parts.settings)
    let isAllowed = try await parts.register.write(as: FarmerRoutes.access) {
      try $0.mayTry(.ask, from: address)
    }
    guard isAllowed else { throw TooManyAttempts() }
    let id = try await parts.register.write(as: FarmerRoutes.access) { open in
      let proof = DeclarationProof(Form(sent.map { ($0.key, $0.value) }))
      guard let found = try proof.flatMap({ try open.declaration(by: $0) }) else {
        throw WrongProof()
      }
      return try open.offerMessage(about: found)
    }
    return try JSONAnswer.response(["id": id, "template": template], status: .created)
  }

  /// The household agreed in the mini-program, which tells whose WeChat it is.
  @Sendable func agree(_ request: Request, context: AppContext) async throws -> Response {
    let (sent, id) = (try await request.json(as: Login.self), context.parameters.get("id") ?? "")
    let isOffered = try await parts.register.read(as: FarmerRoutes.access) { try $0.isOffered(id) }
    guard isOffered else { throw WeChatRefusal.offer }
    let openID = try await openID(of: sent.code)
    try await parts.register.write(as: FarmerRoutes.access) {
      try $0.agree(toOffer: id, openID: openID)
    }
    return Response(status: .noContent)
  }

  private struct Login: Decodable {
    let code: String
  }

  private struct Binding: Decodable {
    let code: String
    let account: String
    let password: String
  }

  private struct Way: Decodable {
    let to: String
  }

  private struct Asked: Decodable {
    let kind: WeChatErrand
  }

  private struct ErrandAnswer: Encodable {
    let isDone: Bool
    let answer: [String: String]
  }
}
