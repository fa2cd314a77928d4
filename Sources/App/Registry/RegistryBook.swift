import Casework
import Documents
import Store

/// What the register knew before an import, and what the import adds to it piece by piece.
///
/// A class, because it is filled while the sheet is read. What is new waits here and goes to the
/// database some thousand rows at a time.
final class RegistryBook {
  private let open: OpenRegister
  private let submission: Int64
  private let header: RegistryHeader
  private let villages: VillageNames
  private var households: [String: KnownHousehold] = [:]
  private var persons: [Int64: KnownPerson] = [:]
  private var newHouseholds: [[SQLValue]] = []
  private var newPersons: [[SQLValue]] = []
  private var outcomes: [[SQLValue]] = []
  private(set) var counts: [RowFate: Int] = [:]
  private var ids: (household: IDRange, person: IDRange)
  private static let piece = 5_000

  struct KnownHousehold {
    let id: Int64
    let village: Int64
    var digest: Int64
    var size: Int
    /// Whether this import has met the household, and its head.
    var isSeen = false
    var hasHead = false
  }

  struct KnownPerson {
    let id: Int64
    var household: Int64
    var digest: Int64
    /// The row of this import that told of the person; 0 is none.
    var row: Int32 = 0
  }

  init(_ open: OpenRegister, submission: Int64, header: RegistryHeader) throws {
    (self.open, self.submission, self.header) = (open, submission, header)
    villages = try VillageNames(open)
    ids = (IDRange("household", open), IDRange("person", open))
    try open.db.each(
      "SELECT code, id, village, digest, size FROM household WHERE county = \(open.county)"
    ) { row in
      households[try row.text(at: 0)] = KnownHousehold(
        id: try row.integer(at: 1), village: try row.integer(at: 2),
        digest: try row.integer(at: 3), size: try row.int(at: 4))
    }
    try open.db.each(
      """
      SELECT id_index, id, household_id, digest FROM person
      WHERE county = \(open.county) AND id_index IS NOT NULL
      """
    ) { row in
      persons[try row.integer(at: 0)] = KnownPerson(
        id: try row.integer(at: 1), household: try row.integer(at: 2),
        digest: try row.integer(at: 3))
    }
  }

  /// Takes the rows of one household that stand together.
  func take(_ group: [SheetRow]) throws {
    var good: [(number: Int, row: RegistryRow)] = []
    for row in group {
      do {
        good.append((row.number, try RegistryRow(row.cells, header, today: open.today)))
      } catch {
        note(row.number, RowOutcome(.refused, sentence(error)))
      }
    }
    guard let first = good.first(where: { $0.row.relation == .head }) ?? good.first else { return }
    guard let village = villages.code(first.row.township, first.row.village) else {
      let reason = sentence(
        RowRefusal(.village, "本县没有“\(first.row.township) \(first.row.village)”这个村，请核对村名"))
      for one in good { note(one.number, RowOutcome(.refused, reason)) }
      return
    }
    if let known = households[first.row.code], known.village != village {
      let reason = sentence(RowRefusal(.code, "户编号 \(first.row.code) 已登记在另一个村，请核对"))
      for one in good { note(one.number, RowOutcome(.refused, reason)) }
      return
    }
    try take(good, head: first.row, village: village)
    if newPersons.count >= RegistryBook.piece { try flush() }
  }

  /// Writes what still waits.
  func close() throws {
    try flush()
    try open.finish(submission, counts: counts)
  }

  private func take(
    _ rows: [(number: Int, row: RegistryRow)], head: RegistryRow, village: Int64
  ) throws {
    var household =
      try households[head.code]
      ?? KnownHousehold(
        id: ids.household.next(), village: village, digest: 0, size: 0)
    let isNew = households[head.code] == nil
    var (added, accepted): (Int, [(Int, RegistryRow, Int64)]) = (0, [])
    for (number, row) in rows {
      if row.relation == .head {
        guard !household.hasHead else {
          note(number, RowOutcome(.refused, sentence(RowRefusal(.relation, "一户只能有一个户主"))))
          continue
        }
        household.hasHead = true
      }
      let index = open.blindIndex(row.id.digits)
      if let before = persons[index]?.row, before > 0 {
        let reason = "证件号码与第 \(before) 行重复"
        note(number, RowOutcome(.refused, sentence(RowRefusal(.idNumber, reason))))
        continue
      }
      accepted.append((number, row, index))
      if persons[index] == nil { added += 1 }
      persons[index] = persons[index] ?? KnownPerson(id: 0, household: 0, digest: 0)
      persons[index]?.row = Int32(number)
    }
    guard !accepted.isEmpty else { return }
    let changed = try write(head, &household, isNew: isNew, added: added)
    households[head.code] = household
    for (number, row, index) in accepted {
      try write(row, number: number, index: index, in: household.id, changed: changed)
    }
  }

  /// Writes the household; true when an older version of it was changed.
  private func write(
    _ head: RegistryRow, _ household: inout KnownHousehold, isNew: Bool, added: Int
  ) throws -> Bool {
    let digest = head.householdDigest(name: head.name)
    defer { household.isSeen = true }
    if isNew {
      household.size = added
      household.digest = digest
      newHouseholds.append(
        try head.householdValues(household, digest: digest, by: submission, in: open))
      return false
    }
    // A household whose rows stand apart keeps what its first rows said of it.
    let size = household.size + added
    if household.isSeen {
      guard added > 0 else { return false }
      household.size = size
      try flush()
      try open.db.run(
        """
        UPDATE household SET size = \(size), changed_at = \(open.now)
        WHERE county = \(open.county) AND id = \(household.id)
        """)
      return false
    }
    guard digest != household.digest || added > 0 else { return false }
    (household.size, household.digest) = (size, digest)
    try head.updateHousehold(household, digest: digest, by: submission, in: open)
    return true
  }

  private func write(
    _ row: RegistryRow, number: Int, index: Int64, in household: Int64, changed: Bool
  ) throws {
    let digest = row.personDigest
    guard let known = persons[index], known.id > 0 else {
      let id = try ids.person.next()
      persons[index] = KnownPerson(
        id: id, household: household, digest: digest, row: Int32(number))
      newPersons.append(
        try row.personValues(
          PersonKeys(person: id, household: household, index: index, digest: digest),
          by: submission, in: open))
      note(number, RowOutcome(.added), household: household, person: id)
      return
    }
    let isMoved = known.household != household
    guard known.digest != digest || isMoved || (changed && row.relation == .head) else {
      note(number, RowOutcome(.unchanged), household: household, person: known.id)
      return
    }
    try row.updatePerson(
      known.id, household: household, digest: digest, by: submission, in: open)
    persons[index] = KnownPerson(
      id: known.id, household: household, digest: digest, row: Int32(number))
    note(
      number, RowOutcome(.updated, isMoved ? "由另一户转入" : nil), household: household,
      person: known.id)
  }

  private func sentence(_ refusal: RowRefusal) -> String {
    guard let column = refusal.column else { return refusal.reason }
    return "\(header.letter(of: column)) 列“\(column.title)”：\(refusal.reason)"
  }

  private func note(
    _ number: Int, _ outcome: RowOutcome, household: Int64? = nil, person: Int64? = nil
  ) {
    counts[outcome.fate, default: 0] += 1
    outcomes.append([
      .integer(open.county), .integer(submission), .integer(Int64(number)),
      .text(outcome.fate.rawValue), outcome.reason.map { .text($0) } ?? .null,
      household.map { .integer($0) } ?? .null, person.map { .integer($0) } ?? .null,
    ])
  }

  private func flush() throws {
    try open.db.bulk(into: "household", RegistryRow.householdColumns) { writer in
      for values in newHouseholds { try writer.add(values) }
    }
    try open.db.bulk(into: "person", RegistryRow.personColumns) { writer in
      for values in newPersons { try writer.add(values) }
    }
    try open.db.bulk(
      into: "submission_row",
      ["county", "submission_id", "row_no", "fate", "reason", "household_id", "person_id"]
    ) { writer in
      for values in outcomes { try writer.add(values) }
    }
    newHouseholds.removeAll(keepingCapacity: true)
    newPersons.removeAll(keepingCapacity: true)
    outcomes.removeAll(keepingCapacity: true)
  }
}
