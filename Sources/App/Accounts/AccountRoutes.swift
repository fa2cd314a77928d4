import Casework
import Hummingbird
import Store

/// `/accounts`: the security administrator opens and closes accounts.
struct AccountRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.pages.get("accounts", use: list)
    routes.pages.post("accounts", use: open)
    routes.pages.post("accounts/:id/state", use: setState)
  }

  @Sendable func list(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.keepAccounts)
    return try await page(context, form: Form([]), fault: nil)
  }

  @Sendable func open(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.keepAccounts)
    let form = try await Form.read(request, context)
    do {
      let new = try AccountForm(form).account(within: try context.signedIn())
      let hashed = try await parts.heavy.run { try Password.hashed(new.password) }
      try await parts.register.write(as: context.signedIn()) { open in
        var account = new
        account.password = hashed
        guard !(try open.placeNames([account.place])).isEmpty else {
          throw AccountRefusal.unknownPlace
        }
        try open.openAccount(account)
      }
      return .leading(to: "/accounts")
    } catch let refusal as AccountRefusal {
      return try await page(context, form: form, fault: refusal.sentence)
    }
  }

  @Sendable func setState(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.keepAccounts)
    let (id, form) = (try context.id(), try await Form.read(request, context))
    guard id != (try context.signedIn()).officer else { throw AccountRefusal.oneself }
    try await parts.register.write(as: context.signedIn()) { open in
      try open.setAccount(id, active: form["active"] == "1")
    }
    return .leading(to: "/accounts")
  }

  private func page(
    _ context: AppContext, form: Form, fault: String?
  ) async throws -> Response {
    let page = try await parts.register.read(as: context.signedIn()) { open in
      let accounts = try open.accounts()
      let names = try open.placeNames(Set(accounts.map(\.place)))
      return AccountsPage(accounts, places: names, form: form, fault: fault)
    }
    return try parts.pages.render(
      page, context, status: fault == nil ? .ok : .unprocessableContent)
  }
}

/// What the security administrator fills in for a new account.
struct AccountForm {
  let form: Form

  init(_ form: Form) { self.form = form }

  func account(within access: Access) throws -> NewAccount {
    guard let login = form["account"], login.count >= 3,
      login.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) })
    else { throw AccountRefusal.login }
    guard let name = form["name"] else { throw AccountRefusal.name }
    guard let role = form["role"].flatMap(Role.init(rawValue:)), role != .system,
      role != .household
    else { throw AccountRefusal.role }
    guard let place = form["place"].flatMap(PlaceCode.init), place.county == access.place.county
    else { throw AccountRefusal.unknownPlace }
    let password = form["password"] ?? ""
    if let fault = Password.fault(of: password) { throw AccountRefusal.password(fault) }
    return NewAccount(
      login: login, name: name, role: role, place: place, department: form["department"],
      password: password)
  }
}

/// Why an account was not opened or closed.
enum AccountRefusal: Refusal {
  case login, name, role, unknownPlace, oneself
  case password(String)

  var sentence: String {
    switch self {
    case .login: "账号须为 3 个以上的字母、数字或 - _ ."
    case .name: "请填写姓名"
    case .role: "请选择岗位"
    case .unknownPlace: "区划代码须为本县的 12 位代码"
    case .oneself: "不能停用自己的账号，请由另一位管理员办理"
    case .password(let fault): fault
    }
  }
}

/// What `Templates/accounts/list.mustache` shows.
struct AccountsPage: Page {
  static let template = "accounts/list"
  let rows: [Line]
  let roles: [Choice]
  let fault: String?
  let login: String
  let name: String
  let place: String
  let department: String

  struct Line: Sendable {
    let id: Int64
    let login: String
    let name: String
    let role: String
    let place: String
    let isActive: Bool
  }

  struct Choice: Sendable {
    let value: String
    let title: String
    let isChosen: Bool
  }

  init(_ accounts: [Account], places: [PlaceCode: String], form: Form, fault: String?) {
    rows = accounts.map {
      Line(
        id: $0.id, login: $0.login, name: $0.name,
        role: [$0.role.title, $0.department].compactMap { $0 }.joined(separator: " · "),
        place: places[$0.place] ?? $0.place.description,
        isActive: $0.isActive)
    }
    roles = Role.allCases.filter { $0 != .system && $0 != .household }.map {
      Choice(value: $0.rawValue, title: $0.title, isChosen: form["role"] == $0.rawValue)
    }
    self.fault = fault
    login = form["account"] ?? ""
    name = form["name"] ?? ""
    place = form["place"] ?? ""
    department = form["department"] ?? ""
  }
}
