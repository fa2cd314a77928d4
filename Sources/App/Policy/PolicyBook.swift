import Casework
import Foundation
import Yams

/// One file of a pack with its parsed form, from which the lines of faults are known.
struct PolicyFile {
  let name: String
  let node: Node

  init(name: String, node: Node) { (self.name, self.node) = (name, node) }

  init(_ file: URL) throws {
    name = file.lastPathComponent
    do {
      guard let node = try Yams.compose(yaml: PolicyFile.text(of: file)) else {
        throw PackFault(file: name, line: 1, reason: "文件是空的")
      }
      if node.mapping == nil {
        throw PackFault(file: name, line: node.mark?.line, reason: "应由“名称: 内容”组成")
      }
      self.node = node
    } catch let error as YamlError {
      throw PackFault(file: file.lastPathComponent, line: error.line, reason: "YAML 写法有误")
    }
  }

  private static func text(of file: URL) throws -> String {
    let name = file.lastPathComponent
    guard let bytes = FileManager.default.contents(atPath: file.path) else {
      throw PackFault(file: name, line: nil, reason: "这个文件读不出")
    }
    guard let text = String(bytes: bytes, encoding: .utf8) else {
      throw PackFault(file: name, line: nil, reason: "文字不是 UTF-8，请另存为 UTF-8")
    }
    return text
  }
}

/// The files of a pack as one: a list that stands in several of them is joined.
struct PolicyBook {
  let pages: [PolicyFile]

  init(_ pages: [PolicyFile]) { self.pages = pages }

  /// The pack as one mapping.
  func whole() throws -> Node {
    var whole = Node.Mapping([])
    for page in pages {
      for (key, value) in page.node.mapping ?? Node.Mapping([]) {
        guard let before = whole[key] else {
          whole[key] = value
          continue
        }
        guard let first = before.sequence, let second = value.sequence else {
          throw PackFault(
            file: page.name, line: key.mark?.line, reason: "\(key.string ?? "") 在别的文件里已经写过")
        }
        whole[key] = Node(Array(first) + Array(second), before.tag)
      }
    }
    return .mapping(whole)
  }

  /// The file and line of the deepest node of a path into the whole that is there.
  func place(of path: [any CodingKey]) -> (file: String?, line: Int?) {
    guard let list = path.first?.stringValue else { return (nil, nil) }
    guard let index = path.dropFirst().first?.intValue else {
      let page = pages.first { $0.node[list] != nil }
      return (page?.name, page.flatMap { line(in: $0.node, path) })
    }
    return place(list, index, path.dropFirst(2))
  }

  /// The file and line of an entry of a list.
  func place(
    _ list: String, _ index: Int, _ rest: ArraySlice<any CodingKey> = []
  ) -> (file: String?, line: Int?) {
    var before = 0
    for page in pages {
      let entries = page.node[list]?.sequence.map(Array.init) ?? []
      if index < before + entries.count {
        let entry = entries[index - before]
        return (page.name, line(in: entry, Array(rest)) ?? entry.mark?.line)
      }
      before += entries.count
    }
    return (nil, nil)
  }

  private func line(in start: Node, _ path: [any CodingKey]) -> Int? {
    var (node, line): (Node, Int?) = (start, nil)
    for key in path {
      let next = key.intValue.flatMap { node.sequence?[$0] } ?? node[key.stringValue]
      guard let next else { break }
      (node, line) = (next, next.mark?.line)
    }
    return line
  }
}
