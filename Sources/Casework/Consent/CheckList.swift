/// One question of an economic check: a person and an item that a body looks up.
package struct CheckQuestion: Hashable, Sendable {
  package let person: Int64
  package let name: String
  package let number: String
  package let item: String
  package let title: String

  package init(person: Int64, name: String, number: String, item: String, title: String) {
    (self.person, self.name, self.number) = (person, name, number)
    (self.item, self.title) = (item, title)
  }
}

/// One line of a body's answer, as it is sealed.
package struct CheckFinding: Hashable, Sendable, Codable {
  package let person: Int64
  package let item: String
  package let isHit: Bool
  package let text: String
  /// In 分.
  package let amount: Int64?

  package init(person: Int64, item: String, isHit: Bool, text: String, amount: Int64?) {
    (self.person, self.item, self.isHit) = (person, item, isHit)
    (self.text, self.amount) = (text, amount)
  }
}

/// The list that goes out to a body and comes back answered (核对名单).
package struct CheckList: Sendable {
  package static let header = ["核对编号", "姓名", "证件号码", "核对项目", "结果", "内容", "金额（元）"]
  /// More than any household's account can hold; what is beyond it is a slip of the pen.
  package static let mostYuan: Int64 = 1_000_000_000

  package let number: String
  package let questions: [CheckQuestion]

  package init(number: String, questions: [CheckQuestion]) {
    (self.number, self.questions) = (number, questions)
  }

  /// The rows that go out: every question, its answer left blank.
  package var rows: [[String]] {
    [CheckList.header]
      + questions.map { [number, $0.name, $0.number, $0.title, "", "", ""] }
  }

  /// The answers of a file that came back: every question once, nothing that was not asked.
  ///
  /// - Parameter rows: the file's rows with their numbers, the header among them.
  /// - Returns: one finding a question.
  /// - Throws: `CheckRefusal.badFile` with every fault and its row.
  package func findings(
    in rows: [(number: Int, cells: [String])]
  ) throws(CheckRefusal) -> [CheckFinding] {
    guard let start = rows.firstIndex(where: { $0.cells.contains("核对项目") }) else {
      throw .badFile(["找不到表头“核对项目”，请使用下载的名单填写"])
    }
    let places = Dictionary(
      rows[start].cells.enumerated().map { ($0.element, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    let missing = CheckList.header.dropLast(2).filter { places[$0] == nil }
    guard missing.isEmpty else { throw .badFile(["缺少列：\(missing.joined(separator: "、"))"]) }
    var (faults, found): ([String], [CheckFinding]) = ([], [])
    var left = Set(questions)
    for row in rows[(start + 1)...] where row.cells.contains(where: { !$0.isEmpty }) {
      func cell(_ title: String) -> String {
        guard let place = places[title], row.cells.indices.contains(place) else { return "" }
        return row.cells[place]
      }
      do throws(RowFault) {
        let (question, finding) = try read(cell)
        guard left.remove(question) != nil else { throw RowFault("这一问已经答过") }
        found.append(finding)
      } catch {
        faults.append("第 \(row.number) 行：\(error.reason)")
      }
    }
    if faults.isEmpty, !left.isEmpty {
      faults.append("还有 \(left.count) 问没有答：\(unanswered(left))")
    }
    guard faults.isEmpty else { throw .badFile(Array(faults.prefix(8))) }
    return found
  }

  private func unanswered(_ left: Set<CheckQuestion>) -> String {
    questions.filter(left.contains).prefix(3).map { "\($0.name)的\($0.title)" }
      .joined(separator: "、")
  }

  private func read(
    _ cell: (String) -> String
  ) throws(RowFault) -> (CheckQuestion, CheckFinding) {
    guard cell("核对编号") == number else { throw RowFault("核对编号不是 \(number)") }
    let (id, title) = (cell("证件号码").uppercased(), cell("核对项目"))
    let question = questions.first { $0.number.uppercased() == id && $0.title == title }
    guard let question else { throw RowFault("不在名单上的人或项目") }
    let answer = cell("结果")
    guard answer == "有" || answer == "无" else { throw RowFault("结果只能填“有”或“无”") }
    let text = cell("内容")
    if answer == "有", text.isEmpty { throw RowFault("结果为“有”时须写内容") }
    var amount: Int64?
    let sum = cell("金额（元）")
    if !sum.isEmpty {
      guard let money = Money(sum), money >= .zero, money.fen <= CheckList.mostYuan * 100 else {
        throw RowFault("金额“\(sum)”不对，应为 0 至十亿元")
      }
      amount = money.fen
    }
    let finding = CheckFinding(
      person: question.person, item: question.item, isHit: answer == "有", text: text,
      amount: amount)
    return (question, finding)
  }

  /// Why a row is not taken.
  private struct RowFault: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }
  }
}
