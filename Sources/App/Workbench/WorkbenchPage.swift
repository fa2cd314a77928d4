import Casework

/// What `Templates/workbench/show.mustache` shows.
struct WorkbenchPage: Page {
  static let template = "workbench/show"
  let township: String
  let county: String
  let standing: String
  let weights: [WeightLine]
  let hasWeights: Bool
  /// Where what was moved can be saved; nil while nothing was, or for whoever may not.
  let save: String?
  let effort: EffortTerms
  let months: [MonthChoice]
  let chosen: String
  let load: String
  let isOverloaded: Bool
  let places: [Line]
  let byMonth: [MonthLine]
  let groups: [GroupLine]

  struct WeightLine: Sendable {
    let id: String
    let title: String
    let value: String
    let standing: String
    let isChanged: Bool
  }

  struct MonthChoice: Sendable {
    let value: String
    let isChosen: Bool
  }

  struct Cell: Sendable {
    let title: String
    let count: String
    let link: String
    /// The class that lets a nought step back.
    let tone: String
  }

  struct Line: Sendable {
    let name: String
    let reviewed: String
    let cells: [Cell]
    let hours: String
    /// The class of hours that its reviewers do not have.
    let load: String
  }

  struct MonthLine: Sendable {
    let title: String
    /// Whether half a year has not passed since, so that more will be taken in.
    let isOpen: Bool
    let before: String
    let after: String
    let hours: String
    let missed: String
    /// Where the missed are listed.
    let link: String
    let tone: String
  }

  struct GroupLine: Sendable {
    let title: String
    let share: String
    let other: String
    let otherShare: String
    let note: String
  }

  init(_ asked: TrialForm, _ reading: WorkbenchReading, for access: Access) {
    let (trial, pack) = (asked.trial, reading.pack)
    (township, county) = (trial.thresholds.township.exact, trial.thresholds.county.exact)
    standing = "现行：乡镇 \(pack.thresholds.township)，县级 \(pack.thresholds.county)"
    effort = trial.effort
    let isChanged = !asked.changes(pack).isEmpty
    save =
      isChanged && access.may(.assess) ? "/policy/drafts/new?\(asked.query(pack))" : nil
    let lines = pack.factors.map { factor in
      let value = trial.weights[factor.id] ?? factor.weight
      return WeightLine(
        id: factor.id, title: factor.title, value: String(value),
        standing: String(factor.weight), isChanged: value != factor.weight)
    }
    (weights, hasWeights) = (lines, lines.contains(where: \.isChanged))
    let run = reading.month(asked.month)
    let shown = run.map { String($0.asOf.description.prefix(7)) } ?? ""
    chosen = shown
    let tried = reading.columns.map { TrialMonth($0, trial, reading) }
    let month = tried.first { $0.run.run == run?.run }
    months = tried.reversed().map {
      let value = String($0.run.asOf.description.prefix(7))
      return MonthChoice(value: value, isChosen: value == shown)
    }
    let query = asked.query(pack)
    let whole = "/workbench/households?\(asked.query(pack, month: nil))&place=\(access.place)"
    byMonth = tried.reversed().map { MonthLine($0, reading, trial.effort, whole) }
    places =
      month.map { WorkbenchPage.places($0, reading, trial.effort, query: query, of: access.place) }
      ?? []
    let total = month?.total ?? LevelCounts()
    let desks = DeskLoad(total, trial.effort, townships: reading.townships.count)
    isOverloaded = desks.isOver
    load =
      "\(chosen) 月须审核 \(grouped(total.reviewed)) 户（现行 \(grouped(total.reviewedBefore)) 户）："
      + desks.words
    groups = month?.parity(reading.traits).map(GroupLine.init) ?? []
  }

  private static func places(
    _ month: TrialMonth, _ reading: WorkbenchReading, _ effort: EffortTerms, query: String,
    of county: PlaceCode
  ) -> [Line] {
    let counts = month.byTownship()
    let lines = reading.townships.map { place in
      Line(
        place.name, counts[place.code] ?? LevelCounts(), effort,
        "/workbench/households?\(query)&place=\(place.code)")
    }
    let whole = Line(
      "合计", month.total, effort, townships: reading.townships.count,
      "/workbench/households?\(query)&place=\(county)")
    return lines + [whole]
  }
}

extension WorkbenchPage.Line {
  init(
    _ name: String, _ counts: LevelCounts, _ effort: EffortTerms, townships: Int = 1,
    _ address: String
  ) {
    self.name = name
    reviewed = "\(grouped(counts.reviewed))（现行 \(grouped(counts.reviewedBefore))）"
    cells = TrialMove.allCases.map { move in
      let count = counts.sum(move.isMeant)
      return .init(
        title: move.title, count: grouped(count), link: "\(address)&move=\(move.rawValue)",
        tone: count == 0 ? "zero" : "")
    }
    let desks = DeskLoad(counts, effort, townships: townships)
    hours = "\(grouped(desks.townships.needed)) / \(grouped(desks.townships.there))"
    load = desks.townships.needed > desks.townships.there ? "badge late" : ""
  }
}

/// The hours that reviews need beside those that the reviewers have.
struct DeskLoad: Sendable {
  let townships: (needed: Int, there: Int)
  let county: (needed: Int, there: Int)

  init(_ counts: LevelCounts, _ effort: EffortTerms, townships number: Int) {
    let needed = effort.needed(township: counts.after(.township), county: counts.after(.county))
    townships = (needed.townships, effort.hours(townships: number))
    county = (needed.county, effort.countyHours)
  }

  var isOver: Bool { townships.needed > townships.there || county.needed > county.there }

  var words: String {
    "乡镇审核约 \(grouped(townships.needed)) 小时（现有 \(grouped(townships.there)) 小时），"
      + "县级复核约 \(grouped(county.needed)) 小时（现有 \(grouped(county.there)) 小时）"
  }
}

extension WorkbenchPage.MonthLine {
  /// `address` is that of the county's lists under the trial, without a month.
  init(
    _ month: TrialMonth, _ reading: WorkbenchReading, _ effort: EffortTerms, _ address: String
  ) {
    let (total, later) = (month.total, month.later(reading.outcomes))
    title = String(month.run.asOf.description.prefix(7))
    isOpen = month.horizon > reading.today
    (before, after) = (grouped(total.reviewedBefore), grouped(total.reviewed))
    let desks = DeskLoad(total, effort, townships: reading.townships.count)
    hours = grouped(desks.townships.needed + desks.county.needed)
    tone = desks.isOver ? "late" : ""
    let missed = (
      before: later.count { $0.before == .village }, after: later.count { $0.after == .village }
    )
    self.missed = "\(missed.after)（现行 \(missed.before)）"
    link = "\(address)&month=\(title)&move=\(TrialList.missedKey)"
  }
}

extension WorkbenchPage.GroupLine {
  init(_ line: (HouseholdTraits.Group, Proportion, Proportion)) {
    (title, other) = (line.0.title, line.0.other)
    let isThin = min(line.1.count, line.2.count) < BacktestMonth.smallestCell
    share = isThin ? "—" : perMille(line.1)
    otherShare = isThin ? "—" : perMille(line.2)
    let isApart =
      line.1.interval.lowerBound > line.2.interval.upperBound
      || line.1.interval.upperBound < line.2.interval.lowerBound
    note = isThin ? "不足 10 户，不给出比例" : isApart ? "两组区间不相交" : "未见差别"
  }
}

/// `12.3‰（8.1–17.0‰）`
private func perMille(_ proportion: Proportion) -> String {
  let interval = proportion.interval
  return "\(tenth(proportion.share * 1_000))‰"
    + "（\(tenth(interval.lowerBound * 1_000))–\(tenth(interval.upperBound * 1_000))‰）"
}
