package import Casework
import Crypto
import Foundation
import Store

extension OpenRegister {
  /// Takes a record in, whole or not at all, and gives its receipt; the same record again gives the
  /// same receipt.
  ///
  /// - Throws: `HandsetRefusal`, `FormIncomplete`, and `NotFound` where the household is not, or no
  ///   longer, this officer's: then the phone may hand the record over.
  package func accept(_ record: HandsetRecord, _ pack: PolicyPack) throws -> HandsetReceipt {
    try requires(record.kind.duty)
    try record.check()
    // A phone that two officers share holds what the other one filled in.
    guard record.officer == nil || record.officer == access.officer else {
      throw HandsetRefusal.anotherOfficer
    }
    let (digest, sealed) = try packed(record)
    if let known = try knownReceipt(of: record.id) {
      guard known.digest == Hex.text(digest) else { throw HandsetRefusal.numberReused }
      return known
    }
    let filled = record.filled(received: now)
    let isMine = try prefilled([record.household])[record.household] != nil
    // Who fills in a sheet has looked at what is known; the household may ask who did.
    if isMine {
      audit(.openedHousehold, subject: "household/\(record.household)", detail: "handset")
    }
    var result: (outcome: RecordOutcome, sentence: String)
    if record.isHandover == true {
      result = (.handed, "已转交乡镇处理，处理前数据不变。")
    } else {
      guard isMine else { throw NotFound() }
      result = try takeIn(record, filled: filled, pack)
      if let head = try mergedInto(record.household) {
        result.sentence += "登记上这户的人都已并入\(head)户，请到那一户再看一遍。"
      }
    }
    let receipt = try receipt(for: record, digest: digest, result.outcome, result.sentence)
    try db.run(
      """
      INSERT INTO handset_record (county, id, officer, kind, household_id, clue_id, form, filled_at,
        received_at, digest, sent_sealed, outcome, sentence, signature, code)
      VALUES (\(county), \(record.id), \(access.officer), \(record.kind.rawValue),
        \(isMine ? record.household : nil), \(record.clue), \(record.form), \(filled), \(now),
        \(digest), \(sealed), \(receipt.outcome.rawValue), \(receipt.sentence),
        \(receipt.signatureBytes), \(receipt.code))
      """)
    try linkAttachments(of: record)
    audit(AuditAction("handset.\(receipt.outcome.rawValue)"), subject: "record/\(record.id)")
    return receipt
  }

  /// Whose household all people of this one belong to now; nil where somebody is left.
  private func mergedInto(_ household: Int64) throws -> String? {
    let rows = try db.run(
      """
      SELECT DISTINCT h.id, h.head_name FROM person_history o
      JOIN person p ON p.county = o.county AND p.id = o.id AND p.left_on IS NULL
      JOIN household h ON h.county = p.county AND h.id = p.household_id
      WHERE o.county = \(county) AND o.household_id = \(household) AND \(sees("h"))
        AND NOT EXISTS (SELECT 1 FROM person s WHERE s.county = o.county
          AND s.household_id = \(household) AND s.left_on IS NULL)
      ORDER BY h.id
      """)
    return try rows.first?.text("head_name")
  }

  private func linkAttachments(of record: HandsetRecord) throws {
    for (hash, kind) in (record.attachments ?? [:]).sorted(by: { $0.key < $1.key }) {
      try db.run(
        """
        INSERT INTO record_attachment (county, record_id, hash, kind)
        VALUES (\(county), \(record.id), \(hash), \(kind.rawValue))
        """)
    }
  }

  /// The moment of sending is another one each time; all else makes the record what it is.
  private func packed(_ record: HandsetRecord) throws -> (digest: [UInt8], sealed: [UInt8]) {
    var record = record
    record.sentAt = record.filledAt
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let bytes = Array(try encoder.encode(record))
    return (Array(SHA256.hash(data: bytes)), try seal(bytes: bytes))
  }

  private func takeIn(
    _ record: HandsetRecord, filled: Instant, _ pack: PolicyPack
  ) throws -> (RecordOutcome, String) {
    if record.kind == .clue {
      let text = (record.values["text"] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
      guard text.count >= 5 else { throw HandsetRefusal.nothingSaid }
      let risk = record.values["risk"].flatMap(RiskKind.init(rawValue:))
      let finding = Finding(source: .patrol, risk: risk, text: text)
      try raise(finding, about: record.household, pack)
      return (.accepted, "线索已登记。")
    }
    guard [.visit, .household].contains(record.kind) else {
      return try take(record, filled: filled, pack)
    }
    let concluded = try record.kind == .visit ? conclude(record, filled: filled, pack) : nil
    let disputed = try note(record, filled: filled)
    guard disputed.isEmpty else {
      return (.disputed, "有 \(disputed.count) 项他人也改过，两个值都已保留，等待核定。")
    }
    return concluded ?? (.accepted, "已收到。")
  }

  /// Hands the visit in; where the clue has gone on meanwhile, only what it says of the household
  /// is taken, and the officer is told.
  private func conclude(
    _ record: HandsetRecord, filled: Instant, _ pack: PolicyPack
  ) throws -> (RecordOutcome, String) {
    var values = record.values
    // A phone whose clock is wrong by a day writes a day that has not come yet.
    if let day = values["visitedOn"].flatMap(Day.init), day > filled.day {
      values["visitedOn"] = filled.day.description
    }
    let (form, definition) = (VisitForm(values: values), try self.form(of: record, .visit, pack))
    let waiting = try db.run(
      """
      SELECT \(Clue.columns) FROM clue c
      WHERE \(sees("c")) AND c.household_id = \(record.household) AND c.stage = 'visiting'
      """
    ).map(Clue.init(row:))
    guard let clue = waiting.first(where: { $0.id == record.clue }) else {
      _ = try judge(form, by: definition)
      return (.merged, "这条线索已由他人办理；您填写的农户情况已并入资料，结论以先到的为准。")
    }
    let next = try submit(form, for: clue, pack, by: definition)
    return (.accepted, "已收到，线索转为“\(next.title)”。")
  }

  /// The edition that a record was filled in with, which need not be the one in force.
  func form(
    of record: HandsetRecord, _ known: KnownForm, _ pack: PolicyPack
  ) throws -> FormDefinition {
    guard let version = record.version else { return try pack.form(known) }
    guard let form = try form(known.rawValue, version: version) else {
      throw HandsetRefusal.unknownForm(version)
    }
    return form
  }
}
