import Casework

/// What surrounds every page: who is signed in, where, and where they can go.
struct Frame: Sendable {
  let isSignedIn: Bool
  let officer: String
  let role: String
  let place: String
  let menu: [MenuItem]
  let theme: String
  let type: String
  let isLarge: Bool
  let isDark: Bool
  let path: String
  let version: String
  /// The policy pack in force, by name.
  let pack: String
  let isPractice: Bool

  init(_ context: AppContext) {
    isSignedIn = context.access != nil
    officer = context.access?.name ?? ""
    role = context.access?.role.title ?? ""
    place = context.placeName
    menu = context.access.map { MenuItem.items(for: $0, at: context.path) } ?? []
    (theme, type) = (context.preferences.theme, context.preferences.type)
    isLarge = type == "large"
    isDark = theme == "dark"
    path = context.path
    version = Version.number
    pack = context.pack
    isPractice = context.isPractice
  }
}

/// The program's own version.
package enum Version {
  package static let number = "0.1.0"
}

/// One entry of the menu.
struct MenuItem: Sendable {
  let href: String
  let title: String
  /// The id of a symbol in `Public/sprite.svg`.
  let icon: String
  let isCurrent: Bool

  private static let all: [(duties: Set<Duty>, href: String, title: String, icon: String)] = [
    (Set(Duty.allCases), "/", "待办", "inbox"),
    (
      [.raiseClue, .visit, .assignClue, .reviewTownship, .reviewCounty, .seeOverview],
      "/clues", "线索", "bell"
    ),
    ([.reviewTownship, .reviewCounty], "/reviews", "审核", "clipboard-check"),
    ([.keepCase, .endorseTownship, .approveCounty, .seeOverview], "/cases", "监测对象", "folder"),
    ([.readHouseholds], "/households", "农户", "house"),
    ([.assignClue], "/voices", "群众反映", "message-square"),
    ([.visit, .assignClue], "/handset", "手机走访", "clipboard-check"),
    ([.spotCheck], "/calls", "抽查电话", "phone"),
    ([.seeOverview], "/overview", "总览", "chart-bar"),
    ([.recordOutage, .approveClock], "/clocks", "时限", "calendar"),
    ([.importRegistry], "/imports", "导入", "upload"),
    ([.pushData], "/submissions", "数据推送", "upload"),
    ([.pushData], "/matches", "人工判定", "clipboard-check"),
    ([.pushData, .importRegistry, .approveClock], "/freshness", "数据时效", "calendar"),
    ([.answerCheck, .commissionCheck], "/checks", "经济核对", "shield-check"),
    ([.pushData], "/referrals", "转办", "inbox"),
    ([.assess], "/assessments", "风险测算", "gauge"),
    ([.assess, .approveCounty], "/workbench", "试算", "chart-bar"),
    ([.assess, .approveCounty], "/backtest", "回测", "chart-bar"),
    ([.assess, .seeOverview], "/policy", "规则包", "book-open"),
    ([.seeOverview], "/forms", "表单", "clipboard-check"),
    ([.keepAccounts], "/accounts", "账号", "users"),
    ([.readAudit], "/audit", "审计", "shield-check"),
  ]

  static func items(for access: Access, at path: String) -> [MenuItem] {
    all.filter { !$0.duties.isDisjoint(with: access.role.duties) }.map { item in
      MenuItem(
        href: item.href, title: item.title, icon: item.icon,
        isCurrent: item.href == "/" ? path == "/" : path.hasPrefix(item.href))
    }
  }
}
