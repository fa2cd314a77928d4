import Casework
import Store

/// What `Templates/consent/list.mustache` shows: the checks that wait for this officer's body.
struct CheckListPage: Page {
  static let template = "consent/list"
  let isBody: Bool
  let rows: [Line]

  struct Line: Sendable {
    let id: Int64
    let number: String
    let department: String
    let asked: String
    let state: String
    let mark: String
    let isOpen: Bool
    /// Nil for a body, which has no case to look at.
    let caseID: Int64?
  }

  init(in open: OpenRegister) throws {
    isBody = open.access.may(.answerCheck)
    let (own, isBody) = (open.access.department ?? "", isBody)
    let found = try open.db.run(
      """
      SELECT e.id, e.number, e.case_id, e.destroyed_at, r.department, r.asked_at, r.answered_at
      FROM economic_check e
      JOIN check_request r ON r.county = e.county AND r.check_id = e.id
      WHERE \(open.sees("e")) AND (\(isBody ? 0 : 1) = 1 OR r.department = \(own))
      ORDER BY CASE WHEN r.answered_at IS NULL AND e.destroyed_at IS NULL THEN 0 ELSE 1 END,
        e.id DESC, r.department LIMIT 200
      """)
    rows = try found.map { row in
      let isEnded = try row.optionalInstant("destroyed_at") != nil
      let answered = try row.optionalInstant("answered_at")
      return Line(
        id: try row.integer("id"), number: try row.text("number"),
        department: try row.text("department"), asked: try row.instant("asked_at").description,
        state: isEnded ? "已终止" : answered.map { "\($0.day) 已反馈" } ?? "待反馈",
        mark: isEnded ? "plain" : answered == nil ? "due" : "good",
        isOpen: !isEnded && answered == nil,
        caseID: isBody ? nil : try row.integer("case_id"))
    }
  }
}

/// What `Templates/consent/show.mustache` shows: a check without its results.
struct CheckPage: Page {
  static let template = "consent/show"
  let id: Int64
  let caseID: Int64
  let head: String
  let number: String
  let body: String
  let stage: String
  let mark: String
  let validUntil: String
  let fault: String?
  let handlers: [String]
  let requests: [RequestLine]
  let openings: [OpeningLine]
  let mayOpen: Bool
  /// The household's code word, for those who hand the receipt over.
  let word: String?
  let mayCarry: Bool
  let log: [String]

  struct RequestLine: Sendable {
    let department: String
    let state: String
    let mark: String
    let isOpen: Bool
  }

  struct OpeningLine: Sendable {
    let at: String
    let who: String
    let purpose: String
  }

  init(_ check: EconomicCheck, fault: String?, in open: OpenRegister) throws {
    (id, caseID, number, body) = (check.id, check.caseID, check.number, check.body)
    self.fault = fault
    head = try open.headNames([check.household])[check.household] ?? ""
    let line = ConsentPanel.CheckLine(check)
    (stage, mark) = (line.state, line.mark)
    validUntil = check.validUntil.description
    let names = try open.officerNames(check.handlers)
    handlers = check.handlers.sorted().map { names[$0] ?? "" }
    requests = check.requests.map {
      RequestLine(
        department: $0.department, state: $0.answeredAt.map { "\($0.day) 已反馈" } ?? "待反馈",
        mark: $0.answeredAt == nil ? "due" : "good",
        isOpen: $0.answeredAt == nil && check.destroyedAt == nil)
    }
    openings = try open.openings(of: check)
    let isLive = check.destroyedAt == nil
    mayOpen = isLive && check.handlers.contains(open.access.officer)
    let hands = open.access.may(.commissionCheck) || mayOpen
    word = isLive && hands ? try open.unseal(check.word) : nil
    mayCarry = isLive && open.access.role == .countyAdministrator
    log = try open.consentLog(of: check.caseID)
  }
}

/// What `Templates/consent/results.mustache` shows, for as long as it is open.
struct CheckResultsPage: Page {
  static let template = "consent/results"
  let id: Int64
  let head: String
  let number: String
  let until: String
  let secondsLeft: Int
  /// Drawn across the page.
  let watermark: String
  let fault: String?
  let lines: [Line]

  struct Line: Sendable {
    let check: Int64
    let department: String
    let person: String
    let title: String
    let answer: String
    let text: String
    let amount: String
    let hit: Int64?
    let state: String?
    let mark: String
    let explanation: String?
    let judgement: String?
    let mayExplain: Bool
    let mayJudge: Bool
  }

  init(
    _ check: EconomicCheck, fault: String?, _ pack: PolicyPack, _ keys: CheckKeys,
    in open: OpenRegister
  ) throws {
    let end = try open.opening(of: check)
    (id, number, self.fault) = (check.id, check.number, fault)
    head = try open.headNames([check.household])[check.household] ?? ""
    until = end.timeOfDay
    secondsLeft = Int((end.microseconds - open.now.microseconds) / 1_000_000)
    watermark = "\(open.access.name) \(open.now)"
    let titles = Dictionary(
      pack.items.map { ($0.id, $0.title) }, uniquingKeysWith: { one, _ in one })
    let names = try open.memberNames(of: check.household)
    lines = try open.findings(of: check, keys).map { found in
      let state = found.hit?.state
      return Line(
        check: check.id, department: found.department, person: names[found.finding.person] ?? "",
        title: titles[found.finding.item] ?? found.finding.item,
        answer: found.finding.isHit ? "有" : "无", text: found.finding.text,
        amount: found.finding.amount.map { Money(fen: $0).description } ?? "",
        hit: found.hit?.number, state: state?.title,
        mark: state.map { $0.isSettled ? "good" : "due" } ?? "plain",
        explanation: found.explanation, judgement: found.judgement,
        mayExplain: state == .open,
        mayJudge: state == .explained && found.hit?.explainedBy != open.access.officer)
    }
  }
}

extension OpenRegister {
  /// Every opening of a check, as its household sees them too.
  func openings(of check: EconomicCheck) throws -> [CheckPage.OpeningLine] {
    let rows = try db.run(
      """
      SELECT officer, opened_at, purpose FROM check_opening
      WHERE county = \(county) AND check_id = \(check.id) ORDER BY seq DESC
      """)
    let names = try officerNames(Set(rows.map { try $0.integer("officer") }))
    return try rows.map { row in
      CheckPage.OpeningLine(
        at: try row.instant("opened_at").description,
        who: names[try row.integer("officer")] ?? "", purpose: try row.text("purpose"))
    }
  }

  func memberNames(of household: Int64) throws -> [Int64: String] {
    Dictionary(
      try db.run(
        "SELECT id, name FROM person WHERE county = \(county) AND household_id = \(household)"
      ).map { (try $0.integer("id"), try $0.text("name")) }, uniquingKeysWith: { one, _ in one })
  }

  func consentLog(of found: Int64) throws -> [String] {
    let rows = try db.run(
      """
      SELECT e.happened_at, e.officer, e.action, e.detail, p.name FROM consent_event e
      LEFT JOIN person p ON p.county = e.county AND p.id = e.person_id
      WHERE e.county = \(county) AND e.case_id = \(found) ORDER BY e.seq
      """)
    let names = try officerNames(Set(rows.map { try $0.integer("officer") }))
    return try rows.map { row in
      let action = try row.raw("action", as: ConsentAction.self)
      let officer = try row.integer("officer")
      let who = officer == 0 ? "农户或系统" : names[officer] ?? ""
      let whose = try row.optionalText("name").map { "（\($0)）" } ?? ""
      return
        "\(try row.instant("happened_at")) \(action.title)\(whose)：\(try row.text("detail")) · \(who)"
    }
  }
}
