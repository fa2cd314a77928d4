package import Casework
import Foundation
import Yams

/// What the columns of two files to be matched mean, where their titles do not say it.
package struct LinkMap: Sendable {
  /// Titles by the name of the column.
  package private(set) var titles: [String: String] = [:]
  /// Columns of any other kind, by title; where there are any, rows are matched by them alone.
  package private(set) var fields: [(title: String, kind: FieldKind)] = []

  package init() {}

  package init(path: String) throws {
    let file = URL(filePath: path).lastPathComponent
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let node: Node?
    do { node = try Yams.compose(yaml: text) } catch {
      throw LinkMapFault(file: file, reason: "不是“列: 列名”的写法：\(error)")
    }
    guard let node else { return }
    guard let pairs = node.mapping else {
      throw LinkMapFault(file: file, reason: "应当每行一条“列: 列名”")
    }
    for (key, value) in pairs {
      let line = key.mark?.line ?? 0
      guard let name = key.string else { continue }
      if name == "fields" {
        try addFields(value, file: file, line: line)
      } else if LinkColumn(rawValue: name) != nil, let title = value.string {
        titles[name] = title
      } else {
        let known = LinkColumn.allCases.map(\.rawValue).joined(separator: "、")
        throw LinkMapFault(
          file: file, reason: "第 \(line) 行的“\(name)”不是可以对照的列；可用的有 \(known)、fields")
      }
    }
  }

  private mutating func addFields(_ node: Node, file: String, line: Int) throws {
    guard let pairs = node.mapping, pairs.count <= FieldPattern.most else {
      throw LinkMapFault(
        file: file,
        reason: "第 \(line) 行 fields 下应当每行一条“列名: text”或“列名: code”，最多 \(FieldPattern.most) 列")
    }
    for (key, value) in pairs {
      guard let title = key.string, let kind = value.string.flatMap(FieldKind.init) else {
        throw LinkMapFault(
          file: file,
          reason: "第 \(key.mark?.line ?? 0) 行的列“\(key.string ?? "")”要写明是 text（文字）还是 code（编号、日期）")
      }
      fields.append((title, kind))
    }
  }
}

/// Why a map of columns cannot be used.
package struct LinkMapFault: Refusal {
  let file: String
  let reason: String
  package var sentence: String { "对照表 \(file)：\(reason)" }
}
