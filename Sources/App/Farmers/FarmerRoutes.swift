import Casework
import Foundation
import Hummingbird
import Store

/// `/f`, for households: to declare a difficulty, to ask what became of it, to say what is wrong. No
/// account, and no word about who is in the register.
struct FarmerRoutes {
  let parts: AppParts
  static let county = PlaceCode(number: 360_732_000_000)

  func add(to routes: Routes) {
    let open = routes.open.group().add(middleware: CurrentRules(shelf: parts.shelf))
    open.get("f", use: home)
    for path in ["declare", "f/declare"] {
      open.get(RouterPath(path), use: show)
      open.post(RouterPath(path), use: declare)
    }
    ProgressRoutes(parts: parts).add(to: open)
    VoiceRoutes(parts: parts).add(to: routes, open: open)
    routes.pages.get("f/poster/:village", use: poster)
  }

  static var access: Access {
    Access(officer: 0, name: "农户", role: .household, place: county, purpose: .declaration)
  }

  @Sendable func home(_ request: Request, context: AppContext) async throws -> Response {
    let code = request.query("v").flatMap { PosterCode($0, parts.register.keys) }
    let isForged = request.query("v") != nil && code == nil
    let page = try await parts.register.read(as: Self.access) { open in
      FarmerPage(
        village: try code.map { try open.villageTitle($0.village) }, code: code?.text,
        isForged: isForged)
    }
    return try parts.pages.render(page, context)
  }

  @Sendable func show(_ request: Request, context: AppContext) async throws -> Response {
    let code = request.query("v").flatMap { PosterCode($0, parts.register.keys) }
    let form = Form(code.map { [("village", $0.village.description)] } ?? [])
    return try await page(context, form: form, fault: nil, receipt: nil)
  }

  @Sendable func declare(_ request: Request, context: AppContext) async throws -> Response {
    let (form, pack) = (try await Form.read(request, context), parts.pack)
    let address = context.address(of: request, parts.settings)
    do {
      let isAllowed = try await parts.register.write(as: Self.access) {
        try $0.mayTry(.declare, from: address)
      }
      guard isAllowed else { throw TooManyAttempts() }
      let receipt = try await parts.register.write(as: Self.access) { open in
        try open.declare(form, pack)
      }
      return try await page(context, form: Form([]), fault: nil, receipt: receipt)
    } catch let refusal as any Refusal {
      return try await page(context, form: form, fault: refusal.sentence, receipt: nil)
    }
  }

  private func page(
    _ context: AppContext, form: Form, fault: String?, receipt: DeclarationReceipt?
  ) async throws -> Response {
    let pack = parts.pack
    let page = try await parts.register.read(as: Self.access) { open in
      try DeclarationPage(form, fault: fault, receipt: receipt, pack, in: open)
    }
    return try parts.pages.render(
      page, context, status: fault == nil ? .ok : .unprocessableContent)
  }

  @Sendable func poster(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.readHouseholds)
    guard let village = context.parameters.get("village").flatMap(PlaceCode.init),
      village.level == .village
    else { throw NotFound() }
    let base = context.base(of: request, parts.settings)
    let code = PosterCode(village, parts.register.keys)
    let page = try await parts.register.read(as: context.signedIn()) { open in
      try PosterPage(code, base: base, in: open)
    }
    return try parts.pages.render(page, context)
  }
}

/// What `Templates/farmers/home.mustache` shows.
struct FarmerPage: Page {
  static let template = "farmers/home"
  let village: String?
  let code: String?
  let isForged: Bool
}

/// What `Templates/farmers/declare.mustache` shows.
struct DeclarationPage: Page {
  static let template = "farmers/declare"
  let receipt: String?
  let word: String?
  let fault: String?
  let name: String
  let phone: String
  let id: String
  let text: String
  let helper: String
  let townships: [Township]
  let risks: [NewCluePage.Choice]
  /// What the six questions are called, by field.
  let labels: [String: String]
  /// What the county asks besides.
  let more: FormView

  struct Township: Sendable {
    let name: String
    let villages: [NewCluePage.Choice]
  }

  init(
    _ form: Form, fault: String?, receipt: DeclarationReceipt?, _ pack: PolicyPack,
    in open: OpenRegister
  ) throws {
    (self.receipt, word, self.fault) = (receipt?.number, receipt?.word, fault)
    (name, phone, id) = (form["name"] ?? "", form["phone"] ?? "", form["id"] ?? "")
    (text, helper) = (form["text"] ?? "", form["helper"] ?? "")
    townships = try open.places(in: open.access.place).map { township in
      Township(
        name: township.name,
        villages: try open.places(in: township.code).map {
          NewCluePage.Choice(
            value: $0.code.description, title: $0.name,
            isChosen: form["village"] == $0.code.description)
        })
    }
    let application = try open.form(.application, pack)
    risks = (application.field("risk")?.options ?? []).map {
      NewCluePage.Choice(value: $0.value, title: $0.title, isChosen: form["risk"] == $0.value)
    }
    labels = Dictionary(
      application.fields.map { ($0.name, $0.title) }, uniquingKeysWith: { first, _ in first })
    more = FormView(application.ownPart, Prefilled(form, application))
  }
}
