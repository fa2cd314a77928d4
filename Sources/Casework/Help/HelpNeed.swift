/// What is known of a household that asks for help of its own kind, or must be so where such help
/// is recorded (`domain.md` 6.4 K).
package enum HelpNeed: String, CaseIterable, Sendable, Decodable {
  case uninsured, dropout, assistance, disabled, vocational
  case dibao, tekun, anyDisabled, working, subsidised

  package var title: String {
    switch self {
    case .uninsured: "有成员没有参加基本医疗保险"
    case .dropout: "有适龄学生失学辍学"
    case .assistance: "享受低保或特困供养"
    case .disabled: "有一级或二级残疾人"
    case .vocational: "有中职或高职在读学生"
    case .dibao: "有成员享受低保"
    case .tekun: "有成员享受特困供养"
    case .anyDisabled: "有残疾人"
    case .working: "有人务工或在公益岗"
    case .subsidised: "有成员在资助参保名单上"
    }
  }

  /// The same of nobody.
  package var denial: String {
    switch self {
    case .uninsured: "成员都参加了基本医疗保险"
    case .dropout: "没有失学辍学的学生"
    case .assistance: "没有人享受低保或特困供养"
    case .disabled: "没有一级或二级残疾人"
    case .vocational: "没有中职或高职在读学生"
    case .dibao: "没有成员享受低保"
    case .tekun: "没有成员享受特困供养"
    case .anyDisabled: "没有残疾人"
    case .working: "没有人务工，也没有人在公益岗"
    case .subsidised: "没有成员在资助参保名单上"
    }
  }

  /// Whether the registry says it of a member; nil where it leaves it open.
  func holds(_ member: HelpMember, on today: Day) -> Bool? {
    switch self {
    case .uninsured: member.isInsured.map { !$0 }
    case .dropout, .subsidised: false
    case .assistance: either(member.hasDibao, member.hasTekun)
    case .dibao: member.hasDibao
    case .tekun: member.hasTekun
    case .anyDisabled: member.grade != nil ? true : member.isDisabled
    case .disabled: member.grade.map { $0 <= 2 } ?? (member.isDisabled == false ? false : nil)
    case .working: member.isWorking
    case .vocational: isVocational(member, on: today)
    }
  }

  private func either(_ one: Bool?, _ other: Bool?) -> Bool? {
    if one == true || other == true { return true }
    return one == nil || other == nil ? nil : false
  }

  private func isVocational(_ member: HelpMember, on today: Day) -> Bool? {
    if let schooling = member.schooling {
      return ["中职", "高职", "技师"].contains { schooling.contains($0) }
    }
    // Who has finished school has an education instead; of those of that age without either
    // nothing is known.
    let mayBe = member.education == nil && (14...25).contains(member.birth.years(until: today))
    return mayBe ? nil : false
  }
}
