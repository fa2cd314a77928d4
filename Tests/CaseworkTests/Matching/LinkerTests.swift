import Casework
import Testing

/// One household of a father and a son of the same name, one of twins, and a namesake elsewhere.
struct LinkerTests {
  private static let table = CharacterTable(
    characters: "char,readings,plain,strokes,corners\n", surnames: "surname,pinyin\n")

  private static func number(_ birth: String, _ order: String) -> String {
    let first = "360732\(birth)\(order)"
    return first + String(ResidentID.checkCharacter(of: first) ?? "?")
  }

  private static let father = number("19600101", "101")
  private static let son = number("19880202", "103")
  private static let twins = [number("20100505", "125"), number("20100505", "127")]

  private static func form(
    _ name: String, _ number: String = "", birth: String = "", village: UInt32 = 0,
    household: UInt32 = 0
  ) -> PersonForm {
    var form = PersonForm()
    (form.name, form.number) = (NameForm(name, table), NumberForm(number))
    (form.birth, form.village, form.household) = (BirthForm(birth), village, household)
    return form
  }

  private static func linker() async -> Linker {
    var persons = [
      form("王大山", father, birth: "1960-01-01", village: 1, household: 1),
      form("王大山", son, birth: "1988-02-02", village: 1, household: 1),
      form("李小龙", twins[0], birth: "2010-05-05", village: 2, household: 2),
      form("李小虎", twins[1], birth: "2010-05-05", village: 2, household: 2),
      form("陈秀英", number("19550303", "126"), birth: "1955-03-03", village: 2, household: 2),
    ]
    for place in 0..<2_000 {
      let name = String(["赵钱孙李周吴郑", "甲乙丙丁戊己庚辛", "子丑寅卯辰巳午未"].map { Array($0)[place % $0.count] })
      let order = String(200 + place % 700)
      persons.append(
        form(
          name, number("19700\(1 + place % 9)1\(place % 9)", order), village: UInt32(3 + place % 9),
          household: UInt32(10 + place / 4)))
    }
    return Linker(await PersonIndex.build(persons, table), TestWeights.standard)
  }

  @Test func `rows find the right one of those who are alike`() async {
    let linker = await Self.linker()
    let cases: [(PersonForm, Int?, MatchVerdict.Outcome)] = [
      (Self.form("王大山", Self.son), 1, .accepted),
      (Self.form("王大山", "", birth: "1960-01-01", village: 1), 0, .accepted),
      (Self.form("李小虎", Self.twins[1]), 3, .accepted),
      // The mother's number on the child's row: the child is meant.
      (Self.form("李小龙", Self.number("19550303", "126")), 2, .accepted),
      // Neither number nor birth: father or son, a person decides.
      (Self.form("王大山", "", village: 1), nil, .queue),
      // A number of somebody with quite another name is not enough.
      (Self.form("赵不同", Self.father), 0, .queue),
      // Somebody who is not in the register.
      (Self.form("郭外来", Self.number("19930909", "555"), village: 1), nil, .none),
    ]
    for (row, person, outcome) in cases {
      let verdict = linker.verdict(on: row)
      #expect(verdict.outcome == outcome, "\(verdict.levels.sentence) \(verdict.probability)")
      if let person { #expect(verdict.person == person, "\(verdict.levels.sentence)") }
    }
  }

  @Test func `one wrong or two swapped digits still find the number`() async {
    let linker = await Self.linker()
    for place in 0..<17 {
      var digits = Array(Self.father)
      digits[place] = digits[place] == "9" ? "8" : "9"
      guard String(digits) != Self.father else { continue }
      let verdict = linker.verdict(on: Self.form("王大山", String(digits)))
      #expect(verdict.person == 0 && verdict.outcome == .accepted, "\(String(digits))")
    }
  }

  @Test func `expectation and maximisation recover planted weights`() {
    var (right, wrong): ([MatchLevels: Int], [MatchLevels: Int]) = ([:], [:])
    func pattern(_ name: NameLevel, _ birth: BirthLevel, _ village: PlainLevel) -> MatchLevels {
      var levels = MatchLevels()
      (levels.name, levels.birth, levels.village) = (name, birth, village)
      return levels
    }
    // Of 10,000 true pairs 90 % have the name, 80 % the birth, 70 % the village alike.
    for (name, ofName) in [(NameLevel.same, 0.9), (.differs, 0.1)] {
      for (birth, ofBirth) in [(BirthLevel.same, 0.8), (.differs, 0.2)] {
        for (village, ofVillage) in [(PlainLevel.same, 0.7), (.differs, 0.3)] {
          let levels = pattern(name, birth, village)
          right[levels] = Int(10_000 * ofName * ofBirth * ofVillage)
          let chance = (name == .same ? 0.01 : 0.99) * (birth == .same ? 0.02 : 0.98)
          wrong[levels] = Int(1_000_000 * chance * (village == .same ? 0.05 : 0.95))
        }
      }
    }
    let fitted = MatchFit(TestWeights.standard, persons: 10).fitted(to: right, against: wrong)
    for (bits, planted) in [
      (fitted.name["same"], 0.9 / 0.01), (fitted.birth["same"], 0.8 / 0.02),
      (fitted.village["same"], 0.7 / 0.05), (fitted.village["differs"], 0.3 / 0.95),
    ] {
      #expect(abs((bits ?? 99) - Bits.log2(planted)) < 0.35)
    }
    #expect(fitted.phone["same"] == TestWeights.standard.phone["same"])
  }
}
