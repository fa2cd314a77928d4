import App
import ArgumentParser
import Configuration

/// Prints every setting in force.
struct ConfigCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "显示当前生效的设置")

  @OptionGroup var options: SettingsOptions
  @Flag(help: "以 JSON 输出") var json = false

  func run() async throws {
    _ = try await options.read()
    let reader = try await options.reader()
    let lines = Settings.entries.map { entry in
      let value = reader.string(forKey: .init([entry.key]), isSecret: entry.isSecret)
      let shown = value.map { entry.isSecret ? "（已设置，不显示）" : $0 } ?? entry.standard
      return (entry, shown, isSet: value != nil)
    }
    if json {
      let fields = lines.map { "\(JSONText.quoted($0.0.key)):\(JSONText.quoted($0.1))" }
      print("{\(fields.joined(separator: ","))}")
    } else {
      for (entry, shown, isSet) in lines {
        print("\(entry.key) = \(shown)\(isSet ? "" : "（默认）")    # \(entry.meaning)")
      }
    }
  }
}
