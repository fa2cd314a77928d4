/// One reason why a file as a whole looks wrong, with the figures that show it.
package struct InputFault: Hashable, Sendable, Codable {
  package let kind: Kind
  /// For people: what is odd, by how much, what may be behind it.
  package let sentence: String
  package let bars: [Bar]

  package init(_ kind: Kind, _ sentence: String, _ bars: [Bar] = []) {
    (self.kind, self.sentence, self.bars) = (kind, sentence, bars)
  }

  package enum Kind: String, Sendable, Codable {
    case sameFile, rows, missing, refused, contents, amounts, days, townships, matched
  }

  /// One pair of a chart: what is usual and what came.
  package struct Bar: Hashable, Sendable, Codable {
    package let label: String
    package let usual: Double
    package let now: Double

    package init(_ label: String, usual: Double, now: Double) {
      (self.label, self.usual, self.now) = (label, usual, now)
    }
  }
}

extension InputFault.Kind {
  package var title: String {
    switch self {
    case .sameFile: "与以前的文件相同"
    case .rows: "行数异常"
    case .missing: "空缺增多"
    case .refused: "退回的行增多"
    case .contents: "列的内容变了"
    case .amounts: "金额分布变了"
    case .days: "日期分布变了"
    case .townships: "乡镇分布变了"
    case .matched: "找到人的比例下降"
    }
  }
}
