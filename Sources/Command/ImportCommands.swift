import App
import ArgumentParser
import Casework
import Foundation

/// The county that the command line works for.
private let county = PlaceCode(number: 360_732_000_000)

/// Takes a file into the register.
struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "导入", subcommands: [Registry.self])

  struct Registry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "导入农户台账（全国系统导出样式）")

    @Argument(help: "xlsx 或 csv 文件") var file: String
    @OptionGroup var options: SettingsOptions
    @Flag(help: "以 JSON 输出") var json = false

    func run() async throws {
      let station = try await Station.open(try await options.read(), clock: .system)
      let access = Access.system(in: county)
      try await Answer.give(json) {
        let id = try await station.workshop()
          .importRegistry(
            URL(filePath: file), named: URL(filePath: file).lastPathComponent, as: access)
        return try await station.register.read(as: access) { try $0.submission(id) }
      }
    }
  }
}

/// Takes a department's file in.
struct PushCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "push", abstract: "推送部门数据")

  @Argument(help: "数据项，例如 medical") var item: String
  @Argument(help: "xlsx 或 csv 文件") var file: String
  @OptionGroup var options: SettingsOptions
  @Flag(help: "以 JSON 输出") var json = false

  func run() async throws {
    let station = try await Station.open(try await options.read(), clock: .system)
    let access = Access.system(in: county)
    try await Answer.give(json) {
      let id = try await station.workshop()
        .push(item, URL(filePath: file), named: URL(filePath: file).lastPathComponent, as: access)
      return try await station.register.read(as: access) { try $0.submission(id) }
    }
  }
}

/// Computes all coefficients.
struct AssessCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assess", abstract: "测算全县风险系数")

  @OptionGroup var options: SettingsOptions
  @Option(help: "测算日，例如 2026-06-30；默认今天") var asOf: String?
  @Flag(help: "只测算上次测算以后有变化的户") var touched = false
  @Flag(help: "以 JSON 输出") var json = false

  func run() async throws {
    let day = try asOf.map { text in
      guard let day = Day(text) else { throw ValidationError("as-of 应为 2026-06-30 的样子") }
      return day
    }
    let station = try await Station.open(try await options.read(), clock: .system)
    let assess = Assess(register: station.register, pack: station.pack)
    let access = Access.system(in: county)
    let found =
      touched ? try await assess.refresh(as: access) : try await assess.run(asOf: day, as: access)
    guard let run = found else {
      print(json ? "{\"households\":0}" : "上次测算以后没有变化。")
      return
    }
    if json {
      let unknown = run.unknown.sorted { $0.key < $1.key }
        .map { "\(JSONText.quoted($0.key)):\(JSONText.quoted($0.value))" }.joined(separator: ",")
      print(
        "{\"run\":\(run.id),\"asOf\":\"\(run.asOf)\",\"pack\":\(JSONText.quoted(run.pack)),"
          + "\"households\":\(run.households),\"unknown\":{\(unknown)}}")
    } else {
      print("\(run.asOf) 测算完成：有风险因素的户 \(run.households)，规则包 \(run.pack)")
      for (factor, reason) in run.unknown.sorted(by: { $0.key < $1.key }) {
        print("  未知：\(factor)（\(reason)）")
      }
    }
  }
}

/// Prints what became of a file, or why nothing of it was taken in.
private enum Answer {
  static func give(_ json: Bool, _ body: () async throws -> Submission) async throws {
    do {
      let submission = try await body()
      let counts = submission.counts.sorted { $0.key.rawValue < $1.key.rawValue }
      if json {
        let fields = counts.map { "\"\($0.key.rawValue)\":\($0.value)" }.joined(separator: ",")
        print("{\"submission\":\(submission.id),\"counts\":{\(fields)}}")
      } else {
        print(counts.map { "\($0.key.title) \($0.value)" }.joined(separator: "，"))
      }
    } catch let missing as CocoaError where missing.code == .fileReadNoSuchFile {
      throw ValidationError("找不到文件：\(missing.filePath ?? "")")
    } catch let refusal as any Refusal {
      FileHandle.standardError.write(Data("\(refusal.sentence)\n".utf8))
      throw ExitCode.failure
    }
  }
}
