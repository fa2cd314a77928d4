import Casework

/// The four questions as the phone draws them, in the shape of every other form.
struct CallForm: Encodable, Sendable {
  let name = "call"
  let title = "抽查电话"
  let version = "1"
  let sections: [Section]

  struct Section: Encodable, Sendable {
    let title: String
    let fields: [Field]
  }

  struct Field: Encodable, Sendable {
    let name: String
    let title: String
    let kind: String
    var options: [Option]?
    var required = true
    var when: Condition?
    var least: Int?
  }

  struct Option: Encodable, Sendable {
    let value: String
    let title: String
  }

  /// The field is asked only where another holds one of these.
  struct Condition: Encodable, Sendable {
    let field: String
    let values: [String]
  }

  static let current: CallForm = {
    let reached = Field(
      name: "reached", title: "接通了吗", kind: "choice",
      options: [Option(value: "1", title: "接通"), Option(value: "0", title: "没有接通")])
    let asked = CallQuestion.allCases.map { question in
      Field(
        name: question.rawValue, title: question.title, kind: "choice",
        options: question.options.map { Option(value: $0.value, title: $0.title) },
        when: Condition(field: "reached", values: ["1"]))
    }
    let trouble = Field(
      name: "text", title: "什么困难", kind: "text",
      when: Condition(field: CallQuestion.trouble.rawValue, values: ["1"]), least: 5)
    return CallForm(sections: [Section(title: "四句话", fields: [reached] + asked + [trouble])])
  }()
}
