import Casework
import Hummingbird
import Store

/// `/my-check`: a household looks at its own check by number and code word, explains, withdraws.
struct OwnCheckRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    let open = routes.open.group().add(middleware: CurrentRules(shelf: parts.shelf))
    open.get("my-check") { _, context in
      try parts.pages.render(OwnCheckPage(fault: nil), context)
    }
    open.post("my-check", use: act)
  }

  /// Every act carries number and word, so that nothing stays open on a shared phone.
  @Sendable func act(_ request: Request, context: AppContext) async throws -> Response {
    let (form, pack, keys) = (try await Form.read(request, context), parts.pack, parts.checkKeys)
    do {
      guard let access = Self.access(form["number"]) else { throw CheckRefusal.wrongWord }
      let id = try await prove(form, as: access)
      try await act(form, on: id, as: access)
      let page = try await parts.register.read(as: access) { open in
        try OwnCheckPage(open.economicCheck(id), form, pack, keys, in: open)
      }
      return try parts.pages.render(page, context)
    } catch let refusal as any Refusal {
      return try parts.pages.render(
        OwnCheckPage(fault: refusal.sentence), context, status: .unprocessableContent)
    }
  }

  private static func access(_ number: String?) -> Access? {
    guard let county = number?.prefix(6), county.count == 6, let code = Int64(county) else {
      return nil
    }
    return Access(
      officer: 0, name: "农户", role: .household, place: PlaceCode(number: code * 1_000_000),
      purpose: .declaration)
  }

  /// The check that number and word belong to. Wrong words are counted on the check itself, in a
  /// transaction that stays when the answer is a refusal.
  private func prove(_ form: Form, as access: Access) async throws -> Int64 {
    let proof = try await parts.register.write(as: access) { open in
      try open.prove(number: form["number"] ?? "", word: form["word"] ?? "")
    }
    return try proof.get()
  }

  private func act(_ form: Form, on id: Int64, as access: Access) async throws {
    let keys = parts.checkKeys
    switch form["do"] {
    case "explain":
      try await parts.register.write(as: access) { open in
        let check = try open.economicCheck(id)
        try open.take(
          .explain, on: form["hit"].flatMap(Int64.init) ?? 0, of: check, form["text"], keys)
      }
    case "withdraw":
      try await parts.register.write(as: access) { open in
        let check = try open.economicCheck(id)
        let found = try open.householdCase(check.caseID)
        _ = try open.withdrawConsent(of: nil, because: form["withdrawal"], on: found)
      }
      try await CheckSweep(register: parts.register, keys: keys).destroyEnded(in: access.place)
    default: break
    }
  }
}

extension OpenRegister {
  static let wordTries: Int64 = 5

  fileprivate func prove(
    number: String, word: String
  ) throws -> Result<Int64, CheckRefusal> {
    let row = try db.run(
      """
      SELECT e.id, e.word_sealed, e.word_failures, e.word_locked_until_at FROM economic_check e
      WHERE \(sees("e")) AND e.number = \(number) ORDER BY e.id DESC LIMIT 1
      """
    ).first
    guard let row else { return .failure(.wrongWord) }
    let id = try row.integer("id")
    if let until = try row.optionalInstant("word_locked_until_at"), until > now {
      return .failure(.lockedWord)
    }
    let isRight = try unseal(row.blob("word_sealed")) == word.uppercased()
    let failures = isRight ? 0 : try row.integer("word_failures") + 1
    let locks = failures >= Self.wordTries
    try db.run(
      """
      UPDATE economic_check SET word_failures = \(locks ? 0 : failures),
        word_locked_until_at = \(locks ? now.adding(seconds: 3_600) : nil)
      WHERE county = \(county) AND id = \(id)
      """)
    audit(.openedCheck, subject: "check/\(id)", detail: isRight ? "household" : "household.refused")
    return isRight ? .success(id) : .failure(.wrongWord)
  }
}

/// What `Templates/consent/own.mustache` shows a household.
struct OwnCheckPage: Page {
  static let template = "consent/own"
  let fault: String?
  let isProven: Bool
  let number: String
  let word: String
  let stage: String
  let validUntil: String
  let requests: [CheckPage.RequestLine]
  let openings: [CheckPage.OpeningLine]
  let questions: [Question]
  let mayWithdraw: Bool

  /// A hit that waits for the household's explanation, by item and person, without its details.
  struct Question: Sendable {
    let hit: Int64
    let text: String
  }

  init(fault: String?) {
    (self.fault, isProven, number, word, stage, validUntil) = (fault, false, "", "", "", "")
    (requests, openings, questions, mayWithdraw) = ([], [], [], false)
  }

  init(
    _ check: EconomicCheck, _ form: Form, _ pack: PolicyPack, _ keys: CheckKeys,
    in open: OpenRegister
  ) throws {
    (fault, isProven, number, word) = (nil, true, check.number, form["word"] ?? "")
    stage = check.stage.title
    validUntil = check.validUntil.description
    requests = check.requests.map {
      CheckPage.RequestLine(
        department: $0.department, state: $0.answeredAt.map { "\($0.day) 已反馈" } ?? "待反馈",
        mark: $0.answeredAt == nil ? "due" : "good", isOpen: false)
    }
    openings = try open.openings(of: check)
    let isLive = check.destroyedAt == nil
    mayWithdraw = isLive
    let titles = Dictionary(
      pack.items.map { ($0.id, $0.title) }, uniquingKeysWith: { one, _ in one })
    let names = try open.memberNames(of: check.household)
    questions =
      isLive
      ? try open.findings(of: check, keys).compactMap { found in
        guard let hit = found.hit, hit.state == .open else { return nil }
        let (person, item) = (found.finding.person, found.finding.item)
        return Question(hit: hit.number, text: "\(names[person] ?? "")：\(titles[item] ?? item)")
      } : []
  }
}
