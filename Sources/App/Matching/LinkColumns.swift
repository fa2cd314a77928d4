import Casework

/// What a column of a register or of rows to be matched says.
package enum LinkColumn: String, CaseIterable, Sendable {
  case person = "person_id"
  case row = "row_id"
  case household = "household_id"
  case name
  case number = "id_number"
  case sex, birth, village, address, phone

  /// The titles it is known by, without blanks.
  var titles: [String] {
    switch self {
    case .person: ["person_id", "人员编号", "人口编号", "个人编号"]
    case .row: ["row_id", "行号", "序号", "编号"]
    case .household: ["household_id", "户编号", "户号", "家庭编号"]
    case .name:
      [
        "name", "姓名", "人员姓名", "成员姓名", "患者姓名", "学生姓名", "死者姓名", "申请人", "申请人姓名", "户主姓名", "participant",
        "full_name",
      ]
    case .number:
      [
        "id_number", "idnumber", "id_no", "证件号码", "证件号", "身份证号", "身份证号码", "身份证", "公民身份号码",
        "公民身份证号码",
        "居民身份证号", "残疾证号", "残疾人证号", "学籍号", "证号",
      ]
    case .sex: ["sex", "gender", "性别"]
    case .birth:
      ["birth", "birthday", "birth_date", "date_of_birth", "出生日期", "出生年月", "出生年月日", "生日", "出生"]
    case .village:
      ["village", "村", "行政村", "村名", "村（社区）", "村(社区)", "所在村", "村居", "村（居）", "村(居)", "村委会", "户籍村"]
    case .address:
      ["address", "住址", "地址", "家庭住址", "家庭地址", "居住地址", "详细地址", "现住址", "户籍地址", "自然村/组", "组"]
    case .phone:
      [
        "phone", "mobile", "tel", "telephone", "联系电话", "电话", "手机", "手机号", "手机号码", "电话号码", "联系方式",
        "户联系电话",
      ]
    }
  }
}

/// Where a file has which column.
package struct LinkHeader: Sendable {
  package private(set) var places: [LinkColumn: Int] = [:]
  /// The same for the columns of a person, to be read without a look-up a cell; -1 for none.
  private let number, name, birth, sex, phone, village, address, household: Int

  /// The titles in `map`, by column, go before the known ones.
  package init(_ cells: [String], map: [String: String] = [:]) {
    let titles = cells.map(LinkHeader.plain)
    var places: [LinkColumn: Int] = [:]
    for column in LinkColumn.allCases {
      let wanted = map[column.rawValue].map { [LinkHeader.plain($0)] } ?? column.titles
      // The order of the known titles decides where a file has two of them.
      places[column] = wanted.lazy.compactMap { titles.firstIndex(of: $0) }.first
    }
    func place(_ column: LinkColumn) -> Int { places[column] ?? -1 }
    (number, name, birth, sex) = (place(.number), place(.name), place(.birth), place(.sex))
    (phone, village, address) = (place(.phone), place(.village), place(.address))
    household = place(.household)
    self.places = places
  }

  private static func plain(_ title: String) -> String {
    String(title.filter { !$0.isWhitespace && $0 != "\u{FEFF}" && $0 != "*" && $0 != "\"" })
      .lowercased()
  }

  func cells(_ row: UnsafeBufferPointer<CellBytes>) -> PersonCells {
    func cell(_ place: Int) -> CellBytes? { place >= 0 && place < row.count ? row[place] : nil }
    var cells = PersonCells()
    (cells.number, cells.name, cells.birth) = (cell(number), cell(name), cell(birth))
    (cells.sex, cells.phone) = (cell(sex), cell(phone))
    (cells.village, cells.address) = (cell(village), cell(address))
    cells.household = cell(household)
    return cells
  }
}
