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
      return Panel(names: header.cells, rows: rows)
    } catch let fault as SheetFault {
      throw ValidationError("\(path) 读不成表格：\(fault.sentence)")
    }
  }
}

/// Reads weights that were believed before: from JSON, from a sheet, or from a policy pack.
enum PriorFile {
  static func read(_ path: String?, for panel: Panel) throws -> [String: Double] {
    guard let path else { return [:] }
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      let pack = try PolicyShelf.load(URL(filePath: path))
      let weights = pack.factors.filter { panel[$0.id] != nil }.map { ($0.id, $0.weight) }
      return Dictionary(weights, uniquingKeysWith: { first, _ in first })
    }
    let text = try Data(contentsOf: URL(filePath: path))
    if text.first == UInt8(ascii: "{") {
      struct Fitted: Decodable { let columns: [String: Double]? }
      let decoder = JSONDecoder()
      if let fitted = try decoder.decode(Fitted.self, from: text).columns { return fitted }
      return try decoder.decode([String: Double].self, from: text)
    }
    var weights: [String: Double] = [:]
    var sheet = try SheetFile.open(path)
    while let row = try sheet.next() {
      guard let name = row.cells.first, row.cells.count >= 2 else { continue }
      if let weight = Double(row.cells[1]) {
        weights[name] = weight
      } else if row.number > 1 {
        throw ValidationError("\(path) 第 \(row.number) 行的权重“\(row.cells[1])”不是数")
      }
    }
    return weights
  }
}
