package import Casework
package import Foundation
import Store
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
  package static func load(_ folder: URL) throws -> PolicyPack { try read(folder).pack }

  /// Reads a pack and has its examples run before it comes into use.
  package static func open(_ folder: URL) async throws -> PolicyPack {
    let pack = try load(folder)
    try await trial(of: folder).run(on: try SQLiteDatabase.inMemory())
    return pack
  }

  package static func trial(of folder: URL) throws -> FactorTrial {
    let (pack, book) = try read(folder)
    return FactorTrial(pack, book)
  }

  private static func read(_ folder: URL) throws -> (pack: PolicyPack, book: PolicyBook) {
    let book = PolicyBook(try files(of: folder).map { try PolicyFile($0) })
    try book.checkNames()
    do {
      let pack = try YAMLDecoder().decode(PolicyPack.self, from: book.whole())
      try PolicyCheck(pack, book).run()
      return (pack, book)
    } catch let error as DecodingError {
      throw fault(of: error, in: book, folder)
    }
  }

  /// The whole pack of a folder as one text, as it is kept for the cases that begin under it.
  static func text(of folder: URL) throws -> String {
    try files(of: folder).map { try String(contentsOf: $0, encoding: .utf8) }
      .joined(separator: "\n---\n")
  }

  /// A pack from its kept text.
  static func read(_ text: String, named edition: String) throws -> PolicyPack {
    do {
      let pages = try Array(Yams.compose_all(yaml: text)).map {
        PolicyFile(name: edition, node: $0)
      }
      return try YAMLDecoder().decode(PolicyPack.self, from: PolicyBook(pages).whole())
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

  private static func fault(
    of error: DecodingError, in book: PolicyBook, _ folder: URL
  ) -> PackFault {
    let (context, missing): (DecodingError.Context, String?) =
      switch error {
      case .keyNotFound(let key, let context): (context, key.stringValue)
      case .typeMismatch(_, let context), .valueNotFound(_, let context),
        .dataCorrupted(let context):
        (context, nil)
      @unknown default: (.init(codingPath: [], debugDescription: ""), nil)
      }
    let (file, line) = book.place(of: context.codingPath)
    let rule = context.codingPath.map { $0.intValue.map { "第 \($0 + 1) 条" } ?? $0.stringValue }
      .joined(separator: " › ")
    return PackFault(
      file: file ?? folder.lastPathComponent, line: line,
      reason: missing.map { "\(rule) 缺少 \($0)" } ?? "\(rule) 的值不对")
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
  var line: Int? {
    switch self {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
      mark.line
    case .duplicatedKeysInMapping(_, let context): context.mark.line
    default: nil
    }
  }
}
