import App
import ArgumentParser
import Foundation

/// Checks the audit log without the server.
struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "审计日志", subcommands: [Verify.self])

  struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "核验审计链是否完整（完整则返回 0）")

    @OptionGroup var options: SettingsOptions
    @Flag(help: "以 JSON 输出") var json = false

    func run() async throws {
      let station = try await Station.open(try await options.read(), clock: .system)
      let found = try await AuditVerification.run(in: station.database, keys: station.keys)
      if json {
        print(String(decoding: try JSONEncoder().encode(found), as: UTF8.self))
      } else if let fault = found.fault {
        print("审计链断裂：\(fault)")
      } else {
        print("审计链完整：\(found.entries) 条，\(found.signedDays) 个签名日")
      }
      if !found.holds { throw ExitCode.failure }
    }
  }
}
