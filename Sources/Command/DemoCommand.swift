import App
import ArgumentParser
import Casework
import Foundation

/// Fills a county with generated people, lets it live twelve months, and serves it.
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo", abstract: "生成一个演练县并启动（人员均为生成）")

  @OptionGroup var options: SettingsOptions
  @Option(help: "户数") var households = 5_000
  @Option(help: "随机种子；相同的种子生成相同的县") var seed: UInt64 = 1
  @Option(help: "把账号写入这个 JSON 文件") var accounts: String?
  @Flag(help: "只生成，不启动服务") var noServe = false

  func run() async throws {
    var settings = try await options.read()
    settings.isPractice = true
    let station = try await Station.open(settings, clock: .system)
    let demo = Demo(station: station, households: households, seed: seed) { print($0) }
    let made = try await demo.fill(today: Clock.system.today)
    if made.isEmpty { print("数据目录里已有演练县，数据保持不变。") }
    let json = try Demo.accounts(in: settings.data)
    if let accounts { try json.write(to: URL(filePath: accounts)) }
    try show(json)
    guard !noServe else { return }
    print("请打开 http://\(settings.host):\(settings.port)")
    // Whoever reads it through a pipe is to see it now.
    fflush(nil)
    try await station.serve()
  }

  /// One account per role; the rest stand in the file.
  private func show(_ json: Data) throws {
    struct Line: Decodable {
      let role: String
      let account: String
      let password: String
      let name: String
    }
    var seen: Set<String> = []
    for line in try JSONDecoder().decode([Line].self, from: json)
    where seen.insert(line.role).inserted {
      let title = Role(rawValue: line.role)?.title ?? line.role
      print("  \(title)：账号 \(line.account)  口令 \(line.password)（\(line.name)）")
    }
  }
}
