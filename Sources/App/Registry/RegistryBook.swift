import Casework
import Documents
import Store

/// What the register knew before an import, and what the import adds to it piece by piece.
///
/// A class, because it is filled while the sheet is read. What is new waits here and goes to the
/// database some thousand rows at a time. Unchecked, because one piece is taken at a time.
final class RegistryBook: @unchecked Sendable {
  /// The transaction of the piece that is being taken.
  private var open: OpenRegister
  private let submission: Int64
  /// Whether the register is left as it is and only the rows get their fates.
  private let isDry: Bool
  /// Up to this row everything was kept before a crash; those rows are only read again.
  private let reached: Int
  private let header: RegistryHeader
  private let villages: VillageNames
  private var households: [String: KnownHousehold] = [:]
  private var persons: [Int64: KnownPerson] = [:]
  private var newHouseholds: [[SQLValue]] = []
  private var newPersons: [[SQLValue]] = []
  private var outcomes: [[SQLValue]] = []
  private var counts: RowCounts
  private var ids = ["household": IDRange("household"), "person": IDRange("person")]
  private var lastDryID: Int64 = 0

  init(
    _ open: OpenRegister, _ submission: Submission, header: RegistryHeader, isDry: Bool
  ) throws {
    (self.open, self.submission, self.header) = (open, submission.id, header)
    (self.isDry, reached) = (isDry, submission.reachedRow)
    counts = RowCounts(reached == 0 ? [:] : submission.counts)
    villages = try VillageNames(open)
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

  /// Takes some households whole, in one transaction with the word of how far it is.
  func take(_ groups: [[SheetRow]], in open: OpenRegister) throws {
    self.open = open
    for group in groups { try take(group) }
    try flush()
    guard let last = groups.last?.last?.number, last > reached else { return }
    try open.keep(counts, reached: last, of: submission)
  }

  var total: Int { counts.counts.values.reduce(0, +) }

  /// The next free id; while nothing is kept, a number that no record has.
  private func next(_ kind: String) throws -> Int64 {
    if !isDry, let id = try ids[kind]?.next(in: open) { return id }
    lastDryID -= 1
    return lastDryID
  }

  /// Takes the rows of one household that stand together.
  private func take(_ group: [SheetRow]) throws {
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
  }

  private func take(
    _ rows: [(number: Int, row: RegistryRow)], head: RegistryRow, village: Int64
  ) throws {
    var household =
      try households[head.code]
      ?? KnownHousehold(
        id: next("household"), village: village, digest: 0, size: 0)
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
      guard !isDry else { return false }
      try flushRecords()
      try open.db.run(
        """
        UPDATE household SET size = \(size), changed_at = \(open.now)
        WHERE county = \(open.county) AND id = \(household.id)
        """)
      return false
    }
    guard digest != household.digest || added > 0 else { return false }
    (household.size, household.digest) = (size, digest)
    if !isDry {
      try head.updateHousehold(household, digest: digest, by: submission, in: open)
    }
    return true
  }

  private func write(
    _ row: RegistryRow, number: Int, index: Int64, in household: Int64, changed: Bool
  ) throws {
    let digest = row.personDigest
    guard let known = persons[index], known.id != 0 else {
      let id = try next("person")
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
    if !isDry {
      try row.updatePerson(
        known.id, household: household, digest: digest, by: submission, in: open)
    }
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
    guard number > reached else { return }
    counts.add(outcome.fate)
    outcomes.append([
      .integer(open.county), .integer(submission), .integer(Int64(number)),
      .text(outcome.fate.rawValue), outcome.reason.map { .text($0) } ?? .null,
      household.flatMap(kept) ?? .null, person.flatMap(kept) ?? .null,
    ])
  }

  private func kept(_ id: Int64) -> SQLValue? { id > 0 ? .integer(id) : nil }

  private func flush() throws {
    try flushRecords()
    try open.keep(outcomes, of: submission, isFirst: isDry)
    outcomes.removeAll(keepingCapacity: true)
  }

  private func flushRecords() throws {
    defer {
      newHouseholds.removeAll(keepingCapacity: true)
      newPersons.removeAll(keepingCapacity: true)
    }
    guard !isDry else { return }
    try open.db.bulk(into: "household", RegistryRow.householdColumns) { writer in
      for values in newHouseholds { try writer.add(values) }
    }
    try open.db.bulk(into: "person", RegistryRow.personColumns) { writer in
      for values in newPersons { try writer.add(values) }
    }
  }
}
