import Casework

extension Factor {
  /// What is wrong with it by itself, before its query is run.
  var fault: String? {
    // It stands in addresses and heads columns.
    if id.wholeMatch(of: /[A-Za-z][A-Za-z0-9]*/) == nil { return "的 id 只能由字母和数字组成" }
    let text = sql.trimmingPrefix { $0.isWhitespace }
    if !text.lowercased().hasPrefix("select") { return "的 sql 只能是一条 SELECT" }
    // The engines read these differently, so that what was checked might not be what runs.
    if let mark = [";", "--", "/*", "$", "\\"].first(where: text.contains) {
      return "的 sql 不能有 \(mark)"
    }
    // SQLite's own tables, which are there beside the published views and nowhere else.
    if let own = ["sqlite_", "pragma_"].first(where: text.lowercased().contains) {
      return "的 sql 不能有 \(own)"
    }
    if (examples ?? []).isEmpty { return "没有样例（examples）" }
    if let limitSeconds, limitSeconds < 1 { return "的 limitSeconds 应大于 0" }
    return wordsFault ?? (eases ?? []).lazy.compactMap(\.fault).first
  }

  private var wordsFault: String? {
    if evidence.isEmpty { return "没有说明（evidence）" }
    if evidence.replacing("{amount}", with: "").contains("{") {
      return "的 evidence 里只能用 {amount}"
    }
    return plain?.contains("{") == true ? "的 plain 里没有可以填入的数" : nil
  }
}

extension Ease {
  fileprivate var fault: String? {
    if !(0...Ease.most).contains(share) {
      return "的缓解“\(title)”：share 应在 0 与 \(Ease.most) 之间，不能全部抵消"
    }
    if let fullYuan, !FactorExample.sums.contains(fullYuan) || fullYuan == 0 {
      return "的缓解“\(title)”：fullYuan 应大于 0，不超过一亿"
    }
    return nil
  }
}

extension FactorExample {
  /// Yuan that one household may have or be paid.
  fileprivate static let sums = 0...100_000_000
  /// Days that something may lie back, a hundred years; less than 0 is to come.
  fileprivate static let days = -36_525...36_525
  private static let columns: Set = [
    "income", "wage", "business", "property", "transfer", "safeWater", "unsafeHouse", "riskRemoved",
  ]

  /// What no household could be.
  func fault(_ kinds: Set<String>) -> String? {
    if !(0...1).contains(strength) { return "strength 应在 0 与 1 之间" }
    if let base, HouseholdBase(rawValue: base) == nil { return "没有 \(base) 这种户" }
    if let column = (sheet ?? [:]).keys.sorted().first(where: {
      !FactorExample.columns.contains($0)
    }) {
      return "台账里没有 \(column)"
    }
    let isPossible = (sheet ?? [:]).values.allSatisfy { value in
      guard case .value(let number) = value else { return true }
      return number.magnitude <= FactorExample.sums.upperBound
    }
    if !isPossible { return "台账里的数应在一亿以内" }
    let count = max(1, members?.count ?? 1)
    if count > 99 { return "成员太多" }
    return (members ?? []).lazy.compactMap(\.fault).first
      ?? (facts ?? []).lazy.compactMap { $0.fault(kinds, members: count) }.first
  }
}

extension ExampleMember {
  fileprivate var fault: String? {
    if let born, Day(born) == nil { return "born 应为 1950-06-30 的样子" }
    if let labour, labour != "unknown", Labour(rawValue: labour) == nil {
      return "没有 \(labour) 这种劳动能力"
    }
    return FactorExample.days.contains(left ?? 0) ? nil : "left 应在一百年以内"
  }
}

extension ExampleFact {
  fileprivate func fault(_ kinds: Set<String>, members: Int) -> String? {
    if !kinds.contains(kind) { return "没有数据项给出 \(kind)" }
    if !(1...members).contains(of ?? 1) { return "没有第 \(of ?? 1) 个成员" }
    if !FactorExample.days.contains(ago) { return "ago 应在一百年以内" }
    return FactorExample.sums.contains(yuan ?? 0) ? nil : "yuan 应在 0 与一亿之间"
  }
}
