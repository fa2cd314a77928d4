import Casework
import Documents
import Foundation
import Store

/// Gives every row of a department's file its fate, piece by piece, and touches no fact.
///
/// Each piece is one transaction with the word of how far it is, so that whoever goes on after a
/// crash begins at the next piece and counts nothing twice.
struct PushCheck: Sendable {
  let workshop: Workshop
  let work: JobWork
  let access: Access
  let submission: Submission
  private static let piece = 25_000

  func run() async throws {
    guard let item = workshop.pack.item(submission.item) else {
      throw SubmissionRefusal.unknownItem(submission.item)
    }
    let (files, hash) = (workshop.files, submission.fileHash)
    let file = try await workshop.heavy.run { try files.copy(of: hash) }
    defer { file.discard() }
    let (name, id, received) = (submission.fileName, submission.id, submission.receivedAt.day)
    let (villages, today, known, before) = try await workshop.register.read(as: access) {
      (
        try VillageNames($0), $0.today, try $0.layouts(of: item, fileName: name),
        try $0.profile(of: id)
      )
    }
    let reached = submission.reachedRow
    let rows = try await workshop.heavy.run {
      try PushRows(file.url, item, villages, today: today, known, after: reached)
    }
    var profile = before ?? FileProfile()
    let total = try await workshop.heavy.run { try SheetLength.rows(of: file.url) }
    let judge = try PushJudge(item, seen: try await seenBefore(), workshop, as: access)
    var counts = RowCounts(submission.counts)
    var done = submission.total
    var pending = try await workshop.heavy.run { try rows.next(PushCheck.piece) }
    var (judged, read): (JudgedPiece, [PushRow]) = (JudgedPiece(), [])
    // While one piece is read, the one before it is judged and the one before that is kept.
    while !pending.isEmpty || !judged.isEmpty {
      let (piece, before) = (pending, judged)
      for row in before.rows { counts.add(row.outcome.fate) }
      done += before.rows.count
      async let following = workshop.heavy.run { try rows.next(PushCheck.piece) }
      async let verdicts = judge.judge(piece)
      for (row, said) in zip(before.rows, read) {
        profile.add(said, found: row.person, of: item, received: received)
      }
      if !before.isEmpty { try await keep(before, counts, profile, (done: done, total: total)) }
      (judged, read) = (try await verdicts, piece)
      pending = try await following
    }
    try await finish(item, counts, profile, sheet: rows.sheetName)
  }

  private func keep(
    _ judged: JudgedPiece, _ counts: RowCounts, _ profile: FileProfile,
    _ reached: (done: Int, total: Int?)
  ) async throws {
    let (id, work, found) = (submission.id, work, submission)
    try await workshop.register.write(as: access) { open in
      try work.reach(reached.done, of: reached.total, "已核对 \(reached.done) 行", in: open)
      try open.keep(judged.rows, of: id)
      try open.keepWaiting(judged.rows, of: found)
      try open.keep(judged.patterns, of: found.item)
      try open.keep(profile, faults: [], of: id)
      try open.keep(counts, reached: judged.rows.last?.number ?? 0, of: id)
    }
  }

  private func finish(
    _ item: DataItem, _ counts: RowCounts, _ profile: FileProfile, sheet: String
  ) async throws {
    let (id, work, terms) = (submission.id, work, workshop.pack.fileTerms)
    try await workshop.register.write(as: access) { open in
      let done = counts.counts.values.reduce(0, +)
      try work.reach(done, of: done, "核对完成", in: open)
      let found = try open.submission(id)
      let odd = try InputCheck(item: item, submission: found, profile: profile, terms: terms)
        .faults(in: open)
      try open.keep(profile, faults: odd, of: id)
      let faults = odd.map(\.sentence)
      let expires = faults.isEmpty ? open.now.adding(seconds: SubmissionTerms.expiry) : nil
      try open.take(
        faults.isEmpty ? .check : .quarantine, on: found,
        reason: faults.isEmpty ? nil : faults.joined(separator: "\n"),
        and: """
          counts = \(counts.json), sheet = \(sheet), checked_at = \(open.now),
          expires_at = \(expires),
          fault = \(faults.isEmpty ? nil : faults.joined(separator: "\n"))
          """)
    }
  }

  /// What the rows told of that were judged before a crash.
  private func seenBefore() async throws -> SeenEvents {
    let (id, fact) = (submission.id, workshop.pack.item(submission.item)?.fact ?? "")
    return try await workshop.register.read(as: access) { open in
      let seen = SeenEvents()
      try open.db.each(
        """
        SELECT person_id, true_on, amount_fen FROM staged_fact
        WHERE county = \(open.county) AND submission_id = \(id) AND person_id IS NOT NULL
        """
      ) { row in
        let amount = try row.optionalInteger(at: 2).map { Money(fen: $0) }
        _ = seen.insert(
          ItemRow.eventKey(
            fact, person: try row.integer(at: 0),
            on: Day(number: try row.dayNumber(at: 1)), amount))
      }
      return seen
    }
  }
}

/// How many rows a file may have, to show how far a job is.
enum SheetLength {
  /// The lines of a text file; nil where counting would mean reading it all.
  static func rows(of file: URL) throws -> Int? {
    guard try SheetFile.format(of: file.path) == .csv else { return nil }
    let handle = try FileHandle(forReadingFrom: file)
    defer { try? handle.close() }
    var lines = 0
    while let bytes = try handle.read(upToCount: 1 << 20), !bytes.isEmpty {
      lines += bytes.withUnsafeBytes { buffer in buffer.count { $0 == 0x0A } }
    }
    return max(1, lines - 1)
  }
}
