import Casework
import Foundation
import Store

/// Looks at a checked file as a whole: what looks wrong keeps it out until a person has looked.
struct InputCheck {
  let item: DataItem
  let submission: Submission
  let profile: FileProfile
  let terms: QuarantineTerms

  /// What looks wrong; nothing lets the file go on.
  func faults(in open: OpenRegister) throws -> [InputFault] {
    let before = try open.goodProfiles(of: item, before: submission.id, limit: terms.history)
    let check = FileCheck(profile, after: before, of: item, terms, names: try open.townshipNames())
    return try [sameFile(in: open)].compactMap(\.self) + check.faults
  }

  /// The file of an earlier month once more: somebody sent the wrong one. A file without any row
  /// says that nothing happened, which is the same every month.
  private func sameFile(in open: OpenRegister) throws -> InputFault? {
    guard profile.rows > 0 else { return nil }
    let month = submission.receivedAt.day.firstOfMonth
    let rows = try open.db.run(
      """
      SELECT received_at, file_name FROM submission
      WHERE county = \(open.county) AND item = \(item.id) AND file_hash = \(submission.fileHash)
        AND stage = \(SubmissionStage.committed.rawValue) AND received_at < \(month.start)
      ORDER BY id DESC LIMIT 1
      """)
    guard let row = rows.first else { return nil }
    let day = try row.instant("received_at").day
    return InputFault(
      .sameFile, "与 \(day) 收到的《\(try row.text("file_name"))》一字不差，可能把以前的文件又发了一遍。")
  }
}

extension PolicyPack {
  var fileTerms: QuarantineTerms { quarantine ?? .standard }
}

extension FileProfile {
  /// Adds a record of a department's file with the person that was found for it.
  mutating func add(_ row: PushRow, found person: Candidate?, of item: DataItem, received: Day) {
    if row.isSkipped { return }
    guard case .success(let said) = row.said else {
      add(nil, village: nil, received: received)
      return
    }
    let cells = item.columns.map { column in
      let text =
        switch column.type {
        case .day: said.day.description
        case .money where column.name == "amount": said.amount == nil ? "" : "0"
        default: said.values[column.name] ?? ""
        }
      return (column: column.name, text: text)
    }
    add(
      Record(cells: cells, day: said.day, amount: said.amount), village: person?.village,
      received: received)
  }
}

extension OpenRegister {
  func profile(of submission: Int64) throws -> FileProfile? {
    try db.run(
      """
      SELECT profile FROM submission_profile
      WHERE county = \(county) AND submission_id = \(submission)
      """
    ).first.map { try JSONDecoder().decode(FileProfile.self, from: Data($0.text("profile").utf8)) }
  }

  func oddities(of submission: Int64) throws -> [InputFault] {
    try db.run(
      """
      SELECT faults FROM submission_profile
      WHERE county = \(county) AND submission_id = \(submission)
      """
    ).first.map { try JSONDecoder().decode([InputFault].self, from: Data($0.text("faults").utf8)) }
      ?? []
  }

  /// What the item's last committed files looked like, the newest first.
  func goodProfiles(of item: DataItem, before submission: Int64, limit: Int) throws
    -> [FileProfile]
  {
    try db.run(
      """
      SELECT p.profile FROM submission s
      JOIN submission_profile p ON p.county = s.county AND p.submission_id = s.id
      WHERE s.county = \(county) AND s.item = \(item.id) AND s.id < \(submission)
        AND s.stage = \(SubmissionStage.committed.rawValue)
      ORDER BY s.id DESC LIMIT \(limit)
      """
    ).map { try JSONDecoder().decode(FileProfile.self, from: Data($0.text("profile").utf8)) }
  }

  func keep(_ profile: FileProfile, faults: [InputFault], of submission: Int64) throws {
    let json = JSONEncoder()
    json.outputFormatting = [.sortedKeys]
    func text(_ value: some Encodable) throws -> String {
      String(decoding: try json.encode(value), as: UTF8.self)
    }
    try db.run(
      """
      INSERT INTO submission_profile (county, submission_id, profile, faults)
      VALUES (\(county), \(submission), \(try text(profile)), \(try text(faults)))
      ON CONFLICT (county, submission_id)
      DO UPDATE SET profile = EXCLUDED.profile, faults = EXCLUDED.faults
      """)
  }

  func townshipNames() throws -> [Int64: String] {
    Dictionary(
      try places(in: PlaceCode(number: county * 1_000_000)).map { ($0.code.number, $0.name) },
      uniquingKeysWith: { first, _ in first })
  }
}
