import Casework
import Foundation
import Hummingbird
import Store

/// `/f/progress`: where a household's own declaration stands, by number, end of the phone and word.
struct ProgressRoutes {
  let parts: AppParts

  func add(to open: RouterGroup<AppContext>) {
    open.get("f/progress") { request, context in
      try parts.pages.render(ProgressPage(fault: nil), context)
    }
    open.post("f/progress", use: ask)
    open.post("f/progress/withdrawal", use: withdraw)
  }

  /// All three have to be right; what is wrong is not told.
  @Sendable func ask(_ request: Request, context: AppContext) async throws -> Response {
    let form = try await Form.read(request, context)
    return try await answer(form, request, context) { _ in }
  }

  /// Takes one's own letter back; the key of the check goes once that is kept.
  @Sendable func withdraw(_ request: Request, context: AppContext) async throws -> Response {
    let form = try await Form.read(request, context)
    return try await answer(form, request, context) { found in
      try await parts.register.write(as: FarmerRoutes.access) { open in
        try open.withdrawOwn(found, because: form["withdrawal"])
      }
      try await CheckSweep(register: parts.register, keys: parts.checkKeys)
        .destroyEnded(in: FarmerRoutes.county)
    }
  }

  /// Does something for whoever proves that the declaration is theirs, and shows how it stands.
  private func answer(
    _ form: Form, _ request: Request, _ context: AppContext,
    _ act: (OwnDeclaration) async throws -> Void
  ) async throws -> Response {
    let (rules, address) = (Rules(parts), context.address(of: request, parts.settings))
    do {
      let isAllowed = try await parts.register.write(as: FarmerRoutes.access) {
        try $0.mayTry(.ask, from: address)
      }
      guard isAllowed else { throw TooManyAttempts() }
      let found = try await parts.register.read(as: FarmerRoutes.access) { open in
        try DeclarationProof(form).flatMap { try open.declaration(by: $0) }
      }
      guard let found else { throw WrongProof() }
      try await act(found)
      var page = try await parts.register.read(as: FarmerRoutes.access) { open in
        guard let proof = DeclarationProof(form), let found = try open.declaration(by: proof) else {
          throw WrongProof()
        }
        return try ProgressPage(found, proof, rules, in: open)
      }
      page.message = MessageOffer(
        number: page.number, tail: page.tail, word: page.word, request, parts.settings)
      return try parts.pages.render(page, context)
    } catch let refusal as any Refusal {
      return try parts.pages.render(
        ProgressPage(fault: refusal.sentence), context, status: .unprocessableContent)
    }
  }
}

/// Number, end of the phone or word is wrong.
struct WrongProof: Refusal {
  var sentence: String { "受理号、手机尾号或口令不对，请对照回执再输一次。忘记了可以拨打 12317 或找村干部查询。" }
}

/// By what a household shows that a declaration is its own.
struct DeclarationProof: Sendable {
  let number: String
  let tail: String
  let word: String

  init?(_ form: Form) {
    let written = (form["receipt"] ?? "").uppercased()
    guard let code = ReceiptCode(written.hasPrefix("SW") ? String(written.dropFirst(2)) : written),
      let tail = form["tail"], tail.count == 4, let word = form["word"]
    else { return nil }
    (number, self.tail, self.word) = ("SW-\(code)", tail, word)
  }
}

/// A declaration that its household asks about.
struct OwnDeclaration: Sendable {
  let number: String
  let name: String
  let clue: Int64
  let village: PlaceCode
  let text: String
  let declaredAt: Instant
  /// The identity number, to show a household only its own record.
  let identity: String
}

/// One adult's letter, as the household sees it.
struct OwnLetter: Sendable {
  let line: ConsentPanel.LetterLine
  let mayWithdraw: Bool
}

extension OpenRegister {
  func declaration(by proof: DeclarationProof) throws -> OwnDeclaration? {
    let rows = try db.run(
      """
      SELECT name, clue_id, village, difficulty, declared_at, phone_sealed, id_sealed FROM declaration
      WHERE county = \(county) AND receipt = \(proof.number)
        AND word_index = \(wordIndex(proof.number, proof.word))
      """)
    guard let row = rows.first, try unseal(row.blob("phone_sealed")).hasSuffix(proof.tail) else {
      return nil
    }
    return OwnDeclaration(
      number: proof.number, name: try row.text("name"), clue: try row.integer("clue_id"),
      village: try row.place("village"),
      text: try row.text("difficulty"), declaredAt: try row.instant("declared_at"),
      identity: try unseal(row.blob("id_sealed")))
  }

  /// The household of the clue, where the one who declared is one of its members.
  func ownHousehold(_ declaration: OwnDeclaration, _ household: Int64?) throws -> Int64? {
    try ownPerson(declaration, household) == nil ? nil : household
  }

  private func ownPerson(_ declaration: OwnDeclaration, _ household: Int64?) throws -> Int64? {
    guard let household else { return nil }
    return try db.run(
      """
      SELECT id FROM person WHERE county = \(county) AND household_id = \(household)
        AND id_index = \(blindIndex(declaration.identity)) AND left_on IS NULL
      """
    ).first?.integer("id")
  }

  /// The letters of one's own household, where a case asked for them.
  func ownLetters(_ declaration: OwnDeclaration) throws -> [OwnLetter] {
    let clue = try clue(declaration.clue)
    guard let id = clue.caseID, let own = try ownPerson(declaration, clue.household) else {
      return []
    }
    let found = try householdCase(id)
    return try consents(found).map { adult in
      OwnLetter(
        line: ConsentPanel.LetterLine(adult, today: today),
        mayWithdraw: adult.person == own && !found.stage.isClosed
          && adult.state(on: today) == .given)
    }
  }

  fileprivate func withdrawOwn(_ declaration: OwnDeclaration, because reason: String?) throws {
    let clue = try clue(declaration.clue)
    guard let id = clue.caseID, let own = try ownPerson(declaration, clue.household) else {
      throw AuthorisationRefusal.nothingGiven
    }
    _ = try withdrawConsent(of: own, because: reason, on: householdCase(id))
  }
}
