import Casework
import HTTPTypes
import Hummingbird
import Store

/// `/households/:id/dossier`: the whole account of a coefficient, to read, to try out, to print;
/// `/households/:id/plain`: the sheet that a household itself may keep.
struct DossierRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.pages.get("households/:id/dossier", use: show)
    routes.pages.get("households/:id/plain", use: plain)
  }

  @Sendable func show(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.readHouseholds)
    let (id, pack) = (try context.id(), parts.pack)
    let shares = DossierRoutes.shares(request)
    let page = try await parts.register.read(as: context.signedIn()) { open in
      try DossierPage(try open.openedForDossier(id), pack, shares, in: open)
    }
    if let isPart = HTTPField.Name("HX-Request"), request.headers[isPart] != nil {
      return try parts.pages.render(WhatIfPart(whatIf: page.whatIf), context)
    }
    return try parts.pages.render(page, context)
  }

  @Sendable func plain(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.readHouseholds)
    let (id, pack) = (try context.id(), parts.pack)
    let page = try await parts.register.read(as: context.signedIn()) { open in
      try PlainPage(try open.openedForDossier(id), pack, in: open)
    }
    return try parts.pages.render(page, context)
  }

  /// Where the sliders stand: `part0=40` leaves 40 % of the first part.
  private static func shares(_ request: Request) -> [Int: Double] {
    var shares: [Int: Double] = [:]
    for (name, value) in request.uri.queryParameters where name.hasPrefix("part") {
      guard let index = Int(name.dropFirst(4)), let percent = Int(value) else { continue }
      shares[index] = Double(min(100, max(0, percent))) / 100
    }
    return shares
  }
}

/// A household as a dossier names it.
struct DossierSubject: Sendable {
  let id: Int64
  let name: String
  let code: String
  let village: String
}

extension OpenRegister {
  /// The household, if the officer may see it; that it was opened is in the audit log.
  func openedForDossier(_ id: Int64) throws -> DossierSubject {
    let row = try db.run(
      "SELECT h.head_name, h.code, h.village FROM household h WHERE h.id = \(id) AND \(sees("h"))"
    ).first
    guard let row else { throw NotFound() }
    audit(.openedHousehold, subject: "household/\(id)")
    return DossierSubject(
      id: id, name: try row.text("head_name"), code: try row.text("code"),
      village: try villageTitle(try row.place("village")))
  }
}

/// What `Templates/risk/sheet.mustache` shows.
struct DossierPage: Page {
  static let template = "risk/sheet"
  let id: Int64
  let name: String
  let code: String
  let village: String
  let dossier: Dossier?
  let officerTexts: [String]
  let whatIf: WhatIf?

  init(
    _ subject: DossierSubject, _ pack: PolicyPack, _ shares: [Int: Double], in open: OpenRegister
  ) throws {
    (id, name, code) = (subject.id, subject.name, subject.code)
    village = subject.village
    dossier = try Dossier(subject.id, pack, shares: shares, in: open)
    officerTexts = dossier.map(DossierWords(pack).officerText) ?? []
    whatIf = dossier.map { WhatIf($0.assessment.scaled(shares), $0, pack) }
  }
}

/// What the coefficient would be if parts were smaller.
struct WhatIf: Sendable {
  let coefficient: String
  let mark: String
  let level: String
  let sentence: String

  init(_ moved: Assessment, _ dossier: Dossier, _ pack: PolicyPack) {
    let (words, known) = (DossierWords(pack), moved.coefficient)
    (coefficient, mark, level) = (known.description, words.mark(known), words.level(known))
    let changed = dossier.parts.filter { $0.slider < 100 }
      .map { "“\($0.title)”留下 \($0.slider)%" }.joined(separator: "，")
    sentence =
      changed.isEmpty
      ? "拖动任何一项，看系数怎样变。" : "\(changed)：本县测算的系数由 \(dossier.ours) 变为 \(known)。"
  }
}

/// What `Templates/risk/what-if.mustache` shows by itself.
struct WhatIfPart: Page {
  static let template = "risk/what-if"
  let whatIf: WhatIf?
}

/// What `Templates/risk/plain.mustache` shows.
struct PlainPage: Page {
  static let template = "risk/plain"
  let id: Int64
  let name: String
  let village: String
  let plainTexts: [String]
  /// The day of what is told; nil while nothing was computed.
  let asOf: String?

  init(_ subject: DossierSubject, _ pack: PolicyPack, in open: OpenRegister) throws {
    (id, name, village) = (subject.id, subject.name, subject.village)
    let dossier = try Dossier(subject.id, pack, in: open)
    plainTexts = dossier.map(DossierWords(pack).householdText) ?? []
    asOf = dossier?.asOf
  }
}
