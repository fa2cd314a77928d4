import App
import ArgumentParser
import Casework
import Documents
import Foundation
import Store

/// Fits weights to a file of strengths and outcomes.
struct FitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit", abstract: "由因素强度和实际结果拟合权重（权重不小于 0，风险相加）")

  @Option(help: "CSV 或 xlsx：一行一户，一列一个因素") var data: String
  @Option(help: "结果列的名称，取值 0 或 1") var outcome: String
  @Option(help: "专家权重：JSON、“列名,权重”的 CSV，或规则包目录") var prior: String?
  @Option(help: "交叉验证的折数") var folds = 5
  @Option(help: "加总方式：plain、hinged、accumulated、accumulatedHinged；默认由交叉验证选定")
  var form: String?
  @Option(help: "把拟合结果写入这个文件，供 shouwang score 使用") var output: String?
  @Flag(help: "以 JSON 输出") var json = false

  func run() async throws {
    try await Told.run {
      guard (2...100).contains(folds) else { throw ValidationError("folds 应为 2–100") }
      let (panel, outcomes) = try PanelFile.read(data, outcome: outcome).separating(outcome)
      let fit = try WeightFit(
        panel, outcomes, prior: try PriorFile.read(prior, for: panel), form: try chosenForm(),
        folds: folds)
      let report = try await FitReport(fit, outcome: outcome)
      if let output {
        let text = Data(try report.json().utf8)
        do { try text.write(to: URL(filePath: output)) } catch {
          throw ValidationError("写不了文件：\(output)")
        }
      }
      print(json ? try report.json() : report.text)
    }
  }

  private func chosenForm() throws -> FitForm? {
    try form.map { word in
      guard let form = FitForm(rawValue: word) else {
        throw ValidationError("没有“\(word)”这种加总方式，应为 \(FitForm.allCases.map(\.rawValue))")
      }
      return form
    }
  }
}

/// Gives the chances of new rows.
struct ScoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score", abstract: "用拟合的权重计算新数据每一行的概率")

  @Option(help: "shouwang fit --json 的结果") var weights: String
  @Option(help: "CSV 或 xlsx，列名与拟合时相同") var data: String
  @Flag(help: "以 JSON 输出；否则一行一个：行号,概率") var json = false

  func run() async throws {
    try await Told.run {
      guard let model = try ScoreCommand.model(weights) else {
        throw ValidationError("\(weights) 不是 shouwang fit --json 的结果")
      }
      let panel = try PanelFile.read(data, for: model)
      if let missing = model.columns.sorted().first(where: { panel[$0] == nil }) {
        throw FitRefusal.noColumn(missing)
      }
      let chances = model.chances(of: panel)
      if json {
        print(String(decoding: try JSONEncoder().encode(chances), as: UTF8.self))
      } else {
        print("row,probability")
        for (index, chance) in chances.enumerated() { print("\(index + 1),\(chance)") }
      }
    }
  }
}

extension ScoreCommand {
  /// What a fit wrote; nil where the file holds something else.
  static func model(_ path: String) throws -> FittedWeights? {
    struct Kept: Decodable { let model: FittedWeights? }
    var isFolder: ObjCBool = false
    let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    if isThere, isFolder.boolValue { return nil }
    guard let text = try JSONFile.read(path), text.first == UInt8(ascii: "{") else { return nil }
    let model = try JSONDecoder().decode(Kept.self, from: text).model
    if model?.isPossible == false { throw ValidationError("\(path) 里的权重不能小于 0") }
    return model
  }
}

/// Says what was wrong with a file in a sentence instead of a fault of the program.
enum Told {
  static func run(_ body: () async throws -> Void) async throws {
    do {
      try await body()
    } catch let missing as CocoaError where missing.isFileError {
      throw ValidationError("读不到文件：\(missing.filePath ?? "")")
    } catch let refusal as any Refusal {
      throw failure(refusal.sentence)
    } catch let fault as SheetFault {
      throw failure(fault.sentence)
    } catch let fault as StoreUnavailable {
      throw failure("连不上数据库：\(fault.description)")
    } catch is DecodingError {
      throw ValidationError("这个文件不是 shouwang fit --json 的结果")
    }
  }

  private static func failure(_ sentence: String) -> ExitCode {
    FileHandle.standardError.write(Data("\(sentence)\n".utf8))
    return ExitCode.failure
  }
}
