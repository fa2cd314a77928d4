import Casework
import Store

/// Finds whom the rows of a department mean: those whose number and name agree at once, the others
/// by likeness.
struct PersonFinder: Sendable {
  let register: Register
  let access: Access
  let table: CharacterTable
  let matcher: RowMatcher?

  init(_ workshop: Workshop, as access: Access, for item: DataItem) throws {
    (register, self.access) = (workshop.register, access)
    table = try CharacterTable.shared.get()
    matcher = try RowMatcher(workshop, as: access, for: item)
  }

  /// One verdict for each of `sought`, in the same order.
  func verdicts(on sought: [SoughtPerson]) async throws -> [PersonVerdict] {
    let owners = try await register.read(as: access) { try $0.owners(of: sought) }
    var verdicts = zip(sought, owners).map { one, owner in
      PersonVerdict(PersonMatch(one, among: owner.map { [$0] } ?? []), among: [])
    }
    guard let matcher else { return verdicts }
    let unsettled = verdicts.indices.filter { verdicts[$0].kind != .accepted }
    let rows = unsettled.map { place in
      UnsettledRow(
        sought: sought[place], form: PersonForm(sought[place], table), owner: owners[place])
    }
    for (place, verdict) in zip(unsettled, try await matcher.verdicts(on: rows)) {
      verdicts[place] = verdict
    }
    return verdicts
  }
}

extension OpenRegister {
  /// Who has the number of each row; nil for rows without a right number, or of nobody here.
  fileprivate func owners(of sought: [SoughtPerson]) throws -> [Candidate?] {
    let indexes = sought.map { $0.id.map { blindIndex($0.digits) } }
    let found = try byNumber(Set(indexes.compactMap { $0 }))
    return indexes.map { $0.flatMap { found[$0] } }
  }

  /// The keyed hash of 64 bits decides: that two numbers share one is less likely than a fault of
  /// the disk, and no sealed number has to be opened for it.
  private func byNumber(_ indexes: Set<Int64>) throws -> [Int64: Candidate] {
    guard !indexes.isEmpty else { return [:] }
    var found: [Int64: Candidate] = [:]
    found.reserveCapacity(indexes.count)
    try db.each(
      """
      SELECT p.id_index, p.id, p.household_id, p.name, h.village
      FROM person p JOIN household h ON h.county = p.county AND h.id = p.household_id
      WHERE p.county = \(county) AND p.id_index IN \(many: indexes.sorted())
        AND \(sees("h"))
      """
    ) { row in
      found[try row.integer(at: 0)] = Candidate(
        person: try row.integer(at: 1), household: try row.integer(at: 2),
        name: try row.text(at: 3), village: PlaceCode(number: try row.integer(at: 4)),
        hasSameID: true)
    }
    return found
  }

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
}

extension Candidate {
  init(row: Row, hasSameID: Bool) throws {
    self.init(
      person: try row.integer("id"), household: try row.integer("household_id"),
      name: try row.text("name"), village: try row.place("village"), hasSameID: hasSameID)
  }
}
