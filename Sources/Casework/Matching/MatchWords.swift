extension MatchLevels {
  /// The two comparisons that say most, for a column of a file: `number=same name=same`.
  package var label: String {
    var text = "number=\(number.title) name=\(name.title)"
    if birth != .missing { text += " birth=\(birth.title)" }
    if village != .missing { text += " village=\(village.title)" }
    if phone != .missing { text += " phone=\(phone.title)" }
    return text
  }

  /// Why the row means the person, or why that is in doubt, for whoever decides.
  package var sentence: String {
    let parts = [
      number.words, name.words, birth.words, village.words("村"), phone.words("电话"),
      address.words("住址"), sex == .differs ? "性别不同" : nil,
    ]
    return parts.compactMap { $0 }.joined(separator: "，")
  }
}

extension NameLevel {
  var words: String? {
    switch self {
    case .same: "姓名相同"
    case .masked: "姓名有遮盖，看得见的字相符"
    case .sound: "姓名同音"
    case .nearSound: "姓名读音相近"
    case .shape: "姓名字形相近"
    case .swapped: "姓名用字相同、次序不同"
    case .dropped: "姓名多一字或少一字"
    case .oneCharacter: "姓名有一字不同"
    case .otherSurname: "名相同、姓不同"
    case .surname: "只有姓相同"
    case .missing: nil
    case .differs: "姓名不同"
    }
  }
}

extension NumberLevel {
  var words: String? {
    switch self {
    case .same: "证件号码相同"
    case .oneDigit: "证件号码错一位"
    case .swapped: "证件号码相邻两位写反"
    case .oneMissing: "证件号码多一位或少一位"
    case .rounded: "证件号码末几位被表格软件抹成零，其余相符"
    case .masked: "证件号码有遮盖，看得见的各位相符"
    case .maskedShort: "证件号码遮盖较多，看得见的几位相符"
    case .twoDigits: "证件号码错两位"
    case .otherMember: "证件号码是同户另一人的"
    case .mantissa: "证件号码只剩开头几位，相符"
    case .missing: nil
    case .sameBirth: "证件号码不同，其中的出生日期相同"
    case .differs: "证件号码不同"
    }
  }
}

extension BirthLevel {
  var words: String? {
    switch self {
    case .same: "出生日期相同"
    case .sameMonth: "出生年月相同"
    case .swapped: "出生的月和日写反"
    case .oneDigit: "出生日期有一处不同"
    case .nearYear: "出生年份差一年"
    case .sameYear: "出生年份相同"
    case .missing: nil
    case .differs: "出生日期不同"
    }
  }
}

extension PlainLevel {
  func words(_ what: String) -> String? {
    switch self {
    case .same: "\(what)相同"
    case .missing: nil
    case .differs: "\(what)不同"
    }
  }
}
