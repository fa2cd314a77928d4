import Casework
import Store

/// A row with its fate, and what it will say once it is committed.
struct JudgedRow: Sendable {
  let number: Int
  let outcome: RowOutcome
  var person: Candidate?
  var probability: Double?
  var staged: StagedFact?
  /// Of a row that waits for a person: what it says of its own, and whom it may mean.
  var waiting: WaitingRow?
}

/// The rows of a piece with their fates, and how they and their persons agreed.
struct JudgedPiece: Sendable {
  var rows: [JudgedRow] = []
  var patterns = MatchPatterns()
  var isEmpty: Bool { rows.isEmpty }
}

/// A fact in waiting.
struct StagedFact: Sendable {
  let said: ItemRow
  /// Nil while nobody has said whom the row means.
  let person: Candidate?
  let key: String?
  /// The fact that it corrects.
  let replaces: Int64?
}

/// Gives the rows of a piece their fates, all of them in a few statements.
struct PushJudge: Sendable {
  let item: DataItem
  let seen: SeenEvents
  let finder: PersonFinder

  init(_ item: DataItem, seen: SeenEvents, _ workshop: Workshop, as access: Access) throws {
    (self.item, self.seen) = (item, seen)
    finder = try PersonFinder(workshop, as: access, for: item)
  }

  func judge(_ rows: [PushRow]) async throws -> JudgedPiece {
    let readable = rows.compactMap { try? $0.said.get() }
    let verdicts = try await finder.verdicts(on: readable.map(\.sought))
    let keys = zip(readable, verdicts).map { said, verdict in
      verdict.kind == .accepted
        ? verdict.person.map { said.eventKey(item, person: $0.person) } : nil
    }
    let events = Set(keys.compactMap { $0 })
    let known = try await finder.register.read(as: finder.access) {
      try $0.knowledge(of: events)
    }
    var place = 0
    let judged = rows.map { row in
      switch row.said {
      case .failure(let refusal):
        return JudgedRow(
          number: row.number,
          outcome: row.isSkipped
            ? RowOutcome(.skipped, refusal.reason)
            : RowOutcome(.refused, "\(RowPlace(code: row.number).text)：\(refusal.reason)"))
      case .success(let said):
        defer { place += 1 }
        let verdict = verdicts[place]
        guard let key = keys[place], let event = known[key] else {
          return unplaced(row.number, said, verdict)
        }
        return placed(row.number, said, verdict, key, event)
      }
    }
    return JudgedPiece(
      rows: judged, patterns: MatchPatterns(verdicts, of: readable.map(\.sought)))
  }

  private func unplaced(_ number: Int, _ said: ItemRow, _ verdict: PersonVerdict) -> JudgedRow {
    guard verdict.kind == .queued else {
      guard let fault = said.sought.numberFault else {
        return JudgedRow(number: number, outcome: RowOutcome(.notFound, verdict.sentence))
      }
      // Nobody comes near what was meant, so that the sender has to mend the number.
      let reason = "\(RowPlace(code: number).text)：\(fault.sentence)"
      return JudgedRow(number: number, outcome: RowOutcome(.refused, reason))
    }
    return JudgedRow(
      number: number, outcome: RowOutcome(.queued, verdict.sentence), person: verdict.person,
      probability: verdict.probability,
      staged: StagedFact(said: said, person: nil, key: nil, replaces: nil),
      waiting: WaitingRow(said.sought, verdict))
  }

  private func placed(
    _ number: Int, _ said: ItemRow, _ verdict: PersonVerdict, _ key: String,
    _ event: EventKnowledge
  ) -> JudgedRow {
    var row = JudgedRow(
      number: number, outcome: RowOutcome(.added, verdict.sentence), person: verdict.person,
      probability: verdict.probability)
    guard seen.insert(key) else {
      return JudgedRow(
        number: number, outcome: RowOutcome(.unchanged, "与本文件前面的一行是同一件事"),
        person: verdict.person)
    }
    switch event {
    case .new(let key):
      row.staged = StagedFact(said: said, person: verdict.person, key: key, replaces: nil)
      return row
    case .told(_, _, said.detail):
      return JudgedRow(
        number: number, outcome: RowOutcome(.unchanged, verdict.sentence), person: verdict.person,
        probability: verdict.probability)
    case .told(let fact, let key, _):
      return JudgedRow(
        number: number,
        outcome: RowOutcome(
          .updated, ["更正以前推送的内容", verdict.sentence].compactMap(\.self).joined(separator: "；")),
        person: verdict.person,
        probability: verdict.probability,
        staged: StagedFact(
          said: said, person: verdict.person, key: EventKey.following(key, fact), replaces: fact))
    }
  }
}

extension OpenRegister {
  /// Keeps the fates of a piece of rows, and what will become facts of them.
  func keep(_ rows: [JudgedRow], of submission: Int64) throws {
    try db.bulk(
      into: "submission_row",
      [
        "county", "submission_id", "row_no", "fate", "reason", "household_id", "person_id",
        "probability",
      ]
    ) { writer in
      for row in rows {
        try writer.add([
          .integer(county), .integer(submission), .integer(Int64(row.number)),
          .text(row.outcome.fate.rawValue), row.outcome.reason.map { .text($0) } ?? .null,
          row.person.map { .integer($0.household) } ?? .null,
          row.person.map { .integer($0.person) } ?? .null,
          row.probability.map { .integer(Int64(($0 * 1_000_000).rounded())) } ?? .null,
        ])
      }
    }
    try db.bulk(
      into: "staged_fact",
      [
        "county", "submission_id", "row_no", "household_id", "person_id", "event_key", "true_on",
        "amount_fen", "detail", "replaces",
      ]
    ) { writer in
      for row in rows {
        guard let staged = row.staged else { continue }
        try writer.add([
          .integer(county), .integer(submission), .integer(Int64(row.number)),
          staged.person.map { .integer($0.household) } ?? .null,
          staged.person.map { .integer($0.person) } ?? .null,
          staged.key.map { .text($0) } ?? .null, .day(staged.said.day.number),
          SQLValue(staged.said.amount), .text(staged.said.detail),
          staged.replaces.map { .integer($0) } ?? .null,
        ])
      }
    }
  }
}
