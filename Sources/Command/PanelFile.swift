import App
import ArgumentParser
import Casework
import Documents
import Foundation

/// Reads a sheet as a panel: the first row has the names of the columns.
enum PanelFile {
  private static let mostRows = 500_000

  static func read(_ path: String) throws -> Panel {
    guard FileManager.default.fileExists(atPath: path) else {
      throw ValidationError("读不到文件：\(path)")
    }
    do {
      var sheet = try SheetFile.open(path)
      guard let header = try sheet.next() else { throw SheetFault.empty }
      var rows: [[String]] = []
      while let row = try sheet.next() {
        rows.append(row.cells)
        if rows.count > mostRows { throw ValidationError("超过 \(mostRows) 行") }
      }
      if let twice = Dictionary(grouping: header.cells, by: { $0 }).first(where: { $1.count > 1 }) {
        throw ValidationError("列名“\(twice.key)”出现了 \(twice.value.count) 次")
      }
      let panel = Panel(names: header.cells, rows: rows)
      for column in panel.nearlyNumbers {
        let note = "注意：列“\(column.name)”有 \(column.words) 格不是数，整列按文字处理\n"
        FileHandle.standardError.write(Data(note.utf8))
      }
      return panel
    } catch let fault as SheetFault {
      throw ValidationError("\(path) 读不成表格：\(fault.sentence)")
    }
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
