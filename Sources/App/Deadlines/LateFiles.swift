import Casework
import Store

/// Which clues and cases are asked what files they wait for.
enum LateScope {
  /// Those that wait for somebody's judgement or for the village's meeting.
  case open
  case one(ClockSubject)
}

/// What late departments keep from being judged. It is computed when it is read: the files that
/// came tell it, and nothing of it is stored.
extension OpenRegister {
  func lateFiles(_ scope: LateScope, _ rules: Rules) throws -> [ClockSubject: [LateFile]] {
    guard rules.latest.outages != nil else { return [:] }
    var found: [ClockSubject: [LateFile]] = [:]
    for (subject, file) in try lateRows(scope, rules) + lateChecks(scope, rules)
      + lateAssists(scope, rules)
    {
      found[subject, default: []].append(file)
    }
    return found
  }

  /// Files from which a household's signs came, of a later time: whether the trouble lasts is to be
  /// judged by them.
  private func lateRows(
    _ scope: LateScope, _ rules: Rules
  ) throws -> [(ClockSubject, LateFile)] {
    let files = try lateFiles(rules)
    guard !files.isEmpty else { return [] }
    let rows = try db.run(
      """
      SELECT DISTINCT g.clue_id, k.id AS case_id, f.kind
      FROM clue_signal g
      JOIN clue c ON c.county = g.county AND c.id = g.clue_id
      JOIN fact f ON f.county = g.county AND f.id = g.fact_id
      LEFT JOIN household_case k ON k.county = c.county AND k.clue_id = c.id
      WHERE \(sees("c")) AND g.withdrawn_at IS NULL AND f.submission_id IS NOT NULL
        AND f.kind IN (\(list: files.keys.sorted())) AND \(scope.clues)
      ORDER BY g.clue_id, case_id, f.kind
      """)
    return try rows.flatMap { row -> [(ClockSubject, LateFile)] in
      let subject = ClockSubject(.clue, try row.integer("clue_id"))
      let found = try row.optionalInteger("case_id").map { ClockSubject(.case, $0) }
      return try files[row.text("kind"), default: []].flatMap { file in
        [subject, found].compactMap { $0 }.map { ($0, file) }
      }
    }
  }

  /// By kind of fact, the times in which a file was awaited in vain.
  private func lateFiles(_ rules: Rules) throws -> [String: [LateFile]] {
    let since = today.adding(months: -13)
    var arrivals: [String: [FileArrival]] = [:]
    try db.each(
      """
      SELECT item, received_at, finished_at FROM submission
      WHERE county = \(county) AND finished_at IS NOT NULL AND undone_at IS NULL
        AND item <> \(Submission.registry) AND received_at >= \(since.adding(months: -13).start)
      """
    ) { row in
      arrivals[try row.text("item"), default: []].append(
        FileArrival(
          received: try row.instant("received_at").day, ready: try row.instant("finished_at").day))
    }
    let late = rules.latest.items.filter(\.isPushable).map { item in
      (item.fact, item.late(arrivals[item.id] ?? [], since: since, today: today, rules.calendar))
    }
    return Dictionary(late.filter { !$0.1.isEmpty }, uniquingKeysWith: +)
  }

  /// Bodies that were asked for a household's economic check and owe an answer.
  private func lateChecks(
    _ scope: LateScope, _ rules: Rules
  ) throws -> [(ClockSubject, LateFile)] {
    let rows = try db.run(
      """
      SELECT k.id, r.department, r.asked_at,
        COALESCE(r.answered_at, e.destroyed_at) AS answered_at
      FROM household_case k
      JOIN economic_check e ON e.county = k.county AND e.case_id = k.id
      JOIN check_request r ON r.county = e.county AND r.check_id = e.id
      WHERE \(sees("k")) AND \(scope.cases) ORDER BY k.id, r.asked_at, r.department
      """)
    return try rows.compactMap {
      try owed($0, .check, ClockSubject(.case, $0.integer("id")), rules)
    }
  }

  /// Departments that were asked about a household (协查) and owe an answer.
  private func lateAssists(
    _ scope: LateScope, _ rules: Rules
  ) throws -> [(ClockSubject, LateFile)] {
    let rows = try db.run(
      """
      SELECT a.clue_id, a.department, a.asked_at, a.answered_at
      FROM assist_request a
      JOIN clue c ON c.county = a.county AND c.id = a.clue_id
      LEFT JOIN household_case k ON k.county = c.county AND k.clue_id = c.id
      WHERE \(sees("c")) AND \(scope.clues) ORDER BY a.clue_id, a.asked_at, a.id
      """)
    return try rows.compactMap {
      try owed($0, .judgement, ClockSubject(.clue, $0.integer("clue_id")), rules)
    }
  }

  /// An answer that was not there when it was due; nil where it was.
  private func owed(
    _ row: Row, _ wait: LateFile.Wait, _ subject: ClockSubject, _ rules: Rules
  ) throws -> (ClockSubject, LateFile)? {
    let (limit, what) = wait == .check ? ("checkAnswer", "核对答复") : ("assist", "协查答复")
    guard let allowance = rules.latest.allowance(limit) else { return nil }
    let due = allowance.due(from: try row.instant("asked_at").day, rules.calendar)
    let until = min(try row.optionalInstant("answered_at")?.day ?? today, today)
    guard due < until else { return nil }
    let name = "\(try row.text("department"))的\(what)"
    return (subject, LateFile(name, due.adding(days: 1)...until, wait))
  }
}

extension LateScope {
  private static let judging: [CaseStage] = [
    .appraisal, .publicNotice, .townshipAudit, .countyApproval,
  ]

  /// Of clues `c` with their cases `k`.
  fileprivate var clues: SQL {
    switch self {
    case .open:
      """
      (c.stage IN ('townshipReview', 'countyReview')
        OR k.stage IN (\(list: Self.judging.map(\.rawValue))))
      """
    case .one(let one) where one.kind == .clue: "c.id = \(one.id)"
    case .one(let one): "k.id = \(one.id)"
    }
  }

  fileprivate var cases: SQL {
    switch self {
    case .open: "k.stage IN (\(list: Self.judging.map(\.rawValue)))"
    case .one(let one) where one.kind == .case: "k.id = \(one.id)"
    case .one: "1 = 0"
    }
  }
}
