/// Compares a file as a whole with those that came before it, and says what is odd.
package struct FileCheck: Sendable {
  private let now: FileProfile
  private let before: [FileProfile]
  private let item: DataItem
  private let terms: QuarantineTerms
  /// What the townships are called, for the sentences.
  private let names: [Int64: String]

  /// - Parameters:
  ///   - now: the file that came.
  ///   - before: the item's last good files, the newest first.
  ///   - item: the data item whose columns they have.
  ///   - terms: from when on something is odd.
  ///   - names: what the townships are called.
  package init(
    _ now: FileProfile, after before: [FileProfile], of item: DataItem, _ terms: QuarantineTerms,
    names: [Int64: String]
  ) {
    (self.now, self.item, self.terms, self.names) = (now, item, terms, names)
    self.before = Array(before.filter { $0.rows > 0 }.prefix(terms.history))
  }

  package var faults: [InputFault] {
    guard before.count >= terms.fewestFiles else { return firstFiles }
    // A file that came short is told so, however few rows are left of it.
    guard let rows else {
      guard now.rows >= terms.fewestRows else { return [] }
      return shares + distributions
    }
    return now.rows >= terms.fewestRows ? [rows] + shares + distributions : [rows]
  }

  /// Of an item's first files only what is odd by itself.
  private var firstFiles: [InputFault] {
    guard now.rows >= terms.fewestRows else { return [] }
    let bad = now.rows - now.matched
    let lost =
      bad * 2 > now.rows
      ? InputFault(
        .matched, "\(now.rows) 行中有 \(bad) 行退回或查无此人，超过一半。请核对是否选错了数据项或发错了文件。",
        [.init("退回或查无此人", usual: 0, now: share(bad))]) : nil
    return [lost, contents(usual: nil)].compactMap(\.self)
  }

  private var rows: InputFault? {
    let counts = before.map { Double($0.rows) }
    let usual = Self.middle(counts)
    guard usual >= Double(terms.fewestRows) else { return nil }
    let ratio = Double(now.rows) / usual
    guard ratio < terms.rowsLow || ratio > terms.rowsHigh else { return nil }
    // Where the number always was unsteady, more is usual.
    let (least, most) = (counts.min() ?? usual, counts.max() ?? usual)
    guard Double(now.rows) < least * 0.9 || Double(now.rows) > most * 1.25 else { return nil }
    let what =
      ratio < 1
      ? "只有以往（\(Int(usual)) 行）的 \(Self.percent(ratio))，可能只导出了一部分"
      : "是以往（\(Int(usual)) 行）的 \(Self.percent(ratio))，可能重复或混入了别的数据"
    let past = before.reversed().enumerated().map {
      InputFault.Bar("前 \(before.count - $0.offset) 次", usual: Double($0.element.rows), now: 0)
    }
    return InputFault(
      .rows, "本次 \(now.rows) 行，\(what)。", past + [.init("本次", usual: 0, now: Double(now.rows))])
  }

  private var shares: [InputFault] {
    [refused, matched].compactMap(\.self) + missing + [contents(usual: before)].compactMap(\.self)
  }

  private var refused: InputFault? {
    let usual = total(\.refused)
    guard differs((now.refused, now.rows), (usual, total(\.rows)), by: terms.refused) else {
      return nil
    }
    return InputFault(
      .refused,
      "\(now.rows) 行中有 \(now.refused) 行退回（\(Self.percent(share(now.refused)))），以往为 \(Self.percent(Double(usual) / Double(total(\.rows))))。可能列错了位。",
      [.init("退回", usual: Double(usual) / Double(total(\.rows)), now: share(now.refused))])
  }

  private var matched: InputFault? {
    let (lost, usual) = (now.rows - now.matched, total(\.rows) - total(\.matched))
    guard differs((lost, now.rows), (usual, total(\.rows)), by: terms.matched) else { return nil }
    let before = 1 - Double(usual) / Double(total(\.rows))
    return InputFault(
      .matched,
      "只有 \(Self.percent(share(now.matched))) 的行找到了人，以往为 \(Self.percent(before))。可能发错了县、发错了文件，或证件号码列损坏。",
      [.init("找到人", usual: before, now: share(now.matched))])
  }

  private var missing: [InputFault] {
    item.columns.compactMap { column in
      let good = now.rows - now.refused
      let usual = (
        before.reduce(0) { $0 + ($1.missing[column.name] ?? 0) }, total(\.rows) - total(\.refused)
      )
      let here = (now.missing[column.name] ?? 0, good)
      guard usual.1 > 0, differs(here, usual, by: terms.missing) else { return nil }
      let (p, q) = (Double(here.0) / Double(good), Double(usual.0) / Double(usual.1))
      return InputFault(
        .missing, "“\(column.title)”有 \(Self.percent(p)) 的行空缺，以往为 \(Self.percent(q))。可能漏导了这一列。",
        [.init(column.title, usual: q, now: p)])
    }
  }

  /// A column whose cells look unlike what they looked like: dates where words were.
  private func contents(usual files: [FileProfile]?) -> InputFault? {
    for column in item.columns where column.type == .text {
      let here = now.kinds[column.name] ?? [:]
      let count = here.values.reduce(0, +)
      guard count >= terms.fewestRows else { continue }
      var there: [String: Int] = files == nil ? ["text": 1] : [:]
      for file in files ?? [] { there.merge(file.kinds[column.name] ?? [:], uniquingKeysWith: +) }
      let all = there.values.reduce(0, +)
      guard all > 0 else { continue }
      let bars = Set(here.keys).union(there.keys).sorted().map { kind in
        InputFault.Bar(
          Self.kindTitles[kind] ?? kind, usual: Double(there[kind] ?? 0) / Double(all),
          now: Double(here[kind] ?? 0) / Double(count))
      }
      // Half of the cells must have changed what they are; without history only what no text is.
      let moved = bars.reduce(0) { $0 + abs($1.now - $1.usual) } / 2
      let isOdd = files != nil || (here["identity"] ?? 0) * 2 > count
      if moved > 0.5, isOdd {
        return InputFault(.contents, "“\(column.title)”一列的内容与以往不是同一类，可能整列错位。", bars)
      }
    }
    return nil
  }
}

extension FileCheck {
  private var distributions: [InputFault] {
    [amounts, days, townships].compactMap(\.self)
  }

  private var amounts: InputFault? {
    let usual = before.reduce(Array(repeating: 0, count: now.amounts.count)) { sum, file in
      zip(sum, file.amounts).map(+)
    }
    let (count, all) = (now.amounts.reduce(0, +), usual.reduce(0, +))
    guard count >= terms.fewestRows, all >= terms.fewestRows else { return nil }
    let middles = before.compactMap(\.middleAmount).sorted()
    let middle = middles.isEmpty ? nil : middles[middles.count / 2]
    let jump = now.middleAmount.flatMap { here in middle.map { here - $0 } } ?? 0
    guard abs(jump) >= terms.doublings || moved(now.amounts, usual) else { return nil }
    let shown = now.amounts.indices.filter { now.amounts[$0] + usual[$0] > 0 }
    let bars = shown.map { step in
      InputFault.Bar(
        "\(FileProfile.yuan(from: step)) 元起", usual: Double(usual[step]) / Double(all),
        now: Double(now.amounts[step]) / Double(count))
    }
    let why =
      abs(jump) >= terms.doublings
      ? "中间值约为以往的 \(jump > 0 ? "\(1 << jump) 倍" : "\(1 << -jump) 分之一")，可能元、分、万元的单位用错了" : "可能混入了别的数据"
    return InputFault(.amounts, "金额的分布与以往不同，\(why)。", bars)
  }

  private var days: InputFault? {
    guard let fullest = now.fullestDay else { return nil }
    let usual = before.compactMap { $0.fullestDay?.share }.max() ?? 0
    if fullest.share > terms.oneDay, usual < terms.oneDay * 0.75 {
      return InputFault(
        .days,
        "\(Self.percent(fullest.share)) 的行都是 \(fullest.day) 这一天，以往最多 \(Self.percent(usual))。可能日期列填成了导出日期。",
        [.init("最多的一天", usual: usual, now: fullest.share)])
    }
    let ages = before.reduce(Array(repeating: 0, count: now.ages.count)) { sum, file in
      zip(sum, file.ages).map(+)
    }
    // Each month's files differ a little in how old their rows are; only a clear move counts.
    guard moved(now.ages, ages, by: terms.psi * 3) else { return nil }
    let (count, all) = (now.ages.reduce(0, +), ages.reduce(0, +))
    let bars = now.ages.indices.map { step in
      let label = step < FileProfile.ageSteps.count ? "\(FileProfile.ageSteps[step]) 天内" : "更早"
      return InputFault.Bar(
        label, usual: Double(ages[step]) / Double(max(1, all)),
        now: Double(now.ages[step]) / Double(max(1, count)))
    }
    return InputFault(.days, "事情发生到报来的间隔与以往不同，可能发来的是旧数据。", bars)
  }

  private var townships: InputFault? {
    var usual: [Int64: Int] = [:]
    for file in before { usual.merge(file.townships, uniquingKeysWith: +) }
    let (count, all) = (now.townships.values.reduce(0, +), usual.values.reduce(0, +))
    guard count > 0, all > 0 else { return nil }
    // What the townships would have in a file of the usual size, so that a lost one shows.
    let size = max(Double(count), Double(all) / Double(before.count))
    let absent = usual.filter {
      Double($0.value) / Double(all) * size >= terms.townshipRows && now.townships[$0.key] == nil
    }.keys.sorted()
    let codes = Set(usual.keys).union(now.townships.keys).sorted()
    let (here, there) = (codes.map { now.townships[$0] ?? 0 }, codes.map { usual[$0] ?? 0 })
    guard !absent.isEmpty || moved(here, there) else { return nil }
    let bars = codes.map { code in
      InputFault.Bar(
        names[code] ?? "\(code)", usual: Double(usual[code] ?? 0) / Double(all),
        now: Double(now.townships[code] ?? 0) / Double(count))
    }
    let lost = absent.map { names[$0] ?? "\($0)" }.joined(separator: "、")
    return InputFault(
      .townships, lost.isEmpty ? "各乡镇所占的比例与以往不同，可能只导出了一部分乡镇。" : "没有\(lost)的数据，以往每次都有。可能漏导了。", bars)
  }

  private func moved(_ here: [Int], _ there: [Int], by psi: Double? = nil) -> Bool {
    let (now, usual) = (here.map(Double.init), there.map(Double.init))
    let rows = now.reduce(0, +)
    guard rows >= Double(terms.fewestRows) else { return false }
    let index = Stability.index(now, usual, least: 5)
    let chance = Stability.chance(bins: here.count { $0 > 0 } + 1, rows: rows)
    return index > max(psi ?? terms.psi, 4 * chance)
  }

  private func differs(_ now: (Int, of: Int), _ usual: (Int, of: Int), by least: Double) -> Bool {
    guard now.of >= terms.fewestRows, usual.of > 0 else { return false }
    let more = Double(now.0) / Double(now.of) - Double(usual.0) / Double(usual.of)
    return more > least && Stability.distance(now, usual) > 4
  }

  private func total(_ count: KeyPath<FileProfile, Int>) -> Int {
    before.reduce(0) { $0 + $1[keyPath: count] }
  }

  private func share(_ count: Int) -> Double { Double(count) / Double(max(1, now.rows)) }

  private static func middle(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let half = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[half - 1] + sorted[half]) / 2 : sorted[half]
  }

  private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded()))%" }

  private static let kindTitles = [
    "identity": "证件号码", "phone": "电话", "day": "日期", "number": "数字", "text": "文字",
  ]
}
