package import Casework
import Documents
package import Foundation
import Store

extension AuditAction {
  package static let pushedData = AuditAction("data.pushed")
}

/// Takes a department's file in: its rows become facts about persons of the register.
package struct DepartmentPush: Sendable {
  package let register: Register
  package let files: SealedFiles
  package let pack: PolicyPack

  package init(register: Register, files: SealedFiles, pack: PolicyPack) {
    (self.register, self.files, self.pack) = (register, files, pack)
  }

  /// Reads the whole file in one transaction: all good rows become facts, or nothing at all.
  @discardableResult
  package func run(
    _ itemID: String, _ file: URL, named name: String, as access: Access
  ) async throws -> Int64 {
    guard let item = pack.item(itemID) else { throw SubmissionRefusal.unknownItem(itemID) }
    guard item.isPushable else { throw SubmissionRefusal.needsConsent(item.title) }
    guard access.role == .system || access.department == item.department else { throw NotFound() }
    let incoming = IncomingFile(file: file, name: name, hash: try files.keep(file))
    return try await register.write(as: access) { open in
      try open.requires(.pushData)
      do {
        return try PushIntake(open, item, incoming).run()
      } catch let fault as SheetFault {
        throw SubmissionRefusal.unreadable(fault.sentence)
      }
    }
  }
}

/// One push under way, inside its transaction.
private struct PushIntake {
  let open: OpenRegister
  let item: DataItem
  let incoming: IncomingFile

  init(_ open: OpenRegister, _ item: DataItem, _ incoming: IncomingFile) {
    (self.open, self.item, self.incoming) = (open, item, incoming)
  }

  func run() throws -> Int64 {
    var reader = try SheetFile.open(incoming.file.path)
    let (header, number) = try findHeader(&reader)
    guard header.missing.isEmpty else {
      throw SubmissionRefusal.missingColumns(
        sheet: reader.sheetName, row: number, titles: header.missing)
    }
    let submission = try open.begin(
      incoming, item: item.id, department: item.department, sheet: reader.sheetName)
    let villages = try VillageNames(open)
    var counts: [RowFate: Int] = [:]
    while let row = try reader.next() {
      let taken = try take(row, header, villages, submission)
      counts[taken.outcome.fate, default: 0] += 1
      try open.db.run(
        """
        INSERT INTO submission_row (county, submission_id, row_no, fate, reason, household_id,
          person_id)
        VALUES (\(open.county), \(submission), \(row.number), \(taken.outcome.fate.rawValue),
          \(taken.outcome.reason), \(taken.found?.household), \(taken.found?.person))
        """)
    }
    try open.finish(submission, counts: counts)
    open.audit(.pushedData, subject: "submission/\(submission)", detail: item.id)
    return submission
  }

  private func findHeader(_ reader: inout any SheetReader) throws -> (ItemHeader, Int) {
    for _ in 1...10 {
      guard let row = try reader.next() else { break }
      if let header = ItemHeader(row.cells, item: item) { return (header, row.number) }
    }
    let needed = item.columns.filter(\.isRequired).compactMap(\.titles.first)
    throw SubmissionRefusal.noHeader(sheet: reader.sheetName, needed: ["姓名", "证件号码"] + needed)
  }

  private func take(
    _ row: SheetRow, _ header: ItemHeader, _ villages: VillageNames, _ submission: Int64
  ) throws -> (outcome: RowOutcome, found: Candidate?) {
    let said: ItemRow
    do {
      said = try ItemRow(row.cells, header, item, villages, today: open.today)
    } catch {
      return (RowOutcome(.refused, "第 \(row.number) 行：\(error.reason)"), nil)
    }
    switch PersonMatch(said.sought, among: try open.candidates(for: said.sought)) {
    case .notFound(let why): return (RowOutcome(.notFound, why), nil)
    case .ambiguous(let why): return (RowOutcome(.ambiguous, why), nil)
    case .found(let person):
      let isNew = try open.addFact(said, of: person, item, submission: submission, row: row.number)
      return (RowOutcome(isNew ? .added : .unchanged), person)
    }
  }
}

extension OpenRegister {
  /// Who could be meant, by identity number or by name and birth.
  func candidates(for sought: SoughtPerson) throws -> [Candidate] {
    if let id = sought.id {
      let rows = try db.run(
        """
        SELECT p.id, p.household_id, p.name, p.id_sealed, h.village
        FROM person p JOIN household h ON h.county = p.county AND h.id = p.household_id
        WHERE p.county = \(county) AND p.id_index = \(blindIndex(id.digits)) AND \(sees("h"))
        """)
      // Two numbers may share an index; the number itself decides.
      return try rows.filter { try unseal(try $0.blob("id_sealed")) == id.digits }
        .map { try Candidate(row: $0, hasSameID: true) }
    }
    guard let birth = sought.birth else { return [] }
    return try db.run(
      """
      SELECT p.id, p.household_id, p.name, h.village
      FROM person p JOIN household h ON h.county = p.county AND h.id = p.household_id
      WHERE p.county = \(county) AND p.name = \(NameText.plain(sought.name))
        AND p.birth_on = \(birth) AND p.left_on IS NULL AND \(sees("h"))
      """
    ).map { try Candidate(row: $0, hasSameID: false) }
  }

  /// Adds what a row says, unless the same event is known already.
  func addFact(
    _ said: ItemRow, of person: Candidate, _ item: DataItem, submission: Int64, row: Int
  ) throws -> Bool {
    let key = said.eventKey(item, person: person.person)
    let known = try db.run(
      "SELECT id FROM fact WHERE county = \(county) AND event_key = \(key)")
    guard known.isEmpty else { return false }
    try db.run(
      """
      INSERT INTO fact (county, id, household_id, person_id, kind, event_key, true_on, known_at,
        amount_fen, detail, department, submission_id, row_no)
      VALUES (\(county), \(try nextID("fact")), \(person.household), \(person.person),
        \(item.fact), \(key), \(said.day), \(now), \(said.amount), \(said.detail),
        \(item.department), \(submission), \(row))
      """)
    return true
  }
}

extension Candidate {
  init(row: Row, hasSameID: Bool) throws {
    self.init(
      person: try row.integer("id"), household: try row.integer("household_id"),
      name: try row.text("name"), village: try row.place("village"), hasSameID: hasSameID)
  }
}
