/// What a column of somebody's sheet holds, in the words of a data item.
package enum ColumnUse: Hashable, Sendable {
  case ignored
  case name, id, sex, birth, township, village, phone, month
  /// A column of the item, by the name of its value.
  case value(String)

  /// The word by which a form and a remembered layout tell it.
  package var word: String {
    switch self {
    case .ignored: ""
    case .value(let name): "value.\(name)"
    default: Self.plain.first { $0.use == self }?.word ?? ""
    }
  }

  package init(word: String) {
    if word.hasPrefix("value.") {
      self = .value(String(word.dropFirst("value.".count)))
    } else {
      self = Self.plain.first { $0.word == word }?.use ?? .ignored
    }
  }

  /// The name of the value as a row's reader asks for it.
  package var valueName: String {
    if case .value(let name) = self { return name }
    return word
  }

  /// What every item's sheet may hold of its person, with the titles it goes by.
  package static let plain: [(use: ColumnUse, word: String, titles: [String])] = [
    (
      .name, "name",
      [
        "姓名", "户主姓名", "人员姓名", "患者姓名", "学生姓名", "残疾人姓名", "儿童姓名", "成员姓名",
        "家庭成员姓名", "救助对象姓名", "户主", "对象姓名", "救助申请人", "申请人姓名",
      ]
    ),
    (
      .id, "id",
      [
        "证件号码", "身份证号", "身份证号码", "公民身份号码", "残疾证号", "证件号", "证号", "身份证",
        "户主证件号码", "户主身份证号", "户主身份证号码", "户主身份证", "成员身份证号", "成员身份证号码", "成员身份证",
        "成员证件号码", "残疾人证号", "残疾证号码", "身份证件号", "身份证件号码", "居民身份证号", "学生身份证号", "儿童身份证号",
      ]
    ),
    (.sex, "sex", ["性别"]),
    (.birth, "birth", ["出生日期", "出生年月", "出生年月日"]),
    (.township, "township", ["乡", "乡镇", "乡镇街道", "乡（镇）", "镇", "所属乡镇", "乡镇名称", "镇乡"]),
    (.village, "village", ["村", "行政村", "村（社区）", "村（居）", "村居", "村委会", "所属村", "村名", "居住村"]),
    (.phone, "phone", ["联系电话", "电话", "手机号", "手机号码", "联系方式", "户主电话", "户联系电话"]),
    (.month, "month", ["数据月份", "月份", "年月", "统计月份", "发放月份"]),
  ]
}

/// How sure a guess of a column is.
package enum GuessGround: String, Sendable, Codable {
  /// Its heading says so; its contents look so; a person said so.
  case heading, contents, confirmed
}
