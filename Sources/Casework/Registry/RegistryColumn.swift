/// A column of the national export that the register knows (`domain.md` 3.3–3.6).
///
/// Columns it does not know are kept by their title in the record's details.
package enum RegistryColumn: CaseIterable, Sendable {
  case county, township, village, code, base, kind, phone, name, idNumber, relation, birth
  case ethnic, education, schooling, health, labour, residentInsurance, employeeInsurance, dibao
  case tekun, withoutLabour, monitoredSince, isRemoved, incomePerPerson, wage, business, property
  case transfer, businessCost, spending, isWorking, unsafeHouse, safeWater

  /// The title in the national export.
  package var title: String {
    switch self {
    case .county: "县"
    case .township: "乡"
    case .village: "村"
    case .code: "户编号"
    case .base: "户类型"
    case .kind: "监测对象类别"
    case .phone: "户联系电话"
    case .name: "姓名"
    case .idNumber: "证件号码"
    case .relation: "与户主关系"
    case .birth: "出生日期"
    case .ethnic: "民族"
    case .education: "文化程度"
    case .schooling: "在校生状况"
    case .health: "健康状况"
    case .labour: "劳动技能"
    case .residentInsurance: "是否参加城乡居民基本医疗保险"
    case .employeeInsurance: "是否参加城镇职工基本医疗保险"
    case .dibao: "享受低保政策情况"
    case .tekun: "享受特困供养政策情况"
    case .withoutLabour: "整户无劳动能力兜底保障户"
    case .monitoredSince: "识别监测时间"
    case .isRemoved: "风险是否已消除"
    case .incomePerPerson: "人均纯收入（元）"
    case .wage: "工资性收入"
    case .business: "生产经营性收入"
    case .property: "财产性收入"
    case .transfer: "转移性收入"
    case .businessCost: "生产经营性支出"
    case .spending: "合规自付支出"
    case .isWorking: "是否已务工"
    case .unsafeHouse: "是否危房户"
    case .safeWater: "是否解决安全饮用水"
    }
  }

  /// Other titles of the same column, as seen in exports and county files.
  var synonyms: [String] {
    switch self {
    case .county: ["县区", "县（市、区）", "区县"]
    case .township: ["乡镇", "乡（镇）", "镇", "乡镇名称"]
    case .village: ["行政村", "村名", "村（社区）"]
    case .code: ["户编码", "户号"]
    case .phone: ["联系电话", "户主电话"]
    case .name: ["成员姓名", "家庭成员姓名"]
    case .idNumber: ["身份证号", "身份证号码", "公民身份号码", "证件号"]
    case .relation: ["与户主的关系"]
    case .incomePerPerson: ["人均纯收入", "家庭人均纯收入"]
    case .residentInsurance: ["是否参加城乡居民(职工)基本医疗保险"]
    default: []
    }
  }

  /// The column of a title, whatever brackets and spaces it was typed with.
  package static func named(_ title: String) -> RegistryColumn? { byTitle[plain(title)] }

  private static let byTitle: [String: RegistryColumn] = {
    var columns: [String: RegistryColumn] = [:]
    for column in allCases {
      for title in [column.title] + column.synonyms { columns[plain(title)] = column }
    }
    return columns
  }()

  private static func plain(_ title: String) -> String {
    String(title.filter { !" \u{3000}\u{FEFF}()（）*＊\n\r".contains($0) })
  }

  /// Without these columns a sheet is no register.
  package static let needed: [RegistryColumn] = [
    .village, .code, .name, .idNumber, .relation,
  ]
}

/// Which cell of a row holds which column.
package struct RegistryHeader: Sendable {
  private let places: [RegistryColumn: Int]
  /// Titles of columns that the register only keeps.
  package let others: [(index: Int, title: String)]

  /// Nil when the row is not a header: fewer than half of the needed columns stand in it.
  package init?(_ cells: [String]) {
    var places: [RegistryColumn: Int] = [:]
    var others: [(Int, String)] = []
    for (index, title) in cells.enumerated() where !title.isEmpty {
      if let column = RegistryColumn.named(title), places[column] == nil {
        places[column] = index
      } else {
        others.append((index, title))
      }
    }
    let found = RegistryColumn.needed.count { places[$0] != nil }
    guard found * 2 > RegistryColumn.needed.count else { return nil }
    (self.places, self.others) = (places, others)
  }

  package var missing: [RegistryColumn] {
    RegistryColumn.needed.filter { places[$0] == nil }
  }

  /// The cell of a column, cleaned of full-width digits and stray spaces; empty where absent.
  package func cell(_ column: RegistryColumn, of cells: [String]) -> String {
    guard let place = places[column], cells.indices.contains(place) else { return "" }
    return CellText.cleaned(cells[place])
  }

  /// The spreadsheet's letter of a column, e.g. `L`, for messages.
  package func letter(of column: RegistryColumn) -> String {
    guard var number = places[column].map({ $0 + 1 }) else { return "—" }
    var letters = ""
    while number > 0 {
      let scalar = Unicode.Scalar(UInt8(65 + (number - 1) % 26))
      letters = String(Character(scalar)) + letters
      number = (number - 1) / 26
    }
    return letters
  }
}
