import Casework
import Yams

extension PolicyBook {
  /// Refuses a misspelt name, which would be passed over with all that stands under it.
  func checkNames() throws {
    for page in pages {
      try page.check(page.node, PolicyPack.CodingKeys.self) { "没有“\($0)”这一节" }
      for factor in page.entries(of: page.node, "factors") {
        try page.check(factor, Factor.CodingKeys.self) { "因子没有“\($0)”这一项" }
        try page.checkParts(of: factor)
      }
      for item in page.entries(of: page.node, "items") { try page.checkItem(item) }
    }
  }
}

extension PolicyFile {
  fileprivate func entries(of node: Node, _ list: String) -> [Node] {
    node[list]?.sequence.map(Array.init) ?? []
  }

  fileprivate func check<Keys: CodingKey>(
    _ node: Node, _: Keys.Type, _ reason: (String) -> String
  ) throws {
    for (key, _) in node.mapping ?? Node.Mapping([])
    where Keys(stringValue: key.string ?? "") == nil {
      throw PackFault(file: name, line: key.mark?.line, reason: reason(key.string ?? ""))
    }
  }

  fileprivate func checkParts(of factor: Node) throws {
    for ease in entries(of: factor, "eases") {
      try check(ease, Ease.CodingKeys.self) { "缓解没有“\($0)”这一项" }
    }
    for example in entries(of: factor, "examples") {
      try check(example, FactorExample.CodingKeys.self) { "样例没有“\($0)”这一项" }
      for member in entries(of: example, "members") {
        try check(member, ExampleMember.CodingKeys.self) { "样例的成员没有“\($0)”这一项" }
      }
      for fact in entries(of: example, "facts") {
        try check(fact, ExampleFact.CodingKeys.self) { "样例的事实没有“\($0)”这一项" }
      }
    }
  }

  fileprivate func checkItem(_ item: Node) throws {
    try check(item, DataItem.Key.self) { "数据项没有“\($0)”这一项" }
    if let cadence = item["cadence"] {
      try check(cadence, Cadence.Key.self) { "数据项的 cadence 没有“\($0)”这一项" }
    }
    for column in entries(of: item, "columns") {
      try check(column, DataColumn.Key.self) { "数据项的栏没有“\($0)”这一项" }
    }
  }
}
