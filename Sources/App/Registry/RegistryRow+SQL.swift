import Casework
import Store

extension RegistryRow {
  static let householdColumns: [StaticString] = [
    "county", "id", "village", "code", "head_name", "base", "size", "address", "phone_sealed",
    "phone_index", "wage_fen", "business_fen", "property_fen", "transfer_fen",
    "business_cost_fen", "spending_fen", "income_per_person_fen", "has_safe_water",
    "has_unsafe_house", "is_without_labour", "monitored_kind", "monitored_since_on",
    "is_risk_removed", "detail", "digest", "changed_at", "changed_by",
  ]

  static let personColumns: [StaticString] = [
    "county", "id", "household_id", "name", "relation", "sex", "birth_on", "id_sealed",
    "id_index", "phone_sealed", "ethnic", "education", "schooling", "is_healthy", "is_chronic",
    "is_gravely_ill", "is_disabled", "disability_kind", "disability_grade", "labour",
    "is_insured", "is_working", "has_dibao", "has_tekun", "detail", "digest", "changed_at",
    "changed_by",
  ]

  func householdValues(
    _ known: RegistryBook.KnownHousehold, digest: Int64, by submission: Int64,
    in open: OpenRegister
  ) throws -> [SQLValue] {
    let said = household
    return [
      .integer(open.county), .integer(known.id), .integer(known.village), .text(code),
      .text(name), .text(base.rawValue), .integer(Int64(known.size)), .text(village),
      try phone.map { .blob(try open.seal($0)) } ?? .null,
      phone.map { .integer(open.blindIndex($0)) } ?? .null,
      SQLValue(said.wage), SQLValue(said.business), SQLValue(said.property),
      SQLValue(said.transfer), SQLValue(said.businessCost), SQLValue(said.spending),
      SQLValue(said.incomePerPerson), SQLValue(said.hasSafeWater),
      SQLValue(said.hasUnsafeHouse), SQLValue(said.isWithoutLabour),
      said.kind.map { .text($0.rawValue) } ?? .null,
      said.monitoredSince.map { .day($0.number) } ?? .null, SQLValue(said.isRemoved),
      .text("{}"), .integer(digest), open.now.sqlValue, .integer(submission),
    ]
  }

  func personValues(
    _ keys: PersonKeys, by submission: Int64, in open: OpenRegister
  ) throws -> [SQLValue] {
    [
      .integer(open.county), .integer(keys.person), .integer(keys.household), .text(name),
      .text(relation.rawValue), .text(id.sex.rawValue), .day(id.birth.number),
      .blob(try open.seal(id.digits)), .integer(keys.index),
      try phone.map { .blob(try open.seal($0)) } ?? .null,
      SQLValue(ethnic), SQLValue(education), SQLValue(schooling),
      SQLValue(health.isHealthy), SQLValue(health.isChronic), SQLValue(health.isGravelyIll),
      SQLValue(health.isDisabled), SQLValue(disabilityKind), SQLValue(disabilityGrade),
      SQLValue(labour?.rawValue), SQLValue(isInsured), SQLValue(isWorking),
      SQLValue(hasDibao), SQLValue(hasTekun), .text("{}"), .integer(keys.digest),
      open.now.sqlValue, .integer(submission),
    ]
  }

  func updateHousehold(
    _ known: RegistryBook.KnownHousehold, digest: Int64, by submission: Int64,
    in open: OpenRegister
  ) throws {
    let said = household
    try open.db.run(
      """
      UPDATE household SET head_name = \(name), base = \(base.rawValue), size = \(known.size),
        phone_sealed = \(try phone.map { try open.seal($0) }),
        phone_index = \(phone.map { open.blindIndex($0) }), wage_fen = \(said.wage),
        business_fen = \(said.business), property_fen = \(said.property),
        transfer_fen = \(said.transfer), business_cost_fen = \(said.businessCost),
        spending_fen = \(said.spending), income_per_person_fen = \(said.incomePerPerson),
        has_safe_water = \(said.hasSafeWater), has_unsafe_house = \(said.hasUnsafeHouse),
        is_without_labour = \(said.isWithoutLabour), monitored_kind = \(said.kind?.rawValue),
        monitored_since_on = \(said.monitoredSince), is_risk_removed = \(said.isRemoved),
        digest = \(digest), changed_at = \(open.now), changed_by = \(submission)
      WHERE county = \(open.county) AND id = \(known.id)
      """)
  }

  func updatePerson(
    _ person: Int64, household: Int64, digest: Int64, by submission: Int64, in open: OpenRegister
  ) throws {
    try open.db.run(
      """
      UPDATE person SET household_id = \(household), name = \(name),
        relation = \(relation.rawValue), phone_sealed = \(try phone.map { try open.seal($0) }),
        ethnic = \(ethnic), education = \(education),
        schooling = \(schooling), is_healthy = \(health.isHealthy),
        is_chronic = \(health.isChronic), is_gravely_ill = \(health.isGravelyIll),
        is_disabled = \(health.isDisabled), disability_kind = \(disabilityKind),
        disability_grade = \(disabilityGrade), labour = \(labour?.rawValue),
        is_insured = \(isInsured), is_working = \(isWorking), has_dibao = \(hasDibao),
        has_tekun = \(hasTekun), left_on = NULL, digest = \(digest), changed_at = \(open.now),
        changed_by = \(submission)
      WHERE county = \(open.county) AND id = \(person)
      """)
  }

  /// Of all that the household's record is made of.
  func householdDigest(name: String) -> Int64 {
    let said = household
    var digest = Digest()
    for text in [name, base.rawValue, phone, said.kind?.rawValue] { digest.add(text) }
    digest.add(said.monitoredSince.map { Int64($0.number) })
    digest.add(said.wage?.fen)
    digest.add(said.business?.fen)
    digest.add(said.property?.fen)
    digest.add(said.transfer?.fen)
    digest.add(said.businessCost?.fen)
    digest.add(said.spending?.fen)
    digest.add(said.incomePerPerson?.fen)
    digest.add(said.hasSafeWater)
    digest.add(said.hasUnsafeHouse)
    digest.add(said.isWithoutLabour)
    digest.add(said.isRemoved)
    return digest.value
  }

  /// Of all that the person's record is made of.
  var personDigest: Int64 {
    var digest = Digest()
    for text in [name, relation.rawValue, phone, labour?.rawValue] { digest.add(text) }
    for text in [ethnic, education, schooling] { digest.add(text) }
    digest.add(health.isHealthy)
    digest.add(health.isChronic)
    digest.add(health.isGravelyIll)
    digest.add(health.isDisabled)
    digest.add(isInsured)
    digest.add(isWorking)
    digest.add(hasDibao)
    digest.add(hasTekun)
    digest.add(disabilityKind.map { Int64($0) })
    digest.add(disabilityGrade.map { Int64($0) })
    return digest.value
  }
}

/// The numbers by which a person's record is found and compared.
struct PersonKeys {
  let person: Int64
  let household: Int64
  let index: Int64
  let digest: Int64
}

extension SQLValue {
  init(_ value: (some SQLConvertible)?) { self = value?.sqlValue ?? .null }
}

/// A number by which two versions of a record are told apart: FNV-1a over its fields.
struct Digest {
  private var hash: UInt64

  init(seed: UInt64 = 0xcbf2_9ce4_8422_2325) { hash = seed }

  var value: Int64 { Int64(bitPattern: hash) }

  /// The length stands before the text, so that no two fields run together.
  mutating func add(_ text: String?) {
    add(byte: text == nil ? 0 : 1)
    guard let text else { return }
    add(Int64(text.utf8.count))
    for byte in text.utf8 { add(byte: byte) }
  }

  mutating func add(_ number: Int64?) {
    add(byte: number == nil ? 0 : 1)
    guard let number else { return }
    var rest = UInt64(bitPattern: number)
    for _ in 0..<8 {
      add(byte: UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  mutating func add(_ flag: Bool?) { add(byte: flag.map { $0 ? 2 : 1 } ?? 0) }

  private mutating func add(byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
}
