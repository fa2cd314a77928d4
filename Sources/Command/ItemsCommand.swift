import App
import ArgumentParser
import Casework
import Foundation

/// Shows the catalogue of data items.
struct ItemsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "items", abstract: "部门数据项目录", subcommands: [List.self])

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "列出全部数据项")

    @OptionGroup var options: SettingsOptions
    @Flag(help: "以 Markdown 输出（docs/data-items.md）") var markdown = false

    func run() async throws {
      let pack = try await options.pack()
      if markdown {
        print(ItemCatalogue.markdown(pack), terminator: "")
        return
      }
      for item in pack.items {
        let kind = item.isPushable ? item.cadence.text : "须经授权，只作比对"
        print("\(item.department)\t\(item.id)\t\(item.title)\t\(kind)")
      }
    }
  }
}
