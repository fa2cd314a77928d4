import App
import ArgumentParser
import Casework
import Foundation

/// Matches two files without a server, by the same rules.
struct LinkCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "link", abstract: "不启动服务，比对两个文件里的人",
    discussion: """
      名册的列：person_id, household_id, name, id_number, sex, birth, village, address, phone；
      待比对的行：row_id 和上面任意几列，也认中文列名。输出：row_id, person_id, probability, level, outcome。
      """)

  @Option(help: "人员名册（csv 或 xlsx）") var registry: String
  @Option(help: "待比对的行（csv 或 xlsx）") var rows: String
  @Option(help: "写出的结果（csv）；与 --fit 同用时可省略") var out: String?
  @Option(help: "列名对照，每行一条：name: 参保人；fields: 下列出任意列时按这些列比对") var map: String?
  @Option(help: "规则包目录，其中的 matching.yaml 给出权重；默认用自带的") var pack: String?
  @Flag(help: "先从这些行估计权重（不需要标注），打印出来并据此比对") var fit = false

  func run() async throws {
    do {
      let map = try map.map { try LinkMap(path: $0) } ?? LinkMap()
      if !map.fields.isEmpty { return try compareFields(map) }
      var link = try LinkFiles(weights: try weights(), map: map.titles)
      if fit {
        let fitted = try await link.fit(registry: registry, rows: rows)
        print(try PolicyShelf.text(of: fitted))
        link = try LinkFiles(weights: fitted, map: map.titles)
      }
      guard let out else {
        guard fit else { throw LinkCommand.noOutput }
        return
      }
      let counts = try await link.run(registry: registry, rows: rows, out: out)
      report(counts)
    } catch let refusal as any Refusal {
      FileHandle.standardError.write(Data("\(refusal.sentence)\n".utf8))
      throw ExitCode.failure
    }
  }

  private func weights() throws -> MatchWeights {
    let folder =
      pack.map { URL(filePath: $0) } ?? PolicyShelf.bundled.appending(path: "jiangxi-2026")
    return try PolicyShelf.matching(in: folder)
  }

  /// The columns of the map, of whatever kind; their weights are always fitted to the rows.
  private func compareFields(_ map: LinkMap) throws {
    guard let out else { throw LinkCommand.noOutput }
    let files = FieldFiles(map, lines: try weights())
    report(try files.run(registry: registry, rows: rows, out: out))
  }

  private func report(_ counts: LinkCounts) {
    print("采用 \(counts.accepted)，待判断 \(counts.queued)，未找到 \(counts.none)")
  }

  private static var noOutput: ValidationError { ValidationError("请用 --out 指明结果写到哪里") }
}
