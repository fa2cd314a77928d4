import Casework
import Documents

/// Room to write by hand, where a paper is blank or nothing is known.
let blank = "＿＿＿＿＿＿"

extension Paper.Grid {
  /// Rows of a label and its value, as many pairs side by side as there are in the first row.
  static func facts(_ rows: [[(String, String)]], label: Double = 1, value: Double = 2) -> Self {
    let pairs = rows.map(\.count).max() ?? 1
    let columns = Array(repeating: [label, value], count: pairs).flatMap { $0 }
    return Self(
      columns,
      rows: rows.map { row in
        row.enumerated().flatMap { index, fact -> [Paper.Cell] in
          // The last value of a short row reaches to the right edge.
          let span = index == row.count - 1 ? 2 * (pairs - row.count) + 1 : 1
          return [.label(fact.0), Paper.Cell(fact.1, span: span)]
        }
      })
  }

  /// One label beside much room.
  static func room(_ label: String, _ text: String, least: Double) -> Self {
    Self([1, 7], rows: [[.label(label), Paper.Cell(text, least: least)]])
  }
}

/// `☑因病　□因学`: what applies is ticked.
func ticks(_ options: [(title: String, isTicked: Bool)]) -> String {
  options.map { "\($0.isTicked ? "☑" : "□")\($0.title)" }.joined(separator: "　")
}

extension Paper {
  mutating func add(_ texts: [String], _ style: Style = .body, filled values: [String: String]) {
    parts += texts.map { .text($0.filled(values), style) }
  }

  mutating func add(_ grid: Grid) { parts.append(.grid(grid)) }

  /// Adds rows of empty cells, so that there is room for `count`.
  static func padded(_ rows: [[Cell]], to count: Int, columns: Int) -> [[Cell]] {
    let empty = Array(repeating: Cell("", least: 17), count: columns)
    return rows + Array(repeating: empty, count: max(0, count - rows.count))
  }
}

/// What a paper is made from beside its household: the case or clue, and by what rules.
struct PaperFrame: Sendable {
  let texts: PaperTexts
  let pack: PolicyPack
  let today: Day
  /// The number that stands on the paper; nil on a blank one.
  var number: String?
  /// What its QR code says; nil on a blank one and where it does not come back.
  var code: String?

  init(_ pack: PolicyPack, today: Day) {
    (texts, self.pack, self.today) = (pack.papers ?? .plain, pack, today)
  }

  func paper(_ kind: PaperKind, size: Double = 10.5) -> Paper {
    var paper = Paper(kind.title, number: "编号：\(number ?? blank)", size: size)
    paper.code = code
    paper.footer = "\(texts.office)　\(pack.edition)　打印日期 \(today)"
    if number == nil { paper.footer = "\(texts.office)　空白件" }
    return paper
  }
}
