import Casework
import Store

/// What households say of themselves and what cadres find on their rounds, through the verbs of
/// the pages: the two channels beside the departments' data.
struct DemoSigns: Sendable {
  let register: Register
  let officers: DemoOfficers
  let pack: PolicyPack
  let made: [MadeHousehold]
  /// Of what happens to them, what they tell themselves.
  let incidents: [Incident]

  private static let difficulties: [(risk: RiskKind, text: String)] = [
    (.illness, "家里老人住院，自己付的钱多，手头紧。"), (.schooling, "两个孩子同时读书，学费生活费负担重。"),
    (.unstableWork, "厂里停工，已经两个月没有收入。"), (.disaster, "大雨把田冲了，今年收成没有了。"),
    (.housing, "房子后墙裂了，下雨不敢住。"),
  ]
  private static let findings: [(risk: RiskKind, text: String)] = [
    (.illness, "走访时发现户主长期服药，近期又住院，家中缺现金。"), (.unstableWork, "电话联系得知在外务工人员已返乡，暂未找到工作。"),
    (.lackOfLabour, "主要劳动力受伤休养，田里无人耕种。"), (.water, "该户水源干涸，靠邻居接济用水。"),
  ]

  /// A declaration every few days and a finding now and then, somewhere in the county; and of those
  /// whom something has just hit, one in three says so and as many are noticed, often before any
  /// department's file comes. Without that no overlap of the channels could be shown.
  func happen(_ chance: inout Chance, on day: Day) async throws {
    if chance.happens(0.12) { try await declare(chance.pick(made), &chance) }
    if chance.happens(0.15) { try await find(chance.pick(made), &chance) }
    let hit = Set(
      incidents.filter { $0.blueprint.conclusion == .propose && day - $0.day == 3 }.map(\.household)
    )
    for home in made where hit.contains(home.code) {
      if chance.happens(0.33) { try await declare(home, &chance) }
      if chance.happens(0.33) { try await find(home, &chance) }
    }
  }

  /// - Parameters:
  ///   - home: whose difficulty it is.
  ///   - name: how the declarer writes the name; one that the registry does not have under that
  ///     number is left to the township to place.
  ///   - chance: decides what is told.
  /// - Throws: what the page would answer.
  func declare(
    _ home: MadeHousehold, as name: String? = nil, _ chance: inout Chance
  ) async throws {
    let (risk, text) = chance.pick(DemoSigns.difficulties)
    guard let head = home.members.first else { return }
    let fields = [
      ("name", name ?? head.name), ("phone", home.phone), ("id", head.id),
      ("village", home.villageCode.description), ("risk", risk.rawValue), ("text", text),
    ]
    let pack = pack
    let county = home.villageCode.within(.county)
    let access = Access(
      officer: 0, name: "农户", role: .household, place: county, purpose: .declaration)
    _ = try await register.write(as: access) { try $0.declare(Form(fields), pack) }
  }

  func find(_ home: MadeHousehold, _ chance: inout Chance) async throws {
    let (risk, text) = chance.pick(DemoSigns.findings)
    let pack = pack
    let code = home.code
    let access = try officers.officer(.informationOfficer, over: home.villageCode)
    _ = try await register.write(as: access) { open in
      let rows = try open.db.run(
        "SELECT h.id FROM household h WHERE h.code = \(code) AND \(open.sees("h"))")
      guard let household = try rows.first?.integer("id") else { throw NotFound() }
      try open.raise(
        Finding(source: .patrol, risk: risk, text: text), about: household, pack)
    }
  }
}
