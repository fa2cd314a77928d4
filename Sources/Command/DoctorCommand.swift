import App
import ArgumentParser
import Foundation

/// Says what is wrong with an installation and what to do about it.
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "检查安装是否正常，并说明如何处理")

  @OptionGroup var options: SettingsOptions
  @Flag(help: "以 JSON 输出") var json = false

  func run() async throws {
    let findings = await Examination.run(try await options.read(), clock: .system)
    if json {
      print(String(decoding: try JSONEncoder().encode(findings), as: UTF8.self))
    } else {
      for finding in findings { print("\(finding.isGood ? "✓" : "✗") \(finding.text)") }
    }
    if findings.contains(where: { !$0.isGood }) { throw ExitCode.failure }
  }
}
