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
  @Option(help: "列名对照，每行一条：name: 参保人") var map: String?
  @Option(help: "规则包目录，其中的 matching.yaml 给出权重；默认用自带的") var pack: String?
  @Flag(help: "先从这些行估计权重（不需要标注），打印出来并据此比对") var fit = false

  func run() async throws {
    do {
      var link = try LinkFiles(weights: try weights(), map: try titles())
      if fit {
        let fitted = try await link.fit(registry: registry, rows: rows)
        print(try PolicyShelf.text(of: fitted))
        link = try LinkFiles(weights: fitted, map: try titles())
      }
      guard let out else {
        guard fit else { throw ValidationError("请用 --out 指明结果写到哪里") }
        return
      }
      let counts = try await link.run(registry: registry, rows: rows, out: out)
      print("采用 \(counts.accepted)，待判断 \(counts.queued)，未找到 \(counts.none)")
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

  private func titles() throws -> [String: String] {
    guard let map else { return [:] }
    let lines = try String(contentsOfFile: map, encoding: .utf8).split(whereSeparator: \.isNewline)
    return Dictionary(
      lines.compactMap { line in
        let parts = line.split(separator: ":", maxSplits: 1)
          .map { $0.trimmingCharacters(in: .whitespaces) }
        return parts.count == 2 && !line.hasPrefix("#") ? (parts[0], parts[1]) : nil
      }, uniquingKeysWith: { $1 })
  }
}
