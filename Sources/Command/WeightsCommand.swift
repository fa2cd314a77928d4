import App
import ArgumentParser
import Casework
import Foundation

/// Fits the weights of the comparison to what was pushed.
struct WeightsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "weights", abstract: "从已推送的行估计比对的权重，打印规则包的 matching.yaml",
    discussion: """
      不需要人工标注。打印的内容看过以后存为规则包里的 matching.yaml，并把 pack.yaml 的 version 加一；\
      没有服务器时用 shouwang link … --fit。
      """)

  @OptionGroup var options: SettingsOptions

  func run() async throws {
    try await Told.run {
      let station = try await Station.open(try await options.read(), clock: .system)
      let access = Access.system(in: PlaceCode(number: 360_732_000_000))
      guard let weights = station.pack.matching else {
        throw ValidationError("现行规则包没有 matching.yaml")
      }
      let fitted = try await PatternFit(register: station.register, weights: weights)
        .run(as: access)
      print(try PolicyShelf.text(of: fitted))
    }
  }
}
