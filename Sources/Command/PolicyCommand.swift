import App
import ArgumentParser
import Casework
import Foundation
import Store

/// Tries a policy pack before anybody is treated by it.
struct PolicyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: "检查和比较规则包", subcommands: [Check.self, Diff.self])

  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "读入一个规则包并运行它自带的样例（给出 --database-url 时两种数据库都运行）")

    @Argument(help: "规则包目录") var folder: String
    @OptionGroup var options: SettingsOptions
    @Flag(help: "以 JSON 输出") var json = false

    func run() async throws {
      try await Told.run {
        let place = URL(filePath: folder)
        let (pack, trial) = (try PolicyShelf.load(place), try PolicyShelf.trial(of: place))
        var engines = [Engine.sqlite]
        try await trial.run(on: try SQLiteDatabase.inMemory())
        if let url = try await options.read().databaseURL {
          try await trial.run(on: try PostgresDatabase(url: url, connections: 1))
          engines.append(.postgres)
        }
        let names = engines.map(\.rawValue)
        if json {
          print(
            "{\"pack\":\(JSONText.quoted(pack.edition)),\"factors\":\(pack.factors.count),"
              + "\"examples\":\(trial.examples),"
              + "\"engines\":[\(names.map(JSONText.quoted).joined(separator: ","))]}")
        } else {
          print(
            "规则包 \(pack.edition)：\(pack.factors.count) 个因子，\(trial.examples) 个样例全部通过"
              + "（\(names.joined(separator: "、"))）")
        }
      }
    }
  }

  struct Diff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "换用另一规则包后，哪些户的审核级别会变，因为哪个因子")

    @Argument(help: "现用的规则包目录") var old: String
    @Argument(help: "要比较的规则包目录") var new: String
    @OptionGroup var options: SettingsOptions
    @Option(help: "测算日，例如 2026-06-30；默认今天") var asOf: String?
    @Flag(help: "以 JSON 输出") var json = false

    func run() async throws {
      let day = try asOf.map { text in
        guard let day = Day(text) else { throw ValidationError("as-of 应为 2026-06-30 的样子") }
        return day
      }
      try await Told.run {
        let packs = (
          try await PolicyShelf.open(URL(filePath: old)),
          try await PolicyShelf.open(URL(filePath: new))
        )
        let station = try await Station.open(try await options.existing(), clock: .system)
        let diff = try await PolicyComparison(packs.0, packs.1, over: station.register)
          .run(asOf: day, as: .system(in: PlaceCode(number: 360_732_000_000)))
        print(json ? PolicyAnswer.json(diff) : PolicyAnswer.text(diff, packs.1))
      }
    }
  }
}

/// What `policy diff` prints.
private enum PolicyAnswer {
  static func json(_ diff: PolicyDiff) -> String {
    let changes = diff.changes.map { change in
      "{\"household\":\(change.household),\"code\":\(JSONText.quoted(change.code)),"
        + "\"from\":\"\(change.from.rawValue)\",\"to\":\"\(change.to.rawValue)\","
        + "\"before\":\(micro(change.before)),\"after\":\(micro(change.after)),"
        + "\"factor\":\(change.factor.map(JSONText.quoted) ?? "null")}"
    }
    return "{\"asOf\":\"\(diff.asOf)\",\"households\":\(diff.households),"
      + "\"changed\":\(diff.changes.count),\"changes\":[\(changes.joined(separator: ","))]}"
  }

  private static func micro(_ coefficient: Coefficient) -> String {
    String(Double(coefficient.micro) / 1_000_000)
  }

  static func text(_ diff: PolicyDiff, _ pack: PolicyPack) -> String {
    var lines = ["\(diff.asOf)：全县 \(diff.households) 户，\(diff.changes.count) 户的审核级别会变"]
    let titles = Dictionary(
      pack.factors.map { ($0.id, $0.title) }, uniquingKeysWith: { first, _ in first })
    for change in diff.changes {
      let why = change.factor.map { titles[$0] ?? $0 } ?? "审核线"
      lines.append(
        "\(change.code)\t\(change.from.title) → \(change.to.title)"
          + "\t\(change.before) → \(change.after)\t\(why)")
    }
    return lines.joined(separator: "\n")
  }
}
