import Casework
import Documents

/// A notice or announcement as it was posted. All that a public paper can say of a household is in
/// here: no number, account, phone or state of health can be reached from it (`design.md` 6.3).
struct PostedText: Sendable {
  /// As it went up; made from a `NoticeSubject`.
  let text: String
  let township: String
  let village: String
  let postedOn: Day
  let until: Day?
}

/// One household of a public list.
struct ListedHousehold: Sendable {
  let village: String
  let subject: NoticeSubject
}

/// The papers that anybody reads.
enum PublicPapers {
  static func notice(
    _ kind: PaperKind, _ posted: PostedText?, number: String?, _ pack: PolicyPack
  ) -> Paper {
    let texts = pack.papers ?? .plain
    var paper = Paper(kind.title, number: number ?? "编号：\(blank)", size: 16)
    paper.parts.append(.space(12))
    let isAnnouncement = kind == .announcement
    paper.parts.append(.text(posted?.text ?? empty(kind, pack.notices), .body))
    if !isAnnouncement {
      paper.parts.append(.text("监督电话：\(texts.hotline)", .body))
    }
    paper.parts.append(.space(40))
    let place = posted.map { [$0.township, $0.village].joined() } ?? blank
    let signer =
      isAnnouncement
      ? "\(posted?.township ?? blank)人民政府（盖章）" : "\(place)\(CommitteeText.of(place))（盖章）"
    paper.parts.append(.text(signer, .right))
    paper.parts.append(.text(posted.map { $0.postedOn.chinese } ?? "　　　年　　月　　日", .right))
    paper.footer = posted == nil ? "\(texts.office)　空白件" : texts.office
    return paper
  }

  /// The pack's text with room to write, for days on which the program cannot be reached.
  private static func empty(_ kind: PaperKind, _ notices: NoticeTexts) -> String {
    let day = "＿＿＿年＿＿月＿＿日"
    let values = [
      "day": day, "from": day, "until": day, "head": blank, "size": "＿＿", "kind": blank,
      "result": "纳入防止返贫致贫对象（类别：\(blank)）",
    ]
    return switch kind {
    case .removalNotice: notices.removal.filled(values)
    case .announcement: notices.announcement.filled(values)
    default: notices.identification.filled(values)
    }
  }

  static func list(
    _ households: [ListedHousehold], number: String?, on day: Day?, _ texts: PaperTexts
  ) -> Paper {
    var paper = Paper(
      PaperKind.approvalList.title, number: number ?? "编号：\(blank)", size: 11)
    let count = households.isEmpty ? "＿＿" : String(households.count)
    paper.add([texts.list], filled: ["count": count])
    let rows = households.enumerated().map { index, one -> [Paper.Cell] in
      [
        .label("\(index + 1)"), Paper.Cell(one.village), Paper.Cell(one.subject.headName),
        .label("\(one.subject.size)"), Paper.Cell(one.subject.kind?.title ?? ""),
      ]
    }
    paper.add(
      Paper.Grid(
        [0.7, 3, 2, 1, 2.4], heading: ["序号", "乡镇、村", "户主", "人口", "监测类别"],
        rows: Paper.padded(rows, to: households.isEmpty ? 25 : 0, columns: 5)))
    paper.parts.append(
      .signatures(["审批单位（盖章）：", day.map { "日期　\($0.chinese)" } ?? "日期："]))
    paper.footer = households.isEmpty ? "\(texts.office)　空白件" : texts.office
    return paper
  }
}

extension Day {
  /// `2026年11月23日`.
  var chinese: String { "\(year)年\(month)月\(dayOfMonth)日" }
}
