import Casework
import Store

/// What `Templates/clues/show.mustache` shows.
struct CluePage: Page {
  static let template = "clues/show"
  let id: Int64
  let version: Int64
  let head: String
  let household: Int64?
  let village: String
  let stage: String
  let coefficient: String?
  let review: String
  let deadline: DeadlineBadge?
  let signals: [SignalLine]
  let timeline: [TimelineLine]
  let clock: ClockPanel
  let conclusion: String?
  let visitReason: String?
  let visitOfficer: String?
  /// The visit's sheet as it was filled in; nil before sheets kept their version.
  let sheet: Int64?
  let statement: [Figure]
  let guarantees: [Figure]
  let dossier: Dossier?
  let caseID: Int64?
  let mayVisit: Bool
  let mayPlace: Bool
  let actions: [Action]
  let fault: String?
  let feedback: FeedbackPanel
  let papers: [PaperLink]
  /// The signed visit sheet, photographed.
  let scans: [ScanPanel.ScanLine]
  let mayFile: Bool

  struct SignalLine: Sendable {
    let at: String
    let source: String
    let text: String
  }

  struct Figure: Sendable {
    let title: String
    let value: String
  }

  struct Action: Sendable {
    let value: String
    let title: String
    let isPrimary: Bool
  }

  init(_ clue: Clue, fault: String? = nil, rules: Rules, in open: OpenRegister) throws {
    (id, version, self.fault) = (clue.id, clue.version, fault)
    let line = try open.lines([clue], rules).first
    (head, household) = (line?.head ?? "", clue.household)
    village = line?.village ?? ""
    stage = clue.stage.title
    deadline = line?.deadline
    let known = try clue.household.flatMap { try open.coefficient(of: $0) }
    review = CluePage.review(known, rules.pack.thresholds)
    let signs = try open.signals(of: clue.id)
    feedback = try FeedbackPanel(clue, signs, rules, in: open)
    signals = signs.map {
      SignalLine(
        at: $0.raisedAt.description, source: $0.source.title,
        text: $0.isWithdrawn ? "\($0.text)（来源已撤回）" : $0.text)
    }
    timeline = try open.clueTimeline(clue, rules)
    clock = try ClockPanel(ClockSubject(.clue, clue.id), duty: clue.stage.duty, in: open)
    (caseID, coefficient) = (clue.caseID, line?.coefficient)
    self.sheet = try clue.visit.flatMap { try open.formRecord(of: "visit/\($0)", "visit")?.id }
    dossier = try clue.household.flatMap { try Dossier($0, rules.pack, in: open) }
    let access = open.access
    let mayPrint = clue.household != nil && PaperKind.visitSheet.duties.contains(where: access.may)
    papers = mayPrint ? [PaperLink("入户核实表", "/clues/\(clue.id)/papers/visitSheet")] : []
    scans = try open.scans(ofClue: clue.id).map {
      .init(
        id: $0.id, record: clue.id, title: PaperKind.visitSheet.shortTitle,
        detail: "\($0.filedAt.day) \($0.way.title)")
    }
    mayFile = access.may(.visit) && clue.household != nil
    mayVisit = clue.stage == .visiting && access.may(.visit)
    mayPlace = clue.stage == .received && access.may(.assignClue)
    actions = CluePage.reviews(at: clue.stage, by: access)
    guard let visit = try clue.visit.map(open.visit) else {
      (conclusion, visitReason, visitOfficer, statement, guarantees) = (nil, nil, nil, [], [])
      return
    }
    let sheet = visit.form.sheet(today: open.today).sheet
    conclusion = visit.conclusion.title
    visitReason = sheet.reason
    visitOfficer = try open.officerNames([visit.officer])[visit.officer].map {
      "\($0)、\(sheet.companion)，\(visit.visitedOn) 入户"
    }
    statement = CluePage.figures(sheet.statement, line: rules.pack.line(of: open.today.year))
    guarantees = CluePage.figures(sheet.guarantees)
  }

  /// The reviews that are open to this officer.
  private static func reviews(at stage: ClueStage, by access: Access) -> [Action] {
    let isMine = [.townshipReview, .countyReview].contains(stage)
    guard isMine, stage.duty.map(access.may) ?? false else { return [] }
    return [ClueAction.agree, .overrule, .sendBack].map {
      Action(value: $0.rawValue, title: $0.title, isPrimary: $0 == .agree)
    }
  }

  private static func figures(_ guarantees: [Guarantee: Bool]) -> [Figure] {
    Guarantee.allCases.map { guarantee in
      Figure(
        title: guarantee.title,
        value: guarantees[guarantee].map { $0 ? "有保障" : "有问题" } ?? "未填")
    }
  }

  /// Who has to look again, in a sentence.
  private static func review(_ known: Coefficient?, _ thresholds: Thresholds) -> String {
    switch (ReviewLevel(known, thresholds), known) {
    case (_, nil): "风险系数未知，“无风险”结论须由乡镇审核。"
    case (.village, _): "风险系数低于 \(thresholds.township)，“无风险”结论由村里办结。"
    case (.township, _): "风险系数达到 \(thresholds.township)，“无风险”结论须由乡镇审核。"
    case (.county, _): "风险系数达到 \(thresholds.county)，“无风险”结论须由乡镇审核、县级复核。"
    }
  }

  static func figures(_ statement: IncomeStatement, line: IncomeLine?) -> [Figure] {
    IncomeSection.allCases.map {
      Figure(title: $0.title, value: statement.total($0).description)
    } + [
      Figure(title: "家庭纯收入（A+B+C+D−E）", value: statement.net.description),
      Figure(title: "人均纯收入", value: statement.netPerPerson.description),
      Figure(title: "人均参考收入（＋F−G）", value: statement.referencePerPerson.description),
      Figure(title: "当年监测线", value: line?.amount.description ?? "未知"),
    ]
  }
}

extension OpenRegister {
  func clueTimeline(_ clue: Clue, _ rules: Rules) throws -> [TimelineLine] {
    let rows = try db.run(
      """
      SELECT taken_at, officer, action, from_stage, to_stage, reason FROM clue_event
      WHERE county = \(county) AND clue_id = \(clue.id) ORDER BY seq
      """)
    let (subject, village) = (ClockSubject(.clue, clue.id), clue.village)
    try readLateFiles(of: subject, rules)
    return try timeline(
      rows, title: { ClueAction(rawValue: $0)?.title ?? ($0 == "move" ? "户籍迁移，随户移交" : "发现线索") },
      due: { stage, day in
        try ClueStage(rawValue: stage)?.allowance.flatMap {
          try deadline(StepClock(subject, in: village, step: $0, from: day), rules)
        }?.due
      })
  }
}
