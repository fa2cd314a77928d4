import Casework
import Store

/// What `Templates/freshness/answers.mustache` shows: corrections and requests, and their answers.
struct AnswerPage: Page {
  static let template = "freshness/answers"
  let corrections: [Line]
  let assists: [Line]
  let mayAnswer: Bool
  let fault: String?

  struct Line: Sendable {
    let id: Int64
    let clue: Int64?
    let who: String
    let what: String
    let remark: String
    let at: String
    let state: String
    let mark: String
    let answer: String?
    let isOpen: Bool
  }

  init(fault: String?, _ rules: Rules, in open: OpenRegister) throws {
    self.fault = fault
    mayAnswer = open.access.department != nil && open.access.may(.pushData)
    let (mayOpen, pack) = (open.access.may(.readHouseholds), rules.pack)
    corrections = try open.corrections().map { one in
      Line(
        id: one.id, clue: mayOpen ? one.clue : nil, who: "\(one.person ?? "")（\(one.village)）",
        what: "\(one.kind.title)：\(one.department)\(pack.title(of: one.factKind)) \(one.trueOn)"
          + (one.amount.map { "，\($0) 元" } ?? "") + (one.file.map { "，《\($0)》\(one.place)" } ?? ""),
        remark: one.remark, at: one.raised.day.description,
        state: one.answered.map { "\($0.day) 已答复" } ?? "待部门更正",
        mark: one.answered == nil ? "due" : "good", answer: one.answer,
        isOpen: one.answered == nil)
    }
    assists = try open.assistRequests().map { one in
      Line(one, rules, on: open.today, mayOpen: mayOpen)
    }
  }
}

extension AnswerPage.Line {
  init(_ one: AssistRequest, _ rules: Rules, on today: Day, mayOpen: Bool) {
    (id, clue, who) = (one.id, mayOpen ? one.clue : nil, "\(one.head)户（\(one.village)）")
    (what, remark, at) = (one.department, one.question, one.asked.day.description)
    let (late, due) = (one.isOverdue(rules, on: today), one.due(rules))
    (answer, isOpen) = (one.answer, one.answered == nil)
    if let answered = one.answered {
      (state, mark) = ("\(answered.day) 已答复", late ? "due" : "good")
    } else {
      let until = due.map { "\($0)" } ?? ""
      (state, mark) = (late ? "\(until) 应答复，已超期" : "\(until) 前答复", late ? "late" : "due")
    }
  }
}

extension PolicyPack {
  /// The title of the item whose rows become facts of a kind.
  func title(of fact: String) -> String { items.first { $0.fact == fact }?.title ?? fact }
}

/// What a clue's page shows of the departments behind it: their rows, and questions to them.
struct FeedbackPanel: Sendable {
  let clue: Int64
  let facts: [Choice]
  let kinds: [Choice]
  let departments: [String]
  let asked: [AnswerPage.Line]
  let mayAsk: Bool
  let hasFacts: Bool

  struct Choice: Sendable {
    let value: String
    let label: String
  }

  init(_ clue: Clue, _ signals: [Signal], _ rules: Rules, in open: OpenRegister) throws {
    self.clue = clue.id
    mayAsk = [.visit, .assignClue, .reviewTownship].contains(where: open.access.may)
    facts = signals.compactMap { signal in
      guard let fact = signal.fact, !signal.isWithdrawn else { return nil }
      return Choice(value: "\(fact)", label: signal.text)
    }
    hasFacts = !facts.isEmpty
    kinds = CorrectionKind.allCases.map { Choice(value: $0.rawValue, label: $0.title) }
    departments = rules.pack.items.map(\.department).reduce(into: []) { names, name in
      if !names.contains(name) { names.append(name) }
    }
    asked = try open.assistRequests(about: clue.id).map {
      AnswerPage.Line($0, rules, on: open.today, mayOpen: true)
    }
  }
}
