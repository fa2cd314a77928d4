import Casework

/// Refuses what decodes but cannot be meant, with file, line and rule.
struct PolicyCheck {
  private let pack: PolicyPack
  private let book: PolicyBook

  init(_ pack: PolicyPack, _ book: PolicyBook) { (self.pack, self.book) = (pack, book) }

  func run() throws {
    try lines()
    try catalogue()
    try factors()
    try factorIDs()
    if let fault = pack.matching?.fault {
      throw PackFault(file: "matching.yaml", line: nil, reason: fault)
    }
    if pack.thresholds.township > pack.thresholds.county {
      try refuse("thresholds", "乡镇阈值不能高于县级阈值")
    }
    if let reason = pack.effort?.fault { try refuse("effort", reason) }
    if let reason = pack.handset?.fault { try refuse("handset", reason) }
    if let reason = pack.insurance?.fault { try refuse("insurance", reason) }
    if let reason = pack.outages?.fault { try refuse("outages", reason) }
    try fits()
    try forms()
    // Guide of 2022: what is posted in the village hangs at least five days.
    for step in ["publicNotice", "removalNotice"] {
      guard let limit = pack.allowance(step), limit.days >= 5 else {
        try refuse("allowances", "\(step) 应写明公示天数，且不少于 5 天")
      }
    }
    let needsCheck = pack.check?.isRequired ?? false
    if let fault = pack.steps.faults(needsCheck: needsCheck).first {
      try refuse("procedure", fault.sentence)
    }
  }

  private func refuse(_ section: String, _ reason: String) throws -> Never {
    let (file, line) = book.place(of: [PathKey(section)])
    throw PackFault(file: file ?? "pack.yaml", line: line, reason: reason)
  }

  private func refuse(_ list: String, _ index: Int, _ reason: String) throws -> Never {
    let (file, line) = book.place(list, index)
    throw PackFault(file: file ?? list, line: line, reason: reason)
  }

  private func lines() throws {
    var years: Set<Int> = []
    if pack.lines.isEmpty { try refuse("lines", "应至少有一年的监测线") }
    for (index, line) in pack.lines.enumerated() {
      if !years.insert(line.year).inserted { try refuse("lines", index, "有两条 \(line.year) 年的监测线") }
      let sums = 1...1_000_000
      if !sums.contains(line.yuan) || !sums.contains(line.provincialIncome) {
        try refuse("lines", index, "\(line.year) 年的 yuan 和 provincialIncome 应在 1 与 1000000 之间")
      }
    }
  }

  /// A measure that does not exist would never be found, and an item never speak.
  private func fits() throws {
    let kinds = pack.measures.flatMap { category in
      [category.id] + category.subtypes.map { "\(category.id)|\($0)" }
    }
    let named = (pack.fits ?? []).map(\.measures) + [pack.insurance?.measures ?? []]
    if let wrong = named.joined().first(where: { !kinds.contains($0) }) {
      try refuse("fits", "没有“\(wrong)”这项措施")
    }
    let items = (pack.fits ?? []).flatMap { $0.items + $0.ends } + [pack.insurance?.item ?? ""]
    if let wrong = items.first(where: { !$0.isEmpty && pack.item($0) == nil }) {
      try refuse("fits", "没有数据项 \(wrong)")
    }
  }

  private func forms() throws {
    let forms = pack.forms ?? []
    for known in KnownForm.allCases {
      let count = forms.count { $0.name == known.rawValue }
      if count != 1 { try refuse("forms", "表单 \(known.rawValue) 应有且只有一张，实有 \(count) 张") }
    }
    for (index, form) in forms.enumerated() {
      guard let fault = form.faults.first else { continue }
      let path = fault.field.map { PolicyCheck.path(to: $0, of: form) } ?? []
      let (file, line) = book.place("forms", index, path[...])
      throw PackFault(
        file: file ?? "forms", line: line, reason: "表单“\(form.title)”：\(fault.sentence)")
    }
  }

  private static func path(to field: Int, of form: FormDefinition) -> [any CodingKey] {
    var rest = field
    for (index, section) in form.sections.enumerated() {
      guard rest >= section.fields.count else {
        return [PathKey("sections"), PathKey(index), PathKey("fields"), PathKey(rest)]
      }
      rest -= section.fields.count
    }
    return []
  }

  private func factors() throws {
    let items = Dictionary(pack.items.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let kinds = Set(pack.items.map(\.fact))
    for (index, factor) in pack.factors.enumerated() {
      if !(0..<1).contains(factor.weight) {
        try refuse("factors", index, "因子“\(factor.title)”的 weight 应在 0 与 1 之间，实为 \(factor.weight)")
      }
      if let days = factor.halfLifeDays, days <= 0 {
        try refuse("factors", index, "因子“\(factor.title)”的 halfLifeDays 应大于 0")
      }
      if let fault = factor.fault { try refuse("factors", index, "因子“\(factor.title)”\(fault)") }
      if let ease = (factor.eases ?? []).first(where: { !kinds.contains($0.kind) }) {
        try refuse("factors", index, "因子“\(factor.title)”的缓解“\(ease.title)”：没有数据项给出 \(ease.kind)")
      }
      try examples(of: factor, index, kinds)
      for id in factor.items {
        guard let item = items[id] else {
          try refuse("factors", index, "因子“\(factor.title)”引用了不存在的数据项 \(id)")
        }
        if !item.isPushable {
          try refuse("factors", index, "因子“\(factor.title)”引用了须经授权才能比对的数据项 \(id)")
        }
      }
    }
  }

  private func examples(of factor: Factor, _ index: Int, _ kinds: Set<String>) throws {
    for (number, example) in (factor.examples ?? []).enumerated() {
      guard let fault = example.fault(kinds) else { continue }
      let (file, line) = book.place("factors", index, [PathKey("examples"), PathKey(number)])
      throw PackFault(
        file: file ?? "factors", line: line,
        reason: "因子“\(factor.title)”的样例“\(example.title)”：\(fault)")
    }
  }

  private func factorIDs() throws {
    var ids: Set<String> = []
    for (index, factor) in pack.factors.enumerated() where !ids.insert(factor.id).inserted {
      try refuse("factors", index, "有两个因子的 id 都是 \(factor.id)")
    }
  }

  private func catalogue() throws {
    var (ids, facts): (Set<String>, Set<String>) = ([], [])
    let factors = Set(pack.factors.map(\.id))
    for (index, item) in pack.items.enumerated() {
      func refuse(_ reason: String) throws -> Never {
        try self.refuse("items", index, "数据项“\(item.title)”\(reason)")
      }
      if !ids.insert(item.id).inserted { try refuse("的 id \(item.id) 与别的数据项相同") }
      if !facts.insert(item.fact).inserted { try refuse("的 fact \(item.fact) 与别的数据项相同") }
      if let fault = item.fault { try refuse(fault) }
      if let factor = item.protects.first(where: { !factors.contains($0) }) {
        try refuse("的 protects 引用了不存在的因子 \(factor)")
      }
    }
  }
}

extension DataItem {
  /// What is wrong with it by itself.
  fileprivate var fault: String? {
    if !cadence.isPossible { return "的 cadence 不是日历上的日子（每月须在 1 至 28 日）" }
    if windowDays < 0 { return "的 windowDays 不能小于 0" }
    if isWarning, risk == nil { return "是预警项，须写明 risk" }
    if !isPushable, isWarning || !protects.isEmpty { return "须经授权比对，不能作预警或缓解因子" }
    if !isRoster, !columns.contains(where: { $0.type == .day && $0.isRequired }) {
      return "没有必填的日期列；若是名册请写 isRoster: true"
    }
    return columns.lazy.compactMap(\.fault).first ?? unknownWord
  }

  /// A placeholder of the sentence that no column fills.
  private var unknownWord: String? {
    let known = Set(columns.map(\.name) + ["day", "amount"])
    let words = sentence.split(separator: "{").dropFirst().compactMap {
      $0.split(separator: "}", omittingEmptySubsequences: false).first.map(String.init)
    }
    return words.first { !known.contains($0) }.map { "的 sentence 里 {\($0)} 没有对应的列" }
  }
}

extension DataColumn {
  fileprivate var fault: String? {
    if titles.isEmpty { return "的列 \(name) 没有 titles" }
    if let min, let max, min > max { return "的列 \(name) 的 min 大于 max" }
    if !options.isEmpty, type != .text { return "的列 \(name) 有 options，type 应为 text" }
    if name == "amount", type != .money {
      return "的列 amount 的 type 应为 money"
    }
    return nil
  }
}

extension MatchWeights {
  /// What is wrong with the weights and lines of the comparison.
  fileprivate var fault: String? {
    if let level = missing.first { return "缺少 \(level) 的权重" }
    if !(0..<1).contains(known) || known <= 0 { return "known 应在 0 与 1 之间，实为 \(known)" }
    if !(0...1).contains(accept) || !(0...1).contains(queue) || queue > accept {
      return "accept 和 queue 应在 0 与 1 之间，queue 不能高于 accept"
    }
    return nil
  }
}
