import Casework

/// What `Templates/households/show.mustache` shows.
struct HouseholdPage: Page {
  static let template = "households/show"
  let id: Int64
  let name: String
  let code: String
  let size: Int
  let base: String
  let kind: String?
  let village: String
  let villageHref: String
  let address: String
  let phone: String?
  let dossier: Dossier?
  let members: [Member]
  let gone: [Member]
  let incomes: [Amount]
  let incomePerPerson: String
  let housing: [Answer]
  let facts: [Fact]
  let passages: [Step]
  let openings: [Reader]
  let mayRaiseClue: Bool
  /// Why the household was not moved just now.
  let fault: String?
  let move: MovePanel?
  let papers: [PaperLink]
  let forms: FormPanel
  /// What is computed with older data, and how old.
  let held: [String]

  struct Member: Sendable {
    let name: String
    let relation: String
    let person: String
    let number: String
    let labour: String
    let schooling: String?
    let left: String
    let traits: [Trait]
  }

  struct Trait: Sendable {
    let title: String
    let mark: String
  }

  struct Amount: Sendable {
    let title: String
    let value: String
  }

  /// A yes, a no or an unknown, as word and mark.
  struct Answer: Sendable {
    let title: String
    let word: String
    let mark: String
  }

  struct Fact: Sendable {
    let day: String
    let title: String
    let source: String
  }

  struct Step: Sendable {
    let title: String
    let state: String
    let href: String?
    let at: String
    let isOpen: Bool
  }

  struct Reader: Sendable {
    let officer: String
    let at: String
  }

  init(
    _ file: HouseholdFile, fault: String?, _ pack: PolicyPack, in open: OpenRegister
  ) throws {
    let household = file.household
    (id, name, code, size) = (
      household.id, household.headName, household.code, household.size
    )
    base = household.base.title
    kind = file.monitoredAs?.title
    village = try open.villageTitle(household.village)
    villageHref = HouseholdFilter(place: household.village).address(after: nil)
    (address, phone) = (household.address, file.phone)
    dossier = try Dossier(household.id, pack, in: open)
    members = file.members.filter { $0.left == nil }.map { Member($0, today: open.today) }
    gone = file.members.filter { $0.left != nil }.map { Member($0, today: open.today) }
    incomes = IncomeFigure.allCases.map { item in
      Amount(title: item.title, value: file.incomes[item].map { "\($0)" } ?? "未知")
    }
    incomePerPerson = file.incomePerPerson.map { "\($0)" } ?? "未知"
    housing = [
      Answer("住房安全", file.hasUnsafeHouse.map { !$0 }, yes: "安全", no: "有安全隐患"),
      Answer("饮水安全", file.hasSafeWater, yes: "安全", no: "不安全"),
      Answer("家庭劳动力", file.isWithoutLabour.map { !$0 }, yes: "有", no: "整户无劳动力"),
    ]
    facts = file.facts.map(Fact.init)
    passages = file.passages.map(Step.init)
    openings = file.openings.map { Reader(officer: $0.officer, at: "\($0.at)") }
    held = try open.heldData(pack)
    mayRaiseClue = open.access.may(.raiseClue)
    self.fault = fault
    move = try MovePanel(household, in: open)
    let mayPrint = PaperKind.visitSheet.duties.contains(where: open.access.may)
    papers = mayPrint ? [PaperLink("入户核实表", "/households/\(id)/papers/visitSheet")] : []
    forms = try FormPanel(household.id, pack, in: open)
  }
}

extension HouseholdPage.Member {
  init(_ member: HouseholdMember, today: Day) {
    (name, relation) = (member.name, member.relation.title)
    person = "\(member.sex.title) \(member.birth.years(until: today)) 岁"
    number = member.number ?? "未登记"
    labour = member.labour?.title ?? "未知"
    schooling = member.schooling.flatMap { $0.isEmpty ? nil : $0 }
    left = member.left.map { "\($0)" } ?? ""
    traits = member.traits.map { .init(title: $0.title, mark: $0.mark) }
  }
}

extension HouseholdPage.Answer {
  init(_ title: String, _ answer: Bool?, yes: String, no: String) {
    self.title = title
    switch answer {
    case true: (word, mark) = (yes, "good")
    case false: (word, mark) = (no, "late")
    default: (word, mark) = ("未知", "plain")
    }
  }
}

extension HouseholdPage.Fact {
  init(_ fact: KnownFact) {
    day = "\(fact.trueOn)"
    title = [fact.person, String(fact.text.trimmingPrefix("\(day) "))].compactMap { $0 }.joined(
      separator: "：")
    let row = fact.row.map { "第 \($0) 行" }
    source = [fact.department, fact.fileName.map { "《\($0)》" }, row].compactMap { $0 }
      .joined(separator: " ")
  }
}

extension HouseholdPage.Step {
  init(_ passage: Passage) {
    title = passage.kind.title
    state = passage.stateTitle
    href = passage.href
    at = "\(passage.began.day)"
    isOpen = passage.ended == nil
  }
}
