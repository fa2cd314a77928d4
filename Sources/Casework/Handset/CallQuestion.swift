/// What a household is asked on the telephone after a visit (抽查电话): four questions, the same for
/// all, none of them for a fact that is on record (`domain.md` 6.3, 7.4).
package enum CallQuestion: String, CaseIterable, Sendable {
  case came, asked, satisfied, trouble

  package var title: String {
    switch self {
    case .came: "最近有没有干部来家里，或打电话了解情况？"
    case .asked: "有没有问到收入、看病、上学、住房和饮水？"
    case .satisfied: "对来的人满意吗？"
    case .trouble: "现在家里有没有新的困难？"
    }
  }

  /// The answers to choose from, by what is kept.
  package var options: [(value: String, title: String)] {
    switch self {
    case .came, .asked, .trouble: [("1", "有"), ("0", "没有")]
    case .satisfied: [("2", "满意"), ("1", "基本满意"), ("0", "不满意")]
    }
  }
}

/// What came of one call.
package struct CallAnswers: Hashable, Sendable {
  package let isReached: Bool
  package let answers: [CallQuestion: String]
  package let text: String

  /// Reads what was ticked: of somebody reached all four.
  package init(_ values: [String: String]) throws(CallRefusal) {
    guard let reached = values["reached"], ["0", "1"].contains(reached) else {
      throw .question("接通了吗")
    }
    isReached = reached == "1"
    var answers: [CallQuestion: String] = [:]
    for question in CallQuestion.allCases where isReached {
      guard let value = values[question.rawValue],
        question.options.contains(where: { $0.value == value })
      else { throw .question(question.title) }
      answers[question] = value
    }
    self.answers = answers
    text = String((values["text"] ?? "").prefix(1_000))
    if answers[.trouble] == "1", text.count < 5 { throw .trouble }
  }

  /// The household says that nobody came: somebody has to look into it, and hear the visitor.
  package var isDoubtful: Bool { answers[.came] == "0" }
  package var hasTrouble: Bool { answers[.trouble] == "1" }
}

/// Why a call is not taken in.
package enum CallRefusal: Refusal {
  case question(String), trouble, visit, own, explanation

  package var sentence: String {
    switch self {
    case .question(let title): "请选择“\(title)”。"
    case .trouble: "请写几句新的困难（至少 5 个字），会登记为线索。"
    case .visit: "没有这次走访，或者它不在您的辖区。"
    case .own: "自己走访的农户由别人抽查。"
    case .explanation: "请写几句那次走访的情况（5 至 1000 字），如哪天去的、见到了谁、为什么农户这样说。"
    }
  }
}
