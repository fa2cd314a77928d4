import Casework
import Hummingbird
import Store

/// `/declare`: a household tells of its difficulty; six questions, no account.
struct DeclarationRoutes {
  let parts: AppParts
  private static let county = PlaceCode(number: 360_732_000_000)

  func add(to routes: Routes) {
    let open = routes.open.group().add(middleware: CurrentRules(shelf: parts.shelf))
    open.get("declare", use: show)
    open.post("declare", use: declare)
  }

  @Sendable func show(_ request: Request, context: AppContext) async throws -> Response {
    try await page(context, form: Form([]), fault: nil, receipt: nil)
  }

  @Sendable func declare(_ request: Request, context: AppContext) async throws -> Response {
    let (form, pack) = (try await Form.read(request, context), parts.pack)
    do {
      let receipt = try await parts.register.write(as: Self.access) { open in
        try open.declare(form, pack)
      }
      return try await page(context, form: Form([]), fault: nil, receipt: receipt)
    } catch let refusal as DeclarationRefusal {
      return try await page(context, form: form, fault: refusal.sentence, receipt: nil)
    }
  }

  private static var access: Access {
    Access(officer: 0, name: "农户", role: .household, place: county, purpose: .declaration)
  }

  private func page(
    _ context: AppContext, form: Form, fault: String?, receipt: String?
  ) async throws -> Response {
    let page = try await parts.register.read(as: Self.access) { open in
      try DeclarationPage(form, fault: fault, receipt: receipt, in: open)
    }
    return try parts.pages.render(
      page, context, status: fault == nil ? .ok : .unprocessableContent)
  }
}

/// Why a declaration could not be taken in.
enum DeclarationRefusal: Refusal {
  case name, phone, identity(String), place, text

  var sentence: String {
    switch self {
    case .name: "请填写姓名。"
    case .phone: "手机号码应为 11 位。"
    case .identity(let why): "\(why)。"
    case .place: "请选择所在的村。"
    case .text: "请写几句家里的困难（至少 5 个字）。"
    }
  }
}

extension OpenRegister {
  /// Takes a declaration in and gives its receipt number. The answer is the same whether or not
  /// the person is in the register.
  func declare(_ form: Form, _ pack: PolicyPack) throws -> String {
    try requires(.declare)
    guard let name = form["name"] else { throw DeclarationRefusal.name }
    let phone = CellText.cleaned(form["phone"] ?? "")
    guard phone.count == 11, phone.hasPrefix("1"), phone.allSatisfy(\.isNumber) else {
      throw DeclarationRefusal.phone
    }
    let id: ResidentID
    switch IdentityCell(CellText.cleaned(form["id"] ?? ""), today: today).number {
    case .right(let number): id = number
    case .wrong(let fault): throw DeclarationRefusal.identity(fault.sentence)
    }
    guard let village = form["village"].flatMap(PlaceCode.init), village.level == .village,
      access.region.contains(village.number)
    else { throw DeclarationRefusal.place }
    guard let text = form["text"], text.count >= 5 else { throw DeclarationRefusal.text }
    let risk = form["risk"].flatMap(RiskKind.init(rawValue:))
    let finding = Finding(source: .selfReport, risk: risk, text: text)
    let sought = SoughtPerson(name: name, id: id, birth: id.birth, village: village)
    let clue: Int64 =
      if case .found(let person) = PersonMatch(sought, among: try candidates(for: sought)) {
        try raise(finding, about: person.household, pack)
      } else {
        try raiseUnplaced(finding, in: village, pack)
      }
    let receipt =
      "SW\(today.description.replacing("-", with: ""))\(1_000 + (try nextID("receipt")) % 9_000)"
    try db.run(
      """
      INSERT INTO declaration (county, receipt, clue_id, name, phone_sealed, id_sealed, village,
        risk, difficulty, declared_at)
      VALUES (\(county), \(receipt), \(clue), \(name), \(try seal(phone)),
        \(try seal(id.digits)), \(village), \(risk?.rawValue ?? "other"), \(text), \(now))
      """)
    return receipt
  }
}

/// What `Templates/farmers/declare.mustache` shows.
struct DeclarationPage: Page {
  static let template = "farmers/declare"
  let receipt: String?
  let fault: String?
  let name: String
  let phone: String
  let id: String
  let text: String
  let townships: [Township]
  let risks: [NewCluePage.Choice]

  struct Township: Sendable {
    let name: String
    let villages: [NewCluePage.Choice]
  }

  init(_ form: Form, fault: String?, receipt: String?, in open: OpenRegister) throws {
    (self.receipt, self.fault) = (receipt, fault)
    name = form["name"] ?? ""
    phone = form["phone"] ?? ""
    id = form["id"] ?? ""
    text = form["text"] ?? ""
    townships = try open.places(in: open.access.place).map { township in
      Township(
        name: township.name,
        villages: try open.places(in: township.code).map {
          NewCluePage.Choice(
            value: $0.code.description, title: $0.name,
            isChosen: form["village"] == $0.code.description)
        })
    }
    risks = RiskKind.allCases.map {
      NewCluePage.Choice(value: $0.rawValue, title: $0.title, isChosen: form["risk"] == $0.rawValue)
    }
  }
}
