import App
import ArgumentParser
import Casework
import Configuration
import Foundation
import SystemPackage

/// The settings that every sub-command understands.
struct SettingsOptions: ParsableArguments {
  @Option(help: "数据目录（数据库、密钥、封存的文件）") var data: String?
  @Option(help: "监听地址") var host: String?
  @Option(help: "监听端口") var port: Int?
  @Option(help: "PostgreSQL 地址 postgres://…；不填用数据目录中的 SQLite") var databaseURL: String?
  @Option(help: "规则包目录") var policies: String?
  @Option(help: "设置文件（YAML）") var settings: String?

  /// Flag before environment (`SHOUWANG_…`, and `DATABASE_URL`) before file before default.
  func reader() async throws -> ConfigReader {
    var flags: [AbsoluteConfigKey: ConfigValue] = [:]
    func set(_ key: String, _ value: String?) {
      if let value {
        flags[AbsoluteConfigKey([key])] = ConfigValue(.string(value), isSecret: false)
      }
    }
    set("data", data)
    set("host", host)
    set("port", port.map(String.init))
    set("database-url", databaseURL)
    set("policies", policies)
    let environment = ProcessInfo.processInfo.environment
    var inherited: [AbsoluteConfigKey: ConfigValue] = [:]
    for entry in Settings.entries {
      let name = "SHOUWANG_" + entry.key.uppercased().replacing("-", with: "_")
      let plain = entry.key == "database-url" ? environment["DATABASE_URL"] : nil
      if let value = environment[name] ?? plain {
        inherited[AbsoluteConfigKey([entry.key])] = ConfigValue(
          .string(value), isSecret: entry.isSecret)
      }
    }
    var providers: [any ConfigProvider] = [
      InMemoryProvider(name: "flags", values: flags),
      InMemoryProvider(name: "environment", values: inherited),
    ]
    if let file = settings ?? environment["SHOUWANG_SETTINGS"] {
      providers.append(try await FileProvider<YAMLSnapshot>(filePath: FilePath(file)))
    }
    return ConfigReader(providers: providers)
  }

  /// For what only looks: a mistyped directory is refused, not made into an empty county.
  func existing() async throws -> Settings {
    let settings = try await read()
    let file = settings.data.appending(path: "shouwang.sqlite").path
    if settings.databaseURL == nil, !FileManager.default.fileExists(atPath: file) {
      throw ValidationError("\(settings.data.path) 里没有数据库 shouwang.sqlite")
    }
    return settings
  }

  func read() async throws -> Settings {
    let reader = try await reader()
    var settings = Settings()
    settings.data = URL(filePath: reader.string(forKey: "data", default: "data"))
    settings.host = reader.string(forKey: "host", default: settings.host)
    let port = reader.string(forKey: "port", default: String(settings.port))
    guard let number = Int(port), (0...65_535).contains(number) else {
      throw ValidationError("port 应为 0–65535 的整数，实为“\(port)”")
    }
    settings.port = number
    settings.databaseURL = reader.string(forKey: "database-url", isSecret: true)
    settings.hosts = reader.string(forKey: "hosts", default: "")
      .split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    settings.keyStore = reader.string(forKey: "key-store").map { URL(filePath: $0) }
    settings.policies = reader.string(forKey: "policies").map { URL(filePath: $0) }
    settings.pack = reader.string(forKey: "pack", default: settings.pack)
    settings.isBehindTLS = reader.string(forKey: "behind-tls", default: "false") == "true"
    settings.isPractice =
      reader.string(forKey: "practice", default: "false") == "true"
      || FileManager.default.fileExists(
        atPath: settings.data.appending(path: "practice").path)
    let connections = reader.string(forKey: "connections", default: String(settings.connections))
    guard let bound = Int(connections), bound > 0 else {
      throw ValidationError("connections 应为正整数，实为“\(connections)”")
    }
    settings.connections = bound
    settings.weChatID = reader.string(forKey: "wechat-id")
    settings.weChatSecret = reader.string(forKey: "wechat-secret", isSecret: true)
    settings.weChatBase = reader.string(forKey: "wechat-base", default: settings.weChatBase)
    settings.weChatVisitMessage = try template("wechat-visit-message", in: reader)
    settings.weChatCaseMessage = try template("wechat-case-message", in: reader)
    return settings
  }

  private func template(_ key: String, in reader: ConfigReader) throws -> MessageTemplate? {
    guard let text = reader.string(forKey: .init([key])), !text.isEmpty else { return nil }
    guard let template = MessageTemplate(text) else {
      throw ValidationError(
        "\(key) 应为“模板号:character_string1,thing2,date3”（字段名照微信后台的模板详情），实为“\(text)”")
    }
    return template
  }

  /// The pack in force, without opening the database.
  func pack() async throws -> PolicyPack {
    let settings = try await read()
    return try PolicyShelf.load(settings.pack, from: settings.policies)
  }
}
