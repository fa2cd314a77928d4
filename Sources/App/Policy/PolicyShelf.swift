package import Casework
package import Foundation
import Yams

/// The policy packs of an installation, each read whole or refused with file, line and rule.
package enum PolicyShelf {
  /// The packs that came with the program.
  package static let bundled = Bundle.module.bundleURL.appending(path: "Policies")

  package static func load(_ id: String, from folder: URL?) throws -> PolicyPack {
    try load(place(of: id, in: folder))
  }

  /// Where the files of a pack are.
  static func place(of id: String, in folder: URL?) -> URL {
    (folder ?? bundled).appending(path: id)
  }

  /// Reads all `.yaml` files of a folder as one pack.
  package static func load(_ folder: URL) throws -> PolicyPack {
    let pages = try files(of: folder).map { try Page($0) }
    do {
      let text = pages.map(\.text).joined(separator: "\n")
      let pack = try YAMLDecoder().decode(PolicyPack.self, from: text)
      try check(pack, pages)
      return pack
    } catch let error as DecodingError {
      throw fault(of: error, in: pages, folder)
    }
  }

  /// The whole pack of a folder as one text, as it is kept for the cases that begin under it.
  static func text(of folder: URL) throws -> String {
    try files(of: folder).map { try String(contentsOf: $0, encoding: .utf8) }
      .joined(separator: "\n")
  }

  /// A pack from its kept text.
  static func read(_ text: String, named edition: String) throws -> PolicyPack {
    do {
      return try YAMLDecoder().decode(PolicyPack.self, from: text)
    } catch {
      throw PackFault(file: edition, line: nil, reason: "库中保存的这一版规则读不出：\(error)")
    }
  }

  private static func files(of folder: URL) throws -> [URL] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder.path)
        .filter { $0.hasSuffix(".yaml") }.sorted().map { folder.appending(path: $0) }
    } catch {
      throw PackFault(file: folder.path, line: nil, reason: "没有这个规则包目录")
    }
  }

  /// One file of a pack with its parsed form, from which the lines of faults are known.
  private struct Page {
    let name: String
    let text: String
    let node: Node

    init(_ file: URL) throws {
      name = file.lastPathComponent
      text = try String(contentsOf: file, encoding: .utf8)
      do {
        guard let node = try Yams.compose(yaml: text) else {
          throw PackFault(file: name, line: 1, reason: "文件是空的")
        }
        self.node = node
      } catch let error as YamlError {
        throw PackFault(file: file.lastPathComponent, line: error.line, reason: "YAML 写法有误")
      }
    }

    /// The deepest node of the path that is there, and its line.
    func line(of path: [any CodingKey]) -> Int? {
      var (node, line): (Node, Int?) = (node, nil)
      for key in path {
        let next = key.intValue.flatMap { node.sequence?[$0] } ?? node[key.stringValue]
        guard let next else { break }
        (node, line) = (next, next.mark?.line)
      }
      return line
    }
  }

  private static func fault(of error: DecodingError, in pages: [Page], _ folder: URL) -> PackFault {
    let (context, missing): (DecodingError.Context, String?) =
      switch error {
      case .keyNotFound(let key, let context): (context, key.stringValue)
      case .typeMismatch(_, let context), .valueNotFound(_, let context),
        .dataCorrupted(let context):
        (context, nil)
      @unknown default: (.init(codingPath: [], debugDescription: ""), nil)
      }
    let path = context.codingPath
    let page = pages.first { page in path.first.map { page.node[$0.stringValue] != nil } ?? false }
    let rule = path.map { $0.intValue.map { "第 \($0 + 1) 条" } ?? $0.stringValue }
      .joined(separator: " › ")
    return PackFault(
      file: page?.name ?? folder.lastPathComponent, line: page?.line(of: path),
      reason: missing.map { "\(rule) 缺少 \($0)" } ?? "\(rule) 的值不对")
  }

  /// What decodes but cannot be meant.
  private static func check(_ pack: PolicyPack, _ pages: [Page]) throws {
    func refuse(_ list: String, _ index: Int, _ reason: String) throws -> Never {
      let page = pages.first { $0.node[list] != nil }
      let line = page?.node[list]?.sequence?[index].mark?.line
      throw PackFault(file: page?.name ?? list, line: line, reason: reason)
    }
    let items = Set(pack.items.map(\.id))
    for (index, factor) in pack.factors.enumerated() {
      if !(0..<1).contains(factor.weight) {
        try refuse("factors", index, "因子“\(factor.title)”的 weight 应在 0 与 1 之间，实为 \(factor.weight)")
      }
      if let days = factor.halfLifeDays, days <= 0 {
        try refuse("factors", index, "因子“\(factor.title)”的 halfLifeDays 应大于 0")
      }
      if let item = factor.items.first(where: { !items.contains($0) }) {
        try refuse("factors", index, "因子“\(factor.title)”引用了不存在的数据项 \(item)")
      }
    }
    if pack.thresholds.township > pack.thresholds.county {
      throw PackFault(file: "pack.yaml", line: nil, reason: "乡镇阈值不能高于县级阈值")
    }
  }
}

/// Why a pack is not taken into use; the one in force stays.
package struct PackFault: Refusal, CustomStringConvertible {
  package let file: String
  package let line: Int?
  package let reason: String

  package var sentence: String { "规则包 \(file)\(line.map { " 第 \($0) 行" } ?? "")：\(reason)" }
  package var description: String { sentence }
}

extension YamlError {
  fileprivate var line: Int? {
    switch self {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
      mark.line
    default: nil
    }
  }
}
