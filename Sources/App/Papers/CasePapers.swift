import Casework
import Documents

/// One meeting's result as its minutes say it.
struct HeldMeeting: Sendable {
  let heldOn: Day
  let chair: String
  let present: Int
  let inFavour: Int
  let against: Int
  let minutes: String
}

/// One letter that a commission rests on.
struct CommissionedPerson: Sendable {
  let member: PaperMember
  let letter: Authorisation
}

/// The papers of a case that officers write.
extension PaperFrame {
  func commission(
    _ people: [CommissionedPerson], of home: PaperHousehold?, body: String?, until: Day?
  ) -> Paper {
    var paper = paper(.commission, size: 12)
    paper.add(
      [texts.commission.first ?? ""], .plain, filled: ["body": body ?? blank])
    paper.add(Array(texts.commission.dropFirst()), filled: ["head": home?.head ?? blank])
    paper.add(
      .facts([
        [("户主", home?.head ?? ""), ("住址", home?.home ?? "")],
        [("授权有效至", until.map { "\($0)" } ?? ""), ("授权人数", home == nil ? "" : "\(people.count)")],
      ]))
    let rows = people.enumerated().map { index, one -> [Paper.Cell] in
      [
        .label("\(index + 1)"), Paper.Cell(one.member.name),
        Paper.Cell(one.member.relation.title), Paper.Cell(one.member.number ?? ""),
        Paper.Cell(one.letter.number ?? ""),
      ]
    }
    paper.add(
      Paper.Grid(
        [0.6, 1.4, 1.4, 3, 3], heading: ["序号", "姓名", "与户主关系", "证件号码", "授权书编号"],
        rows: Paper.padded(rows, to: home == nil ? 6 : 0, columns: 5)))
    paper.parts.append(.signatures(["委托单位（盖章）：", "委托日期：", "经办人签字：", "受托机构签收："]))
    return paper
  }

  func minutes(
    _ meeting: HeldMeeting?, of home: PaperHousehold?, kind: String, risks: [RiskKind]
  ) -> Paper {
    var paper = paper(.minutes)
    func number(_ value: Int?) -> String { value.map { "\($0) 人" } ?? "" }
    paper.add(
      .facts([
        [("评议时间", meeting.map { "\($0.heldOn)" } ?? ""), ("地点", "")],
        [("主持人", meeting?.chair ?? ""), ("记录人", "")],
        [("应到人数", ""), ("实到人数", number(meeting?.present))],
        [("评议农户", home.map { "\($0.place) \($0.head)户" } ?? "")],
        [("家庭人口", home.map { "\($0.members.count) 人" } ?? ""), ("拟定类别", kind)],
        [("风险类型", risks.map(\.title).joined(separator: "、"))],
      ]))
    paper.add([texts.minutes], filled: [:])
    paper.add(.room("评议意见", meeting?.minutes ?? "", least: 170))
    let others = meeting.map { $0.present - $0.inFavour - $0.against }
    paper.add(
      .facts(
        [
          [
            ("赞成", number(meeting?.inFavour)), ("反对", number(meeting?.against)),
            ("弃权", number(others)),
          ]
        ], label: 1, value: 1.6))
    let empty = Array(repeating: Paper.Cell("", least: 22), count: 6)
    paper.add(
      Paper.Grid(
        [1.3, 1.3, 1.8, 1.3, 1.3, 1.8], heading: ["参会人", "职务", "签字", "参会人", "职务", "签字"],
        rows: Array(repeating: empty, count: 7)))
    paper.parts.append(.signatures(["主持人签字：", "记录人签字：", "\(committee(home))（盖章）：", "日期："]))
    return paper
  }
}

/// How a household's help stands, as its plan says it.
struct PlannedHelp: Sendable {
  let plan: HelpPlan?
  let measures: [Measure]
  let contacts: [HelperContact]
}

extension PaperFrame {
  func plan(
    _ help: PlannedHelp?, of home: PaperHousehold?, kind: String, risks: [RiskKind]
  ) -> Paper {
    var paper = paper(.plan)
    let workers = home.map { "\($0.members.count { $0.labour?.counts ?? false }) 人" }
    paper.add(
      .facts([
        [("户主", home?.head ?? ""), ("住址", home?.home ?? "")],
        [("监测类别", kind), ("风险类型", risks.map(\.title).joined(separator: "、"))],
        [("家庭人口", home.map { "\($0.members.count) 人" } ?? ""), ("劳动力", workers ?? "")],
        [("帮扶责任人", help?.plan?.helper ?? ""), ("单位", help?.plan?.unit ?? "")],
        [("联系电话", help?.plan?.phone ?? ""), ("帮扶期限", term(help?.plan))],
      ]))
    paper.add(.room("帮扶目标", help?.plan?.goal ?? "", least: 44))
    let titles = Dictionary(uniqueKeysWithValues: pack.measures.map { ($0.id, $0.title) })
    let rows = (help?.measures ?? []).map { measure -> [Paper.Cell] in
      [
        Paper.Cell(measure.risk?.title ?? ""),
        Paper.Cell("\(titles[measure.category] ?? measure.category)：\(measure.subtype)"),
        Paper.Cell(measure.helper), .number(measure.amount.map { "\($0)" } ?? ""),
        Paper.Cell("\(measure.begunOn)"), Paper.Cell(measure.untilOn.map { "\($0)" } ?? ""),
      ]
    }
    paper.add(
      Paper.Grid(
        [1.5, 3.2, 1.6, 1.4, 1.6, 1.6],
        heading: ["针对风险", "帮扶措施", "落实单位或责任人", "金额（元）", "开始", "计划完成"],
        rows: Paper.padded(rows, to: 6, columns: 6)))
    let contacts = (help?.contacts ?? []).prefix(6).map { contact -> [Paper.Cell] in
      [Paper.Cell("\(contact.on)"), Paper.Cell(contact.way.title), Paper.Cell(contact.text)]
    }
    paper.add(
      Paper.Grid(
        [1.3, 1, 6], heading: ["联系日期", "方式", "情况"],
        rows: Paper.padded(Array(contacts), to: 5, columns: 3)))
    paper.parts.append(
      .signatures(["户主签字：", "帮扶责任人签字：", "\(committee(home))（盖章）：", "乡镇人民政府（盖章）："]))
    return paper
  }

  private func term(_ plan: HelpPlan?) -> String {
    plan.map { "\($0.from) 至 \($0.until.map { "\($0)" } ?? "风险消除")" } ?? ""
  }
}
