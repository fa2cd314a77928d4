import Casework
import Hummingbird
import Store

/// `/f/voice`: what a household or anybody else tells the offices; `/voices`: where it is answered.
struct VoiceRoutes {
  let parts: AppParts

  func add(to routes: Routes, open: RouterGroup<AppContext>) {
    open.get("f/voice") { _, context in try await form(context, fault: nil) }
    open.post("f/voice", use: say)
    routes.pages.get("voices", use: list)
    routes.pages.post("voices/:id", use: answer)
  }

  @Sendable func say(_ request: Request, context: AppContext) async throws -> Response {
    let form = try await Form.read(request, context)
    let address = context.address(of: request, parts.settings)
    do {
      let isAllowed = try await parts.register.write(as: FarmerRoutes.access) {
        try $0.mayTry(.speak, from: address)
      }
      guard isAllowed else { throw TooManyAttempts() }
      try await parts.register.write(as: FarmerRoutes.access) { try $0.hear(form) }
      return try await self.form(context, fault: nil, isHeard: true)
    } catch let refusal as any Refusal {
      return try await self.form(context, fault: refusal.sentence)
    }
  }

  private func form(
    _ context: AppContext, fault: String?, isHeard: Bool = false
  ) async throws -> Response {
    let page = try await parts.register.read(as: FarmerRoutes.access) { open in
      VoicePage(fault: fault, isHeard: isHeard, townships: try .all(in: open))
    }
    return try parts.pages.render(
      page, context, status: fault == nil ? .ok : .unprocessableContent)
  }

  @Sendable func list(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.readHouseholds)
    let page = try await parts.register.read(as: context.signedIn()) { open in
      VoiceListPage(waiting: try open.waitingVoices(), mayAnswer: open.access.may(.assignClue))
    }
    return try parts.pages.render(page, context)
  }

  @Sendable func answer(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.assignClue)
    let (id, form) = (try context.id(), try await Form.read(request, context))
    try await parts.register.write(as: context.signedIn()) { open in
      try open.answer(voice: id, form["answer"])
    }
    return .leading(to: "/voices")
  }
}

/// What `Templates/farmers/voice.mustache` shows.
struct VoicePage: Page {
  static let template = "farmers/voice"
  let fault: String?
  let isHeard: Bool
  let townships: [DeclarationPage.Township]
}

/// What `Templates/farmers/voices.mustache` shows.
struct VoiceListPage: Page {
  static let template = "farmers/voices"
  let waiting: [VoiceLine]
  let mayAnswer: Bool
}

/// Something said, as the office that answers reads it.
struct VoiceLine: Sendable {
  let id: Int64
  let title: String
  let village: String
  let text: String
  let saidAt: String
  let clue: Int64?
}

/// Why something said was not taken, or not answered.
enum VoiceRefusal: Refusal {
  case words, place, answer

  var sentence: String {
    switch self {
    case .words: "请写几句（至少 5 个字，最多 1000 字）。"
    case .place: "请选择是哪个村的事。"
    case .answer: "请写明怎么处理的（至少 5 个字）。"
    }
  }
}
