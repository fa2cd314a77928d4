import Casework
import Store

/// A person of the register as the queue shows them beside a row.
struct ShownPerson: Sendable {
  let name: String
  let number: String
  let sex: String
  let birth: String
  let village: String
  let phone: String
  let home: String
}

/// The things that a row and the register both may say of a person.
enum RowFacts {
  typealias Said = @Sendable (RowSaid) -> String
  typealias Registered = @Sendable (ShownPerson, RowSaid) -> String

  static let titles: [(String, Said, Registered)] = [
    ("姓名", { $0.name }, { person, _ in person.name }),
    ("证件号码", { $0.number }, { RowFacts.number(of: $0, beside: $1) }),
    ("性别", { $0.sex }, { person, _ in person.sex }),
    ("出生日期", { BirthText.plain($0.birth) }, { person, _ in person.birth }),
    ("村", { $0.village }, { person, _ in person.village }),
    ("电话", { $0.phone }, { RowFacts.phone(of: $0, beside: $1) }),
    ("户内", { _ in "" }, { person, _ in person.home }),
  ]

  /// Whole only beside a number that comes near it: who wrote that knows nearly all of it.
  private static func number(of person: ShownPerson, beside said: RowSaid) -> String {
    guard let id = ResidentID(person.number) else { return "" }
    return switch NumberLevel(NumberForm(said.number), NumberForm(id.digits)) {
    case .same, .oneDigit, .swapped, .oneMissing, .rounded, .masked, .twoDigits: id.digits
    default: id.description
    }
  }

  private static func phone(of person: ShownPerson, beside said: RowSaid) -> String {
    let digits = PersonForm.phone(of: person.phone)
    guard digits != 0 else { return "" }
    if digits == PersonForm.phone(of: said.phone) { return said.phone }
    return "\(person.phone.prefix(3))****\(person.phone.suffix(4))"
  }
}

/// A day of birth as people write it, in the register's way where it is a whole day.
enum BirthText {
  static func plain(_ text: String) -> String { CellText.day(text)?.description ?? text }
}

extension OpenRegister {
  /// The persons of some ids, for the queue.
  func registered(_ ids: [Int64]) throws -> [Int64: ShownPerson] {
    guard !ids.isEmpty else { return [:] }
    let rows = try db.run(
      """
      SELECT p.id, p.name, p.id_sealed, p.sex, p.birth_on, h.village, p.relation, h.head_name,
        p.phone_sealed, h.phone_sealed AS home_phone
      FROM person p JOIN household h ON h.county = p.county AND h.id = p.household_id
      WHERE p.county = \(county) AND p.id IN \(many: ids) AND \(sees("h"))
      """)
    return Dictionary(
      try rows.map { (try $0.integer("id"), try shown($0)) },
      uniquingKeysWith: { first, _ in first })
  }

  private func shown(_ row: Row) throws -> ShownPerson {
    let relation: Relation = try row.raw("relation")
    let phone = try row.optionalBlob("phone_sealed") ?? row.optionalBlob("home_phone")
    return ShownPerson(
      name: try row.text("name"), number: try row.optionalBlob("id_sealed").map(unseal) ?? "",
      sex: try row.raw("sex", as: Sex.self) == .male ? "男" : "女",
      birth: try row.day("birth_on").description, village: try villageTitle(row.place("village")),
      phone: try phone.map(unseal) ?? "",
      home: relation == .head ? "户主" : "\(relation.title)，户主\(try row.text("head_name"))")
  }
}
