package import Casework

/// A person who never lived.
package struct MadePerson: Sendable {
  package let name: String
  package let id: String
  package let relation: Relation
  package let sex: Sex
  package let birth: Day
  package var labour: Labour
  package var health: String
  package var schooling: String
  package var education: String
  package var isWorking: Bool

  package var isAbleToWork: Bool { labour == .ordinary || labour == .skilled }
}

/// A household that never lived, in a village that does exist.
package struct MadeHousehold: Sendable {
  package let code: String
  package let township: String
  package let village: String
  package let villageCode: PlaceCode
  package let base: HouseholdBase
  package let phone: String
  package var members: [MadePerson]
  /// Yuan a year.
  package var wage: Int
  package var business: Int
  package var property: Int
  package var transfer: Int
  package var cost: Int
  package let hasSafeWater: Bool
  package let hasUnsafeHouse: Bool
  package let hasDibao: Bool

  package var incomePerPerson: Int {
    (wage + business + property + transfer - cost) / max(1, members.count)
  }
}

/// Makes the people of a county, the same for the same seed.
package struct Population {
  private var chance: Chance
  private let names: PersonNames
  private let villages: [(township: String, name: String, code: PlaceCode)]
  private let today: Day
  private var used: Set<String> = []
  private var serial = 0

  package init(
    seed: UInt64, villages: [(township: String, name: String, code: PlaceCode)], today: Day
  ) throws {
    chance = Chance(seed: seed)
    names = try PersonNames()
    (self.villages, self.today) = (villages, today)
  }

  package mutating func household() -> MadeHousehold {
    serial += 1
    let place = villages[(serial - 1) % villages.count]
    let base: HouseholdBase = chance.happens(0.17) ? .liftedOut : .ordinary
    let members = family()
    let workers = members.count(where: \.isAbleToWork)
    let digits = String(100_000_000 + chance.within(0...899_999_999))
    let isPoor = base == .liftedOut || chance.happens(0.1)
    return MadeHousehold(
      code: "36073200\(10_000_000 + serial)", township: place.township, village: place.name,
      villageCode: place.code, base: base, phone: "1\(chance.pick(["3", "5", "8"]))\(digits)",
      members: members, wage: workers * chance.within(isPoor ? 9_000...22_000 : 18_000...42_000),
      business: chance.within(1_500...14_000),
      property: chance.happens(0.4) ? chance.within(200...2_400) : 0,
      transfer: chance.within(300...3_600) + (workers == 0 ? 6_000 * members.count : 0),
      cost: chance.within(600...4_500), hasSafeWater: !chance.happens(0.008),
      hasUnsafeHouse: chance.happens(0.004),
      hasDibao: workers == 0 || (isPoor && chance.happens(0.12)))
  }

  /// Head, spouse, children, sometimes a parent or grandchildren, of ages that fit together.
  private mutating func family() -> [MadePerson] {
    let surname = names.surname(&chance)
    let age = chance.pick([32, 36, 40, 44, 47, 50, 53, 56, 59, 63, 67, 71]) + chance.within(-2...2)
    let headSex: Sex = chance.happens(0.9) ? .male : .female
    var members = [person(surname, headSex, age, .head)]
    if chance.happens(age > 68 ? 0.55 : 0.88) {
      let spouse: Sex = headSex == .male ? .female : .male
      members.append(
        person(names.surname(&chance), spouse, max(20, age + chance.within(-5...3)), .spouse))
    }
    members += children(of: age, surname)
    if age < 58, chance.happens(0.4) {
      let sex: Sex = chance.happens(0.4) ? .male : .female
      members.append(
        person(
          sex == .male ? surname : names.surname(&chance), sex, age + chance.within(22...28),
          sex == .male ? .father : .mother))
    }
    return members
  }

  private mutating func children(of age: Int, _ surname: String) -> [MadePerson] {
    var members: [MadePerson] = []
    for _ in 0..<(age < 30 ? 1 : chance.pick([0, 1, 1, 2, 2, 2, 3])) {
      let childAge = age - chance.within(22...32)
      guard childAge >= 0, childAge < 40 else { continue }
      let sex: Sex = chance.happens(0.53) ? .male : .female
      // Grown-up daughters have mostly married out.
      if sex == .female, childAge > 25, chance.happens(0.8) { continue }
      members.append(person(surname, sex, childAge, sex == .male ? .son : .daughter))
      if sex == .male, childAge > 26, chance.happens(0.6) {
        members += youngFamily(of: childAge, surname)
      }
    }
    return members
  }

  /// A married son's wife, and mostly their child.
  private mutating func youngFamily(of age: Int, _ surname: String) -> [MadePerson] {
    var members = [
      person(names.surname(&chance), .female, age - chance.within(0...3), .daughterInLaw)
    ]
    if chance.happens(0.7) {
      let sex: Sex = chance.happens(0.52) ? .male : .female
      let relation: Relation = sex == .male ? .grandson : .granddaughter
      members.append(person(surname, sex, max(0, age - chance.within(24...27)), relation))
    }
    return members
  }

  private mutating func person(
    _ surname: String, _ sex: Sex, _ age: Int, _ relation: Relation
  ) -> MadePerson {
    let birth = today.adding(months: -12 * age).adding(days: -chance.within(1...360))
    let health = health(age)
    let isPupil = (3...22).contains(age) && (age < 16 || chance.happens(0.7))
    let labour = isPupil ? Labour.none : labour(age, health)
    return MadePerson(
      name: surname + names.given(sex, &chance), id: number(birth, sex), relation: relation,
      sex: sex,
      birth: birth, labour: labour, health: health, schooling: isPupil ? schooling(age) : "",
      education: isPupil || age < 3 ? "" : education(age),
      isWorking: (labour == .ordinary || labour == .skilled) && chance.happens(0.75))
  }

  private mutating func labour(_ age: Int, _ health: String) -> Labour {
    if age < 16 || age >= 75 { return .none }
    if health == "残疾", chance.happens(0.5) { return .lost }
    if age >= 62 || health != "健康" { return .weak }
    return chance.happens(0.15) ? .skilled : .ordinary
  }

  private mutating func health(_ age: Int) -> String {
    if chance.happens(age > 60 ? 0.08 : 0.02) { return "残疾" }
    if chance.happens(age > 60 ? 0.2 : age > 40 ? 0.06 : 0.01) { return "长期慢性病" }
    return chance.happens(age > 50 ? 0.012 : 0.002) ? "患有大病" : "健康"
  }

  private func schooling(_ age: Int) -> String {
    switch age {
    case ..<6: "学前教育"
    case 6...11: "小学"
    case 12: "七年级"
    case 13: "八年级"
    case 14: "九年级"
    case 15...17: "普通高中\(["一", "二", "三"][age - 15])年级"
    default: "本科"
    }
  }

  private mutating func education(_ age: Int) -> String {
    age > 65
      ? chance.pick(["文盲或半文盲", "小学", "小学"])
      : age > 45 ? chance.pick(["小学", "初中", "初中"]) : chance.pick(["初中", "初中", "高中", "大专"])
  }

  /// A number with a right check digit that nobody else in the county has.
  private mutating func number(_ birth: Day, _ sex: Sex) -> String {
    while true {
      let order = chance.within(1...499) * 2 + (sex == .male ? 1 : 0)
      let day = birth.description.replacing("-", with: "")
      let first = "360732\(day)\(String(1_000 + order).suffix(3))"
      guard let check = ResidentID.checkCharacter(of: first) else { continue }
      let number = first + String(check)
      if used.insert(number).inserted { return number }
    }
  }
}

extension MadeHousehold {
  /// The household in the national export layout, one row a person.
  package static let header: [String] = [
    .county, .township, .village, .code, .base, .phone, .name, .idNumber, .relation, .birth,
    .ethnic, .education, .schooling, .health, .labour, .residentInsurance, .dibao, .isWorking,
    .wage, .business, .property, .transfer, .businessCost, .incomePerPerson, .unsafeHouse,
    .safeWater,
  ].map { (column: RegistryColumn) in column.title }

  package var rows: [[String]] {
    members.map { person in
      [
        "兴国县", township, village, code, base.title, phone, person.name, person.id,
        person.relation.title, person.birth.description, "汉族", person.education,
        person.schooling, person.health, person.labour.title, "是", hasDibao ? "享受农村低保" : "未享受",
        person.isWorking ? "是" : "否", String(wage), String(business), String(property),
        String(transfer), String(cost), String(incomePerPerson), hasUnsafeHouse ? "是" : "否",
        hasSafeWater ? "是" : "否",
      ]
    }
  }
}
