/// What the registry or a department says of a household that asks for help of its own kind
/// (`domain.md` 6.4 K).
package enum HelpNeed: String, CaseIterable, Sendable, Decodable {
  case uninsured, dropout, assistance, disabled, vocational

  package var title: String {
    switch self {
    case .uninsured: "有成员没有参加基本医疗保险"
    case .dropout: "有适龄学生失学辍学"
    case .assistance: "享受低保或特困供养"
    case .disabled: "有一级或二级残疾人"
    case .vocational: "有中职或高职在读学生"
    }
  }
}
