import Casework
import Store

/// A person of the register, made comparable.
struct RegisteredPerson: Sendable {
  let candidate: Candidate
  let form: PersonForm
}

/// The persons of the register whom some rows could mean, fetched by SQL block by block: whoever
/// agrees in nothing is never looked at.
struct CandidateBlocks {
  let open: OpenRegister
  let table: CharacterTable
  /// Whether any row says a telephone; without one no sealed telephone is opened.
  let hasPhones: Bool
  private(set) var persons: [Int64: RegisteredPerson]

  init(
    _ open: OpenRegister, _ table: CharacterTable, hasPhones: Bool,
    known: [Int64: RegisteredPerson] = [:]
  ) {
    (self.open, self.table, self.hasPhones, persons) = (open, table, hasPhones, known)
  }

  /// By number with a slip mended, by the household of the number's owner, by name.
  mutating func addClose(_ rows: [UnsettledRow]) throws {
    let mended = rows.flatMap { row in
      row.form.number.repairedNumbers.map { open.blindIndex($0) }
    }
    try add(mended) { "p.id_index IN \(many: $0)" }
    let homes = persons.values.map(\.candidate.household) + rows.compactMap(\.owner?.household)
    try add(homes) { "p.household_id IN \(many: $0)" }
    let names = Set(rows.map { NameText.plain($0.sought.name) }.filter { $0.count > 1 })
    guard !names.isEmpty else { return }
    try fetch("p.name IN \(many: names.sorted()) AND p.left_on IS NULL")
  }

  /// By day of birth, telephone, the last places of a masked number, and village, each where the
  /// name comes near.
  mutating func addWide(_ rows: [UnsettledRow]) throws {
    var near: Set<Int64> = []
    func by(_ key: (UnsettledRow) -> Int64?) -> [Int64: NearNames] {
      var groups: [Int64: [NameForm]] = [:]
      for row in rows { if let key = key(row) { groups[key, default: []].append(row.form.name) } }
      return groups.mapValues { NearNames($0, table) }
    }
    try look(by { $0.form.knownBirth.map { Int64($0.number) } }, "t.born", &near)
    try look(by { $0.form.number.seenTail.map(open.tailIndex) }, "t.tail", &near)
    try look(by { $0.form.phone == 0 ? nil : open.phoneIndex($0.form.phone) }, "t.phone", &near)
    try look(by { $0.sought.village?.number }, "t.village", &near)
    try add(persons: near.filter { persons[$0] == nil })
  }

  mutating func add(persons ids: some Sequence<Int64>) throws {
    try add(ids) { "p.id IN \(many: $0)" }
  }

  private func look(
    _ names: [Int64: NearNames], _ column: SQL, _ near: inout Set<Int64>
  ) throws {
    guard !names.isEmpty else { return }
    try open.db.each(
      """
      SELECT \(column), t.person_id, t.name FROM person_trace t
      WHERE t.county = \(open.county) AND \(column) IN \(many: names.keys.sorted())
      """
    ) { row in try keepNear(row, names, &near) }
  }

  private func keepNear(
    _ row: Row, _ names: [Int64: NearNames], _ near: inout Set<Int64>
  ) throws {
    let person = try row.integer(at: 1)
    guard let names = names[try row.integer(at: 0)], persons[person] == nil,
      names.holdsOne(like: try row.text(at: 2))
    else { return }
    near.insert(person)
  }

  private mutating func add(_ keys: some Sequence<Int64>, _ condition: ([Int64]) -> SQL) throws {
    let keys = Set(keys).sorted()
    if !keys.isEmpty { try fetch(condition(keys)) }
  }

  private mutating func fetch(_ condition: SQL) throws {
    try open.db.each(
      """
      SELECT p.id, p.household_id, p.name, h.village, p.sex, p.birth_on, p.id_sealed,
        p.phone_sealed, h.phone_sealed
      FROM person p JOIN household h ON h.county = p.county AND h.id = p.household_id
      WHERE p.county = \(open.county) AND \(condition) AND \(open.sees("h"))
      """
    ) { row in
      let person = try row.integer(at: 0)
      if persons[person] == nil { persons[person] = try read(row, person) }
    }
  }

  private func read(_ row: Row, _ person: Int64) throws -> RegisteredPerson {
    let candidate = Candidate(
      person: person, household: try row.integer(at: 1), name: try row.text(at: 2),
      village: PlaceCode(number: try row.integer(at: 3)), hasSameID: false)
    let sex: Sex = try row.text(at: 4) == Sex.male.rawValue ? .male : .female
    var form = PersonForm(
      registered: candidate.name, number: try row.optionalBlob(at: 6).map { try open.unseal($0) },
      born: Day(number: try row.dayNumber(at: 5)), sex, table)
    form.village = PersonForm.place(candidate.village.number)
    form.household = PersonForm.place(candidate.household)
    if hasPhones, let sealed = try row.optionalBlob(at: 7) ?? row.optionalBlob(at: 8) {
      form.phone = PersonForm.phone(of: try open.unseal(sealed))
    }
    return RegisteredPerson(candidate: candidate, form: form)
  }
}
