import Casework
import Hummingbird
import Store

/// `/push-tokens`: a department gives its programs the right to push, and takes it back.
struct PushTokenRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.pages.get("push-tokens", use: list)
    routes.pages.post("push-tokens", use: make)
    routes.pages.post("push-tokens/:id/revoke", use: revoke)
  }

  @Sendable func list(_ request: Request, context: AppContext) async throws -> Response {
    try await page(context, token: nil, fault: nil)
  }

  @Sendable func make(_ request: Request, context: AppContext) async throws -> Response {
    let form = try await Form.read(request, context)
    do {
      let token = try await parts.register.write(as: context.signedIn()) { open in
        try open.makePushToken(
          form["title"], department: form["department"], days: form["days"].flatMap(Int.init),
          for: form["scope"] == "checks" ? .checks : .push)
      }
      return try await page(context, token: token, fault: nil)
    } catch let refusal as PushTokenRefusal {
      return try await page(context, token: nil, fault: refusal.sentence)
    }
  }

  @Sendable func revoke(_ request: Request, context: AppContext) async throws -> Response {
    let id = try context.id()
    try await parts.register.write(as: context.signedIn()) { try $0.revokePushToken(id) }
    return .leading(to: "/push-tokens")
  }

  private func page(
    _ context: AppContext, token: String?, fault: String?
  ) async throws -> Response {
    let access = try context.signedIn()
    guard access.may(.pushData) || access.may(.importRegistry) else {
      throw NotPermitted(duty: .pushData)
    }
    let departments = Array(Set(parts.pack.items.map(\.department))).sorted()
    let page = try await parts.register.read(as: access) { open in
      PushTokenPage(
        try open.pushTokens(), token: token, fault: fault,
        departments: open.access.department == nil ? departments : [], now: open.now)
    }
    return try parts.pages.render(
      page, context, status: fault == nil ? .ok : .unprocessableContent)
  }
}

/// What `Templates/departments/tokens.mustache` shows.
struct PushTokenPage: Page {
  static let template = "departments/tokens"
  let token: String?
  let fault: String?
  let departments: [String]
  let rows: [Line]

  struct Line: Sendable {
    let id: Int64
    let title: String
    let scope: String
    let department: String
    let ends: String
    let used: String
    let state: String
    let mark: String
    let isLive: Bool
  }

  init(
    _ tokens: [PushToken], token: String?, fault: String?, departments: [String], now: Instant
  ) {
    (self.token, self.fault, self.departments) = (token, fault, departments)
    rows = tokens.map { one in
      let isLive = one.revokedAt == nil && one.endsAt > now
      return Line(
        id: one.id, title: one.title, scope: one.scope == .checks ? "反馈核对" : "推送数据",
        department: one.department,
        ends: one.endsAt.day.description, used: one.usedAt?.description ?? "还没有用过",
        state: isLive ? "有效" : one.revokedAt == nil ? "已到期" : "已收回",
        mark: isLive ? "good" : "plain", isLive: isLive)
    }
  }
}
