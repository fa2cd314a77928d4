import Casework

/// What `Templates/overview/home.mustache` shows: the officer's work of today.
struct HomePage: Page {
  static let template = "overview/home"
  let greeting: String
  let day: String
  let piles: [Pile]
  let rows: [Line]
  let more: Int?
  let doors: [Door]

  struct Pile: Sendable {
    let title: String
    let count: String
    let overdue: Int
    let isLate: Bool
    let mark: String
    let href: String
  }

  struct Line: Sendable {
    let task: String
    let name: String
    let village: String
    let link: String
    let mark: String
    let left: String
    let due: String
  }

  /// A way to the rest of what the officer may do.
  struct Door: Sendable {
    let title: String
    let hint: String
    let icon: String
    let link: String
  }

  private static let rowsOnPage = 20

  init(_ inbox: Inbox, in open: OpenRegister) throws {
    greeting = open.access.name
    day =
      "\(open.today.year) 年 \(open.today.month) 月 \(open.today.dayOfMonth) 日 \(open.today.weekdayTitle)"
    piles = inbox.piles.map { pile in
      Pile(
        title: pile.title, count: grouped(pile.count), overdue: pile.overdue,
        isLate: pile.overdue > 0,
        mark: pile.overdue > 0 ? "late" : pile.count == 0 ? "none" : "", href: pile.href)
    }
    let shown = inbox.items.prefix(Self.rowsOnPage)
    let heads = try open.headNames(Set(shown.compactMap(\.household)))
    let places = try open.placeNames(
      Set(shown.flatMap { [$0.village, $0.village.within(.township)] }))
    rows = shown.map { Line($0, heads: heads, places: places) }
    more = inbox.items.count > shown.count ? inbox.items.count - shown.count : nil
    doors = Door.all.filter { open.access.may($0.duty) }.map(\.door)
  }
}

extension HomePage.Line {
  init(_ item: Inbox.Item, heads: [Int64: String], places: [PlaceCode: String]) {
    task = item.task
    name = item.household.flatMap { heads[$0] }.map { "\($0)户" } ?? "未找到农户的申报"
    village = [item.village.within(.township), item.village].compactMap { places[$0] }
      .joined(separator: " ")
    link = item.href
    (mark, left) =
      item.deadline.map(DeadlineBadge.init).map { ($0.mark, $0.text) } ?? ("plain", "不限期")
    due = item.deadline.map { "\($0.due) 前" } ?? ""
  }
}

extension HomePage.Door {
  /// Every door with the duty that opens it.
  static let all: [(duty: Duty, door: HomePage.Door)] = [
    (
      .readHouseholds,
      .init(title: "提醒和催办", hint: "快到期的、下级超期的", icon: "bell", link: "/reminders")
    ),
    (
      .reviewTownship,
      .init(title: "逐户研判", hint: "开会逐户定结论", icon: "clipboard-check", link: "/meetings")
    ),
    (
      .reviewCounty,
      .init(title: "逐户研判", hint: "开会逐户定结论", icon: "clipboard-check", link: "/meetings")
    ),
    (
      .endorseTownship,
      .init(title: "批量审核", hint: "一页办多户，每户各有结论", icon: "folder", link: "/opinions")
    ),
    (
      .approveCounty,
      .init(title: "批量审核", hint: "一页办多户，每户各有结论", icon: "folder", link: "/opinions")
    ),
    (
      .readHouseholds,
      .init(title: "查农户", hint: "按姓名、户编号或身份证号", icon: "search", link: "/households")
    ),
    (.raiseClue, .init(title: "登记线索", hint: "走访中发现的困难", icon: "plus", link: "/clues/new")),
    (.pushData, .init(title: "推送数据", hint: "本部门的名单，原样上传", icon: "upload", link: "/submissions")),
    (
      .importRegistry,
      .init(title: "导入台账", hint: "国家系统导出的表格", icon: "file-spreadsheet", link: "/imports")
    ),
    (.assess, .init(title: "测算风险", hint: "全县每户的风险系数", icon: "gauge", link: "/assessments")),
    (.seeOverview, .init(title: "看总览", hint: "分乡镇、分村的数", icon: "chart-bar", link: "/overview")),
    (.keepAccounts, .init(title: "管账号", hint: "开设、停用", icon: "users", link: "/accounts")),
    (.readAudit, .init(title: "查审计", hint: "谁在何时办了、看了什么", icon: "shield-check", link: "/audit")),
  ]
}

extension Day {
  fileprivate var weekdayTitle: String {
    "星期" + ["一", "二", "三", "四", "五", "六", "日"][weekday - 1]
  }
}
