import Casework
import Foundation
import Store

/// A row that waits for a person to say whom it means: what it says of its own, and who comes near.
struct WaitingRow: Sendable {
  let sought: SoughtPerson
  let choices: [MatchChoice]

  init(_ sought: SoughtPerson, _ verdict: PersonVerdict) {
    (self.sought, choices) = (sought, verdict.choices)
  }
}

/// What a row says of its person, as it is kept, sealed, for whoever decides.
struct RowSaid: Codable, Sendable {
  let name: String
  let number: String
  let sex: String
  let birth: String
  let village: String
  let phone: String

  init(_ sought: SoughtPerson) {
    (name, number, sex) = (sought.name, sought.number, sought.sex)
    birth = sought.birthText
    (village, phone) = (sought.villageText, sought.phone)
  }
}

extension OpenRegister {
  /// Keeps the rows of a piece that wait, for the queue.
  func keepWaiting(_ rows: [JudgedRow], of submission: Submission) throws {
    try db.bulk(
      into: "match_row",
      [
        "county", "submission_id", "row_no", "department", "village", "said_sealed", "row_key",
        "choices", "version",
      ]
    ) { writer in
      let json = JSONEncoder()
      json.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      func text(_ value: some Encodable) throws -> String {
        String(decoding: try json.encode(value), as: UTF8.self)
      }
      for row in rows {
        guard let waiting = row.waiting else { continue }
        try writer.add([
          .integer(county), .integer(submission.id), .integer(Int64(row.number)),
          .text(submission.department), .integer(row.person?.village.number ?? 0),
          .blob(try seal(try text(RowSaid(waiting.sought)))),
          .integer(rowKey(of: waiting.sought, by: submission.department)),
          .text(try text(waiting.choices)), .integer(1),
        ])
      }
    }
  }
}

/// How often rows and their persons agreed in which way.
struct MatchPatterns: Sendable {
  private(set) var counts: [MatchLevels: Int] = [:]

  init() {}

  init(_ verdicts: [PersonVerdict], of rows: [SoughtPerson]) {
    for (verdict, row) in zip(verdicts, rows) {
      guard let person = verdict.person else { continue }
      let isSettled = verdict.kind == .accepted && verdict.levels == nil && row.id != nil
      let levels =
        verdict.levels
        ?? (isSettled
          ? .settled(villageIsSame: row.village.map { $0 == person.village }) : nil)
      if let levels { counts[levels, default: 0] += 1 }
    }
  }
}

extension OpenRegister {
  func keep(_ patterns: MatchPatterns, of item: String) throws {
    for (levels, count) in patterns.counts.map({ ($0.pattern, $1) }).sorted(by: { $0.0 < $1.0 }) {
      try db.run(
        """
        INSERT INTO match_pattern (county, item, levels, seen)
        VALUES (\(county), \(item), \(levels), \(count))
        ON CONFLICT (county, item, levels) DO UPDATE SET seen = match_pattern.seen + \(count)
        """)
    }
  }
}
