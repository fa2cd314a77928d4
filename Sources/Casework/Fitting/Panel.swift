/// A table of households for fitting and testing: named columns of raw values.
package struct Panel: Sendable {
  package let names: [String]
  package let columns: [PanelColumn]
  package let count: Int

  /// A column is one of numbers when every filled cell is a number.
  ///
  /// - Parameters:
  ///   - names: the titles, one a column.
  ///   - rows: the cells of each household; short rows end in unknown cells.
  package init(names: [String], rows: [[String]]) {
    self.names = names
    count = rows.count
    columns = names.indices.map { index in
      let cells = rows.map { row in index < row.count ? Panel.known(row[index]) : nil }
      let numbers = cells.map { $0.flatMap(Double.init) }
      let isNumeric = zip(cells, numbers).allSatisfy { cell, number in
        cell == nil || number?.isFinite == true
      }
      return isNumeric ? .numbers(numbers) : .words(cells)
    }
  }

  /// The words by which files say that a value is not known.
  private static let unknown: Set<String> = ["", "na", "nan", "null", "none", "n/a", ".", "未知"]

  private static func known(_ cell: String) -> String? {
    unknown.contains(cell.lowercased()) ? nil : cell
  }

  package subscript(name: String) -> PanelColumn? {
    names.firstIndex(of: name).map { columns[$0] }
  }

  /// The panel without a column, and without the rows for which nothing is known of it.
  package func separating(_ outcome: String) throws(FitRefusal) -> (Panel, [Bool]) {
    guard let index = names.firstIndex(of: outcome) else { throw .noColumn(outcome) }
    let truths = try columns[index].truths(of: outcome)
    let kept = truths.indices.filter { truths[$0] != nil }
    let rest = names.indices.filter { $0 != index }
    let panel = Panel(
      names: rest.map { names[$0] }, columns: rest.map { columns[$0].rows(kept) },
      count: kept.count)
    return (panel, kept.map { truths[$0] == true })
  }

  /// Weights belong to columns that are there, and none makes anything certain.
  package func accepts(_ weights: [String: Double]) throws(FitRefusal) {
    for (name, weight) in weights.sorted(by: { $0.key < $1.key }) {
      if !(0..<1).contains(weight) { throw .badPrior(name) }
      if self[name] == nil { throw .noColumn(name) }
    }
  }

  /// The columns of which most cells are numbers, but not all, each with how many are not.
  package var nearlyNumbers: [(name: String, words: Int)] {
    zip(names, columns).compactMap { name, column in
      guard case .words(let cells) = column else { return nil }
      let known = cells.compactMap { $0 }
      let words = known.count { Double($0)?.isFinite != true }
      return words * 2 < known.count ? (name, words) : nil
    }
  }

  package init(names: [String], columns: [PanelColumn], count: Int) {
    (self.names, self.columns, self.count) = (names, columns, count)
  }
}

/// The values of one column; nil is unknown.
package enum PanelColumn: Sendable {
  case numbers([Double?])
  case words([String?])

  func rows(_ rows: [Int]) -> PanelColumn {
    switch self {
    case .numbers(let values): .numbers(rows.map { values[$0] })
    case .words(let values): .words(rows.map { values[$0] })
    }
  }

  /// Yes or no for each row; a column with anything else is no outcome.
  fileprivate func truths(of name: String) throws(FitRefusal) -> [Bool?] {
    var truths: [Bool?] = []
    switch self {
    case .numbers(let values):
      for value in values {
        guard value == nil || value == 0 || value == 1 else { throw .notBinary(name) }
        truths.append(value.map { $0 == 1 })
      }
    case .words(let values):
      let yes: Set = ["true", "t", "yes", "y", "是"]
      let no: Set = ["false", "f", "no", "n", "否"]
      for value in values {
        let word = value?.lowercased()
        guard word == nil || yes.union(no).contains(word ?? "") else { throw .notBinary(name) }
        truths.append(word.map(yes.contains))
      }
    }
    return truths
  }
}

/// Why nothing can be fitted to a file.
package enum FitRefusal: Refusal, Hashable {
  case noColumn(String)
  case notBinary(String)
  case noStrengths
  case tooFew(rows: Int, events: Int)
  case badPrior(String)

  package var sentence: String {
    switch self {
    case .noColumn(let name): "文件里没有“\(name)”这一列"
    case .notBinary(let name): "结果列“\(name)”只能是 0 和 1（或 是/否、true/false）"
    case .noStrengths: "除结果列外，没有一列有两种以上的取值"
    case .tooFew(let rows, let events):
      "数据太少：\(rows) 行，其中发生 \(events) 行、未发生 \(rows - events) 行；至少需要 40 行，两种各 10 行"
    case .badPrior(let name): "先验权重“\(name)”应不小于 0 且小于 1"
    }
  }
}
