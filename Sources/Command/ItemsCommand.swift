import App
import ArgumentParser
import Casework
import Foundation

/// Shows the catalogue of data items.
struct ItemsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "items", abstract: "部门数据项目录", subcommands: [List.self, Template.self])

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

  struct Template: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "写出一个数据项的填报模板（xlsx）")

    @OptionGroup var options: SettingsOptions
    @Argument(help: "数据项，如 medical；all 为全部可推送的数据项") var item: String
    @Option(help: "写到哪个目录") var out = "."

    func run() async throws {
      let pack = try await options.pack()
      let wanted = pack.items.filter { $0.isPushable && (item == "all" || $0.id == item) }
      guard !wanted.isEmpty else { throw ValidationError("没有可推送的数据项“\(item)”") }
      let folder = URL(filePath: out)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for item in wanted {
        let file = folder.appending(path: "\(item.id).xlsx")
        try ItemTemplate.write(item, to: file.path)
        print(file.path)
      }
    }
  }
}
