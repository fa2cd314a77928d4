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
    return try await page(context, form: form, receipt: nil)
  }

  @Sendable func declare(_ request: Request, context: AppContext) async throws -> Response {
    let form = try await Form.read(request, context)
    let address = context.address(of: request, parts.settings)
    do {
      let isAllowed = try await parts.register.write(as: Self.access) {
        try $0.mayTry(.declare, from: address)
      }
      guard isAllowed else { throw TooManyAttempts() }
      let receipt = try await receipt(of: form, context.path)
      let offer = MessageOffer(
        number: receipt.number, tail: receipt.tail, word: receipt.word, request, parts.settings)
      return try await page(context, form: Form([]), receipt: receipt, offer)
    } catch let refusal as any Refusal {
      let refusals = (refusal as? FormIncomplete)?.refusals ?? [refusal]
      return try await page(context, form: form, refusals, receipt: nil)
    }
  }

  /// One press is one declaration: the second shows the receipt of the first.
  private func receipt(of form: Form, _ path: String) async throws -> DeclarationReceipt {
    let pack = parts.pack
    do {
      return try await parts.register.write(as: Self.access) { open in
        let receipt = try open.declare(form, pack)
        try open.once(form, path)
        return receipt
      }
    } catch let twice as PressedTwice {
      let given = try await parts.register.read(as: Self.access) {
        try $0.givenReceipt(form, pack)
      }
      guard let given else { throw twice }
      return given
    }
  }

  private func page(
    _ context: AppContext, form: Form, _ refusals: [any Refusal] = [],
    receipt: DeclarationReceipt?, _ offer: MessageOffer? = nil
  ) async throws -> Response {
    let pack = parts.pack
    var page = try await parts.register.read(as: Self.access) { open in
      try DeclarationPage(form, refusals, receipt: receipt, pack, in: open)
    }
    page.message = offer
    return try parts.pages.render(
      page, context, status: refusals.isEmpty ? .ok : .unprocessableContent)
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
  /// What is wrong with the village.
  let placeless: String?
  let townships: [Township]
  let form: FormView
  var message: MessageOffer?

  struct Township: Sendable {
    let name: String
    let villages: [NewCluePage.Choice]
  }

  init(
    _ sent: Form, _ refusals: [any Refusal], receipt: DeclarationReceipt?, _ pack: PolicyPack,
    in open: OpenRegister
  ) throws {
    (self.receipt, word) = (receipt?.number, receipt?.word)
    placeless = refusals.first { $0.field == "village" }?.sentence
    townships = try .all(chosen: sent["village"], in: open)
    let application = try open.form(.application, pack).forHousehold
    form = FormView(application, Prefilled(sent, application), refusals: refusals)
  }
}

extension [DeclarationPage.Township] {
  static func all(chosen village: String? = nil, in open: OpenRegister) throws -> Self {
    try open.places(in: open.access.place).map { township in
      DeclarationPage.Township(
        name: township.name,
        villages: try open.places(in: township.code).map {
          NewCluePage.Choice(
            value: $0.code.description, title: $0.name,
            isChosen: village == $0.code.description)
        })
    }
  }
}
