import Casework
import Documents

/// The papers that a household signs: application and letter of authorisation.
extension PaperFrame {
  /// What the registry knows, and then what the form asks, with the answers that are there; blank
  /// without a household.
  func application(_ home: PaperHousehold?, _ answers: [String: String]) -> Paper {
    var paper = paper(.application)
    let values = ["village": home?.place ?? blank, "head": home?.head ?? blank]
    paper.parts.append(.text("\(home?.committee ?? "\(blank)村民委员会")：", .plain))
    paper.add(texts.application, filled: values)
    paper.add(
      .facts([
        [("户主姓名", home?.head ?? ""), ("户类型", home?.base.title ?? "")],
        [("家庭住址", home?.home ?? "")],
      ]))
    paper.add(counts(home))
    paper.add(members(home, least: 6))
    var contents = FormContents(answers, isWhole: true)
    contents.room = 60
    add(form(.application), contents, to: &paper)
    paper.parts.append(
      .signatures(["申请人签字（手印）：", "申请日期：", "村级受理人签字：", "受理日期："]))
    return paper
  }

  private func counts(_ home: PaperHousehold?) -> Paper.Grid {
    func count(_ holds: (PaperMember) -> Bool) -> String {
      home.map { String($0.members.filter(holds).count) } ?? ""
    }
    return .facts(
      [
        [
          ("家庭人口", count { _ in true }), ("劳动力", count { $0.labour?.counts ?? false }),
          ("在校生", count(\.isStudying)), ("慢性病", count { $0.traits.contains(.chronic) }),
        ],
        [
          ("大病", count { $0.traits.contains(.gravelyIll) }),
          ("残疾", count { $0.traits.contains(.disabled) }),
          ("低保", count { $0.traits.contains(.dibao) }),
          ("人均纯收入", home?.incomePerPerson.map { "\($0)" } ?? ""),
        ],
      ], label: 1, value: 1)
  }

  /// The members with their whole numbers; at least so many rows.
  func members(_ home: PaperHousehold?, least: Int, isMasked: Bool = false) -> Paper.Grid {
    let rows = (home?.members ?? []).map { member -> [Paper.Cell] in
      [
        Paper.Cell(member.name), Paper.Cell(member.relation.title), Paper.Cell(member.sex.title),
        Paper.Cell(isMasked ? member.maskedNumber : member.number ?? ""),
        Paper.Cell(member.labour?.title ?? ""),
        Paper.Cell(
          MemberTrait.allCases.filter(member.traits.contains).map(\.title).joined(separator: "、")),
      ]
    }
    return Paper.Grid(
      [1.5, 1.8, 0.8, 3.2, 2.4, 1.9], heading: ["姓名", "与户主关系", "性别", "证件号码", "劳动能力", "健康、保障"],
      rows: Paper.padded(rows, to: home == nil ? least : 0, columns: 6))
  }

  /// One adult's letter, with places for a guardian to sign where one may be needed.
  func letter(
    _ adult: PaperMember?, of home: PaperHousehold?, needsGuardian: Bool
  ) -> Paper {
    var paper = paper(.letter, size: 12)
    let terms = pack.check
    let values = [
      "name": adult?.name ?? blank, "head": home?.head ?? blank, "village": home?.place ?? blank,
      "body": terms?.body ?? blank, "months": terms.map { String($0.validMonths) } ?? blank,
    ]
    paper.add(
      .facts([
        [("授权人", adult?.name ?? ""), ("证件号码", adult?.number ?? "")],
        [("与户主关系", adult?.relation.title ?? ""), ("户主", home?.head ?? "")],
        [("家庭住址", home?.home ?? "")],
        [
          (
            "其他成员",
            (home?.members ?? []).filter { $0.id != adult?.id }
              .map { "\($0.name)（\($0.relation.title)）" }.joined(separator: "、")
          )
        ],
      ]))
    paper.add(texts.letter, filled: values)
    paper.parts.append(.signatures(["授权人签字（手印）：", "签署日期："]))
    let isGuarded = needsGuardian || adult == nil
    if isGuarded {
      paper.parts.append(.text("（不能自行签署的，由监护人填写）\(texts.guardian.filled(values))", .plain))
    }
    if isGuarded {
      paper.parts.append(.signatures(["监护人签字（手印）：", "与授权人关系："]))
    }
    paper.parts.append(.signatures(["经办人签字：", "\(committee(home))（盖章）："]))
    return paper
  }
}
