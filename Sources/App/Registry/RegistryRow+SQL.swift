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
    id person: Int64, household: Int64, index: Int64, digest: Int64, by submission: Int64,
    in open: OpenRegister
  ) throws -> [SQLValue] {
    [
      .integer(open.county), .integer(person), .integer(household), .text(name),
      .text(relation.rawValue), .text(id.sex.rawValue), .day(id.birth.number),
      .blob(try open.seal(id.digits)), .integer(index),
      try phone.map { .blob(try open.seal($0)) } ?? .null,
      SQLValue(texts[.ethnic]), SQLValue(texts[.education]), SQLValue(texts[.schooling]),
      SQLValue(health.isHealthy), SQLValue(health.isChronic), SQLValue(health.isGravelyIll),
      SQLValue(health.isDisabled), SQLValue(disabilityKind), SQLValue(disabilityGrade),
      SQLValue(labour?.rawValue), SQLValue(isInsured), SQLValue(isWorking),
      SQLValue(hasDibao), SQLValue(hasTekun), .text("{}"), .integer(digest),
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
        ethnic = \(texts[.ethnic]), education = \(texts[.education]),
        schooling = \(texts[.schooling]), is_healthy = \(health.isHealthy),
        is_chronic = \(health.isChronic), is_gravely_ill = \(health.isGravelyIll),
        is_disabled = \(health.isDisabled), disability_kind = \(disabilityKind),
        disability_grade = \(disabilityGrade), labour = \(labour?.rawValue),
        is_insured = \(isInsured), is_working = \(isWorking), has_dibao = \(hasDibao),
        has_tekun = \(hasTekun), left_on = NULL, digest = \(digest), changed_at = \(open.now),
        changed_by = \(submission)
      WHERE county = \(open.county) AND id = \(person)
      """)
  }

  /// What the household's record is made of, for its digest.
  func householdFields(name: String) -> [String] {
    let said = household
    let amounts = [
      said.wage, said.business, said.property, said.transfer, said.businessCost, said.spending,
      said.incomePerPerson,
    ].map { $0.map { String($0.fen) } ?? "" }
    let flags = [said.hasSafeWater, said.hasUnsafeHouse, said.isWithoutLabour, said.isRemoved]
      .map { $0.map { $0 ? "1" : "0" } ?? "" }
    return [name, base.rawValue, phone ?? "", said.kind?.rawValue ?? ""]
      + [said.monitoredSince?.description ?? ""] + amounts + flags
  }

  /// What the person's record is made of, for its digest.
  var personFields: [String] {
    let flags = [
      health.isHealthy, health.isChronic, health.isGravelyIll, health.isDisabled, isInsured,
      isWorking, hasDibao, hasTekun,
    ].map { $0.map { $0 ? "1" : "0" } ?? "" }
    let numbers = [disabilityKind, disabilityGrade].map { $0.map(String.init) ?? "" }
    return [name, relation.rawValue, phone ?? "", labour?.rawValue ?? ""]
      + [texts[.ethnic] ?? "", texts[.education] ?? "", texts[.schooling] ?? ""] + flags + numbers
  }
}

extension SQLValue {
  init(_ value: (some SQLConvertible)?) { self = value?.sqlValue ?? .null }
}

/// A number by which two versions of a record are told apart.
enum Digest {
  /// FNV-1a; lengths stand between the fields, so that no two lists run together.
  static func of(_ fields: [String]) -> Int64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for field in fields {
      hash = (hash ^ UInt64(field.utf8.count)) &* 0x100_0000_01b3
      for byte in field.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
    return Int64(bitPattern: hash)
  }
}
