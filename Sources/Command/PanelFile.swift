import App
import ArgumentParser
import Casework
import Documents
import Foundation

/// Reads a sheet as a panel: the first row has the names of the columns.
enum PanelFile {
  private static let mostRows = 500_000

  /// Says on stderr what of the file is not used as it stands: rows without the `outcome`, and
  /// cells that a `model` to score by cannot read.
  static func read(
    _ path: String, outcome: String? = nil, for model: FittedWeights? = nil
  ) throws -> Panel {
    guard FileManager.default.fileExists(atPath: path) else {
      throw ValidationError("读不到文件：\(path)")
    }
    do {
      var sheet = try SheetFile.open(path)
      guard let header = try sheet.next() else { throw SheetFault.empty }
      var rows: [SheetRow] = []
      while let row = try sheet.next() {
        rows.append(row)
        if rows.count > mostRows { throw ValidationError("超过 \(mostRows) 行") }
      }
      if let twice = Dictionary(grouping: header.cells, by: { $0 }).first(where: { $1.count > 1 }) {
        throw ValidationError("列名“\(twice.key)”出现了 \(twice.value.count) 次")
      }
      let panel = Panel(names: header.cells, rows: rows.map(\.cells))
      noteLengths(of: rows, header.cells, outcome)
      noteWords(in: panel, rows, model)
      return panel
    } catch let fault as SheetFault {
      throw ValidationError("\(path) 读不成表格：\(fault.sentence)")
    }
  }

  private static func noteLengths(of rows: [SheetRow], _ names: [String], _ outcome: String?) {
    if let outcome, let index = names.firstIndex(of: outcome) {
      let short = rows.filter { $0.cells.count <= index }
      if let first = short.first {
        note("\(short.count) 行太短，没有结果列“\(outcome)”（首见第 \(first.number) 行），这些行没有用于拟合")
      }
    }
    let long = rows.filter { $0.cells.dropFirst(names.count).contains { !$0.isEmpty } }
    if let first = long.first {
      note("\(long.count) 行的格数多于表头（首见第 \(first.number) 行），多出的格没有使用")
    }
  }

  private static func noteWords(in panel: Panel, _ rows: [SheetRow], _ model: FittedWeights?) {
    let spoilt = model?.spoilt(in: panel) ?? []
    for column in spoilt {
      note(
        "列“\(column.name)”拟合时是数，现有 \(column.words) 格不是数"
          + "（首见第 \(rows[column.first].number) 行），这些格按未知计")
    }
    for column in panel.nearlyNumbers where !spoilt.contains(where: { $0.name == column.name }) {
      note("列“\(column.name)”有 \(column.words) 格不是数，整列按文字处理")
    }
  }

  private static func note(_ text: String) {
    FileHandle.standardError.write(Data("注意：\(text)\n".utf8))
  }
}

/// Reads weights that were believed before: from JSON, from a sheet, or from a policy pack.
enum PriorFile {
  /// - Throws: where nothing in the file is a weight of a column, so that none is passed over.
  static func read(_ path: String?, for panel: Panel) throws -> [String: Double] {
    guard let path else { return [:] }
    var isFolder: ObjCBool = false
    let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    let weights =
      if isThere, isFolder.boolValue {
        try pack(path, for: panel)
      } else if let json = try JSONFile.read(path) {
        try written(in: json, path)
      } else {
        try sheet(path)
      }
    if weights.isEmpty { throw ValidationError("\(path) 里没有一个权重是这些数据的列的") }
    try panel.accepts(weights)
    return weights
  }

  private static func pack(_ path: String, for panel: Panel) throws -> [String: Double] {
    let pack = try PolicyShelf.load(URL(filePath: path))
    let weights = pack.factors.filter { panel[$0.id] != nil }.map { ($0.id, $0.weight) }
    return Dictionary(weights, uniquingKeysWith: { first, _ in first })
  }

  private static func written(in json: Data, _ path: String) throws -> [String: Double] {
    struct Fitted: Decodable { let columns: [String: Double]? }
    let decoder = JSONDecoder()
    do {
      if let fitted = try decoder.decode(Fitted.self, from: json).columns { return fitted }
      return try decoder.decode([String: Double].self, from: json)
    } catch is DecodingError {
      throw ValidationError("\(path) 读不成权重：应为 {\"列名\": 权重} 或 shouwang fit --json 的结果")
    }
  }

  private static func sheet(_ path: String) throws -> [String: Double] {
    var weights: [String: Double] = [:]
    var sheet = try SheetFile.open(path)
    while let row = try sheet.next() {
      guard let name = row.cells.first, row.cells.count >= 2 else { continue }
      if let weight = Double(row.cells[1]) {
        if weights.updateValue(weight, forKey: name) != nil {
          throw ValidationError("\(path) 第 \(row.number) 行：“\(name)”已经有权重了")
        }
      } else if row.number > 1 {
        throw ValidationError("\(path) 第 \(row.number) 行的权重“\(row.cells[1])”不是数")
      }
    }
    return weights
  }
}

/// Tells JSON from a sheet.
enum JSONFile {
  /// Its bytes from the first brace or bracket on; nil where it begins with anything else.
  static func read(_ path: String) throws -> Data? {
    let blank: Set<UInt8> = [0xEF, 0xBB, 0xBF, 0x20, 0x09, 0x0A, 0x0D]
    let text = try Data(contentsOf: URL(filePath: path)).drop(while: blank.contains)
    guard let first = text.first, first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else {
      return nil
    }
    return Data(text)
  }
}
