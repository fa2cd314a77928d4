import Casework
import Store

/// What is known of a household, as far as its papers say it.
struct PaperHousehold: Sendable {
  let id: Int64
  let village: PlaceCode
  /// Township and village by name.
  let place: String
  let township: String
  let head: String
  let code: String
  let base: HouseholdBase
  let address: String
  let phone: String?
  let incomePerPerson: Money?
  let members: [PaperMember]

  /// Where it lives; the registry's address often begins with the village.
  var home: String {
    let village = place.split(separator: " ").last ?? ""
    return address.hasPrefix(village) ? "\(township) \(address)" : "\(place) \(address)"
  }

  var committee: String { "\(place)\(CommitteeText.of(place))" }
}

/// How the committee of a village or of a community in town is called.
enum CommitteeText {
  static func of(_ place: String) -> String {
    place.hasSuffix("社区") || place.hasSuffix("居委会") ? "居民委员会" : "村民委员会"
  }
}

extension PaperFrame {
  func committee(_ home: PaperHousehold?) -> String { CommitteeText.of(home?.place ?? "") }
}

/// A member as papers name them.
struct PaperMember: Sendable {
  let id: Int64
  let name: String
  let relation: Relation
  let sex: Sex
  let birth: Day
  /// Whole; a paper that others read shows it masked.
  let number: String?
  let labour: Labour?
  let traits: Set<MemberTrait>
  let isStudying: Bool

  var maskedNumber: String { number.map { masked(number: $0) } ?? "" }
}

extension OpenRegister {
  /// A household as its papers need it, found through the officer who prints.
  func paperHousehold(_ id: Int64) throws -> PaperHousehold {
    let rows = try db.run(
      """
      SELECT h.village, h.code, h.head_name, h.base, h.address, h.phone_sealed,
        h.income_per_person_fen
      FROM household h WHERE h.id = \(id) AND \(sees("h"))
      """)
    guard let row = rows.first else { throw NotFound() }
    let village = try row.place("village")
    let township = village.within(.township)
    return PaperHousehold(
      id: id, village: village, place: try villageTitle(village),
      township: try placeNames([township])[township] ?? "", head: try row.text("head_name"),
      code: try row.text("code"), base: try row.raw("base"), address: try row.text("address"),
      phone: try row.optionalBlob("phone_sealed").map { try unseal($0) },
      incomePerPerson: try row.optionalMoney("income_per_person_fen"),
      members: try paperMembers(of: id))
  }

  private func paperMembers(of household: Int64) throws -> [PaperMember] {
    try db.run(
      """
      SELECT id, name, relation, sex, birth_on, id_sealed, labour, schooling, is_disabled,
        is_gravely_ill, is_chronic, has_dibao, has_tekun
      FROM person WHERE county = \(county) AND household_id = \(household) AND left_on IS NULL
      ORDER BY CASE WHEN relation = 'head' THEN 0 ELSE 1 END, birth_on, id
      """
    ).map { row in
      let flags: [(MemberTrait, String)] = [
        (.disabled, "is_disabled"), (.gravelyIll, "is_gravely_ill"), (.chronic, "is_chronic"),
        (.dibao, "has_dibao"), (.tekun, "has_tekun"),
      ]
      return PaperMember(
        id: try row.integer("id"), name: try row.text("name"), relation: try row.raw("relation"),
        sex: try row.raw("sex"), birth: try row.day("birth_on"),
        number: try row.optionalBlob("id_sealed").map { try unseal($0) },
        labour: try row.optionalRaw("labour"),
        traits: Set(try flags.filter { try row.optionalFlag($0.1) == true }.map(\.0)),
        isStudying: try row.optionalText("schooling").map { !$0.isEmpty } ?? false)
    }
  }
}
