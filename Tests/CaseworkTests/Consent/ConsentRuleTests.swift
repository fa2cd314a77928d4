import Casework
import Testing

struct ConsentRuleTests {
  private static let today = Day(number: 20_000)
  private static let list = CheckList(
    number: "360732-2026-000001",
    questions: [
      CheckQuestion(
        person: 1, name: "刘长根", number: "36073219800101001X", item: "vehicle", title: "机动车登记"),
      CheckQuestion(
        person: 2, name: "刘小明", number: "360732200001010020", item: "vehicle", title: "机动车登记"),
    ])

  private func letter(given: Bool = true, withdrawn: Day? = nil) -> Authorisation {
    var letter = Authorisation(
      signedBy: "刘长根", isGiven: given, signedOn: Self.today, validUntil: Self.today.adding(days: 30)
    )
    letter.withdrawnOn = withdrawn
    return letter
  }

  @Test func `a letter holds from its day to its last day unless withdrawn`() {
    #expect(letter().state(on: Self.today.adding(days: 30)) == .given)
    #expect(letter().state(on: Self.today.adding(days: 31)) == .expired)
    #expect(letter(given: false).state(on: Self.today) == .refused)
    #expect(letter(withdrawn: Self.today).state(on: Self.today.adding(days: 99)) == .withdrawn)
    #expect(
      Authorisation.number(of: 12, adult: 3, in: 360_732, year: 2026) == "360732-2026-000012-3")
  }

  @Test func `who else signs is a guardian and says in what relation`() throws {
    #expect(throws: AuthorisationRefusal.self) {
      try SignedLetter(of: "刘长根", signedBy: "刘大海", guardian: nil, isGiven: true)
    }
    #expect(throws: AuthorisationRefusal.self) {
      try SignedLetter(of: "刘长根", signedBy: "刘长根", guardian: "父亲", isGiven: true)
    }
    let signed = try SignedLetter(of: "刘长根", signedBy: "刘大海", guardian: "父亲", isGiven: true)
    #expect(signed.signedBy == "刘大海" && signed.guardian == "父亲")
  }

  @Test func `a list that came back answered is read row by row`() throws {
    var rows = Self.list.rows
    rows[1][4...6] = ["有", "小型轿车", "65,000"]
    rows[2][4] = "无"
    let found = try Self.list.findings(in: numbered(rows))
    #expect(found.map(\.isHit) == [true, false] && found[0].amount == 6_500_000)
  }

  @Test(arguments: [
    ("", "", "结果只能填"), ("有", "", "须写内容"), ("可能", "车", "结果只能填"),
  ])
  func `an answer that says nothing is named with its row`(
    answer: String, text: String, fault: String
  ) {
    var rows = Self.list.rows
    rows[1][4...5] = [answer, text]
    rows[2][4] = "无"
    #expect(sentence(rows).contains("第 2 行") && sentence(rows).contains(fault))
  }

  @Test func `a stranger, another number, a huge amount and a missing row are refused`() {
    var rows = Self.list.rows
    rows[1][4...6] = ["有", "存款", "1000000000000"]
    rows[2] = [rows[2][0], "王五", "360732199001010011", "机动车登记", "无", "", ""]
    #expect(sentence(rows).contains("十亿元") && sentence(rows).contains("不在名单上"))
    rows[1] = ["360732-2026-000002", "刘长根", "36073219800101001X", "机动车登记", "无", "", ""]
    #expect(sentence(rows).contains("核对编号不是"))
    var short = Self.list.rows
    short.removeLast()
    short[1][4] = "无"
    #expect(sentence(short).contains("还有 1 问没有答：刘小明的机动车登记"))
    #expect(sentence([["姓名", "结果"]]).contains("找不到表头"))
    #expect(sentence([short[0], short[1], short[1]]).contains("已经答过"))
  }

  @Test func `a check is as far as its bodies and its hits`() {
    #expect(CheckStage(outstanding: 1, open: 1, isDestroyed: false) == .waiting)
    #expect(CheckStage(outstanding: 0, open: 1, isDestroyed: false) == .explaining)
    #expect(CheckStage(outstanding: 0, open: 0, isDestroyed: false) == .concluded)
    #expect(CheckStage(outstanding: 0, open: 0, isDestroyed: true) == .destroyed)
    // A judgement needs an explanation first, and stays.
    #expect(HitState.open.after(.accept) == nil && HitState.open.after(.explain) == .explained)
    #expect(HitState.explained.after(.count) == .counted)
    for state in [HitState.accepted, .counted] {
      #expect(HitStep.allCases.allSatisfy { state.after($0) == nil })
    }
  }

  private func numbered(_ rows: [[String]]) -> [(number: Int, cells: [String])] {
    rows.enumerated().map { ($0.offset + 1, $0.element) }
  }

  private func sentence(_ rows: [[String]]) -> String {
    do {
      _ = try Self.list.findings(in: numbered(rows))
      return ""
    } catch {
      return error.sentence
    }
  }
}
