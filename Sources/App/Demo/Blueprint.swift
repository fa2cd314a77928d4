import Casework

/// A kind of trouble that a generated household meets, with how it rightly ends.
struct Blueprint: Sendable {
  let name: String
  /// How many of 1,000 households meet it in a year.
  let perThousand: Double
  let item: String
  /// The department's cells beside name and identity number, for a day.
  let cells: @Sendable (inout Chance, Day) -> [String]
  let conclusion: VisitConclusion
  let risks: [RiskKind]
  /// Whether a child or a worker is the one it happens to.
  let strikes: @Sendable (MadePerson) -> Bool

  static let all: [Blueprint] = [
    Blueprint(
      name: "大病，医疗自付重", perThousand: 9, item: "medical",
      cells: { chance, day in
        [
          day.description, "\(chance.within(26_000...90_000))",
          chance.pick(["肺癌", "肾衰竭", "脑出血", "乳腺癌"]),
        ]
      },
      conclusion: .propose, risks: [.illness], strikes: { _ in true }),
    Blueprint(
      name: "住院，自付能承受", perThousand: 14, item: "medical",
      cells: { chance, day in
        [day.description, "\(chance.within(6_000...20_000))", chance.pick(["肺炎", "骨折", "胆结石"])]
      },
      conclusion: .noRisk, risks: [], strikes: { _ in true }),
    Blueprint(
      name: "新残疾", perThousand: 4, item: "disability",
      cells: { chance, day in
        [day.description, chance.pick(["肢体", "视力", "精神"]), "\(chance.within(1...4))"]
      },
      conclusion: .watch, risks: [], strikes: { $0.health != "残疾" }),
    Blueprint(
      name: "辍学", perThousand: 2.5, item: "dropout",
      cells: { chance, day in [day.description, chance.pick(["兴国县第三中学", "江背中学", "高兴中学"]), "八年级"] },
      conclusion: .propose, risks: [.schooling],
      strikes: { ["七年级", "八年级", "九年级"].contains($0.schooling) }),
    Blueprint(
      name: "失去工作，家有他人支撑", perThousand: 10, item: "lostwork",
      cells: { chance, day in
        [day.description, chance.pick(["东莞某电子厂", "赣州某家具厂"]), chance.pick(["企业停产", "合同到期"])]
      },
      conclusion: .noRisk, risks: [], strikes: { $0.isWorking }),
    Blueprint(
      name: "事故重伤", perThousand: 3, item: "accident",
      cells: { chance, day in [day.description, chance.pick(["重伤", "重伤", "轻伤", "死亡"])] },
      conclusion: .propose, risks: [.accident], strikes: { $0.isAbleToWork }),
    Blueprint(
      name: "洪涝受灾", perThousand: 5, item: "disaster",
      cells: { chance, day in [day.description, "洪涝灾害", "\(chance.within(8_000...60_000))"] },
      conclusion: .propose, risks: [.disaster], strikes: { $0.relation == .head }),
    Blueprint(
      name: "房屋鉴定为危房", perThousand: 2, item: "housing",
      cells: { chance, day in [day.description, chance.pick(["C", "D"])] },
      conclusion: .propose, risks: [.housing], strikes: { $0.relation == .head }),
    Blueprint(
      name: "饮水中断", perThousand: 3, item: "water",
      cells: { chance, day in [day.description, "\(chance.within(3...20))"] },
      conclusion: .watch, risks: [], strikes: { $0.relation == .head }),
    Blueprint(
      name: "学费负担", perThousand: 8, item: "fees",
      cells: { chance, day in [day.description, "\(chance.within(9_000...19_000))", "职业学院"] },
      conclusion: .noRisk, risks: [], strikes: { $0.schooling == "本科" }),
  ]

  /// The columns of each item's file as the department writes them.
  static let headers: [String: [String]] = [
    "medical": ["姓名", "身份证号", "结算日期", "个人自付", "病种"],
    "disability": ["姓名", "身份证号", "发证日期", "残疾类别", "残疾等级"],
    "dropout": ["姓名", "身份证号", "辍学日期", "学校", "年级"],
    "lostwork": ["姓名", "身份证号", "失业日期", "单位", "原因"],
    "accident": ["姓名", "身份证号", "事故日期", "伤情"],
    "disaster": ["姓名", "身份证号", "受灾日期", "灾种", "核定损失"],
    "housing": ["姓名", "身份证号", "鉴定日期", "鉴定等级"],
    "water": ["姓名", "身份证号", "发现日期", "停水天数"],
    "fees": ["姓名", "身份证号", "缴费日期", "净费用", "学校"],
    "dibao": ["姓名", "身份证号", "停发日期", "停发原因"],
  ]
}

/// One trouble of one household on one day.
struct Incident: Sendable {
  let day: Day
  let household: String
  let blueprint: Blueprint
  let row: [String]
}
