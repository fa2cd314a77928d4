import App
import Casework
import Foundation
import HummingbirdTesting
import Store
import Testing

/// A household judged at risk, its case, and the officers who deal with it.
struct TestCase: Sendable {
  let county: TestCounty
  let id: Int64
  let pack: PolicyPack
  let village, township, reviewer, keeper: Access
  private let officers: [String: Access]

  /// One adult, 刘长根, hurt and in debt; the case waits for the consent.
  /// The pack may have a `procedure` of the county's own.
  init(_ store: TestStore, procedure: String = "procedure: {}") async throws {
    county = try await TestCounty(store)
    try await county.settle([TestCounty.person("H1", "刘长根", TestCounty.id(1))])
    village = try await county.officer(.informationOfficer, at: TestCounty.village)
    township = try await county.officer(.townshipReviewer, at: TestCounty.township)
    reviewer = try await county.officer(.countyReviewer, at: TestCounty.county)
    keeper = try await county.officer(.townshipAdministrator, at: TestCounty.township)
    let (pack, household) = (try county.pack(and: procedure), try await county.household("H1"))
    self.pack = pack
    let clue = try await county.register.write(as: village) { open in
      try open.raise(
        Finding(source: .patrol, risk: .illness, text: "户主住院"), about: household, pack)
    }
    id = try await county.register.write(as: village) { open in
      let found = try open.clue(clue)
      var values = try open.prefilled(household).values
      values["companion"] = "李建国"
      values["conclusion"] = "propose"
      values["risks"] = "illness"
      values["reason"] = "医疗支出超过收入"
      for guarantee in Guarantee.allCases { values["guarantee.\(guarantee.rawValue)"] = "1" }
      _ = try open.submit(VisitForm(values: values), for: found, pack)
      return try #require(try open.clue(clue).caseID)
    }
    officers = ["village": village, "township": township, "county": reviewer, "keeper": keeper]
  }

  /// A fresh sign-in, for days pass between the steps.
  func cookie(_ who: String) async throws -> String {
    try await county.signIn(try #require(officers[who]))
  }

  var found: HouseholdCase {
    get async throws { try await county.register.read(as: reviewer) { try $0.householdCase(id) } }
  }

  func deadline(_ rules: Rules) async throws -> Deadline? {
    try await county.register.read(as: reviewer) {
      try $0.householdCase(id).deadline(rules, in: $0)
    }
  }

  var stage: CaseStage { get async throws { try await found.stage } }

  /// Changes the case as an officer, at once.
  func write(
    as who: Access, _ body: @escaping @Sendable (OpenRegister, HouseholdCase) throws -> Void
  ) async throws {
    try await county.register.write(as: who) { try body($0, $0.householdCase(id)) }
  }

  func take(_ action: CaseAction, as who: Access) async throws {
    try await write(as: who) { try $0.take(action, on: $1, reason: nil, pack) }
  }

  /// Every adult signs.
  func signLetters() async throws {
    try await write(as: village) { open, found in
      for adult in try open.consents(found) {
        try open.recordConsent(
          SignedLetter(of: adult.name, signedBy: nil, guardian: nil, isGiven: true),
          of: adult.person, on: found, pack)
      }
    }
  }

  /// Sends a form of the case's page as one of the officers.
  @discardableResult
  func send(
    _ form: String, to noun: String = "steps", by who: String = "village",
    _ client: any TestClientProtocol
  ) async throws -> TestResponse {
    try await client.submit(form, to: "/cases/\(id)/\(noun)", cookie: try await cookie(who))
  }

  func consent(answer: Int = 1, _ client: any TestClientProtocol) async throws {
    let access = village
    let adults = try await county.register.read(as: access) { open in
      try open.consents(try open.householdCase(id)).map(\.person)
    }
    for adult in adults { try await send("given.\(adult)=\(answer)", to: "consents", client) }
  }

  /// Commissions the check and has every body answer, with a hit where one is wanted.
  @discardableResult
  func concludeCheck(
    hit: String? = nil, keys: CheckKeys? = nil
  ) async throws -> Int64? {
    let keys = keys ?? county.checkKeys
    let handlers: Set<Int64> = [village.officer, township.officer]
    let check: Int64?
    do {
      check = try await county.register.write(as: keeper) { open in
        try open.commission(open.householdCase(id), handlers: handlers, pack, keys)
      }
    } catch is CheckRefusal {
      return nil
    }
    guard let check else { return nil }
    for department in Set(pack.items.filter { !$0.isPushable }.map(\.department)) {
      let body = Access(
        officer: 900, name: department, role: .departmentOfficer, place: TestCounty.county,
        department: department)
      try await county.register.write(as: body) { open in
        let found = try open.economicCheck(check)
        let findings = try open.questions(of: found, to: department, pack).map {
          CheckFinding(
            person: $0.person, item: $0.item, isHit: $0.item == hit,
            text: $0.item == hit ? "小型轿车 一辆" : "", amount: nil)
        }
        try open.answer(findings, of: department, to: found, keys)
      }
    }
    return check
  }

  func appraise(_ client: any TestClientProtocol) async throws {
    try await send(
      "chair=a&present=20&inFavour=18&against=2&minutes=b", to: "appraisals", client)
  }

  /// The sheet of a removal with nothing on it that speaks against one.
  @discardableResult
  func fillRemoval(
    _ client: any TestClientProtocol, _ changes: [String: String] = [:]
  ) async throws -> TestResponse {
    var values = ["way": "byHelp", "removedOn": "\(county.clock.now.day)", "contact": "a"]
    for guarantee in Guarantee.allCases { values["guarantee.\(guarantee.rawValue)"] = "1" }
    values.merge(changes) { $1 }
    let form = values.map { "\($0)=\($1)" }.joined(separator: "&")
    return try await send(form, to: "removal", client)
  }

  /// Half a year after the announcement, with a measure and a good follow-up: all conditions hold.
  func bringToRemoval(
    _ client: any TestClientProtocol, isMonitored: Bool = false
  ) async throws {
    if !isMonitored { try await bringToMonitored(client) }
    let (pack, access, id) = (pack, village, id)
    try await county.register.write(as: access) { open in
      let category = try #require(pack.measures.first)
      let measure = Measure(
        category: category.id, subtype: try #require(category.subtypes.first), helper: "a",
        amount: Money(yuan: 300), begunOn: open.today)
      try open.add(measure, to: open.householdCase(id), pack)
    }
    county.clock.move(days: 200)
    try await send("situation=a&income=20000&guarantees=1&riskGone=1", to: "follow-ups", client)
    try await county.assess()
  }

  /// From the village's desk to the removal's approval.
  func remove(_ client: any TestClientProtocol) async throws {
    try await send("do=proposeRemoval", client)
    try await appraise(client)
    try await send("do=endorse", client)
    try await send("", to: "notices", client)
    county.clock.move(days: 6)
    try await send("do=endorse", client)
    try await send("do=endorse", by: "township", client)
    try await send("do=endorse", by: "county", client)
  }

  /// From the consent up to the township's desk.
  func bringToTownship(_ client: any TestClientProtocol) async throws {
    try await consent(client)
    try await send("do=recordConsent", client)
    try await concludeCheck()
    try await appraise(client)
    try await send("do=endorse", client)
    try await send("", to: "notices", client)
    county.clock.move(days: 6)
    try await send("do=endorse", client)
  }

  /// All the way to the announcement.
  func bringToMonitored(_ client: any TestClientProtocol) async throws {
    try await bringToTownship(client)
    try await send("do=endorse", by: "township", client)
    try await send("do=endorse", by: "county", client)
    try await send("do=endorse", by: "keeper", client)
  }
}
