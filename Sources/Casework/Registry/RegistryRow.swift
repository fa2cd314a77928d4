/// One person of one household, as a row of the register says it.
package struct RegistryRow: Sendable {
  package let code: String
  package let township: String
  package let village: String
  package let name: String
  package let id: ResidentID
  package let relation: Relation
  package let base: HouseholdBase
  package let phone: String?
  package let health: Health
  package let disabilityKind: Int?
  package let disabilityGrade: Int?
  package let labour: Labour?
  package let isInsured: Bool?
  package let isWorking: Bool?
  package let hasDibao: Bool?
  package let hasTekun: Bool?
  package let ethnic: String?
  package let education: String?
  package let schooling: String?
  package let household: HouseholdColumns

  /// How healthy a person is; nil is unknown (健康状况, several at once).
  package struct Health: Hashable, Sendable {
    package var isHealthy: Bool?
    package var isChronic: Bool?
    package var isGravelyIll: Bool?
    package var isDisabled: Bool?
  }

  /// What stands in every row of a household.
  package struct HouseholdColumns: Hashable, Sendable {
    package var kind: HouseholdKind?
    package var monitoredSince: Day?
    package var isRemoved: Bool?
    package var wage: Money?
    package var business: Money?
    package var property: Money?
    package var transfer: Money?
    package var businessCost: Money?
    package var spending: Money?
    package var incomePerPerson: Money?
    package var hasSafeWater: Bool?
    package var hasUnsafeHouse: Bool?
    package var isWithoutLabour: Bool?
  }
}

/// Why a row was not taken in: the column and the reason, for the sender's own sheet.
package struct RowRefusal: Error, Hashable, Sendable {
  package let column: RegistryColumn?
  package let reason: String

  package init(_ column: RegistryColumn?, _ reason: String) {
    (self.column, self.reason) = (column, reason)
  }
}

extension RegistryRow {
  /// Reads the cells of one row.
  package init(
    _ cells: [String], _ header: RegistryHeader, today: Day
  ) throws(RowRefusal) {
    func text(_ column: RegistryColumn) -> String { header.cell(column, of: cells) }
    code = text(.code)
    guard !code.isEmpty else { throw RowRefusal(.code, "户编号为空，请补填") }
    (township, village) = (text(.township), text(.village))
    name = text(.name)
    guard !name.isEmpty else { throw RowRefusal(.name, "姓名为空，请补填") }
    let identity = IdentityCell(text(.idNumber), today: today)
    switch identity.number {
    case .right(let number): id = number
    case .wrong(let fault): throw RowRefusal(.idNumber, fault.sentence)
    }
    guard let relation = Relation.named(text(.relation)) else {
      throw RowRefusal(.relation, "与户主关系“\(text(.relation))”不在选项内")
    }
    self.relation = relation
    try RegistryRow.check(birth: text(.birth), against: id, today: today)
    base = RegistryRow.base(text(.base))
    phone = text(.phone).isEmpty ? nil : text(.phone)
    health = Health(text(.health), isCardHolder: identity.disabilityKind != nil)
    (disabilityKind, disabilityGrade) = (identity.disabilityKind, identity.disabilityGrade)
    labour = Labour.named(text(.labour))
    let insurances = [text(.residentInsurance), text(.employeeInsurance)].map(CellText.flag)
    isInsured = insurances.contains(true) ? true : insurances.contains(false) ? false : nil
    isWorking = CellText.flag(text(.isWorking))
    hasDibao = RegistryRow.enjoys(text(.dibao))
    hasTekun = RegistryRow.enjoys(text(.tekun))
    ethnic = RegistryRow.said(text(.ethnic))
    education = RegistryRow.said(text(.education))
    schooling = RegistryRow.said(text(.schooling))
    household = try HouseholdColumns(text)
  }

  private static func check(
    birth text: String, against id: ResidentID, today: Day
  ) throws(RowRefusal) {
    guard !text.isEmpty else { return }
    guard let birth = CellText.day(text) else {
      throw RowRefusal(.birth, "出生日期“\(text)”无法识别，请写成 1990-01-31 的样子")
    }
    if birth > today { throw RowRefusal(.birth, "出生日期在今天之后") }
    if birth != id.birth, text.utf8.count != 6 {
      throw RowRefusal(.birth, "出生日期与证件号码不一致")
    }
  }

  private static func base(_ text: String) -> HouseholdBase {
    if text == HouseholdBase.ordinary.title { return .ordinary }
    return text.contains("脱贫") ? .liftedOut : .ordinary
  }

  /// An empty cell says nothing.
  private static func said(_ text: String) -> String? { text.isEmpty ? nil : text }

  private static func enjoys(_ text: String) -> Bool? {
    if text.isEmpty { return nil }
    return !(text.hasPrefix("未") || text.hasPrefix("不") || text == "否")
  }
}

extension RegistryRow.Health {
  /// Reads 健康状况, in which several states may stand together.
  init(_ text: String, isCardHolder: Bool) {
    guard !text.isEmpty || isCardHolder else { return }
    isHealthy = text == "健康"
    if isHealthy == true, !isCardHolder {
      (isChronic, isGravelyIll, isDisabled) = (false, false, false)
      return
    }
    isChronic = text.contains("慢性病")
    isGravelyIll = text.contains("大病")
    isDisabled = text.contains("残疾") || isCardHolder
  }
}

extension RegistryRow.HouseholdColumns {
  init(_ text: (RegistryColumn) -> String) throws(RowRefusal) {
    kind = HouseholdKind.allCases.first { $0.title == text(.kind) }
    monitoredSince = CellText.day(text(.monitoredSince))
    isRemoved = CellText.flag(text(.isRemoved))
    func money(_ column: RegistryColumn) throws(RowRefusal) -> Money? {
      let cell = text(column)
      guard !cell.isEmpty else { return nil }
      guard let amount = Money(cell) else {
        throw RowRefusal(column, "\(column.title)“\(cell)”不是金额")
      }
      return amount
    }
    wage = try money(.wage)
    business = try money(.business)
    property = try money(.property)
    transfer = try money(.transfer)
    businessCost = try money(.businessCost)
    spending = try money(.spending)
    incomePerPerson = try money(.incomePerPerson)
    hasSafeWater = CellText.flag(text(.safeWater))
    hasUnsafeHouse = CellText.flag(text(.unsafeHouse))
    isWithoutLabour = CellText.flag(text(.withoutLabour))
  }
}

extension Relation {
  private static let byTitle = Dictionary(
    uniqueKeysWithValues: allCases.map { ($0.title, $0) })

  package static func named(_ title: String) -> Relation? {
    byTitle[title] ?? (title == "本人" ? .head : nil)
  }
}

extension Labour {
  private static let byTitle = Dictionary(
    uniqueKeysWithValues: allCases.map { ($0.title, $0) })

  package static func named(_ title: String) -> Labour? { byTitle[title] }
}
