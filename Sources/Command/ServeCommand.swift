import App
import ArgumentParser
import Foundation

/// Serves the pages and the API.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "启动服务")

  @OptionGroup var options: SettingsOptions

  func run() async throws {
    let settings = try await options.read()
    let station = try await Station.open(settings, clock: .system)
    print("守望已启动：http://\(settings.host):\(settings.port)")
    fflush(nil)
    try await station.serve()
  }
}
