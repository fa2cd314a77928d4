import App
import ArgumentParser
import Casework
import Documents
import Foundation

/// Holds past coefficients against what happened later.
struct BacktestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backtest", abstract: "回测：过去的系数对照其后发生的情况")

  @OptionGroup var options: SettingsOptions
  @Option(help: "往前看几个月；缺少的月末先按当时已知的数据测算") var months = 12
  @Option(help: "其后几个月内纳入监测算作发生") var ahead = 6
  @Option(help: "改用一个 CSV：每列一个因素的强度（0–1）") var csv: String?
  @Option(help: "CSV 的结果列，取值 0 或 1") var outcome: String?
  @Option(help: "CSV 各因素的权重：JSON、CSV、规则包目录或 shouwang fit 的结果") var weights: String?
  @Option(help: "把最近一个已满月份各户的因素强度和结果写成 CSV，供 shouwang fit 使用")
  var strengths: String?
  @Flag(help: "以 JSON 输出") var json = false

  func run() async throws {
    try await Told.run {
      guard (1...120).contains(months), (1...60).contains(ahead) else {
        throw ValidationError("months 应为 1–120，ahead 应为 1–60")
      }
      let report =
        if let csv { try fileReport(csv) } else { try await countyReport() }
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      print(
        json
          ? String(decoding: try encoder.encode(report), as: UTF8.self)
          : report.map(\.text).joined(separator: "\n"))
    }
  }

  private func countyReport() async throws -> [BacktestReport] {
    let station = try await Station.open(try await options.existing(), clock: .system)
    let access = Access.system(in: PlaceCode(number: 360_732_000_000))
    try await Assess(register: station.register, pack: station.pack)
      .fillMonths(months, as: access)
    let reading = try await BacktestReading.read(
      months: months, shelf: RunShelf(), register: station.register, as: access)
    if let strengths {
      let sheet = try await StrengthSheet(
        reading, ahead: ahead, station.pack, in: station.register, as: access)
      guard let sheet else { throw ValidationError("还没有一个月份已过 \(ahead) 个月，没有结果可学") }
      try sheet.write(to: try SheetFile.create(strengths, .csv))
    }
    return reading.columns.map {
      BacktestReport(reading.month($0, ahead: ahead, station.pack.thresholds))
    }
  }

  /// The rows of a file stand for the households of one day; whoever has the outcome met it later.
  private func fileReport(_ path: String) throws -> [BacktestReport] {
    guard let outcome else { throw ValidationError("--csv 需要同时给出 --outcome 列名") }
    let (panel, outcomes) = try PanelFile.read(path).separating(outcome)
    let day = Day(number: 0)
    let rows = zip(try chances(panel, outcomes), outcomes).enumerated().map { index, row in
      BacktestRow(
        household: Int64(index + 1),
        coefficient: Coefficient(micro: Int64((row.0 * 1_000_000).rounded())),
        metOn: row.1 ? day.adding(days: 1) : nil)
    }
    let pack = try PolicyShelf.load(Settings().pack, from: nil)
    let month = BacktestMonth(
      rows, asOf: day, horizon: day.adding(days: 1), today: day.adding(days: 1),
      thresholds: pack.thresholds)
    return [BacktestReport(month, isFile: true)]
  }

  /// By the weights given; without any, by weights fitted to the other rows each time.
  private func chances(_ panel: Panel, _ outcomes: [Bool]) throws -> [Double] {
    if let weights {
      if let model = try ScoreCommand.model(weights) { return model.chances(of: panel) }
      return FittedWeights(expert: try PriorFile.read(weights, for: panel)).chances(of: panel)
    }
    let fit = try WeightFit(panel, outcomes)
    var chances = [Double](repeating: 0, count: panel.count)
    for part in WeightFit.parts(of: fit.rows, outcomes, folds: fit.folds) {
      for (row, chance) in zip(part, fit.heldOut(part)) { chances[row] = chance }
    }
    return chances
  }
}

/// One day's backtest as it is printed; what rests on fewer than ten households is left out.
struct BacktestReport: Encodable {
  let asOf: String?
  let isComplete: Bool
  let households: Int
  let outcomes: Int
  let lines: [Line]
  let heldOut: HeldOut?
  let calibration: [Bin]
  /// Households, or rows of the file, that met the criteria under every line.
  let missed: [Int64]

  struct Line: Encodable {
    let name: String
    let line: String
    let above: Int
    let hits: Int
    let precision: Share?
    let recall: Share?
    let leadDays: Int?

    init(_ name: String, _ figures: LineFigures, isFile: Bool) {
      (self.name, line) = (name, figures.line.description)
      (above, hits) = (figures.above, figures.hits)
      precision = figures.precision.map(Share.init)
      recall = figures.recall.map(Share.init)
      leadDays = isFile ? nil : figures.leadDays
    }
  }

  struct Share: Encodable {
    let share: Double
    let low: Double
    let high: Double
    let count: Int

    init(_ proportion: Proportion) {
      (share, count) = (proportion.share, proportion.count)
      (low, high) = (proportion.interval.lowerBound, proportion.interval.upperBound)
    }
  }

  struct Bin: Encodable {
    let foretold: Double
    let happened: Share
  }

  init(_ month: BacktestMonth, isFile: Bool = false) {
    asOf = isFile ? nil : month.asOf.description
    isComplete = month.isComplete
    (households, outcomes) = (month.households, month.outcomes)
    lines = [
      Line("township", month.township, isFile: isFile),
      Line("county", month.county, isFile: isFile),
    ]
    heldOut = month.figures
    calibration = month.calibration.map {
      Bin(foretold: $0.foretold, happened: Share($0.happened))
    }
    missed = month.missed.map(\.household)
  }

  var text: String {
    let parts = lines.map { line in
      "\(line.line) 以上 \(line.above) 户，其后纳入 \(line.hits) 户"
    }
    let figures = heldOut.map { "，AUC \($0.auc)，Brier \($0.brier)" } ?? "（不足 10 户，不给出比例）"
    return "\(asOf ?? "文件")：\(households) 户，其后纳入 \(outcomes) 户；"
      + parts.joined(separator: "；") + "；漏下 \(missed.count) 户\(figures)"
  }
}
