import Casework
import Store

/// Finds whom the rows of a department mean: the candidates of a whole piece of rows are fetched
/// at once, then each row gets its verdict.
struct PersonFinder {
  private let open: OpenRegister

  init(_ open: OpenRegister) { self.open = open }

  /// One verdict for each of `sought`, in the same order.
  func verdicts(on sought: [SoughtPerson]) throws -> [PersonVerdict] {
    let indexes = sought.map { $0.id.map { open.blindIndex($0.digits) } }
    let numbered = try byNumber(Set(indexes.compactMap { $0 }))
    return try zip(sought, indexes).map { one, index in
      // A row without a number is rare, and looked for by itself.
      let candidates = try index.map { numbered[$0] ?? [] } ?? open.candidates(for: one)
      return PersonVerdict(PersonMatch(one, among: candidates), among: candidates)
    }
  }

  /// The keyed hash of 64 bits decides: that two numbers share one is less likely than a fault of
  /// the disk, and no sealed number has to be opened for it.
  private func byNumber(_ indexes: Set<Int64>) throws -> [Int64: [Candidate]] {
    guard !indexes.isEmpty else { return [:] }
    var found: [Int64: [Candidate]] = [:]
    found.reserveCapacity(indexes.count)
    try open.db.each(
      """
      SELECT p.id_index, p.id, p.household_id, p.name, h.village
      FROM person p JOIN household h ON h.county = p.county AND h.id = p.household_id
      WHERE p.county = \(open.county) AND p.id_index IN \(many: indexes.sorted())
        AND \(open.sees("h"))
      """
    ) { row in
      found[try row.integer(at: 0), default: []].append(
        Candidate(
          person: try row.integer(at: 1), household: try row.integer(at: 2),
          name: try row.text(at: 3), village: PlaceCode(number: try row.integer(at: 4)),
          hasSameID: true))
    }
    return found
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
}

extension Candidate {
  init(row: Row, hasSameID: Bool) throws {
    self.init(
      person: try row.integer("id"), household: try row.integer("household_id"),
      name: try row.text("name"), village: try row.place("village"), hasSameID: hasSameID)
  }
}
