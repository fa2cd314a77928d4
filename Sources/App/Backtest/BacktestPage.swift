import Casework

/// What `Templates/backtest/show.mustache` shows.
struct BacktestPage: Page {
  static let template = "backtest/show"
  /// How far ahead is looked unless the page is asked for another span.
  static let months = 6
  static let mostMissed = 50

  let ahead: Int
  let monthLines: [MonthLine]
  let chosen: String
  let summary: [Fact]
  let isThin: Bool
  let chart: CalibrationChart?
  let missed: [MissedLine]
  let missedTitle: String
  let coverage: [CoverageLine]
  /// Townships of which too few are known.
  let refused: [CoverageLine]
  let spans: [Span]

  struct Span: Sendable {
    let months: Int
    let isChosen: Bool
  }

  struct Fact: Sendable {
    let title: String
    let value: String
  }

  /// One month of the table.
  struct MonthLine: Sendable {
    let title: String
    let href: String
    let isOpen: Bool
    let households: String
    let met: String
    let cells: [Fact]
  }

  /// A household that came to need help while its coefficient stood under the lines.
  struct MissedLine: Sendable {
    let name: String
    let village: String
    let href: String
    let value: String
    let metOn: String
  }

  init(
    _ months: [BacktestMonth], _ chosen: BacktestMonth?, ahead: Int,
    heads: [Int64: (name: String, village: String)], coverage: [PlaceCoverage]
  ) {
    self.ahead = ahead
    spans = [3, 6, 12].map { Span(months: $0, isChosen: $0 == ahead) }
    monthLines = months.reversed().map { MonthLine($0, ahead: ahead) }
    self.chosen = chosen.map { String($0.asOf.description.prefix(7)) } ?? ""
    summary = chosen.map(BacktestPage.facts) ?? []
    isThin = chosen != nil && chosen?.figures == nil
    chart = chosen.flatMap { $0.calibration.isEmpty ? nil : CalibrationChart($0.calibration) }
    let missing = chosen?.missed ?? []
    missedTitle =
      missing.count > BacktestPage.mostMissed
      ? "\(missing.count) 户，列出系数最高的 \(BacktestPage.mostMissed) 户" : "\(missing.count) 户"
    missed = missing.prefix(BacktestPage.mostMissed).map { row in
      MissedLine(
        name: heads[row.household]?.name ?? "—", village: heads[row.household]?.village ?? "",
        href: "/households/\(row.household)",
        value: row.coefficient.micro == 0 ? "无任何风险因素" : row.coefficient.description,
        metOn: row.metOn?.description ?? "")
    }
    // The county as a whole comes last, and says why where it cannot be told.
    let lines = coverage.map(CoverageLine.init)
    refused = lines.dropLast().filter(\.isRefused)
    self.coverage = lines.dropLast().filter { !$0.isRefused } + lines.suffix(1)
  }

  private static func facts(_ month: BacktestMonth) -> [Fact] {
    var facts = [
      Fact(title: "当时未纳入监测的户", value: grouped(month.households)),
      Fact(title: "其后纳入的户", value: grouped(month.outcomes)),
    ]
    for (title, line) in [("乡镇", month.township), ("县级", month.county)] {
      facts.append(
        Fact(
          title: "\(title)审核线 \(line.line)",
          value: "线上 \(grouped(line.above)) 户，其后纳入 \(line.hits) 户"
            + (line.leadDays.map { "，提前 \($0) 天（中位）" } ?? "")))
    }
    if let figures = month.figures {
      facts.append(Fact(title: "AUC（1 最好，0.5 等于没有分辨）", value: thousandths(figures.auc)))
      facts.append(Fact(title: "Brier（0 最好，越小越准）", value: thousandths(figures.brier)))
    }
    return facts
  }
}

extension BacktestPage.MonthLine {
  init(_ month: BacktestMonth, ahead: Int) {
    title = String(month.asOf.description.prefix(7))
    href = "/backtest?month=\(title)&ahead=\(ahead)"
    isOpen = !month.isComplete
    (households, met) = (grouped(month.households), "\(month.outcomes)")
    cells = [
      .init(title: "线上户", value: grouped(month.township.above)),
      .init(title: "查准率", value: shown(month.township.precision)),
      .init(title: "查全率", value: shown(month.township.recall)),
      .init(title: "提前天数", value: month.township.leadDays.map(String.init) ?? "—"),
      .init(title: "Brier", value: month.figures.map { thousandths($0.brier) } ?? "—"),
      .init(title: "漏下", value: "\(month.missed.count)"),
    ]
  }
}

/// `12%（8–17%）`; a dash where there are too few.
func shown(_ proportion: Proportion?) -> String {
  guard let proportion else { return "—" }
  let interval = proportion.interval
  let percent = { (share: Double) in Int((share * 100).rounded()) }
  return
    "\(percent(proportion.share))%（\(percent(interval.lowerBound))–\(percent(interval.upperBound))%）"
}

/// `0.137`.
func thousandths(_ value: Double) -> String {
  let whole = Int((value * 1_000).rounded())
  let digits = String(whole % 1_000)
  return "\(whole / 1_000)." + String(repeating: "0", count: 3 - digits.count) + digits
}

/// The calibration curve: what was foretold along, what happened upwards, both in per cent.
struct CalibrationChart: Sendable {
  let points: [Point]
  let line: String
  let ticks: [Tick]
  let words: String
  private static let (left, bottom, side) = (44.0, 270.0, 250.0)

  struct Point: Sendable {
    let x: String
    let y: String
    let low: String
    let high: String
    let title: String
  }

  struct Tick: Sendable {
    let at: String
    let up: String
    let title: String
  }

  init(_ bins: [CalibrationBin]) {
    // Both axes share one scale, wide enough for what was seen, so that the diagonal is true.
    let widest = bins.flatMap { [$0.foretold, $0.happened.interval.upperBound] }.max() ?? 1
    let scale = [0.1, 0.2, 0.4, 0.6, 0.8, 1.0].first { $0 >= widest } ?? 1
    let x = { (value: Double) in Self.left + Self.side * min(value, scale) / scale }
    let y = { (value: Double) in Self.bottom - Self.side * min(value, scale) / scale }
    points = bins.map { bin in
      let interval = bin.happened.interval
      return Point(
        x: tenth(x(bin.foretold)), y: tenth(y(bin.happened.share)),
        low: tenth(y(interval.lowerBound)), high: tenth(y(interval.upperBound)),
        title: "系数 \(thousandths(bin.foretold))：\(bin.happened.count) 户中 \(bin.happened.hits) 户")
    }
    line = points.map { "\($0.x),\($0.y)" }.joined(separator: " ")
    ticks = (0...4).map { step in
      let value = scale * Double(step) / 4
      return Tick(
        at: tenth(x(value)), up: tenth(y(value)),
        title: "\(tenth(value * 100).replacing(".0", with: ""))%")
    }
    words = bins.map { shown($0.happened) }.joined(separator: "，")
  }
}

func tenth(_ value: Double) -> String {
  let tenths = Int((value * 10).rounded())
  return "\(tenths / 10).\(abs(tenths % 10))"
}

/// One place's estimate of households that no channel has found.
struct CoverageLine: Sendable {
  let name: String
  let seen: String
  let overlap: String
  let unseen: String
  let range: String
  let bound: String
  let note: String
  let isRefused: Bool

  init(_ coverage: PlaceCoverage) {
    (name, seen) = (coverage.name, grouped(coverage.cells.seen))
    overlap = "\(coverage.cells.overlapping)"
    switch coverage.estimate {
    case .success(let estimate):
      unseen = "\(Int(estimate.unseen.rounded()))"
      let interval = estimate.interval
      range = "\(Int(interval.lowerBound.rounded()))–\(Int(interval.upperBound.rounded()))"
      bound = "\(Int(estimate.lowerBoundUnseen.rounded()))"
      note =
        estimate.dependent.isEmpty
        ? "三个渠道互不影响的模型"
        : estimate.dependent.map { "“\($0.title)”与“\($1.title)”相关" }.joined(separator: "，")
      isRefused = false
    case .failure(let refusal):
      (unseen, range, bound, note, isRefused) = ("", "", "", refusal.sentence, true)
    }
  }
}
