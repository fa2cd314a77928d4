import Casework
import Store

/// What `Templates/farmers/progress.mustache` shows: the form, or where the declaration stands.
struct ProgressPage: Page {
  static let template = "farmers/progress"
  let fault: String?
  var isFound = false
  var number = ""
  var tail = ""
  var word = ""
  var text = ""
  var steps: [Step] = []
  var next = ""
  var record: [Line] = []
  var openings: [Step] = []
  var voices: [Said] = []
  /// How one is satisfied with the visit, and what else can be said.
  var levels: [NewCluePage.Choice] = []
  var kinds: [NewCluePage.Choice] = []
  var letters: [OwnLetter] = []
  var mayWithdrawOwn = false
  var objecting = ""
  var message: MessageOffer?

  struct Step: Sendable {
    let at: String
    let what: String
    /// Which office did it.
    var who: String?
  }

  struct Line: Sendable {
    let title: String
    let value: String
  }

  struct Said: Sendable {
    let title: String
    let text: String
    let answer: String?
  }

  init(fault: String?) { self.fault = fault }

  init(
    _ found: OwnDeclaration, _ proof: DeclarationProof, _ rules: Rules, in open: OpenRegister
  ) throws {
    self.init(fault: nil)
    isFound = true
    (number, tail, word, text) = (proof.number, proof.tail, proof.word, found.text)
    let clue = try open.clue(found.clue)
    steps = [Step(at: found.declaredAt.description, what: "收到您的申报。")]
    steps += try open.plainSteps(of: clue)
    next = try open.plainNext(of: clue, rules)
    if let household = try open.ownHousehold(found, clue.household) {
      record = try open.ownRecord(household)
      openings = try open.ownOpenings(household)
    }
    voices = try open.voices(about: proof.number)
    let isVisited = clue.visit != nil
    func choices(_ kinds: [VoiceKind]) -> [NewCluePage.Choice] {
      kinds.map { NewCluePage.Choice(value: $0.rawValue, title: $0.title, isChosen: false) }
    }
    levels = isVisited ? choices(VoiceKind.allCases.filter(\.isLevel)) : []
    kinds = choices(VoiceKind.allCases.filter { !$0.isLevel })
    letters = try open.ownLetters(found)
    mayWithdrawOwn = letters.contains(where: \.mayWithdraw)
    objecting = try open.plainObjecting(to: clue)
  }
}

extension OpenRegister {
  /// What was done so far, by role and day; names of officers belong to the offices.
  func plainSteps(of clue: Clue) throws -> [ProgressPage.Step] {
    var steps: [ProgressPage.Step] = []
    if let id = clue.visit {
      let rows = try db.run(
        """
        SELECT v.submitted_at, v.conclusion, a.role FROM visit v
        LEFT JOIN account a ON a.county = v.county AND a.id = v.officer
        WHERE v.county = \(county) AND v.id = \(id)
        """)
      for row in rows {
        let conclusion: VisitConclusion = try row.raw("conclusion")
        steps.append(
          .init(
            at: try row.instant("submitted_at").description, what: conclusion.plain,
            who: try office(row)))
      }
    }
    guard let id = clue.caseID else { return steps }
    let rows = try db.run(
      """
      SELECT e.taken_at, e.to_stage, a.role FROM case_event e
      LEFT JOIN account a ON a.county = e.county AND a.id = e.officer
      WHERE e.county = \(county) AND e.case_id = \(id) ORDER BY e.seq
      """)
    var last: CaseStage?
    for row in rows {
      let stage: CaseStage = try row.raw("to_stage")
      if stage == last { continue }
      last = stage
      steps.append(
        .init(
          at: try row.instant("taken_at").description, what: stage.plain, who: try office(row)))
    }
    return steps
  }

  private func office(_ row: Row) throws -> String? {
    try row.optionalRaw("role", as: Role.self)?.title
  }

  /// How a household objects now, and what comes of it.
  func plainObjecting(to clue: Clue) throws -> String {
    let notice = try clue.caseID.flatMap { try standingNotice(householdCase($0)) }
    let now = notice.map { $0.isStopped ? "已有人提出异议，公示暂停，等待处理。" : "现在正在公示，到 \($0.until) 为止。" }
    return (now ?? "")
      + "不同意的，在下面选“\(VoiceKind.objection.title)”写明理由，由没有经办过的同事处理，结果写在这一页。也可以拨打 12317。"
  }

  func plainNext(of clue: Clue, _ rules: Rules) throws -> String {
    if let id = clue.caseID {
      let found = try householdCase(id)
      if found.stage.isClosed { return "都办完了。家里再有困难，随时可以重新申报。" }
      let due = try found.deadline(rules, in: self)?.due
      return "现在：\(found.stage.plain)"
        + (due.map { "最晚 \($0.month) 月 \($0.dayOfMonth) 日办完这一步。" } ?? "")
    }
    guard clue.stage.isOpen else { return "都办完了。家里再有困难，随时可以重新申报。" }
    let due = try clue.deadline(rules, in: self)?.due
    return "现在：\(clue.stage.plain)"
      + (due.map { "最晚 \($0.month) 月 \($0.dayOfMonth) 日办完这一步。" } ?? "")
  }

  /// What is recorded of the household, without numbers and without a word about others.
  func ownRecord(_ household: Int64) throws -> [ProgressPage.Line] {
    let rows = try db.run(
      """
      SELECT h.size, h.address, h.income_per_person_fen, h.has_safe_water, h.has_unsafe_house,
        (SELECT COUNT(*) FROM person p WHERE p.county = h.county AND p.household_id = h.id
          AND p.left_on IS NULL AND p.has_dibao = 1) AS dibao,
        (SELECT COUNT(*) FROM person p WHERE p.county = h.county AND p.household_id = h.id
          AND p.left_on IS NULL AND p.is_insured = 1) AS insured
      FROM household h WHERE h.county = \(county) AND h.id = \(household)
      """)
    guard let row = rows.first else { return [] }
    audit(.openedHousehold, subject: "household/\(household)", detail: "own")
    func words(_ flag: Bool?, _ yes: String, _ no: String) -> String {
      flag.map { $0 ? yes : no } ?? "没有登记"
    }
    return [
      .init(title: "家庭人口", value: "\(try row.int("size")) 人"),
      .init(title: "住址", value: try row.text("address")),
      .init(
        title: "登记的人均纯收入",
        value: try row.optionalMoney("income_per_person_fen").map { "\($0) 元" } ?? "没有登记"),
      .init(title: "饮水", value: words(try row.optionalFlag("has_safe_water"), "安全", "有问题")),
      .init(title: "住房", value: words(try row.optionalFlag("has_unsafe_house"), "有安全问题", "安全")),
      .init(title: "参加医保", value: "\(try row.int("insured")) 人"),
      .init(title: "享受低保", value: "\(try row.int("dibao")) 人"),
    ]
  }

  /// Who opened the record, by office and day.
  func ownOpenings(_ household: Int64) throws -> [ProgressPage.Step] {
    try db.run(
      """
      SELECT role, MAX(entered_at) AS entered_at FROM audit_entry
      WHERE county = \(county) AND subject = \("household/\(household)")
        AND action = \(AuditAction.openedHousehold.rawValue) AND role <> 'household'
      GROUP BY role ORDER BY MAX(entered_at) DESC
      """
    ).map { row in
      let role = Role(rawValue: try row.text("role"))
      return ProgressPage.Step(
        at: try row.instant("entered_at").day.description, what: role?.title ?? "系统")
    }
  }
}
