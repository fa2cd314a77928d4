package import Casework
package import Foundation

/// How one installation is set up. Every setting is given by flag, environment or file, in this
/// order of precedence; `shouwang config` prints what is in force.
package struct Settings: Sendable {
  package var host = "127.0.0.1"
  package var port = 8080
  package var data = URL(filePath: "data")
  /// Where the keys of economic checks lie; nil puts them beside the data folder, never in it.
  package var keyStore: URL?
  /// `postgres://…` for a served database; nil keeps SQLite in the data folder.
  package var databaseURL: String?
  /// Names by which the site may be called, beside the address it listens on.
  package var hosts: [String] = []
  /// The folder of policy packs; nil takes the packs that came with the program.
  package var policies: URL?
  package var pack = "jiangxi-2026"
  package var isBehindTLS = false
  package var isPractice = false
  package var connections = 16
  /// The mini-program's id and secret; without them nobody comes in by WeChat.
  package var weChatID: String?
  package var weChatSecret: String?
  package var weChatBase = "https://api.weixin.qq.com"
  /// The templates of the messages that are sent; without one nobody is asked to agree.
  package var weChatVisitMessage: MessageTemplate?
  package var weChatCaseMessage: MessageTemplate?

  package init() {}

  /// The folder of the checks' keys: no backup of the data folder has it.
  package var checkKeys: URL {
    keyStore
      ?? data.absoluteURL.standardizedFileURL.deletingLastPathComponent()
      .appending(path: data.lastPathComponent + ".check-keys")
  }

  /// One setting as it is documented: key, default, meaning.
  package struct Entry: Sendable {
    package let key: String
    package let standard: String
    package let meaning: String
    package var isSecret = false
  }

  package static let entries: [Entry] = [
    Entry(key: "host", standard: "127.0.0.1", meaning: "监听地址"),
    Entry(key: "port", standard: "8080", meaning: "监听端口"),
    Entry(key: "data", standard: "data", meaning: "数据目录（数据库、密钥、封存的文件）"),
    Entry(
      key: "key-store", standard: "（数据目录旁的 DATA.check-keys）",
      meaning: "家庭经济状况核对的密钥目录，不得备份；多台服务器时须共用"),
    Entry(
      key: "database-url", standard: "（数据目录中的 SQLite）", meaning: "PostgreSQL 地址 postgres://…",
      isSecret: true),
    Entry(key: "hosts", standard: "127.0.0.1,localhost", meaning: "允许的访问域名，逗号分隔"),
    Entry(key: "policies", standard: "（随程序附带）", meaning: "规则包目录"),
    Entry(key: "pack", standard: "jiangxi-2026", meaning: "使用的规则包"),
    Entry(key: "behind-tls", standard: "false", meaning: "前面有 HTTPS 代理时设为 true"),
    Entry(key: "practice", standard: "false", meaning: "演练县：页面标明数据为生成"),
    Entry(key: "connections", standard: "16", meaning: "数据库连接数上限"),
    Entry(key: "wechat-id", standard: "（不接入微信）", meaning: "微信小程序的 AppID"),
    Entry(key: "wechat-secret", standard: "（不接入微信）", meaning: "微信小程序的 AppSecret", isSecret: true),
    Entry(
      key: "wechat-base", standard: "https://api.weixin.qq.com",
      meaning: "微信接口的地址，经代理访问时改写"),
    Entry(
      key: "wechat-visit-message", standard: "（不发）",
      meaning: "走访到期提醒的订阅消息：模板号:编号字段,事由字段,日期字段"),
    Entry(
      key: "wechat-case-message", standard: "（不发）",
      meaning: "申报进展的订阅消息，写法同上，如 Ab3x:character_string1,thing2,date3"),
  ]
}
